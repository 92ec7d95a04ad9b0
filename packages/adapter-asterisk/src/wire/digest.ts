import { randomBytes } from 'node:crypto';
import { md5 } from './login.ts';

/** What a server asks for in `WWW-Authenticate` (RFC 2617). */
export interface DigestChallenge {
  realm: string;
  nonce: string;
  opaque: string | undefined;
  /** The server knows `qop=auth`; the count of requests is part of the answer then. */
  qop: boolean;
  /** The answer was right, only the nonce is too old. */
  stale: boolean;
}

/** Reads a challenge; nothing where it is no MD5 digest. */
export function readChallenge(header: string): DigestChallenge | undefined {
  if (!/^\s*digest\s/i.test(header)) return undefined;
  const found = new Map<string, string>();
  for (const [, name = '', quoted, bare] of header.matchAll(
    /(\w+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,]+))/g,
  )) {
    found.set(name.toLowerCase(), quoted?.replace(/\\(.)/g, '$1') ?? bare ?? '');
  }
  const nonce = found.get('nonce');
  if (nonce === undefined || !/^md5$/i.test(found.get('algorithm') ?? 'MD5')) return undefined;
  return {
    realm: found.get('realm') ?? '',
    nonce,
    opaque: found.get('opaque'),
    qop: /\bauth\b/i.test(found.get('qop') ?? ''),
    stale: /^(true|1)$/i.test(found.get('stale') ?? ''),
  };
}

export interface DigestRequest {
  method: string;
  uri: string;
  username: string;
  secret: string;
  /** How many requests there have been with this nonce, this one included. */
  count: number;
  /** Of our own making; random where left out. */
  cnonce?: string;
}

/** The `Authorization` header that answers a challenge. */
export function answerChallenge(challenge: DigestChallenge, request: DigestRequest): string {
  const { realm, nonce, opaque, qop } = challenge;
  const { method, uri, username, secret, count, cnonce = randomBytes(8).toString('hex') } = request;
  const nc = count.toString(16).padStart(8, '0');
  const middle = qop ? `${nonce}:${nc}:${cnonce}:auth` : nonce;
  const response = md5(`${md5(`${username}:${realm}:${secret}`)}:${middle}:${md5(`${method}:${uri}`)}`);
  const parts = [
    `username=${quoted(username)}`,
    `realm=${quoted(realm)}`,
    `nonce=${quoted(nonce)}`,
    `uri=${quoted(uri)}`,
    'algorithm=MD5',
    `response="${response}"`,
    ...(qop ? ['qop=auth', `nc=${nc}`, `cnonce=${quoted(cnonce)}`] : []),
    ...(opaque === undefined ? [] : [`opaque=${quoted(opaque)}`]),
  ];
  return `Digest ${parts.join(', ')}`;
}

const quoted = (value: string): string => `"${value.replace(/["\\]/g, '\\$&')}"`;
