import { filters, historyConsumer, type JournalRecord, JournalRecordCodec, STREAMS } from '@callbus/contract';
import { type FeedSource, Unusable } from './feed.ts';
import type { HistoryStore } from './store.ts';

/** Finished calls, from JOURNAL into their store. */
export const recordSource = (
  store: HistoryStore,
  onStored: (record: JournalRecord, storedAt: number) => void,
): FeedSource<JournalRecord> => ({
  stream: STREAMS.JOURNAL.name,
  durable: historyConsumer,
  filter: filters.journal,
  code: 'gateway.record',
  file: store.file,
  read: (data) => {
    const record = JournalRecordCodec.decode(data);
    if (record.callId === '') throw new Unusable('a record without a call id');
    return record;
  },
  position: (stream) => store.position(stream),
  put: (stream, entries) => store.put(stream, entries),
  onStored,
});
