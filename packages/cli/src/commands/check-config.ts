import { say } from '@callbus/runtime';
import { adapters, load, serviceIds } from '../compose.ts';
import { messages } from '../messages.ts';

/** `callbus check-config`: reads the file as `up` would and says what is wrong, or that nothing is. */
export function checkConfig({ config: file }: { config: string }): void {
  const { config, file: path } = load(file);
  process.stdout.write(`${say(messages.checked, { file: path })}\n`);
  process.stdout.write(`${say(messages.services, { list: serviceIds(config).join(', ') })}\n`);
  for (const block of config.adapters) {
    const warnings = adapters.find((a) => a.type === block.type)?.warnings?.(block, config) ?? [];
    for (const warning of warnings) process.stdout.write(`! ${warning}\n`);
  }
}
