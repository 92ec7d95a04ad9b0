import { type LoadedConfig, say } from '@callbus/runtime';
import { doctorMessages as m } from '../messages.ts';
import type { Finding } from './finding.ts';
import { reach } from './reach.ts';

/** Whether click-to-call can be sent. A request would ring somebody, so there is none. */
export async function makecallFindings({ config }: LoadedConfig): Promise<Finding[]> {
  const out: Finding[] = [];
  for (const { id, makecall } of config.adapters.filter((a) => a.enabled)) {
    const address = (makecall as { url?: unknown } | undefined)?.url;
    if (typeof address !== 'string') continue;
    const url = new URL(address);
    const { host } = url;
    const link = say(m.makecall, { id });
    const reason = await reach(url);
    out.push(
      reason === undefined
        ? { link, ok: true, detail: say(m.makecallReachable, { host }) }
        : {
            link,
            ok: false,
            detail: say(m.unreachable, { host, reason }),
            remedy: say(m.makecallRemedy, { id }),
          },
    );
  }
  return out;
}
