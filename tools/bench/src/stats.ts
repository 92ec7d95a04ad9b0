/** The value below which `share` (0..1) of the sorted values lie. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** One bound of the product and how it came out. */
export interface Verdict {
  name: string;
  /** Our figure against the bound's, both of the same round. */
  ratio: number;
  /** What the ratio must be. */
  wanted: string;
  ok: boolean;
  detail: string;
}

/** At least `bound` times as fast as the other side. */
export const atLeast = (name: string, ratio: number, bound: number, detail: string): Verdict => ({
  name,
  ratio,
  wanted: `>= ${bound}`,
  ok: ratio >= bound,
  detail,
});

/** At most `bound` times as slow, or as large. */
export const atMost = (name: string, ratio: number, bound: number, detail: string): Verdict => ({
  name,
  ratio,
  wanted: `<= ${bound}`,
  ok: ratio <= bound,
  detail,
});

/** The verdicts as a table. */
export function table(verdicts: readonly Verdict[]): string {
  const rows = verdicts.map((v) => [v.ok ? 'ok' : 'MISSED', v.name, v.ratio.toFixed(2), v.wanted, v.detail]);
  const widths = [0, 1, 2, 3].map((i) => Math.max(...rows.map((r) => (r[i] ?? '').length)));
  return rows.map((r) => r.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ')).join('\n');
}
