import { createHash, randomBytes } from 'node:crypto';

export interface Credentials {
  user: string;
  password: string;
}

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

/** The answer to a 401's `WWW-Authenticate`, MD5 with or without `qop=auth`. */
export function digestAnswer(
  challenge: string,
  method: string,
  uri: string,
  { user, password }: Credentials,
): string {
  const field = (name: string): string => new RegExp(`${name}="?([^",]+)"?`, 'i').exec(challenge)?.[1] ?? '';
  const [realm, nonce, opaque] = [field('realm'), field('nonce'), field('opaque')];
  const [mine, asked] = [md5(`${user}:${realm}:${password}`), md5(`${method}:${uri}`)];
  const parts = [
    `username="${user}"`,
    `realm="${realm}"`,
    `nonce="${nonce}"`,
    `uri="${uri}"`,
    'algorithm=MD5',
  ];
  if (opaque) parts.push(`opaque="${opaque}"`);
  if (field('qop').includes('auth')) {
    const [cnonce, count] = [randomBytes(8).toString('hex'), '00000001'];
    const response = md5(`${mine}:${nonce}:${count}:${cnonce}:auth:${asked}`);
    parts.push('qop=auth', `nc=${count}`, `cnonce="${cnonce}"`, `response="${response}"`);
  } else parts.push(`response="${md5(`${mine}:${nonce}:${asked}`)}"`);
  return `Digest ${parts.join(', ')}`;
}
