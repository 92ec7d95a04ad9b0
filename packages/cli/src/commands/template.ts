import { writeFileSync } from 'node:fs';
import { crmTemplate } from '@callbus/adapter-3cx';
import { CallBusError, type Config, reasonOf, say } from '@callbus/runtime';
import { templateMessages as m } from '../messages.ts';
import { loadToLook } from '../unset.ts';

export interface TemplateOptions {
  config: string;
  /** The adapter, where the file has several of the kind. */
  id?: string;
  out?: string;
}

/** `callbus 3cx template`: prints the CRM template of 3CX for this site. */
export function template({ config: file, id, out }: TemplateOptions): void {
  const { config } = loadToLook(file);
  const adapter = chosen(config, id);
  const { publicUrl } = config.http;
  if (publicUrl === undefined)
    throw new CallBusError('3cx.template', say(m.needsUrl), { remedy: say(m.needsUrlRemedy) });
  const text = crmTemplate({ publicUrl, id: adapter });
  if (out === undefined) {
    process.stdout.write(text);
    return;
  }
  try {
    writeFileSync(out, text);
  } catch (error) {
    throw new CallBusError('3cx.template', say(m.notWritten, { file: out, reason: reasonOf(error) }));
  }
  process.stdout.write(`${say(m.written, { file: out, id: adapter })}\n`);
}

function chosen(config: Config, id: string | undefined): string {
  const all = config.adapters.filter((a) => a.type === '3cx').map((a) => a.id);
  const doors = config.adapters.filter((a) => a.type === '3cx' && a.crm !== undefined).map((a) => a.id);
  if (id !== undefined) {
    if (doors.includes(id)) return id;
    throw new CallBusError(
      '3cx.template',
      say(all.includes(id) ? m.noDoor : m.noAdapter, { id, list: doors.join(', ') || '—' }),
    );
  }
  const [only] = doors;
  if (only !== undefined && doors.length === 1) return only;
  if (doors.length > 1) throw new CallBusError('3cx.template', say(m.several, { list: doors.join(', ') }));
  throw new CallBusError('3cx.template', say(m.none), { remedy: say(m.noneRemedy) });
}
