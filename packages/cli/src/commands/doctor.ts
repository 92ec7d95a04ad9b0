import { type LoadedConfig, say } from '@callbus/runtime';
import { asteriskFindings } from '../doctor/asterisk.ts';
import { baseFindings } from '../doctor/base.ts';
import { openBus, queueFindings, serviceFindings, streamFindings } from '../doctor/bus.ts';
import type { Finding } from '../doctor/finding.ts';
import { makecallFindings } from '../doctor/makecall.ts';
import { doctorMessages as m } from '../messages.ts';
import { loadToLook } from '../unset.ts';

/** `callbus doctor`: looks at every link and names the broken ones. Exit code 1 when there are any. */
export async function doctor({ config: file }: { config: string }): Promise<void> {
  const findings = await examine(loadToLook(file));
  for (const { link, ok, detail, remedy } of findings) {
    process.stdout.write(`${ok ? '✓' : '✗'} ${link}: ${detail}\n`);
    if (!ok && remedy) process.stdout.write(`    → ${remedy}\n`);
  }
  const bad = findings.filter((f) => !f.ok).length;
  process.stdout.write(`${bad === 0 ? say(m.well) : say(m.bad, { count: bad })}\n`);
  process.exitCode = bad === 0 ? 0 : 1;
}

async function examine(loaded: LoadedConfig): Promise<Finding[]> {
  const findings: Finding[] = [{ link: say(m.config), ok: true, detail: loaded.file }];
  const { bus, finding } = await openBus(loaded);
  findings.push(finding);
  if (bus) {
    findings.push(
      ...(await streamFindings(bus)),
      ...(await serviceFindings(bus, loaded)),
      ...(await queueFindings(bus, loaded)),
    );
    await bus.close();
  }
  findings.push(
    ...(await baseFindings(loaded)),
    ...(await makecallFindings(loaded)),
    ...(await asteriskFindings(loaded)),
  );
  return findings;
}
