import { say } from '@callbus/runtime';
import { type AsteriskLine, ensureAsterisk } from './install.ts';
import { AsteriskUnavailable } from './lab.ts';
import { messages } from './messages.ts';

/**
 * Whether the tests that need a real Asterisk can run here; says why not, for
 * `describe.skipIf(!(await asteriskIsThere()))`. What is not run is counted as
 * such, and no reason is good enough for CI.
 * @throws AsteriskUnavailable with CI=true
 */
export async function asteriskIsThere(line: AsteriskLine = 22, env = process.env): Promise<boolean> {
  const installed = await ensureAsterisk({ line, env });
  if (installed.kind === 'ready') return true;
  if (env.CI === 'true' || env.CI === '1') throw new AsteriskUnavailable(installed.why, installed.message);
  process.stderr.write(`${say(messages.missing, { reason: installed.message })}\n`);
  return false;
}
