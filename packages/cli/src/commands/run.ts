import { CallBusError, House, say, setLanguage } from '@callbus/runtime';
import { loadToListen, makeServices, serviceIds } from '../compose.ts';
import { messages } from '../messages.ts';
import { untilStopped } from '../process.ts';
import type { UpOptions } from './up.ts';

/** `callbus run SERVICE-ID`: one service against a NATS that stands elsewhere. */
export async function run(id: string, options: UpOptions): Promise<void> {
  const loaded = loadToListen(options.config, options.listen);
  const { config, file } = loaded;
  if (config.language && !options.lang && !process.env.CALLBUS_LANG) setLanguage(config.language);
  const ids = serviceIds(config);
  if (!ids.includes(id))
    throw new CallBusError('cli.service', say(messages.noService, { id, list: ids.join(', ') }));
  if (config.bus.url === undefined) throw new CallBusError('cli.bus', say(messages.needsBus, { file }));
  const house = new House({
    loaded,
    services: (context) => makeServices([id], context),
    // Several services of one file share a machine, and most need no address.
    giveWay: options.listen === undefined,
  });
  await untilStopped(house);
}
