import { randomUUID } from 'node:crypto';
import {
  CommandCodec,
  type CommandInit,
  CommandResultCodec,
  commandSubject,
  derivedId,
} from '@callbus/contract';
import { type Bus, type FastifyRequest, NoAnswer, say } from '@callbus/runtime';
import { ApiError } from './errors.ts';
import { messages } from './messages.ts';

/** Milliseconds within which a command must begin. */
const BEGIN_MS = 5_000;
/**
 * Milliseconds a result is waited for. Adapters bound their commands
 * themselves and know better what is wrong; these are for one that hangs. A
 * call that was ordered is told of when the customer answers or does not: two
 * phones may ring one after the other until then.
 */
const ANSWER_MS = 30_000;
const CALL_ANSWER_MS = 120_000;

export type CommandOrder = Pick<CommandInit, 'makeCall' | 'parameters'> & {
  instance: string;
  verb: string;
  commandId: string;
  issuedBy: string;
};

/** Sends commands to an adapter, wherever it runs. */
export class Commands {
  readonly #bus: Bus;

  constructor(bus: Bus) {
    this.#bus = bus;
  }

  /**
   * Sends a command and waits until it is carried out.
   * @returns the adapter's result, JSON
   * @throws {ApiError} with the adapter's fault, or 503/504 when it does not answer
   */
  async send(order: CommandOrder): Promise<string> {
    const { instance, verb } = order;
    const issuedAt = Math.round(this.#bus.clock.now());
    const data = CommandCodec.encode({ ...order, issuedAt, notAfter: issuedAt + BEGIN_MS });
    const waitMs = verb === 'makeCall' ? CALL_ANSWER_MS : ANSWER_MS;
    let reply: Uint8Array;
    try {
      reply = await this.#bus.request(commandSubject(instance, verb), data, waitMs);
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      if (error.nobody) throw new ApiError(503, 'gateway.away', say(messages.notRunning, { pbx: instance }));
      throw new ApiError(504, 'gateway.noanswer', say(messages.noAnswer, { pbx: instance }));
    }
    const { ok, fault, result } = CommandResultCodec.decode(reply);
    if (ok) return result || '{}';
    const { code, message, status } = fault ?? {};
    throw new ApiError(status || 500, code || 'command.failed', message || '');
  }
}

/** The id of a command: whoever asks again with the same key gets the answer, and nothing is done twice. */
export function commandIdOf(request: FastifyRequest, issuedBy: string): string {
  const given = request.headers['idempotency-key'];
  return typeof given === 'string' && given !== '' ? derivedId('command', issuedBy, given) : randomUUID();
}
