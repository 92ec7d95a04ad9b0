import type { AsteriskLab } from './lab.ts';
import { inboundScenarios } from './scenario/inbound.ts';
import { movingScenarios } from './scenario/moves.ts';
import { outboundScenarios } from './scenario/outbound.ts';
import type { Script } from './scenario/stage.ts';
import { type Truth, truthOf } from './scenario/truth.ts';

const scripts: Readonly<Record<string, Script>> = {
  ...inboundScenarios,
  ...outboundScenarios,
  ...movingScenarios,
};

/** Every scenario that can be played. */
export const SCENARIOS: readonly string[] = Object.keys(scripts);

// A pickup takes whatever rings in its group, and 102 rings elsewhere too.
const ALONE: ReadonlySet<string> = new Set(['pickup']);

const LONGEST_MS = 30_000;

// A phone that never rings would be waited for until somebody wonders.
function inTime<T>(name: string, told: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`scenario "${name}" did not come to its end`)), LONGEST_MS);
  });
  return Promise.race([told, late]).finally(() => clearTimeout(timer));
}

let customers = 0;

// The numbers of one lab must not meet those of a play that is still remembered.
const nextCustomer = (): string => `7916${String(1_000_000 + ++customers).padStart(7, '0')}`;

/**
 * Plays scenarios on a lab, beside each other where they do not disturb each
 * other, each with a customer of its own. @returns what really happened, in the
 * order asked for
 * @throws for a name there is none of, and when a scenario does not come off
 */
export async function playScenarios(
  lab: AsteriskLab,
  names: readonly string[] = SCENARIOS,
): Promise<Truth[]> {
  const manager = await lab.manager();
  const play = async (name: string): Promise<Truth> => {
    const script = scripts[name];
    if (!script) throw new Error(`there is no scenario "${name}"`);
    const told = script({ lab, manager, customer: nextCustomer() });
    return truthOf(name, await inTime(name, told));
  };
  try {
    const truths = new Map<string, Truth>();
    const keep = async (name: string): Promise<void> => void truths.set(name, await play(name));
    await Promise.all(names.filter((name) => !ALONE.has(name)).map(keep));
    for (const name of names.filter((name) => ALONE.has(name))) await keep(name);
    return names.flatMap((name) => truths.get(name) ?? []);
  } finally {
    manager.close();
  }
}
