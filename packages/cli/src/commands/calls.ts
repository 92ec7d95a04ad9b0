import { setTimeout as delay } from 'node:timers/promises';
import { say } from '@callbus/runtime';
import { type ApiAccess, accessOf, apiAt, getJson } from '../api.ts';
import { messages } from '../messages.ts';
import { type CallRow, header, row } from '../table.ts';
import { loadToLook } from '../unset.ts';

export interface CallsOptions {
  config: string;
  follow?: boolean;
  json?: boolean;
  limit: string;
  url?: string;
  key?: string;
}

const POLL_MS = 1_000;

/** `callbus calls`: the latest finished calls, the newest last, and with --follow those to come. */
export async function calls(options: CallsOptions): Promise<void> {
  // Who reads on (`| head`) may have seen enough.
  process.stdout.on('error', () => process.exit());
  const { url, key } = options;
  // On another machine there is no file.
  const access =
    url !== undefined && key !== undefined ? apiAt(url, key) : accessOf(loadToLook(options.config), options);
  const print = (call: CallRow): void => {
    process.stdout.write(`${options.json ? JSON.stringify(call) : row(call)}\n`);
  };
  const { items } = await getJson<{ items: CallRow[] }>(
    access,
    `/api/v1/calls?limit=${encodeURIComponent(options.limit)}`,
  );
  if (!options.json && items.length === 0 && !options.follow)
    process.stdout.write(`${say(messages.noCalls)}\n`);
  if (!options.json && (items.length > 0 || options.follow)) process.stdout.write(`${header()}\n`);
  const shown = new Map<string, number>();
  for (const call of items.reverse()) {
    shown.set(call.callId, call.revision);
    print(call);
  }
  if (options.follow) await follow(access, shown, print);
}

// The list is small and read from an index: asking each second costs less than
// a stream that has to be kept in step over restarts.
async function follow(
  access: ApiAccess,
  shown: Map<string, number>,
  print: (call: CallRow) => void,
): Promise<void> {
  for (;;) {
    await delay(POLL_MS);
    const latest = await getJson<{ items: CallRow[] }>(access, '/api/v1/calls?limit=100&sort=-endedAt').catch(
      () => undefined,
    );
    for (const call of latest?.items.reverse() ?? []) {
      if ((shown.get(call.callId) ?? 0) >= call.revision) continue;
      shown.set(call.callId, call.revision);
      print(call);
    }
  }
}
