/** A call as it happens, before anybody tells of it. */
export interface ScriptedCall {
  id: string;
  direction: 'in' | 'out';
  customer: string;
  line: string;
  /** Employees whose phones ring (inbound), or the one who calls. */
  extensions: string[];
  /** Who picks up; absent when nobody does. */
  answeredBy?: string;
  /** Seconds from the start to the answer, or to the end where nobody answered. */
  ringSeconds: number;
  talkSeconds: number;
  /** Unix milliseconds. */
  startedAt: number;
  recording: string;
}

/** One message to a door: a query for the PBX side, or a body for the CRM side. */
export type Telling =
  | { door: 'pbx'; query: Record<string, string> }
  | { door: 'crm'; body: Record<string, unknown> };

const unix = (ms: number): string => String(Math.floor(ms / 1_000));

/** How a PBX tells a call to the cloud (spec, the curl lines). */
export function toldByPbx(call: ScriptedCall): Telling[] {
  const inbound = call.direction === 'in';
  const numbers = (extension: string): Record<string, string> =>
    inbound ? { dst_num: extension, src_num: call.customer } : { src_num: extension, dst_num: call.customer };
  const common = { src_type: inbound ? '1' : '2', call_id: call.id, ...(inbound ? { line: call.line } : {}) };
  const tell = (query: Record<string, string>): Telling => ({ door: 'pbx', query: { ...query, ...common } });
  const last = call.answeredBy ?? call.extensions.at(-1) ?? '';
  const answer = call.startedAt + call.ringSeconds * 1_000;
  return [
    ...call.extensions.map((e) => tell({ event: '1', ...numbers(e) })),
    ...(call.answeredBy ? [tell({ event: '3', ...numbers(call.answeredBy) })] : []),
    tell({
      event: '2',
      call_record_link: call.recording,
      call_start_timestamp: unix(call.startedAt),
      ...(call.answeredBy ? { call_answer_timestamp: unix(answer) } : {}),
      timestamp: unix(answer + call.talkSeconds * 1_000),
      status: call.answeredBy ? 'ANSWER' : 'NOANSWER',
      ...numbers(last),
    }),
  ];
}

/** How the cloud tells a call to a CRM (spec, «В 1С будут отправлены следующие данные»). */
export function toldByCloud(call: ScriptedCall, token: string, clock: (ms: number) => string): Telling[] {
  const inbound = call.direction === 'in';
  const tell = (extension: string, body: Record<string, unknown>): Telling => ({
    door: 'crm',
    body: {
      ...body,
      user: extension,
      ext: extension,
      phone: call.customer,
      diversion: inbound ? call.line : '',
      callid: call.id,
      crm_token: token,
    },
  });
  const last = call.answeredBy ?? call.extensions.at(-1) ?? '';
  const end = call.startedAt + (call.ringSeconds + call.talkSeconds) * 1_000;
  const direction = call.direction;
  return [
    ...call.extensions.map((e) =>
      tell(e, { cmd: 'event', type: inbound ? 'INCOMING' : 'OUTGOING', direction }),
    ),
    ...(call.answeredBy
      ? [tell(inbound ? call.answeredBy : last, { cmd: 'event', type: 'ACCEPTED', direction })]
      : []),
    tell(last, {
      cmd: 'history',
      type: direction,
      start: clock(call.startedAt),
      end: clock(end),
      duration: call.ringSeconds + call.talkSeconds,
      link: call.recording,
      status: call.answeredBy ? 'success' : 'missed',
    }),
  ];
}

/** The clock of the spec's examples: 12 hours, UTC, and nothing that says so (13:56:40Z is `015640`). */
export function exampleClock(ms: number): string {
  const [date = '', time = ''] = new Date(ms).toISOString().slice(0, 19).replace(/[-:]/g, '').split('T');
  const hour = Number(time.slice(0, 2)) % 12 || 12;
  return `${date}T${String(hour).padStart(2, '0')}${time.slice(2)}`;
}

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

/** A scripted day: calls of every kind, the same for the same seed. */
export function day(
  count: number,
  { seed = 1, startAt = Date.UTC(2026, 0, 15, 6, 0, 0) } = {},
): ScriptedCall[] {
  const random = seeded(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  return Array.from({ length: count }, (_, i): ScriptedCall => {
    const direction = random() < 0.7 ? 'in' : 'out';
    const group = direction === 'in' && random() < 0.2;
    const extensions = group ? ['100', '101', '102'] : [pick(['100', '101', '102', '103'])];
    const answered = random() < 0.7;
    return {
      id: `d${seed}-${i}`,
      direction,
      customer: `8900${String(1_000_000 + i)}`,
      line: pick(['3333333', '3333334']),
      extensions,
      ...(answered ? { answeredBy: direction === 'in' ? pick(extensions) : (extensions[0] as string) } : {}),
      ringSeconds: 2 + Math.floor(random() * 20),
      talkSeconds: answered ? 5 + Math.floor(random() * 300) : 0,
      startedAt: startAt + i * 7_000,
      recording: answered ? `https://rec.example/${seed}/${i}.mp3` : '',
    };
  });
}
