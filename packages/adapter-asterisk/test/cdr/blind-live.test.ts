import { statSync } from 'node:fs';
import { join } from 'node:path';
import { AsteriskLab, asteriskIsThere, type Call, DIDS } from '@callbus/asterisk-lab';
import { type CallEvent, EventType, RecordingState, ReportOutcome } from '@callbus/contract';
import { TestNats, until } from '@callbus/runtime/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Stand } from '../feed/stand.ts';

const SLOW = 240_000;
/** A wait for what comes at once on a machine that is not busy. */
const LONG_MS = 60_000;
/** More than the head of a sound file. */
const SOUND_BYTES = 1_000;
/** Rows have whole seconds, and a busy machine takes its time between a phone and the server. */
const CLOSE_MS = 5_000;

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

for (const version of [22, 16] as const) {
  const there = await asteriskIsThere(version);
  describe.skipIf(!there)(`our process away from Asterisk ${version}`, () => {
    let lab: AsteriskLab;
    let nats: TestNats;
    let stand: Stand;
    beforeAll(async () => {
      [lab, nats] = await Promise.all([AsteriskLab.start({ version }), TestNats.start()]);
      const { user: username, secret, port } = lab.login();
      stand = await Stand.start(nats, {
        username,
        secret,
        port,
        cdr: { csv: lab.cdrFile, timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone },
        recordings: { directory: lab.recordings, urlTemplate: 'http://pbx.test/rec/{file}' },
      });
      await stand.linked('ok');
    }, SLOW);
    afterAll(async () => {
      await stand.stop();
      await lab.stop();
      await nats.stop();
    });

    async function answered(number: string, did: string): Promise<{ customer: Call; phone: Call }> {
      const coming = lab.phone('100').expect({ from: number });
      const customer = await lab.outside.call(did, { number });
      const phone = await coming;
      await customer.rang;
      await phone.answer();
      await customer.answered;
      return { customer, phone };
    }

    // A phone has let go before the server has: what still stands then would be seen.
    async function nobodyIsOnTheLine(): Promise<void> {
      await until(
        'the server has let go',
        async () => {
          const manager = await lab.manager();
          try {
            await manager.action({ Action: 'CoreShowChannels' });
            const list = await manager.event('CoreShowChannelsComplete');
            return list.get('ListItems') === '0';
          } finally {
            manager.close();
          }
        },
        LONG_MS,
      );
    }

    const of = (type: EventType, key: string): CallEvent[] =>
      stand.events.filter((event) => event.type === type && event.key === key);
    const offered = (number: string): CallEvent | undefined =>
      stand.events.find(({ type, calling }) => type === EventType.OFFERED && calling?.number === number);
    const reported = (number: string): CallEvent | undefined =>
      stand.events.find(
        ({ type, calling }) => type === EventType.CALL_REPORTED && calling?.number === number,
      );

    test('what happened meanwhile is mended from the CDR, and the recording is found', {
      timeout: SLOW,
    }, async () => {
      const [first, second] = ['79164000001', '79164000002'];
      const seen = await answered(first, DIDS.recorded);
      const key = await until('the call is told', () => offered(first)?.key, LONG_MS);
      await until('the answer is told', () => of(EventType.ESTABLISHED, key).length > 0, LONG_MS);
      // Whoever goes before anything was said leaves a recording that has nothing in it.
      const file = await until(
        'the recording is known',
        () => of(EventType.RECORDING_READY, key)[0]?.recording?.file,
        LONG_MS,
      );
      await until('something is recorded', () => sizeOf(join(lab.recordings, file)) > SOUND_BYTES, LONG_MS);
      await stand.end();
      seen.customer.hangup();
      const { endAt } = await seen.phone.ended;
      // Another call, of which nothing is seen.
      const unseen = await answered(second, DIDS.phone);
      unseen.phone.hangup();
      const leg = await unseen.customer.ended;
      await nobodyIsOnTheLine();
      await stand.run();

      const [mended, opened] = await until(
        'both calls are mended',
        () => {
          const both = [reported(first), reported(second)];
          return both.every((event) => event !== undefined) ? (both as CallEvent[]) : undefined;
        },
        LONG_MS,
      );
      expect(mended?.key).toBe(key);
      expect(of(EventType.CALL_CLEARED, key)[0]?.gap).toBeTruthy();
      expect(mended?.report).toMatchObject({ outcome: ReportOutcome.ANSWERED, fromRecords: false });
      // What was seen is known better than the rows tell it.
      expect(mended?.report?.startedAt ?? null).toBeNull();
      expect(Math.abs((mended?.report?.endedAt ?? 0) - (endAt ?? 0))).toBeLessThan(CLOSE_MS);
      expect(opened?.report).toMatchObject({ outcome: ReportOutcome.ANSWERED, fromRecords: true });
      expect(opened?.report?.talks).toMatchObject([{ extension: '100' }]);
      expect(Math.abs((opened?.report?.endedAt ?? 0) - (leg.endAt ?? 0))).toBeLessThan(CLOSE_MS);

      const ready = await until(
        'the recording is ready',
        () =>
          of(EventType.RECORDING_READY, key).find(
            ({ recording }) => recording?.state === RecordingState.READY,
          ),
        LONG_MS,
      );
      expect(ready.recording?.url).toBe(`http://pbx.test/rec/${ready.recording?.file}`);
      // A further restart tells nothing again.
      const before = stand.events.length;
      await stand.end();
      await stand.run();
      await stand.linked('ok');
      const third = await answered('79164000003', DIDS.phone);
      third.customer.hangup();
      await until('a later call is told', () => offered('79164000003'), LONG_MS);
      expect(stand.events.slice(before).filter(({ type }) => type === EventType.CALL_REPORTED)).toEqual([]);
    });
  });
}
