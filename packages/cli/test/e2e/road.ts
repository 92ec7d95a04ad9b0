import {
  type AsteriskLab,
  type AsteriskLine,
  type Difference,
  differences,
  isOf,
  type JournalCall,
  type Story,
  storyOf,
  type Truth,
} from '@callbus/asterisk-lab';
import { until } from '@callbus/runtime/testkit';
import type { Message, OneCSim } from '@callbus/sim-1c';
import { Site } from './site.ts';

/** An adapter that looks at a lab. */
export interface Watcher {
  id: string;
  lab: AsteriskLab;
  version: AsteriskLine;
  transport: 'ami' | 'ajam';
}

/** What became of one call of a scenario. */
export interface Verdict {
  scenario: string;
  story: Story | undefined;
  /** The record, undefined where there is none. */
  call: ListedCall | undefined;
  /** What is wrong, in words; empty where all is right. */
  wrong: string[];
}

/** The same, and which road it took. */
export interface Result extends Verdict {
  watcher: Watcher;
}

/** A record as the gateway lists it. */
export interface ListedCall extends JournalCall {
  callId: string;
  pbx: string;
  state: string;
  endedAt: string | null;
}

const PATIENCE_MS = 60_000;

/** The whole road in one process: an adapter for each watcher, bus, core, gateway, and a 1C base. */
export class Road {
  readonly site: Site;
  readonly #oneC: OneCSim;
  readonly #watchers: readonly Watcher[];

  private constructor(site: Site, oneC: OneCSim, watchers: readonly Watcher[]) {
    this.site = site;
    this.#oneC = oneC;
    this.#watchers = watchers;
  }

  /** Starts it; every adapter sees its server when this resolves. */
  static async open(watchers: readonly Watcher[], oneC: OneCSim): Promise<Road> {
    const sink = `sinks: [ { id: ut, type: 1c, url: "${oneC.url}", internal: true, upsert: true } ]`;
    const site = await Site.create(
      `numberPlan: { extension: "^\\\\d{3}$" }\nadapters:\n${watchers.map(block).join('\n')}\n${sink}`,
    );
    const road = new Road(site, oneC, watchers);
    try {
      await site.up();
      await until('every link', () => road.#linked(), PATIENCE_MS);
    } catch (error) {
      await site.dispose();
      throw error;
    }
    return road;
  }

  async close(): Promise<void> {
    await this.site.dispose();
  }

  /**
   * Waits for the records of what was played on each watcher's lab, and holds
   * them against what happened; a record that nobody played is a result as well.
   */
  async results(truthsOf: (watcher: Watcher) => readonly Truth[]): Promise<Result[]> {
    const wanted = this.#watchers.map((watcher) => ({ watcher, truths: truthsOf(watcher) }));
    const all = wanted.reduce((sum, { truths }) => sum + truths.length, 0);
    const calls = await untilTold(this.site, this.#oneC, all);
    return wanted.flatMap(({ watcher, truths }) =>
      compare(
        truths,
        calls.filter(({ pbx }) => pbx === watcher.id),
        this.#oneC,
      ).map((verdict) => ({ ...verdict, watcher })),
    );
  }

  async #linked(): Promise<boolean> {
    const { links } = await this.site.get<{ links: { link: string; state: string }[] }>('/healthz');
    return this.#watchers.every(({ id, transport }) =>
      links.some(({ link, state }) => link === `${id}.${transport}` && state === 'ok'),
    );
  }
}

/** Waits until the gateway lists so many calls that are over, and 1C has been told of them. */
export async function untilTold(site: Site, oneC: OneCSim, all: number): Promise<ListedCall[]> {
  const told = async (): Promise<boolean> =>
    (await readCalls(site)).length >= all && lastWords(oneC).size >= all;
  // Where one never comes, the comparison says which.
  await until('every record', told, PATIENCE_MS).catch(() => {});
  return await readCalls(site);
}

/** Every call that the gateway lists as over. */
export async function readCalls(site: Site): Promise<ListedCall[]> {
  const calls: ListedCall[] = [];
  let page = '/api/v1/calls?limit=1000';
  for (;;) {
    const { items, next } = await site.get<{ items: ListedCall[]; next: string | null }>(page);
    calls.push(...items.filter(({ state }) => state !== 'provisional'));
    if (!next) return calls;
    page = `/api/v1/calls?limit=1000&cursor=${encodeURIComponent(next)}`;
  }
}

/** The last word 1C had of each call. */
const lastWords = (oneC: OneCSim): Map<string, Message> =>
  new Map(oneC.histories.map((message) => [String(message.callid), message]));

/** Holds records against what happened; a record of what did not happen is wrong as well. */
export function compare(truths: readonly Truth[], calls: readonly ListedCall[], oneC: OneCSim): Verdict[] {
  const left = new Set(calls);
  const histories = lastWords(oneC);
  const verdicts = truths.map((truth): Verdict => {
    const { scenario } = truth;
    const call = [...left].find((one) => isOf(truth, one));
    const story = storyOf(truth);
    if (!call) return { scenario, story, call, wrong: ['no record'] };
    left.delete(call);
    const wrong = [
      ...differences(story, call).map(wordsOf),
      ...(call.endedAt === null ? ['not ended'] : []),
      ...wrongIn1C(story, histories.get(call.callId)),
    ];
    return { scenario, story, call, wrong };
  });
  const invented = [...left].map(
    (call): Verdict => ({ scenario: '?', story: undefined, call, wrong: ['nobody played this'] }),
  );
  return [...verdicts, ...invented];
}

function block({ id, lab, transport }: Watcher): string {
  const { user, secret } = lab.login();
  const where =
    transport === 'ami'
      ? `host: 127.0.0.1, port: ${lab.ports.ami}`
      : `transport: ajam, url: "http://127.0.0.1:${lab.ports.http}"`;
  return `  - { id: ${id}, type: asterisk, ${where}, username: ${user}, secret: "${secret}", trunks: ["^PJSIP/itsp"], extensions: "^\\\\d{3}$" }`;
}

const wordsOf = ({ field, expected, got }: Difference): string =>
  `${field}: ${JSON.stringify(expected)} / ${JSON.stringify(got)}`;

/** What 1C was told, against the same story. */
function wrongIn1C(story: Story, history: Message | undefined): string[] {
  if (!history) return ['not in 1C'];
  const expected = {
    type: story.direction === 'outbound' ? 'out' : 'in',
    phone: (story.direction === 'internal' ? story.callerExtension : numberOf(story)) ?? '',
    diversion: story.did ?? '',
    status: story.status === 'answered' ? 'success' : 'missed',
    result: story.status,
    answeredBy: story.answeredBy,
    queue: story.queue,
  };
  return Object.entries(expected)
    .filter(([name, value]) => (history[name] ?? null) !== value)
    .map(([name, value]) => `1C ${name}: ${JSON.stringify(value)} / ${JSON.stringify(history[name])}`);
}

const numberOf = ({ externalNumber, externalNumberRaw }: Story): string | null =>
  externalNumber === null ? null : externalNumberRaw;
