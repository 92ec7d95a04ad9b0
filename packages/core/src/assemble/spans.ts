/** A stretch of time, Unix milliseconds; open while `to` is undefined. */
export interface Span {
  from: number;
  to?: number;
}

/** A stretch of time with both ends. */
export type Stretch = Required<Span>;

/** Begins a span unless one is open. */
export function openSpan(spans: Span[], at: number): void {
  if (!isOpen(spans)) spans.push({ from: at });
}

/** Ends the span that is open, if one is. */
export function closeSpan(spans: Span[], at: number): void {
  const last = spans.at(-1);
  if (last && last.to === undefined) last.to = Math.max(at, last.from);
}

/** Whether the last span has not ended yet. */
export function isOpen(spans: readonly Span[]): boolean {
  const last = spans.at(-1);
  return last !== undefined && last.to === undefined;
}

/** The time that any of the spans covers, in order and without overlap; an open one lasts until `now`. */
export function union(spans: readonly Span[], now: number): Stretch[] {
  const out: Stretch[] = [];
  const sorted = spans.map(({ from, to = Math.max(now, from) }) => ({ from, to }));
  for (const span of sorted.sort((a, b) => a.from - b.from)) {
    const last = out.at(-1);
    if (last && span.from <= last.to) last.to = Math.max(last.to, span.to);
    else out.push(span);
  }
  return out;
}

/** Milliseconds of stretches that do not overlap. */
export const total = (stretches: readonly Stretch[]): number =>
  stretches.reduce((sum, { from, to }) => sum + (to - from), 0);

/** The parts of `a` that `b` covers too. */
export function common(a: readonly Stretch[], b: readonly Stretch[]): Stretch[] {
  return a.flatMap((x) =>
    b
      .map((y) => ({ from: Math.max(x.from, y.from), to: Math.min(x.to, y.to) }))
      .filter(({ from, to }) => to > from),
  );
}
