import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AsteriskLab,
  type AsteriskLine,
  asteriskIsThere,
  playScenarios,
  type Truth,
} from '@callbus/asterisk-lab';
import { type CallEventInit, Direction, enumWord, ReportOutcome } from '@callbus/contract';
import { quietLog, until } from '@callbus/runtime/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CsvCdr } from '../../src/cdr/csv.ts';
import { CdrMender } from '../../src/cdr/mend.ts';

const VERSIONS = [22, 16] as const;
const there = new Set<AsteriskLine>();
for (const version of VERSIONS) if (await asteriskIsThere(version)) there.add(version);

/** What rows can tell; of calls that the server hides (nobody was dialled) there are none. */
const PLAYED = [
  'inbound answered',
  'inbound missed',
  'inbound PBX answers, nobody picks up',
  'ring group',
  'ring group of Local',
  'inbound Local optimised',
  'queue, second agent',
  'queue abandoned',
  'outbound answered',
  'outbound busy',
  'blind transfer',
  'attended transfer',
  'attended transfer by keys',
  'pickup',
  'parking',
];

/** Rows have whole seconds, and a busy machine takes its time between a phone and the server. */
const CLOSE_MS = 5_000;

interface Played {
  lab: AsteriskLab;
  truths: Truth[];
  told: CallEventInit[];
  dir: string;
}

const played = new Map<AsteriskLine, Played>();

// Nobody is logged in to the manager interface: all that is known comes from the CDR.
async function play(version: AsteriskLine): Promise<Played> {
  const lab = await AsteriskLab.start({ version });
  const dir = mkdtempSync(join(tmpdir(), 'callbus-cdr-live-'));
  const told: CallEventInit[] = [];
  const result = { lab, truths: [] as Truth[], told, dir };
  played.set(version, result);
  const from = Date.now() - 2_000;
  result.truths = await playScenarios(lab, PLAYED);
  const mender = new CdrMender({
    context: {
      id: 'office',
      dataDir: dir,
      log: quietLog(),
      now: Date.now,
      publishOrKeep: async (events) => void told.push(...events),
      refuse: ({ reason }) => {
        throw new Error(reason);
      },
    },
    trunks: ['^PJSIP/itsp'],
    extensions: '^\\d{3}$',
    source: new CsvCdr({
      file: lab.cdrFile,
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      refuse: ({ reason }) => {
        throw new Error(reason);
      },
    }),
    live: () => [],
    timing: { rereadMs: 100 },
  });
  mender.start();
  try {
    mender.mend({ from, to: Date.now(), closed: [] });
    await until('every call is told', () => told.length >= result.truths.length, 60_000);
    return result;
  } finally {
    await mender.stop();
  }
}

// Beside each other: what they do most is to wait.
beforeAll(async () => {
  await Promise.all([...there].map(play));
}, 240_000);

afterAll(async () => {
  for (const { lab, dir } of played.values()) {
    await lab.stop();
    rmSync(dir, { recursive: true, force: true });
  }
});

for (const version of VERSIONS) {
  describe.skipIf(!there.has(version))(`what nobody saw on Asterisk ${version}`, () => {
    test('is told, each call once', () => {
      const { truths = [], told = [] } = played.get(version) ?? {};
      expect(told).toHaveLength(truths.length);
      expect(new Set(told.map(({ key }) => key)).size).toBe(truths.length);
    });

    test.each(PLAYED)('%s', (scenario) => {
      const { truths = [], told = [] } = played.get(version) ?? {};
      const truth = truths.find((t) => t.scenario === scenario) as Truth;
      const number = truth.externalNumber ?? '';
      const event = told.find(({ calling, called }) => [calling?.number, called?.number].includes(number));
      const report = event?.report;
      const first = report?.talks?.[0];
      expect({
        direction: enumWord(Direction, event?.direction),
        answered: report?.outcome === ReportOutcome.ANSWERED,
        talked: report?.talks?.map(({ extension }) => extension),
        rang: [...(report?.rang ?? [])].sort(),
        queue: event?.queue || null,
      }).toEqual({
        direction: truth.direction,
        answered: truth.status === 'answered',
        talked: truth.segments.map(({ who }) => who),
        rang: [...truth.rang].sort(),
        queue: truth.queue,
      });
      expect(Math.abs((report?.startedAt ?? 0) - truth.startedAt)).toBeLessThan(CLOSE_MS);
      expect(Math.abs((report?.endedAt ?? 0) - truth.endedAt)).toBeLessThan(CLOSE_MS);
      // A time that is told is right; one that no row shows is left out.
      const answeredAt = truth.startedAt + truth.waitSeconds * 1_000;
      if (first?.startedAt) expect(Math.abs(first.startedAt - answeredAt)).toBeLessThan(CLOSE_MS);
    });
  });
}
