import { type Config as AsteriskConfig, examine } from '@callbus/adapter-asterisk';
import { type LoadedConfig, say } from '@callbus/runtime';
import { doctorMessages as m, unsetMessages } from '../messages.ts';
import { unsetIn } from '../unset.ts';
import type { Finding } from './finding.ts';

/** Whether each Asterisk takes its user, and what the user may not do that will be wanted. */
export async function asteriskFindings({ config }: LoadedConfig): Promise<Finding[]> {
  const blocks = config.adapters.filter((a) => a.enabled && a.type === 'asterisk');
  const found = await Promise.all(
    blocks.map(async (block): Promise<Finding[]> => {
      const link = say(m.asterisk, { id: block.id });
      const unset = unsetIn(block);
      if (unset.length > 0) {
        const detail = say(unsetMessages.needed, { list: unset.join(', ') });
        return [{ link, ok: false, detail, remedy: say(unsetMessages.remedy) }];
      }
      const findings = await examine(block as unknown as AsteriskConfig);
      return findings.map((finding) => ({ link, ...finding }));
    }),
  );
  return found.flat();
}
