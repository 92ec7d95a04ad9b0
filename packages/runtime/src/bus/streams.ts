import { STREAMS, type StreamSpec } from '@callbus/contract';
import {
  DiscardPolicy,
  JetStreamApiError,
  RetentionPolicy,
  StorageType,
  type StreamConfig,
} from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import { reasonOf } from '../errors.ts';
import type { Bus } from './bus.ts';

const MB = 1 << 20;
/** What memory streams share; the embedded server is told the same. */
const MEMORY_MB = 64;

export interface EnsureOptions {
  /** Disk all file streams may use together, MB. */
  diskMb: number;
  replicas: number;
}

/** What the streams may use, MB. */
interface Quota {
  disk: number;
  memory: number;
}

const NOT_FOUND = 10_059;
// JetStream's own numbers for "not that much": of the server, and of the account (either kind).
const SHORT_OF: Record<number, (keyof Quota)[]> = {
  10047: ['disk'],
  10028: ['memory'],
  10002: ['disk', 'memory'],
};
const LEAST: Quota = { disk: 64, memory: 4 };

/**
 * Makes every stream of the catalogue that is missing, and mends what the
 * contract fixes (subjects, age, messages per subject) where it differs. Sizes
 * of streams that exist are left as they are: another process may have chosen them.
 */
export async function ensureStreams(bus: Bus, { diskMb, replicas }: EnsureOptions): Promise<void> {
  for (const quota: Quota = { disk: diskMb, memory: MEMORY_MB }; ; ) {
    try {
      await ensureEach(bus, quota, replicas);
      return;
    } catch (error) {
      // A server may promise less than we ask for; streams that fit are better than none.
      const short = error instanceof JetStreamApiError ? (SHORT_OF[error.code] ?? []) : [];
      const less = short.filter((kind) => quota[kind] >= LEAST[kind] * 2);
      if (less.length === 0) throw error;
      for (const kind of less) quota[kind] = Math.floor(quota[kind] / 2);
      bus.log.warn({ diskMb: quota.disk, memoryMb: quota.memory }, reasonOf(error));
    }
  }
}

async function ensureEach(bus: Bus, quota: Quota, replicas: number): Promise<void> {
  for (const spec of Object.values(STREAMS) as StreamSpec[]) {
    const wanted = streamConfig(spec, quota, replicas);
    try {
      const { config } = await bus.jsm.streams.info(spec.name);
      if (differs(config, wanted)) {
        await bus.jsm.streams.update(spec.name, {
          subjects: wanted.subjects,
          max_age: wanted.max_age,
          max_msgs_per_subject: wanted.max_msgs_per_subject,
        });
      }
    } catch (error) {
      if (!(error instanceof JetStreamApiError) || error.code !== NOT_FOUND) throw error;
      try {
        await bus.jsm.streams.add(wanted);
      } catch (failure) {
        // Another process may have made it between our look and our try.
        await bus.jsm.streams.info(spec.name).catch(() => {
          throw failure;
        });
      }
    }
  }
}

/** The clock of the broker, read from an answer that carries it. Quietly does nothing while the bus is away. */
export async function measureClock(bus: Bus): Promise<void> {
  try {
    const sent = Date.now();
    const info = await bus.jsm.streams.info(STREAMS.CALLS.name);
    const stamp = (info as { ts?: string }).ts;
    if (stamp) bus.clock.measured(sent, Date.parse(stamp), Date.now());
  } catch (error) {
    bus.log.debug({ error: reasonOf(error) }, 'broker clock not measured');
  }
}

function streamConfig(spec: StreamSpec, { disk, memory }: Quota, replicas: number): StreamConfig {
  const quota = (spec.storage === 'file' ? disk : memory) * MB;
  return {
    name: spec.name,
    description: spec.purpose,
    subjects: [...spec.subjects],
    storage: spec.storage === 'file' ? StorageType.File : StorageType.Memory,
    retention: RetentionPolicy.Limits,
    discard: spec.discard === 'new' ? DiscardPolicy.New : DiscardPolicy.Old,
    max_age: spec.trimmed ? 0 : nanos(spec.maxAge * 1_000),
    max_bytes: Math.floor(quota * spec.share),
    max_msgs_per_subject: spec.maxPerSubject ?? -1,
    duplicate_window: nanos(spec.duplicateWindow * 1_000),
    num_replicas: replicas,
    allow_direct: true,
  } as StreamConfig;
}

function differs(have: StreamConfig, want: StreamConfig): boolean {
  return (
    have.max_age !== want.max_age ||
    have.max_msgs_per_subject !== want.max_msgs_per_subject ||
    have.subjects?.join() !== want.subjects?.join()
  );
}
