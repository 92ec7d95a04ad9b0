import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  AsteriskLab,
  asteriskIsThere,
  type Manager,
  playScenarios,
  SCENARIOS,
  type Truth,
} from '../src/index.ts';

for (const version of [22, 16] as const) {
  describe.skipIf(!(await asteriskIsThere(version)))(`every scenario on Asterisk ${version}`, () => {
    let lab: AsteriskLab;
    let manager: Manager;
    let truths: Truth[];
    beforeAll(async () => {
      lab = await AsteriskLab.start({ version });
      manager = await lab.manager();
      truths = await playScenarios(lab);
    });
    afterAll(async () => {
      manager?.close();
      await lab?.stop();
    });

    const outsiders = (): Truth[] => truths.filter((t) => t.externalNumber !== null);

    test('is played, and ends on every phone', () => {
      expect(truths.map((t) => t.scenario)).toEqual(SCENARIOS);
      expect(truths.flatMap((t) => t.legs).filter((leg) => leg.endAt === null)).toEqual([]);
    });

    test('rings the phones that it should', () => {
      const rang = (names: string[]): [string, readonly string[]][] =>
        truths.filter((t) => names.includes(t.scenario)).map((t) => [t.scenario, t.rang]);
      expect(
        rang(['inbound answered', 'inbound busy', 'ring group', 'queue, second agent', 'pickup']),
      ).toEqual([
        ['inbound answered', ['100']],
        ['inbound busy', []],
        ['ring group', ['100', '101']],
        ['queue, second agent', ['100', '101']],
        ['pickup', ['102']],
      ]);
    });

    test('lets people who talk hear each other', () => {
      const deaf = truths
        .filter((t) => t.status === 'answered')
        .flatMap((t) =>
          t.legs.filter((leg) => leg.answerAt !== null && leg.packets === 0).map(() => t.scenario),
        );
      expect(deaf).toEqual([]);
    });

    test('is answered exactly where the server says that somebody answered', async () => {
      await manager.action({ Action: 'Ping' });
      // Click-to-call rings the agent first, who shows the customer's number and is no answer.
      const inbound = outsiders().filter((t) => t.direction === 'inbound');
      const answered = new Set(
        manager.events
          .filter((e) => e.get('Event') === 'DialEnd' && e.get('DialStatus') === 'ANSWER')
          .map((e) => e.get('CallerIDNum')),
      );
      expect(inbound.filter((t) => answered.has(t.externalNumber ?? '')).map((t) => t.scenario)).toEqual(
        inbound.filter((t) => t.status === 'answered').map((t) => t.scenario),
      );
    });

    test('leaves no channel behind', async () => {
      await manager.action({ Action: 'CoreShowChannels' });
      expect((await manager.event('CoreShowChannelsComplete')).get('ListItems')).toBe('0');
    });
  });
}
