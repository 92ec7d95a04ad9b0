import { CallBusError, say } from '@callbus/runtime';
import { type ApiAccess, accessOf, apiAt, getJson, postJson } from '../api.ts';
import { messages } from '../messages.ts';
import { loadToLook } from '../unset.ts';

export interface BackfillOptions {
  config: string;
  from: string;
  to?: string;
  adapter?: string;
  json?: boolean;
  url?: string;
  key?: string;
}

/** What the adapter answers; one answer may be only the beginning. */
interface Answer {
  found: number;
  opened: number;
  amended: number;
  known: number;
  refused: number;
  to: string;
  until: string;
  done: boolean;
}

const COUNTS = ['found', 'opened', 'amended', 'known', 'refused'] as const;

/** `callbus backfill`: has a PBX tell the past from its own records. What was told before stays as it is. */
export async function backfill(options: BackfillOptions): Promise<void> {
  const { url, key, from, json } = options;
  const access =
    url !== undefined && key !== undefined
      ? apiAt(url, key)
      : accessOf(loadToLook(options.config), { ...options, scope: 'control' });
  const adapter = options.adapter ?? (await onlyAdapter(access));
  const path = `/api/v1/adapters/${encodeURIComponent(adapter)}/commands/backfill`;
  const sum = { found: 0, opened: 0, amended: 0, known: 0, refused: 0 };
  let { to } = options;
  for (let at = from; ; ) {
    const answer = await postJson<Answer>(access, path, { from: at, ...(to === undefined ? {} : { to }) });
    for (const count of COUNTS) sum[count] += answer[count];
    if (answer.done) break;
    at = answer.until;
    // "Now" and a day without a time stay what they were at the beginning.
    to = answer.to;
  }
  process.stdout.write(json ? `${JSON.stringify(sum)}\n` : table(sum));
}

function table(sum: Record<(typeof COUNTS)[number], number>): string {
  const lines = COUNTS.map(
    (count) => `${say(messages[`backfill${capital(count)}`])}:`.padEnd(18) + String(sum[count]),
  );
  return `${lines.join('\n')}\n`;
}

const capital = <T extends string>(word: T): Capitalize<T> =>
  (word.charAt(0).toUpperCase() + word.slice(1)) as Capitalize<T>;

async function onlyAdapter(access: ApiAccess): Promise<string> {
  const { items } = await getJson<{ items: { id: string; commands: string[] }[] }>(
    access,
    '/api/v1/adapters',
  );
  const able = items.filter(({ commands }) => commands.includes('backfill')).map(({ id }) => id);
  if (able.length === 1) return able[0] as string;
  throw new CallBusError(
    'cli.adapter',
    able.length === 0
      ? say(messages.backfillNobody)
      : say(messages.backfillSeveral, { list: able.join(', ') }),
  );
}
