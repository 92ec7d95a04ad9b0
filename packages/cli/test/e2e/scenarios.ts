import { AsteriskLab, type AsteriskLine, playScenarios, SCENARIOS, type Truth } from '@callbus/asterisk-lab';
import { OneCSim } from '@callbus/sim-1c';
import { type ListedCall, type Result, Road, type Watcher } from './road.ts';

// `npm run scenarios [-- NAME...]`: every scenario on a real Asterisk 22 and 16,
// over AMI and AJAM, through the whole road to the journal and to 1C; what
// happened beside what was told. Ends non-zero when one is wrong.

interface Told {
  direction: string | null;
  status: string | null;
  extension: string | null;
  ringSeconds: number | null;
  talkSeconds: number | null;
  endedBy: string | null;
}

/** The heart of a record in a few words. */
const inWords = ({ direction, status, extension, ringSeconds, talkSeconds, endedBy }: Told): string =>
  [
    `${direction} ${status}`,
    extension ?? '-',
    `${ringSeconds ?? '-'}+${talkSeconds ?? '-'} s`,
    `by ${endedBy}`,
  ].join(', ');

/** One line of the table. */
const row = ({ scenario, watcher, story, call, wrong }: Result): string[] => [
  scenario,
  String(watcher.version),
  watcher.transport,
  story ? inWords(story) : '-',
  call ? inWords(call satisfies ListedCall) : '-',
  wrong.length === 0 ? 'ok' : `WRONG ${wrong.join('; ')}`,
];

function table(rows: readonly string[][]): string {
  const all = [['scenario', 'version', 'transport', 'expected', 'got', 'ok'], ...rows];
  const widths = [0, 1, 2, 3, 4].map((i) => Math.max(...all.map((cells) => (cells[i] ?? '').length)));
  return all
    .map((cells) =>
      cells
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

async function play(names: readonly string[], labs: Map<AsteriskLine, AsteriskLab>): Promise<Result[]> {
  const watchers = [...labs].flatMap(([version, lab]) =>
    (['ami', 'ajam'] as const).map(
      (transport): Watcher => ({ id: `${transport}-${version}`, lab, version, transport }),
    ),
  );
  const oneC = new OneCSim();
  await oneC.start();
  const road = await Road.open(watchers, oneC);
  try {
    const played = new Map<AsteriskLab, Truth[]>();
    await Promise.all(
      [...labs.values()].map(async (lab) => played.set(lab, await playScenarios(lab, names))),
    );
    return await road.results(({ lab }) => played.get(lab) ?? []);
  } finally {
    await road.close();
    await oneC.stop();
  }
}

const asked = process.argv.slice(2);
const log = (line: string): boolean => process.stderr.write(`${line}\n`);
const labs = new Map<AsteriskLine, AsteriskLab>();
try {
  for (const version of [22, 16] as const) labs.set(version, await AsteriskLab.start({ version, log }));
  const results = await play(asked.length > 0 ? asked : SCENARIOS, labs);
  const wrong = results.filter((result) => result.wrong.length > 0).length;
  process.stdout.write(`${table(results.map(row))}\n${results.length - wrong} ok, ${wrong} wrong\n`);
  process.exitCode = wrong === 0 ? 0 : 1;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  for (const lab of labs.values()) await lab.stop();
}
