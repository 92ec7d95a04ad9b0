import type { AsteriskLab } from './lab.ts';
import { clickScenarios } from './scenario/click.ts';
import { comebackScenarios } from './scenario/comebacks.ts';
import { dialplanScenarios } from './scenario/dialplan.ts';
import { inboundScenarios } from './scenario/inbound.ts';
import { movingScenarios } from './scenario/moves.ts';
import { outboundScenarios } from './scenario/outbound.ts';
import type { Script } from './scenario/stage.ts';
import { type Truth, truthOf } from './scenario/truth.ts';

const scripts: Readonly<Record<string, Script>> = {
  ...inboundScenarios,
  ...outboundScenarios,
  ...clickScenarios,
  ...dialplanScenarios,
  ...movingScenarios,
  ...comebackScenarios,
};

/** Every scenario that can be played. */
export const SCENARIOS: readonly string[] = Object.keys(scripts);

// A pickup takes whatever rings in its group, a room is one for all, and a
// crowd leaves the others no breath.
const LATER: readonly (readonly string[])[] = [['pickup', 'conference'], ['twenty calls at once']];
const isLater = (name: string): boolean => LATER.some((names) => names.includes(name));

const LONGEST_MS = 40_000;
/** Scenarios that are played beside each other; more would make each other late. */
const AT_ONCE = 16;

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
 * order asked for; a scenario of several calls has several truths
 * @throws for a name there is none of, and when a scenario does not come off
 */
export async function playScenarios(
  lab: AsteriskLab,
  names: readonly string[] = SCENARIOS,
): Promise<Truth[]> {
  const manager = await lab.manager();
  const truths = new Map<string, Truth[]>();
  const play = async (name: string): Promise<void> => {
    const script = scripts[name];
    if (!script) throw new Error(`there is no scenario "${name}"`);
    const told = await inTime(name, script({ lab, manager, customer: nextCustomer() }));
    truths.set(
      name,
      [told].flat().map((call) => truthOf(name, call)),
    );
  };
  try {
    const first = names.filter((name) => !isLater(name));
    const one = async (): Promise<void> => {
      for (let name = first.shift(); name !== undefined; name = first.shift()) await play(name);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, one));
    for (const later of LATER) await Promise.all(names.filter((name) => later.includes(name)).map(play));
    return names.flatMap((name) => truths.get(name) ?? []);
  } finally {
    manager.close();
  }
}
