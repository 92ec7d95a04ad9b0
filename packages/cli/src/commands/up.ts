import { House, setLanguage } from '@callbus/runtime';
import { load, makeServices, serviceIds } from '../compose.ts';
import { untilStopped } from '../process.ts';

export interface UpOptions {
  config: string;
  lang?: string;
}

/** `callbus up`: every enabled service of the file in one process. */
export async function up(options: UpOptions): Promise<void> {
  const loaded = load(options.config);
  if (loaded.config.language && !options.lang && !process.env.CALLBUS_LANG)
    setLanguage(loaded.config.language);
  const house = new House({
    loaded,
    services: (context) => makeServices(serviceIds(context.config), context),
    onSetup: (line) => process.stderr.write(`${line}\n`),
  });
  await untilStopped(house);
}
