import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  AsteriskLab,
  type AsteriskLine,
  asteriskIsThere,
  type Manager,
  playScenarios,
  SCENARIOS,
  storyOf,
  type Truth,
} from '../src/index.ts';

const VERSIONS = [22, 16] as const;
const there = new Set<AsteriskLine>();
for (const version of VERSIONS) if (await asteriskIsThere(version)) there.add(version);

interface Played {
  lab: AsteriskLab;
  manager: Manager;
  truths: Truth[];
}

const played = new Map<AsteriskLine, Played>();

// Beside each other: what they do most is to wait.
beforeAll(async () => {
  await Promise.all(
    [...there].map(async (version) => {
      const lab = await AsteriskLab.start({ version });
      const manager = await lab.manager();
      played.set(version, { lab, manager, truths: [] });
      played.set(version, { lab, manager, truths: await playScenarios(lab) });
    }),
  );
}, 240_000);

afterAll(async () => {
  for (const { lab, manager } of played.values()) {
    manager.close();
    await lab.stop();
  }
});

for (const version of VERSIONS) {
  describe.skipIf(!there.has(version))(`every scenario on Asterisk ${version}`, () => {
    const truths = (): Truth[] => played.get(version)?.truths ?? [];
    const manager = (): Manager => (played.get(version) as Played).manager;

    test('is played, and ends on every phone', () => {
      expect([...new Set(truths().map((t) => t.scenario))]).toEqual(SCENARIOS);
      expect(
        truths()
          .flatMap((t) => t.legs)
          .filter((leg) => leg.endAt === null),
      ).toEqual([]);
    });

    test.each([
      ['inbound answered', [['100']]],
      ['inbound busy', []],
      ['ring group', [['100', '101']]],
      ['queue, second agent', [['100'], ['101']]],
      ['pickup', [['102']]],
    ])('%s: rings the phones that it should', (scenario, rang) => {
      const truth = truths().find((t) => t.scenario === scenario) as Truth;
      expect(storyOf(truth).rang.map((together) => [...together].sort())).toEqual(rang);
    });

    test('lets people who talk hear each other', () => {
      const deaf = truths()
        .filter((t) => t.status === 'answered')
        .flatMap((t) =>
          t.legs
            .filter((leg) => leg.answerAt !== null && leg.packets === 0)
            .map((leg) => `${t.scenario}: ${leg.phone}`),
        );
      expect(deaf).toEqual([]);
    });

    test('is answered exactly where the server says that somebody answered', async () => {
      await manager().action({ Action: 'Ping' });
      // Click-to-call rings the agent first, who shows the customer's number and is no
      // answer; in a room nobody is called, and a pickup is told of who rang.
      const inbound = truths().filter((t) => t.direction === 'inbound' && t.scenario !== 'conference');
      const answered = new Set(
        manager()
          .events.filter((e) => e.get('Event') === 'DialEnd' && e.get('DialStatus') === 'ANSWER')
          .map((e) => e.get('CallerIDNum')),
      );
      const names = (some: Truth[]): string[] => some.map((t) => t.scenario);
      expect(names(inbound.filter((t) => answered.has(t.externalNumberRaw ?? '')))).toEqual(
        names(inbound.filter((t) => t.status === 'answered')),
      );
    });

    test('leaves no channel behind', async () => {
      await manager().action({ Action: 'CoreShowChannels' });
      expect((await manager().event('CoreShowChannelsComplete')).get('ListItems')).toBe('0');
    });
  });
}
