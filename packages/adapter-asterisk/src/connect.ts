import { readFileSync } from 'node:fs';
import { type Config, isPem } from './config.ts';
import { setup, wanted } from './feed/filters.ts';
import { ajamLink } from './wire/ajam.ts';
import { amiLink } from './wire/connection.ts';
import type { LinkOptions, LinkTls, ManagerLink } from './wire/link.ts';

const PORT = 5038;
const TLS_PORT = 5039;

/** What a link needs of the adapter's block. */
export type LinkConfig = Pick<
  Config,
  'transport' | 'host' | 'port' | 'url' | 'tls' | 'username' | 'secret' | 'login'
>;

/** The link of the feed: filtered by the server, and once more here where it would not. */
export const feedLink = (
  config: LinkConfig & Pick<Config, 'events'>,
  options: Pick<LinkOptions, 'onDropped' | 'onFailure'>,
): ManagerLink => connectTo(config, { ...options, setup: setup(config.events.variables), wanted });

/** A link as the block of the file says, of whichever transport. */
export function connectTo(
  config: LinkConfig,
  options: Omit<LinkOptions, 'username' | 'secret'> = {},
): ManagerLink {
  const { transport, host = '127.0.0.1', port, url = '', username, secret, login } = config;
  const tls = tlsOf(config.tls);
  const common = { ...options, username, secret, ...(tls && { tls }) };
  if (transport === 'ami') {
    const method = login === 'digest' ? 'auto' : login;
    return amiLink({ ...common, host, port: port ?? (tls ? TLS_PORT : PORT), login: method });
  }
  return ajamLink({ ...common, url, ...(login === 'digest' ? { auth: 'digest' } : { login }) });
}

function tlsOf(given: Config['tls']): LinkTls | undefined {
  if (given === false) return undefined;
  if (given === true) return {};
  const { ca, rejectUnauthorized, servername } = given;
  return {
    rejectUnauthorized,
    ...(ca !== undefined && { ca: isPem(ca) ? ca : readFileSync(ca) }),
    ...(servername !== undefined && { servername }),
  };
}
