import { CallBusError, ConfigError, type LoadedConfig, say } from '@callbus/runtime';
import { load } from './compose.ts';
import { unsetMessages } from './messages.ts';

const stand = (name: string): string => `CALLBUS-UNSET.${name}.`;
const STANDS = /CALLBUS-UNSET\.([^.]+)\./g;

/**
 * Reads a file for commands that only look: a variable that is not set in
 * this shell is named on standard error, and only what needs it fails.
 * @throws {ConfigError} as `load` does, also where it is needed to read the file at all
 */
export function loadToLook(file: string): LoadedConfig {
  let loaded: LoadedConfig;
  try {
    loaded = load(file, { env: withStands(process.env) });
    // Another folder would look as if nothing had ever run.
    if (unsetIn(loaded.dataDir).length > 0) return load(file);
  } catch (error) {
    // The strict error names the variable; the other one what stands for it.
    if (error instanceof ConfigError) return load(file);
    throw error;
  }
  const unset = unsetIn(loaded.config);
  if (unset.length > 0) process.stderr.write(`${say(unsetMessages.ignored, { list: unset.join(', ') })}\n`);
  return loaded;
}

/** Names of the variables that are not set and that this part of the file needs. */
export function unsetIn(part: unknown): string[] {
  const text = JSON.stringify(part) ?? '';
  return [...new Set([...text.matchAll(STANDS)].map((m) => m[1] as string))];
}

/** @throws {CallBusError} naming the variables this part of the file needs and that are not set */
export function needSet(part: unknown): void {
  const unset = unsetIn(part);
  if (unset.length === 0) return;
  throw new CallBusError('cli.unset', say(unsetMessages.needed, { list: unset.join(', ') }), {
    remedy: say(unsetMessages.remedy),
  });
}

function withStands(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return new Proxy(env, { get: (all, name) => all[String(name)] || stand(String(name)) });
}
