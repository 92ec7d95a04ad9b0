import { readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { HouseConfig } from '../config/schema.ts';
import { CallBusError, codeOf } from '../errors.ts';
import { defineMessages, say } from '../messages.ts';
import type { BusOptions } from './connect.ts';

const messages = defineMessages('busfile', {
  unreadable: {
    ru: 'Файл {file} из bus.credentials не читается ({reason})',
    en: 'File {file} of bus.credentials cannot be read ({reason})',
  },
});

/**
 * How to reach the bus of a configuration.
 * @param base folder that relative file names start from
 * @throws {CallBusError} when the credentials file cannot be read
 */
export function busOptionsOf(
  bus: HouseConfig['bus'],
  base: string,
): Pick<BusOptions, 'servers' | 'credentials' | 'tls' | 'replicas'> {
  const at = (path: string): string => (isAbsolute(path) ? path : join(base, path));
  const { url = '', credentials, tls, replicas } = bus;
  const { ca, cert, key } = tls ?? {};
  return {
    servers: url,
    replicas,
    ...(credentials ? { credentials: credentialsOf(credentials, at) } : {}),
    ...(tls
      ? {
          tls: {
            ...(ca ? { caFile: at(ca) } : {}),
            ...(cert ? { certFile: at(cert) } : {}),
            ...(key ? { keyFile: at(key) } : {}),
          },
        }
      : {}),
  };
}

function credentialsOf(
  credentials: NonNullable<HouseConfig['bus']['credentials']>,
  at: (path: string) => string,
): NonNullable<BusOptions['credentials']> {
  if (typeof credentials === 'object' && 'user' in credentials) return credentials;
  const file = at(typeof credentials === 'string' ? credentials : credentials.file);
  try {
    return { creds: readFileSync(file) };
  } catch (cause) {
    throw new CallBusError('bus.credentials', say(messages.unreadable, { file, reason: codeOf(cause) }), {
      cause,
    });
  }
}
