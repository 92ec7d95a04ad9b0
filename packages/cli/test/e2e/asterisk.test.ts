import { AsteriskLab, asteriskIsThere, playScenarios, SCENARIOS, type Truth } from '@callbus/asterisk-lab';
import { OneCSim } from '@callbus/sim-1c';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Result, Road, type Watcher } from './road.ts';

const there = (await asteriskIsThere(22)) && (await asteriskIsThere(16));

/** What of the older server is played live; all of it stands in recordings. */
const ON_16 = [
  'inbound answered',
  'inbound missed',
  'inbound busy',
  'inbound recorded',
  'ring group of Local',
  'queue, second agent',
  'outbound answered',
  'outbound busy',
  'internal answered',
  'click to call',
  'click to call, agent refuses',
  'blind transfer',
  'attended transfer',
  'parking',
  'hold',
  'forwarded to a mobile',
];

describe.skipIf(!there)('what happened to the people stands in the journal and in 1C', () => {
  const oneC = new OneCSim();
  let labs: AsteriskLab[] = [];
  let road: Road;
  let results: Result[];

  beforeAll(async () => {
    await oneC.start();
    const [lab22, lab16] = await Promise.all([
      AsteriskLab.start({ version: 22 }),
      AsteriskLab.start({ version: 16 }),
    ]);
    labs = [lab22, lab16];
    const watchers: Watcher[] = [
      { id: 'ami-22', lab: lab22, version: 22, transport: 'ami' },
      { id: 'ajam-22', lab: lab22, version: 22, transport: 'ajam' },
      { id: 'ami-16', lab: lab16, version: 16, transport: 'ami' },
    ];
    road = await Road.open(watchers, oneC);
    const played = new Map<AsteriskLab, Truth[]>();
    await Promise.all([
      playScenarios(lab22).then((truths) => played.set(lab22, truths)),
      playScenarios(lab16, ON_16).then((truths) => played.set(lab16, truths)),
    ]);
    results = await road.results(({ lab }) => played.get(lab) ?? []);
  }, 240_000);

  afterAll(async () => {
    await road?.close();
    await oneC.stop();
    for (const lab of labs) await lab.stop();
  });

  const wrong = (id: string): string[] =>
    results
      .filter(({ watcher }) => watcher.id === id)
      .flatMap(({ scenario, wrong }) => wrong.map((what) => `${scenario}: ${what}`));
  const told = (id: string): string[] => [
    ...new Set(results.filter(({ watcher, call }) => watcher.id === id && call).map((r) => r.scenario)),
  ];

  test.each(['ami-22', 'ajam-22'])('of every scenario on 22, as %s tells it', (id) => {
    expect(wrong(id)).toEqual([]);
    expect(told(id)).toEqual(SCENARIOS);
  });

  test('of scenarios on 16, by an adapter in the same process', () => {
    expect(wrong('ami-16')).toEqual([]);
    expect(told('ami-16')).toEqual(ON_16);
  });
});
