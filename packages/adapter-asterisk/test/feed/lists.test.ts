import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CallEventInit, EventType } from '@callbus/contract';
import { quietLog } from '@callbus/runtime/testkit';
import { beforeEach, expect, test } from 'vitest';
import { Agents } from '../../src/agents.ts';
import { setup, wanted } from '../../src/feed/filters.ts';
import { Feed } from '../../src/feed.ts';
import { amiLink } from '../../src/index.ts';
import { Translator } from '../../src/translate.ts';
import { SECRET, USERNAME } from '../wire/support/ami-server.ts';
import { stopAfterEach } from '../wire/support/stops.ts';
import { Pbx, type Standing } from './pbx.ts';
import { SLOW, until } from './stand.ts';

const stopLater = stopAfterEach();
let pbx: Pbx;
let told: CallEventInit[];
let health: string[];
/** Names of events that the link has read. */
let heard: Set<string>;
/** Until it resolves nothing is published. */
let bus: Promise<void>;

const LINE: Standing = {
  Channel: 'PJSIP/itsp-1',
  Uniqueid: '1.1',
  Linkedid: '1.1',
  ChannelStateDesc: 'Up',
  CallerIDNum: '79990000001',
  Exten: '3333333',
  Application: 'Wait',
  Seconds: '60',
};

beforeEach(async () => {
  pbx = await Pbx.start();
  stopLater(() => pbx.stop());
  [told, health, heard, bus] = [[], [], new Set(), Promise.resolve()];
});

function start({ auditMs }: { auditMs: number }): void {
  const dataDir = mkdtempSync(join(tmpdir(), 'callbus-feed-'));
  stopLater(async () => rmSync(dataDir, { recursive: true }));
  const user = { host: '127.0.0.1', port: pbx.port, username: USERNAME, secret: SECRET };
  const link = amiLink({
    ...user,
    setup: setup([]),
    wanted: (event) => {
      heard.add(event);
      return wanted(event);
    },
  });
  const feed = new Feed({
    context: {
      id: 'office',
      dataDir,
      log: quietLog(),
      now: Date.now,
      publishOrKeep: async (events) => {
        told.push(...events);
        await bus;
      },
      tellAgents: async () => {},
    },
    link,
    translator: new Translator({ instance: 'office', trunks: ['^PJSIP/itsp-'], extensions: '^\\d{3}$' }),
    agents: new Agents({ instance: 'office', extensions: '^\\d{3}$' }),
    variables: [],
    reports: {
      well: () => void health.push('well'),
      changed: ({ state }) => void health.push(state),
      blind: () => void health.push('blind'),
      deaf: () => void health.push('deaf'),
    },
    timing: { auditMs, snapshotMs: 1_000, againMs: 10 },
  });
  feed.start();
  link.start();
  stopLater(async () => {
    await link.stop();
    await feed.stop();
  });
}

const types = (): (EventType | null | undefined)[] => told.map(({ type }) => type);

test('a list that never ends and can be done without hides no call', { timeout: SLOW }, async () => {
  pbx.endless.add('PresenceStateList').add('ParkedCalls');
  pbx.stands(LINE);
  start({ auditMs: 50 });
  await until('the call', () => types().includes(EventType.OFFERED));
  await until('all is well', () => health.at(-1) === 'well');
});

test('a server that shows no channels and later does is well again', { timeout: SLOW }, async () => {
  pbx.endless.add('Status').add('CoreShowChannels');
  start({ auditMs: 50 });
  await until('the server shows nothing', () => health.at(-1) === 'blind');
  pbx.endless.clear();
  await until('all is well', () => health.at(-1) === 'well');
});

test('more messages than may wait while a look is told are looked for', { timeout: SLOW }, async () => {
  const held = Promise.withResolvers<void>();
  bus = held.promise;
  pbx.stands(LINE);
  start({ auditMs: SLOW });
  await until('the look is being told', () => told.length > 0);
  const other = { Event: 'Hold', Channel: 'PJSIP/none-1', Uniqueid: '9.9', Linkedid: '9.9' };
  for (let n = 0; n < 50_001; n++) pbx.tell(other);
  // The end of the call comes when nothing more may wait.
  pbx.tell({ ...LINE, Event: 'Hangup', Cause: '16' });
  pbx.stands();
  await until('all of it is heard', () => heard.has('Hangup'));
  held.resolve();
  await until('the call is over', () => types().includes(EventType.CALL_CLEARED));
  const gaps = told.filter(({ type }) => type === EventType.SOURCE_GAP).map(({ gap }) => gap?.reason);
  expect(gaps).toEqual(['start', 'missed']);
});
