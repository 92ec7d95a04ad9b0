import { z } from 'zod';
import {
  adapterBase,
  configSchema,
  House,
  type HouseOptions,
  type LoadedConfig,
  loadConfig,
  type Service,
  type ServiceContext,
} from '../../src/index.ts';
import { tempDir, tempFile, watchedLog } from '../support.ts';

const toy = {
  config: z.strictObject({ ...adapterBase, type: z.literal('toy'), token: z.string().optional() }),
};

/** A file that has one service and listens on a port that the system chooses. */
export function site(rest = '', dir = tempDir()): LoadedConfig {
  const text = `site: test
http: { listen: "127.0.0.1:0" }
adapters: [{ id: toy, type: toy, token: test-token-1 }]
${rest}`;
  const file = tempFile('site.yaml', text, dir);
  return loadConfig({ file, schema: configSchema({ adapters: [toy], sinks: [] }) });
}

/** A service that notes its steps into a list that several share. */
export function service(id: string, steps: string[], more: Partial<Service> = {}): Service {
  return {
    id,
    kind: 'adapter',
    mount: () => void steps.push(`${id} mounted`),
    ...more,
    start: async (signal) => {
      steps.push(`${id} starting`);
      await more.start?.(signal);
      steps.push(`${id} started`);
    },
    stop: async () => {
      steps.push(`${id} stopping`);
      await more.stop?.();
      steps.push(`${id} stopped`);
    },
  };
}

export interface HouseStand {
  house: House;
  steps: string[];
  log: ReturnType<typeof watchedLog>;
}

/** A house that is not started, with services made by `make`. */
export function house(
  loaded: LoadedConfig,
  make: (steps: string[], context: ServiceContext) => Service[] = (steps) => [service('toy', steps)],
  more: Partial<HouseOptions> = {},
): HouseStand {
  const steps: string[] = [];
  const log: { watched?: ReturnType<typeof watchedLog> } = {};
  const made = new House({
    loaded,
    services: (context) => make(steps, context),
    log: (scrubber) => {
      log.watched = watchedLog(scrubber);
      return log.watched.log;
    },
    ...more,
  });
  const watched = (): ReturnType<typeof watchedLog> => log.watched ?? watchedLog();
  return {
    house: made,
    steps,
    log: { log: watched().log, text: () => watched().text(), lines: () => watched().lines() },
  };
}
