/** Which way sound goes: ours to send, to receive, both. */
export type Flow = 'sendrecv' | 'sendonly' | 'recvonly';

/** Payload numbers: PCMU, and keys as RFC 4733 sends them. */
export const PCMU = 0;
export const KEYS = 101;

/** A description of one sound stream that we take at `port` of 127.0.0.1. */
export function writeSdp(port: number, flow: Flow, version: number): string {
  return [
    'v=0',
    `o=- ${port} ${version} IN IP4 127.0.0.1`,
    's=-',
    'c=IN IP4 127.0.0.1',
    't=0 0',
    `m=audio ${port} RTP/AVP ${PCMU} ${KEYS}`,
    `a=rtpmap:${PCMU} PCMU/8000`,
    `a=rtpmap:${KEYS} telephone-event/8000`,
    `a=fmtp:${KEYS} 0-15`,
    'a=ptime:20',
    `a=${flow}`,
    '',
  ].join('\r\n');
}

/** The port at which the other side takes sound, undefined where it describes none. */
export function portInSdp(sdp: string): number | undefined {
  const port = Number(/^m=audio (\d+) /m.exec(sdp)?.[1] ?? 0);
  return port > 0 ? port : undefined;
}

/** What we answer to an offer: the mirror of its flow. */
export function flowAnswering(sdp: string): Flow {
  if (/^a=sendonly/m.test(sdp)) return 'recvonly';
  return /^a=recvonly/m.test(sdp) ? 'sendonly' : 'sendrecv';
}
