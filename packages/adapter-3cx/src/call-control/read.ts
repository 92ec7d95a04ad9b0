import { say } from '@callbus/runtime';
import type { z } from 'zod';
import { BadAnswer } from '../errors.ts';
import { messages } from '../messages.ts';
import { type DnState, dnState, type Frame, frame, type Participant, participant } from './wire/native.ts';

/**
 * Every number with its participants; what cannot be read is handed to `bad` and left out.
 * @throws {BadAnswer} where nothing could be read: that nobody is there would end every call
 */
export function readSnapshot(
  body: unknown,
  bad: (problem: BadAnswer, raw: unknown) => void,
): { numbers: DnState[]; participants: Participant[] } {
  const numbers: DnState[] = [];
  const participants: Participant[] = [];
  for (const raw of Array.isArray(body) ? body : [body]) {
    const read = dnState.safeParse(raw);
    if (!read.success) {
      bad(new BadAnswer(problemIn('/callcontrol', read.error)), raw);
      continue;
    }
    numbers.push(read.data);
    for (const one of read.data.participants) {
      try {
        participants.push(readParticipant(one, `/callcontrol/${read.data.dn}`));
      } catch (error) {
        if (!(error instanceof BadAnswer)) throw error;
        bad(error, one);
      }
    }
  }
  if (numbers.length === 0 && !(Array.isArray(body) && body.length === 0))
    throw new BadAnswer(say(messages.frame, { problem: '/callcontrol' }));
  return { numbers, participants };
}

/** A participant as a GET answered. @throws {BadAnswer} naming the field */
export function readParticipant(body: unknown, entity: string): Participant {
  // Some paths answer with a list of one.
  const read = participant.safeParse(Array.isArray(body) ? body[0] : body);
  if (!read.success) throw new BadAnswer(problemIn(entity, read.error));
  return read.data;
}

/** A frame of the WebSocket. @throws {BadAnswer} */
export function readFrame(text: string): Frame {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new BadAnswer(say(messages.frame, { problem: 'JSON' }));
  }
  const read = frame.safeParse(body);
  if (read.success) return read.data;
  const { path = [], message = '' } = read.error.issues[0] ?? {};
  throw new BadAnswer(say(messages.frame, { problem: `${path.join('.')}: ${message}` }));
}

function problemIn(entity: string, error: z.ZodError): string {
  const { path = [], message = '' } = error.issues[0] ?? {};
  return say(messages.participant, { entity, field: path.join('.') || '-', problem: message });
}
