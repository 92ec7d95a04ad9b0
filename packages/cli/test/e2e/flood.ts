import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { differences, storyOf, type Truth } from '@callbus/asterisk-lab';
import { freePort } from '@callbus/runtime';
import { TestNats, until } from '@callbus/runtime/testkit';
import { Calls } from './flood-calls.ts';
import { SayingServer } from './flood-server.ts';
import { type ListedCall, readCalls } from './road.ts';
import { type Process, Site } from './site.ts';

export interface FloodOptions {
  seconds: number;
  /** Messages a second. */
  rate: number;
  /** Messages of no use for each that tells something of a call. */
  noise: number;
  /** Runs every service as a process of its own, so that the memory of each is seen. */
  apart?: boolean;
  /** Told once a second how it goes. */
  onSecond?: (how: FloodMoment) => void;
}

/** How it goes. */
export interface FloodMoment {
  second: number;
  /** Messages said so far. */
  said: number;
  /** How old the newest record was when it could be read, milliseconds; null where there is none yet. */
  lagMs: number | null;
  /** Bytes that the adapter has not taken yet. */
  waiting: number;
  /** Memory of each process, megabytes; empty where it cannot be told. */
  rssMb: Record<string, number>;
}

/** What came of it. */
export interface Flooded {
  calls: number;
  said: number;
  moments: FloodMoment[];
  /** From the last word to the last record, milliseconds. */
  behindMs: number;
  /** Records that are wrong in something but their seconds, or missing. */
  wrong: string[];
  /** Records whose seconds are more than one off. */
  late: string[];
}

const TICK_MS = 10;
const SECONDS = /Seconds$/;

/** A site that is up, and the processes it is made of. */
interface Standing {
  site: Site;
  pids: Record<string, number>;
  stop(): Promise<void>;
}

async function stand(port: number, apart: boolean): Promise<Standing> {
  const adapter = `adapters: [ { id: office, type: asterisk, host: 127.0.0.1, port: ${port}, username: lab, secret: lab-secret, trunks: ["^PJSIP/itsp"], extensions: "^\\\\d{3}$" } ]`;
  if (!apart) {
    const site = await Site.create(adapter);
    const { pid } = await site.up();
    return { site, pids: { callbus: pid }, stop: () => site.dispose() };
  }
  const nats = await TestNats.start();
  const site = await Site.create(`bus: { url: "${nats.url}" }\n${adapter}`);
  const run = (id: string, ...more: string[]): Process =>
    site.spawn('run', id, '--config', site.file, ...more);
  const gateway = run('gateway');
  await site.ready(gateway);
  // An adapter may have paths of its own, and does not make way.
  const office = run('office', '--listen', `127.0.0.1:${await freePort()}`);
  const pids = { adapter: office.pid, core: run('core').pid, gateway: gateway.pid, nats: nats.pid ?? 0 };
  const stop = async (): Promise<void> => {
    await site.dispose();
    await nats.stop();
  };
  return { site, pids, stop };
}

/** Plays calls by the thousand into a whole adapter, and looks at every record that comes of it. */
export async function flood(options: FloodOptions): Promise<Flooded> {
  const { seconds, rate, noise, apart = false, onSecond } = options;
  const server = await SayingServer.start();
  const { site, pids, stop } = await stand(server.port, apart);
  try {
    await until('the adapter', () => server.listening, 30_000).catch((error) => {
      throw new Error(site.log(), { cause: error });
    });
    const calls = new Calls(noise);
    const player = new Player(server, calls, rate);
    const moments: FloodMoment[] = [];
    const watch = async (): Promise<void> => {
      const begun = performance.now();
      for (let second = 1; second <= seconds; second++) {
        await delay(Math.max(0, begun + second * 1_000 - performance.now()));
        const moment = {
          second,
          said: player.said,
          lagMs: player.lagOf(await newest(site)),
          waiting: server.waiting,
          rssMb: memoryOf(pids),
        };
        moments.push(moment);
        onSecond?.(moment);
      }
    };
    await Promise.all([player.play(seconds), watch()]);
    const endedAt = Date.now();
    const { truths } = player;
    await until('every record', async () => (await readCalls(site)).length >= truths.size, 120_000).catch(
      () => {},
    );
    const behindMs = Date.now() - endedAt;
    const records = new Map((await readCalls(site)).map((call) => [call.externalNumberRaw ?? '', call]));
    const faults = [...truths].flatMap(([number, truth]) => faultsOf(number, truth, records.get(number)));
    if (records.size > truths.size) faults.push(`${records.size - truths.size} that nobody played`);
    return {
      calls: truths.size,
      said: player.said,
      moments,
      behindMs,
      wrong: faults.filter((fault) => !SECONDS.test(fault)),
      late: faults.filter((fault) => SECONDS.test(fault)),
    };
  } finally {
    await stop();
    await server.stop();
  }
}

function faultsOf(number: string, truth: Truth, call: ListedCall | undefined): string[] {
  if (!call) return [`${number} ${truth.scenario}: no record`];
  const of = (field: string): string => `${number} ${truth.scenario}: ${field}`;
  return differences(storyOf(truth), call).map(({ field }) =>
    // The segments are right where their owners are; their seconds are the total's.
    of(field === 'segments' && call.segments.length === truth.segments.length ? 'segmentSeconds' : field),
  );
}

/** Begins calls at an even pace and says their messages when they are due. */
class Player {
  readonly truths = new Map<string, Truth>();
  readonly #server: SayingServer;
  readonly #calls: Calls;
  readonly #perSecond: number;
  /** What is to be said, by the tick of its time. */
  readonly #due = new Map<number, string[]>();
  /** When the last word of a call was said, by its customer. */
  readonly #endedAt = new Map<string, number>();
  readonly #ends = new Map<number, string[]>();
  said = 0;

  constructor(server: SayingServer, calls: Calls, rate: number) {
    this.#server = server;
    this.#calls = calls;
    this.#perSecond = rate / calls.length;
  }

  /** How long ago the last word of that call was said. */
  lagOf(number: string | undefined): number | null {
    const at = this.#endedAt.get(number ?? '');
    return at === undefined ? null : Date.now() - at;
  }

  async play(seconds: number): Promise<void> {
    const begun = performance.now();
    const last = (seconds * 1_000) / TICK_MS;
    let begins = 0;
    for (let tick = 0; tick < last || this.#due.size > 0; tick++) {
      const early = begun + tick * TICK_MS - performance.now();
      if (early > 1) await delay(early);
      while (tick < last && begins <= (tick * TICK_MS * this.#perSecond) / 1_000) this.#begin(begins++, tick);
      this.#say(tick);
    }
  }

  #begin(n: number, tick: number): void {
    const { said, truth } = this.#calls.take(n);
    const number = truth.externalNumberRaw ?? '';
    this.truths.set(number, truth);
    for (const { after, text } of said) add(this.#due, tick + Math.round(after / TICK_MS), text);
    add(this.#ends, tick + Math.round((said.at(-1)?.after ?? 0) / TICK_MS), number);
  }

  #say(tick: number): void {
    const messages = this.#due.get(tick) ?? [];
    this.#due.delete(tick);
    for (const message of messages) this.#server.note(message);
    if (messages.length > 0) this.#server.say(messages.join(''));
    this.said += messages.length;
    for (const number of this.#ends.get(tick) ?? []) this.#endedAt.set(number, Date.now());
    this.#ends.delete(tick);
  }
}

function add(map: Map<number, string[]>, key: number, value: string): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

async function newest(site: Site): Promise<string | undefined> {
  const { items } = await site.get<{ items: ListedCall[] }>('/api/v1/calls?limit=1&sort=-endedAt');
  return items[0]?.externalNumberRaw ?? undefined;
}

function memoryOf(pids: Record<string, number>): Record<string, number> {
  if (process.platform !== 'linux') return {};
  const rss = (pid: number): number =>
    Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1_024);
  return Object.fromEntries(Object.entries(pids).map(([name, pid]) => [name, rss(pid)]));
}

const inWords = (rssMb: Record<string, number> = {}): string =>
  Object.entries(rssMb)
    .map(([name, mb]) => `${name} ${mb}`)
    .join(', ');

// `npm run flood [-- SECONDS [RATE [NOISE]]]`: every service a process of its own.
if (import.meta.main) {
  const [seconds = 60, rate = 5_000, noise = 2] = process.argv.slice(2).map(Number);
  const print = (line: string): boolean => process.stdout.write(`${line}\n`);
  const { calls, said, moments, behindMs, wrong, late } = await flood({
    seconds,
    rate,
    noise,
    apart: true,
    onSecond: ({ second, said, lagMs, waiting, rssMb }) =>
      print(
        `${second} s: ${said} messages, lag ${lagMs ?? '-'} ms, ${waiting} bytes wait, RSS (MB): ${inWords(rssMb)}`,
      ),
  });
  const lags = moments.map(({ lagMs }) => lagMs ?? 0);
  print(
    `${said} messages, ${calls} calls; lag at most ${Math.max(...lags)} ms, ${behindMs} ms after the last`,
  );
  print(`RSS at 10 s (MB): ${inWords(moments[Math.min(10, seconds) - 1]?.rssMb)}`);
  print(`RSS at the end (MB): ${inWords(moments.at(-1)?.rssMb)}`);
  print(`${wrong.length} faults in records, ${late.length} times off by more than a second`);
  for (const fault of [...wrong, ...late].slice(0, 20)) print(`  ${fault}`);
  process.exitCode = wrong.length + late.length === 0 ? 0 : 1;
}
