import { setTimeout as delay } from 'node:timers/promises';
import { type ApiAccess, accessOf, apiAt, getJson } from './api.ts';
import { loadToLook } from './unset.ts';

/** Options of every command that shows a list of the gateway. */
export interface ListOptions {
  config: string;
  follow?: boolean;
  json?: boolean;
  /** How many; 20 where left out. */
  limit?: string;
  url?: string;
  key?: string;
}

/** How one kind of list is asked for and shown. */
export interface Listing<T> {
  /** Path of the list, the newest first. */
  path: string;
  /** Filters, as the gateway names them; what is undefined is left out. */
  query?: Record<string, string | undefined>;
  /** Shown in the order the gateway has them, not the newest last. */
  asOrdered?: boolean;
  /** The order to ask for new ones in, where it is not the list's own. */
  followQuery?: Record<string, string>;
  /** Names an item. */
  idOf(item: T): string;
  /** Tells an item from what it was before: only a greater one is shown again. */
  versionOf(item: T): number;
  header(): string;
  row(item: T): string;
  /** Said where there is nothing. */
  none(): string;
}

const POLL_MS = 1_000;
/** How many of the newest are looked at each time. */
const POLLED = '200';
const LATEST = '20';

/** The gateway the options name. */
export function accessFor(options: ListOptions): ApiAccess {
  const { url, key } = options;
  // On another machine there is no file.
  if (url !== undefined && key !== undefined) return apiAt(url, key);
  return accessOf(loadToLook(options.config), options);
}

/** Shows the latest, the newest last, and with --follow those to come. */
export async function show<T>(listing: Listing<T>, options: ListOptions): Promise<void> {
  // Who reads on (`| head`) may have seen enough.
  process.stdout.on('error', () => process.exit());
  const { json, follow, limit = LATEST } = options;
  const access = accessFor(options);
  const shown = new Map<string, number>();
  const print = (items: readonly T[]): void => {
    for (const item of listing.asOrdered ? items : items.toReversed()) {
      const id = listing.idOf(item);
      const version = listing.versionOf(item);
      if ((shown.get(id) ?? Number.NEGATIVE_INFINITY) >= version) continue;
      shown.set(id, version);
      process.stdout.write(`${json ? JSON.stringify(item) : listing.row(item)}\n`);
    }
  };
  const items = await ask(access, listing, { limit });
  if (!json && (items.length > 0 || follow)) process.stdout.write(`${listing.header()}\n`);
  else if (!json) process.stdout.write(`${listing.none()}\n`);
  print(items);
  // The list is small and read from an index: asking each second costs less than
  // a stream that has to be kept in step over restarts.
  while (follow) {
    await delay(POLL_MS);
    const more = { limit: POLLED, ...listing.followQuery };
    print(await ask(access, listing, more).catch(() => []));
  }
}

async function ask<T>(
  access: ApiAccess,
  { path, query }: Listing<T>,
  more: Record<string, string>,
): Promise<T[]> {
  const asked = Object.entries({ ...query, ...more }).filter(
    (e): e is [string, string] => e[1] !== undefined,
  );
  const { items } = await getJson<{ items: T[] }>(access, `${path}?${new URLSearchParams(asked)}`);
  return items;
}
