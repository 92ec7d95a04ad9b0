import { setTimeout as delay } from 'node:timers/promises';
import { healthSubject } from '@callbus/contract';
import type { Bus } from './bus/bus.ts';
import { NoAnswer } from './errors.ts';
import type { Health, HealthReport } from './health.ts';

const STANDBY_WAITS_MS = 300;

const encode = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));

/** Answers, on the bus, how the services of this process stand. */
export function answerHealth(bus: Bus, health: Health, services: readonly string[]): void {
  for (const id of services) {
    bus.respond(healthSubject(id), async () => {
      const { links, services, ...rest } = health.report();
      const mine = services.filter((s) => s.id === id);
      // The first answer counts: let it be the one of the process that works.
      if (mine.some((s) => s.state === 'standby')) await delay(STANDBY_WAITS_MS);
      return encode({ ...rest, services: mine, links: links.filter((l) => l.link.startsWith(`${id}.`)) });
    });
  }
}

/** Asks a service, wherever it runs, how it stands; undefined when it does not run. */
export async function askHealth(
  bus: Bus,
  service: string,
  timeoutMs = 2_000,
): Promise<HealthReport | undefined> {
  try {
    const data = await bus.request(healthSubject(service), new Uint8Array(), timeoutMs);
    return JSON.parse(Buffer.from(data).toString('utf8')) as HealthReport;
  } catch (error) {
    if (error instanceof NoAnswer) return undefined;
    throw error;
  }
}
