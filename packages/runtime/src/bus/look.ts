import type { StoredMsg } from '@nats-io/jetstream';
import { BusUnavailable, reasonOf } from '../errors.ts';
import type { Bus } from './bus.ts';
import type { StreamMessage } from './reader.ts';

/** The last message on a subject, as the stream's leader knows it; undefined when there is none. @throws {BusUnavailable} */
export const lastOn = (bus: Bus, stream: string, subject: string): Promise<StreamMessage | undefined> =>
  look(bus, subject, () => bus.jsm.streams.getMessage(stream, { last_by_subj: subject }));

/** The first message on a subject at or after a sequence; undefined when there is none. @throws {BusUnavailable} */
export const nextOn = (
  bus: Bus,
  stream: string,
  subject: string,
  sequence: number,
): Promise<StreamMessage | undefined> =>
  look(bus, subject, () => bus.jsm.direct.getMessage(stream, { seq: sequence, next_by_subj: subject }));

async function look(
  bus: Bus,
  subject: string,
  ask: () => Promise<StoredMsg | null>,
): Promise<StreamMessage | undefined> {
  bus.demand();
  try {
    const m = await ask();
    if (!m) return undefined;
    return { subject: m.subject, data: m.data, sequence: m.seq, timestamp: Math.floor(m.time.getTime()) };
  } catch (error) {
    throw new BusUnavailable(`${subject} cannot be read: ${reasonOf(error)}`, error);
  }
}
