import { join } from 'node:path';
import { AmiParser, Translator } from '@callbus/adapter-asterisk';
import { playRecording, type Recording, recordingsIn } from '@callbus/asterisk-lab';
import { CallEventCodec, type CallEventInit, eventSubject } from '@callbus/contract';
import { House } from '@callbus/runtime';
import { quietLog } from '@callbus/runtime/testkit';
import { OneCSim } from '@callbus/sim-1c';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { load, makeServices, serviceIds } from '../../src/compose.ts';
import { compare, untilTold } from './road.ts';
import { Site } from './site.ts';

const RECORDINGS = join(import.meta.dirname, '../../../adapter-asterisk/test/recordings');
const VERSIONS = ['22', '16'] as const;

/** The events of a recording, as an adapter of that id tells them. */
function toldBy(recording: Recording, instance: string): CallEventInit[] {
  const translator = new Translator({ instance, trunks: ['^PJSIP/itsp'], extensions: '^\\d{3}$' });
  const events: CallEventInit[] = [];
  let now = 0;
  const parser = new AmiParser({
    onGreeting: () => {},
    onMessage: (message) => events.push(...translator.take(message, now)),
    onDropped: () => {},
  });
  playRecording(recording, (piece, at) => {
    now = at;
    parser.push(piece);
  });
  return events;
}

describe('every recorded scenario gives the record that tells what happened', () => {
  const oneC = new OneCSim();
  let site: Site;
  let house: House;

  beforeAll(async () => {
    await oneC.start();
    site = await Site.create(
      `numberPlan: { extension: "^\\\\d{3}$" }\nsinks: [ { id: ut, type: 1c, url: "${oneC.url}", internal: true, upsert: true } ]`,
    );
    house = new House({
      loaded: load(site.file),
      services: (context) => makeServices(serviceIds(context.config), context),
      log: quietLog,
    });
    await house.start();
  });

  afterAll(async () => {
    await house?.stop();
    await site.dispose();
    await oneC.stop();
  });

  test('on 22 and on 16', async () => {
    const recordings = VERSIONS.flatMap((version) =>
      recordingsIn(join(RECORDINGS, version)).map((recording, i) => ({
        recording,
        instance: `pbx-${version}-${i}`,
      })),
    );
    for (const { recording, instance } of recordings)
      for (const event of toldBy(recording, instance))
        await house.context.bus.publish(
          eventSubject(instance, event.key ?? '', instance),
          CallEventCodec.encode(event),
        );
    const all = recordings.flatMap(({ recording }) => recording.truths).length;
    const calls = await untilTold(site, oneC, all);
    const wrong = recordings.flatMap(({ recording, instance }) =>
      compare(
        recording.truths,
        calls.filter(({ pbx }) => pbx === instance),
        oneC,
      ).flatMap(({ scenario, wrong }) => wrong.map((what) => `${instance} ${scenario}: ${what}`)),
    );
    expect(wrong).toEqual([]);
  }, 120_000);
});
