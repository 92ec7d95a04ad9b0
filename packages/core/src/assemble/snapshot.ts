import {
  type CallSnapshotInit,
  type JournalRecordInit,
  type LiveConnection,
  RecordState,
} from '@callbus/contract';
import { type CallState, isAlive } from './state.ts';

/** The call as it stands now, for LIVE. */
export function snapshotOf(call: CallState, record: JournalRecordInit): CallSnapshotInit {
  const ended = call.endedAt !== undefined;
  return {
    record: {
      ...record,
      revision: call.revision,
      state: ended ? RecordState.FINAL : RecordState.PROVISIONAL,
    },
    connections: [...call.connections.values()].filter(isAlive).map(
      (t): LiveConnection => ({
        connection: {
          id: t.id,
          role: t.role,
          party: t.party,
          state: t.state,
          device: t.device,
          trunk: t.trunk,
        },
        since: t.since,
      }),
    ),
    at: call.lastHeardAt,
    sequence: call.lastSequence,
    ended,
  };
}
