import { codeOf, type LoadedConfig, reasonOf, say } from '@callbus/runtime';
import type { OneCConfig } from '@callbus/sink-1c';
import { doctorMessages as m, unsetMessages } from '../messages.ts';
import { unsetIn } from '../unset.ts';
import type { Finding } from './finding.ts';
import { reach } from './reach.ts';

/** Nobody's number: no country and no network has it. */
const NOBODY = '80000000000';
const TIMEOUT_MS = 10_000;

/** How each base answers us: the port, and whether it takes our keys. */
export async function baseFindings({ config }: LoadedConfig): Promise<Finding[]> {
  const sinks = config.sinks.filter((s) => s.enabled) as unknown as OneCConfig[];
  return await Promise.all(sinks.map(baseFinding));
}

async function baseFinding(sink: OneCConfig): Promise<Finding> {
  const { id } = sink;
  const url = new URL(sink.url);
  const { host } = url;
  const link = say(m.base, { id });
  const well = (detail: string): Finding => ({ link, ok: true, detail });
  const bad = (detail: string, remedy: string): Finding => ({ link, ok: false, detail, remedy });

  const closed = await reach(url);
  if (closed !== undefined)
    return bad(say(m.unreachable, { host, reason: closed }), say(m.baseRemedy, { host }));
  const unset = unsetIn(sink);
  if (unset.length > 0) {
    const reason = say(unsetMessages.needed, { list: unset.join(', ') });
    return well(say(m.keysUnchecked, { host, reason }));
  }
  const answer = await ask(sink);
  if ('reason' in answer) return well(say(m.keysUnchecked, { host, reason: answer.reason }));
  const { status } = answer;
  if (status === 401 || status === 403)
    return bad(say(m.denied, { host, status }), say(m.deniedRemedy, { id }));
  if (status === 500) return bad(say(m.trouble, { host, status }), say(m.troubleRemedy, { id }));
  if (!answer.json || status > 500 || status === 404 || status === 405)
    return bad(say(m.oddAnswer, { host, status }), say(m.oddRemedy, { id }));
  return well(say(m.keysAccepted, { host }));
}

/**
 * Asks who a number is that nobody has: of the protocol's questions the one
 * that writes and shows nothing.
 */
async function ask(sink: OneCConfig): Promise<{ status: number; json: boolean } | { reason: string }> {
  const { url, auth, token } = sink;
  try {
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'Content-Type': 'application/json', ...authorization(auth) },
      body: JSON.stringify({ cmd: 'contact', phone: NOBODY, ...(token ? { crm_token: token } : {}) }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return { status: response.status, json: isJson(await response.text()) };
  } catch (error) {
    if (error instanceof DOMException) return { reason: say(m.noAnswer) };
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
    return { reason: reasonOf(cause) || codeOf(cause) };
  }
}

function authorization(auth: OneCConfig['auth']): Record<string, string> {
  switch (auth.type) {
    case 'basic': {
      const pair = Buffer.from(`${auth.user}:${auth.password}`, 'utf8').toString('base64');
      return { Authorization: `Basic ${pair}` };
    }
    case 'bearer':
      return { Authorization: `Bearer ${auth.token}` };
    case 'none':
      return {};
  }
}

function isJson(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
}
