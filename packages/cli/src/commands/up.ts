import { House, setLanguage } from '@callbus/runtime';
import { loadToListen, makeServices, serviceIds } from '../compose.ts';
import { untilStopped } from '../process.ts';

export interface UpOptions {
  config: string;
  lang?: string;
  listen?: string;
}

/** `callbus up`: every enabled service of the file in one process. */
export async function up(options: UpOptions): Promise<void> {
  const loaded = loadToListen(options.config, options.listen);
  if (loaded.config.language && !options.lang && !process.env.CALLBUS_LANG)
    setLanguage(loaded.config.language);
  const house = new House({
    loaded,
    services: (context) => makeServices(serviceIds(context.config), context),
    onSetup: (line) => process.stderr.write(`${line}\n`),
  });
  await untilStopped(house);
}
