import type { CdrRow } from './port.ts';

/** Figures are whole seconds: what touches may seem to lie a little apart. */
const SLACK_MS = 2_000;

/**
 * Puts the rows of one call together: by the ids that the server logged, and by
 * the channels that stand in several rows at the same time. Channel names begin
 * anew with the server, so a name alone proves nothing.
 * @returns calls in the order they began, their rows by start
 */
export function callsOf(rows: readonly CdrRow[]): CdrRow[][] {
  const sorted = rows
    .map((row, order) => ({ row, order }))
    .sort((a, b) => a.row.start - b.row.start || a.order - b.order);
  const parents = sorted.map((_, index) => index);
  const find = (index: number): number => {
    let at = index;
    while (parents[at] !== at) {
      parents[at] = parents[parents[at] as number] as number;
      at = parents[at] as number;
    }
    return at;
  };
  const unite = (a: number, b: number): void => {
    const [first, second] = [find(a), find(b)];
    parents[Math.max(first, second)] = Math.min(first, second);
  };
  const ids = new Map<string, number>();
  const names = new Map<string, { index: number; until: number }>();
  for (const [index, { row }] of sorted.entries()) {
    for (const id of [row.uniqueid && `u${row.uniqueid}`, row.linkedid && `l${row.linkedid}`]) {
      if (id === '') continue;
      const known = ids.get(id);
      if (known === undefined) ids.set(id, index);
      else unite(known, index);
    }
    for (const channel of [row.channel, row.otherChannel]) {
      if (channel === '') continue;
      const name = pairOf(plainName(channel));
      const known = names.get(name);
      const same = known && row.start <= known.until + SLACK_MS;
      if (same) unite(known.index, index);
      names.set(name, { index, until: same ? Math.max(known.until, row.end) : row.end });
    }
  }
  const calls = new Map<number, CdrRow[]>();
  for (const [index, { row }] of sorted.entries()) {
    const root = find(index);
    calls.set(root, [...(calls.get(root) ?? []), row]);
  }
  return [...calls.values()];
}

/** Without what a redirect or a masquerade puts around a channel's name. */
export const plainName = (channel: string): string =>
  channel.replace(/^AsyncGoto\//, '').replace(/<(?:MASQ|ZOMBIE)>$/, '');

/** Both halves of a Local channel are one. */
export const pairOf = (channel: string): string => channel.replace(/;[12]$/, '');
