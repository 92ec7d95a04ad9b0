import {
  filters,
  type InteractionEvent,
  InteractionEventCodec,
  interactionHistoryConsumer,
  STREAMS,
} from '@callbus/contract';
import { type FeedSource, Unusable } from '../history/feed.ts';
import type { InteractionStore } from './store.ts';

/** Interactions, from CALLS into their store. */
export const interactionSource = (store: InteractionStore): FeedSource<InteractionEvent> => ({
  stream: STREAMS.CALLS.name,
  durable: interactionHistoryConsumer,
  filter: filters.interactions,
  code: 'gateway.interaction',
  file: store.file,
  read: (data) => {
    const event = InteractionEventCodec.decode(data);
    if (event.id === '') throw new Unusable('an interaction without an id');
    return event;
  },
  position: (stream) => store.position(stream),
  put: (stream, entries) => store.put(stream, entries),
});
