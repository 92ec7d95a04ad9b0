import { createHash } from 'node:crypto';
import type { Action } from './action.ts';
import { isError, succeeded } from './answer.ts';
import { LoginRefused, RightMissing } from './errors.ts';
import type { LinkOptions, RefusedAction, Reply } from './link.ts';
import { text } from './message.ts';

/** `auto` answers a challenge (MD5) and says the secret only where the server gives no challenge. */
export type LoginMethod = 'auto' | 'md5' | 'plain';

/** What is needed to log in. */
export interface Credentials extends LinkOptions {
  login?: LoginMethod;
}

type Ask = (action: Action) => Promise<Reply>;

const SHOWN = 200;

/**
 * Logs in.
 * @throws {LoginRefused} never with the secret in it
 */
export async function logIn(peer: string, credentials: Credentials, ask: Ask): Promise<void> {
  const { username, login = 'auto', secret } = credentials;
  const challenge = login === 'plain' ? undefined : await challengeOf(ask);
  if (challenge === undefined && login === 'md5') throw new LoginRefused(peer, username, 'Challenge');
  const proof: Record<string, string> =
    challenge === undefined ? { Secret: secret } : { AuthType: 'MD5', Key: md5(challenge + secret) };
  const reply = await asked(
    ask({ action: 'Login', params: { Username: username, ...proof, ...quiet(credentials) } }),
  );
  if (reply && succeeded(reply)) return;
  const message = reply ? text(reply.response, 'Message') : 'Permission denied';
  throw new LoginRefused(peer, username, message.replaceAll(secret, '***').slice(0, SHOWN));
}

/** Does the set-up, and tells what of it was refused; the link works without. */
export async function setUp({ setup = [] }: LinkOptions, ask: Ask): Promise<RefusedAction[]> {
  const refused: RefusedAction[] = [];
  for (const action of setup) {
    const reply = await asked(ask(action));
    if (reply && succeeded(reply)) continue;
    const message = reply ? text(reply.response, 'Message').slice(0, SHOWN) : 'Permission denied';
    refused.push({ action, right: reply === undefined, message });
  }
  return refused;
}

async function challengeOf(ask: Ask): Promise<string | undefined> {
  const reply = await asked(ask({ action: 'Challenge', params: { AuthType: 'MD5' } }));
  if (!reply || isError(reply.response)) return undefined;
  return text(reply.response, 'Challenge') || undefined;
}

/** A reply, or nothing where the right is missing. */
async function asked(reply: Promise<Reply>): Promise<Reply | undefined> {
  try {
    return await reply;
  } catch (error) {
    if (error instanceof RightMissing) return undefined;
    throw error;
  }
}

const quiet = ({ setup = [] }: LinkOptions): { Events?: string } =>
  setup.some(({ action }) => action.toLowerCase() === 'events') ? { Events: 'off' } : {};

export const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
