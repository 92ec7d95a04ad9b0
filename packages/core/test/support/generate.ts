import { type Line, lines } from './scenario.ts';

/** A generator of numbers that is the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export type Random = () => number;

export const pick = <T>(random: Random, list: readonly T[]): T =>
  list[Math.floor(random() * list.length)] as T;

/** Scenarios of live calls of every kind; `key` names the call. */
const LIVE: ((key: string, customer: string) => string)[] = [
  (key, customer) => `
    0   offered      customer:${customer}  call=${key}  did=3333333  tells=7
    1   delivered    100  call=${key}
    5   established  100  call=${key}
    9   held         100  call=${key}
    12  retrieved    100  call=${key}
    25  dropped      customer  by=customer  call=${key}
    25  cleared      call=${key}  cause=normalClearing`,
  (key, customer) => `
    0   offered    customer:${customer}  call=${key}
    1   delivered  100  call=${key}
    1   delivered  101  call=${key}
    9   dropped    100  cause=answeredElsewhere  call=${key}
    9   established  101  call=${key}
    14  transferred  from=101  target=ext:102  call=${key}
    15  delivered  102  call=${key}
    18  established  102  call=${key}
    30  cleared    by=employee  call=${key}`,
  (key, customer) => `
    0   offered    customer:${customer}  call=${key}
    0   queued     customer  queue=support  call=${key}
    2   delivered  100@a  call=${key}
    12  dropped    100@a  call=${key}
    13  delivered  101@b  call=${key}
    20  dropped    customer  by=customer  call=${key}
    20  cleared    call=${key}`,
  (key, customer) => `
    0   originated  100  called=num:${customer}  call=${key}
    1   delivered   customer:${customer}  call=${key}
    8   failed      customer  cause=busy/17  call=${key}
    8   cleared     call=${key}`,
  (key, customer) => `
    0   initiated   100  cause=makeCall  called=num:${customer}  call=${key}
    3   established  100  call=${key}
    3   delivered   customer:${customer}  call=${key}
    9   established  customer  call=${key}
    10  recording   file=${key}.wav  call=${key}
    19  cleared     by=employee  call=${key}`,
  (key) => `
    0   originated   100  calling=100  called=101  call=${key}
    1   delivered    101  call=${key}
    5   established  101  call=${key}
    20  cleared      call=${key}`,
  (key, customer) => `
    0   offered      customer:${customer}  call=${key}
    1   delivered    100  call=${key}
    5   established  100  call=${key}
    9   originated   100@c  call=${key}-b  calling=100
    11  established  101@d  call=${key}-b
    15  transferred  from=100  to=d  kind=attended  call=${key}
    15  merged       call=${key}  with=${key}-b
    30  cleared      by=customer  call=${key}`,
];

/** A live call, its events in the order its source tells them. */
export const liveCall = (random: Random, key: string): Line[] =>
  lines(pick(random, LIVE)(key, `8999${String(Math.floor(random() * 1e7)).padStart(7, '0')}`));

/** A call as a PBX that reports tells it, and what it tells about it. */
export interface ReportedCall {
  lines: Line[];
  direction: 'inbound' | 'outbound';
  status: string;
  number: string;
  start: number;
  end: number;
  /** Who may be named: one, or all of a group nobody answered. */
  extensions: string[];
}

/** A call told by INCOMING or OUTGOING, ACCEPTED and a history. */
export function reportedCall(random: Random, key: string): ReportedCall {
  const inbound = random() < 0.7;
  const phone = `9990${String(Math.floor(random() * 1e6)).padStart(6, '0')}`;
  const group = inbound && random() < 0.5 ? ['100', '101'] : [pick(random, ['100', '102'])];
  const answeredBy = random() < 0.6 ? pick(random, group) : undefined;
  const start = Math.floor(random() * 100);
  const ring = 2 + Math.floor(random() * 20);
  const end = start + ring + (answeredBy ? 5 + Math.floor(random() * 60) : 0);
  const both = `${inbound ? 'dir=in calling' : 'dir=out called'}=num:8${phone} call=${key}`;
  const told = answeredBy ?? group.at(-1);
  const text = [
    ...group.map((e) => `${start} ${inbound ? 'delivered' : 'originated'} ${e} ${both}`),
    ...(answeredBy
      ? [`${start + ring} established ${inbound ? answeredBy : `customer:8${phone}`} ${both}`]
      : []),
    `${end} reported ${told} ${both} outcome=${answeredBy ? 'answered' : 'notAnswered'} start=${start} end=${end}`,
  ];
  return {
    lines: lines(text.join('\n')),
    direction: inbound ? 'inbound' : 'outbound',
    status: answeredBy ? 'answered' : inbound ? 'missed' : 'noanswer',
    number: `+7${phone}`,
    start,
    end,
    extensions: answeredBy ? [answeredBy] : group,
  };
}

/** Every order of a few things. */
export function permutations<T>(list: readonly T[]): T[][] {
  if (list.length < 2) return [[...list]];
  return list.flatMap((first, i) => permutations(list.toSpliced(i, 1)).map((rest) => [first, ...rest]));
}

/** One order of all lists that keeps the order of each. */
export function interleave<T>(random: Random, lists: readonly (readonly T[])[]): T[] {
  const left = lists.filter((l) => l.length > 0).map((l) => [...l]);
  const out: T[] = [];
  while (left.length > 0) {
    const i = Math.floor(random() * left.length);
    const list = left[i] as T[];
    out.push(list.shift() as T);
    if (list.length === 0) left.splice(i, 1);
  }
  return out;
}

/** The same with some told again, at any later place. */
export function repeated<T>(random: Random, list: readonly T[], share: number): T[] {
  const out = [...list];
  for (const item of list) {
    if (random() >= share) continue;
    const from = out.lastIndexOf(item) + 1;
    out.splice(from + Math.floor(random() * (out.length - from + 1)), 0, item);
  }
  return out;
}
