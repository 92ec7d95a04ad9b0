import { AckPolicy, type ConsumerConfig, DeliverPolicy } from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';

/** Where a durable consumer that does not exist yet begins. */
export type WorkQueueStart = 'all' | 'new' | { time: Date } | { sequence: number };

/** A message that is neither acknowledged nor put off for so long is given out again. */
export const ACK_WAIT_MS = 5_000;

export interface DurableOptions {
  durable: string;
  filter: string;
  from: WorkQueueStart;
  /** Messages that may be out at once. */
  window: number;
}

type DurableConfig = Pick<ConsumerConfig, 'ack_policy' | 'deliver_policy'> & Partial<ConsumerConfig>;

/** The consumer a work queue stands on. */
export function durableConfig({ durable, filter, from, window }: DurableOptions): DurableConfig {
  return {
    durable_name: durable,
    ack_policy: AckPolicy.Explicit,
    ack_wait: nanos(ACK_WAIT_MS),
    max_ack_pending: window,
    filter_subject: filter,
    ...beginning(from),
  };
}

function beginning(from: WorkQueueStart): Pick<ConsumerConfig, 'deliver_policy'> & Partial<ConsumerConfig> {
  if (from === 'all') return { deliver_policy: DeliverPolicy.All };
  if (from === 'new') return { deliver_policy: DeliverPolicy.New };
  return 'sequence' in from
    ? { deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: from.sequence }
    : { deliver_policy: DeliverPolicy.StartTime, opt_start_time: from.time.toISOString() };
}
