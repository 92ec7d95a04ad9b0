/** A header: its name as written, and its value. */
export type Header = readonly [name: string, value: string];

/** A SIP message: a request or an answer to one. */
export interface SipMessage {
  /** Request line or status line. */
  start: string;
  headers: readonly Header[];
  body: string;
}

/** Reads one datagram; undefined where it is no SIP message (keep-alives are not). */
export function parseSip(bytes: Buffer): SipMessage | undefined {
  const text = bytes.toString('utf8');
  const split = text.indexOf('\r\n\r\n');
  const [start = '', ...lines] = (split < 0 ? text : text.slice(0, split)).split('\r\n');
  if (!/^(?:SIP\/2\.0 \d{3} |[A-Z]+ \S+ SIP\/2\.0$)/.test(start)) return undefined;
  const headers = lines.flatMap((line): Header[] => {
    const at = line.indexOf(':');
    return at < 0 ? [] : [[line.slice(0, at).trim(), line.slice(at + 1).trim()]];
  });
  return { start, headers, body: split < 0 ? '' : text.slice(split + 4) };
}

/** The bytes of a message, its length counted. */
export function writeSip({ start, headers, body }: SipMessage): Buffer {
  const all = [...headers, ['Content-Length', String(Buffer.byteLength(body))]];
  return Buffer.from(
    `${start}\r\n${all.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`,
  );
}

/** The first value of a header, empty where there is none. */
export function header(message: SipMessage, name: string): string {
  const wanted = name.toLowerCase();
  return message.headers.find(([key]) => key.toLowerCase() === wanted)?.[1] ?? '';
}

/** "INVITE" of a request, "" of an answer. */
export const methodOf = (message: SipMessage): string =>
  message.start.startsWith('SIP/2.0') ? '' : (message.start.split(' ')[0] ?? '');

/** 200 of an answer, 0 of a request. */
export const statusOf = (message: SipMessage): number =>
  message.start.startsWith('SIP/2.0') ? Number(message.start.split(' ')[1]) : 0;

/** The address a request asks for. */
export const requestUri = (message: SipMessage): string => message.start.split(' ')[1] ?? '';

/** The address inside a From, To or Contact header. */
export const uriIn = (value: string): string =>
  /<([^>]*)>/.exec(value)?.[1] ?? value.split(';')[0]?.trim() ?? '';

/** Who a SIP address names: "100" of "sip:100@127.0.0.1". */
export const userIn = (uri: string): string => /^sips?:([^@;]+)@/.exec(uri)?.[1] ?? '';

/** The tag of a From or To header. */
export const tagIn = (value: string): string => /;tag=([^;\s]+)/.exec(value)?.[1] ?? '';

/** The branch of the topmost Via: names the transaction. */
export const branchOf = (message: SipMessage): string =>
  /;branch=([^;,\s]+)/.exec(header(message, 'Via'))?.[1] ?? '';

/** "INVITE" of "7 INVITE". */
export const cseqMethod = (message: SipMessage): string => header(message, 'CSeq').split(/\s+/)[1] ?? '';

const PHRASES: Readonly<Record<number, string>> = {
  100: 'Trying',
  180: 'Ringing',
  200: 'OK',
  302: 'Moved Temporarily',
  404: 'Not Found',
  481: 'Call/Transaction Does Not Exist',
  486: 'Busy Here',
  487: 'Request Terminated',
  603: 'Decline',
};

/** An answer to a request: what must be repeated is, the rest is the caller's. */
export function answerTo(
  request: SipMessage,
  status: number,
  { tag = '', headers = [], body = '' }: { tag?: string; headers?: readonly Header[]; body?: string } = {},
): SipMessage {
  const repeated = request.headers.flatMap(([name, value]): Header[] => {
    const key = name.toLowerCase();
    if (key === 'to' && tag && !tagIn(value)) return [[name, `${value};tag=${tag}`]];
    return ['via', 'from', 'to', 'call-id', 'cseq'].includes(key) ? [[name, value]] : [];
  });
  return {
    start: `SIP/2.0 ${status} ${PHRASES[status] ?? 'Answer'}`,
    headers: [...repeated, ...headers],
    body,
  };
}
