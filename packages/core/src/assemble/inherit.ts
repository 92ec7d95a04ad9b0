import { type JournalRecord, RecordState } from '@callbus/contract';
import { GAP_RULE } from './reduce.ts';
import type { CallState } from './state.ts';

/**
 * A call that was rebuilt from its own subject lacks what stood elsewhere in
 * the stream: gaps of its source, route decisions that named no call. The
 * record that was published remembers both.
 * @returns whether the rebuilt call is the one that was published; not so where
 *   it had joined another call
 */
export function inherit(call: CallState, published: JournalRecord): boolean {
  if (published.state === RecordState.MERGED && call.mergedInto === '') return false;
  const known = new Set(call.decisions.map((d) => `${d.subject}|${d.at}|${d.rule}`));
  const elsewhere = published.decisions.filter(
    (d) => (d.rule === GAP_RULE || d.subject === 'route') && !known.has(`${d.subject}|${d.at}|${d.rule}`),
  );
  call.decisions.unshift(...elsewhere);
  if (elsewhere.some((d) => d.rule === GAP_RULE)) call.gap = true;
  call.revision = published.revision;
  return true;
}
