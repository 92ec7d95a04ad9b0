import {
  type Command,
  CommandCodec,
  CommandResultCodec,
  type CommandResultInit,
  lastToken,
} from '@callbus/contract';
import { LRUCache } from 'lru-cache';
import type { Bus } from '../bus/bus.ts';
import { CommandFault, reasonOf } from '../errors.ts';
import type { Logger } from '../log/logger.ts';
import type { Scrubber } from '../log/mask.ts';
import { defineMessages, say } from '../messages.ts';
import type { Metrics } from '../metrics.ts';
import type { CommandHandler } from './define.ts';

const messages = defineMessages('command', {
  unsupported: { ru: 'АТС {id} не умеет команду {verb}', en: 'PBX {id} cannot do {verb}' },
  tooLate: { ru: 'команда опоздала и не выполнена', en: 'the command came too late and was not carried out' },
  failed: { ru: 'команда не выполнена: {reason}', en: 'the command failed: {reason}' },
  parameters: {
    ru: 'параметры команды должны быть объектом JSON',
    en: 'the parameters of a command must be a JSON object',
  },
});

export interface CommandDeskOptions {
  /** The adapter's id. */
  id: string;
  handlers: Readonly<Record<string, CommandHandler>>;
  bus: Bus;
  metrics: Metrics;
  log: Logger;
  scrubber: Scrubber;
  signal: AbortSignal;
}

const REMEMBERED = 1_000;
/** Characters of results that are remembered; a list of a switchboard's channels may have some megabytes. */
const REMEMBERED_CHARACTERS = 16 << 20;

/** Carries out an adapter's commands: each id once, none too late, and always with an answer. */
export class CommandDesk {
  readonly #options: CommandDeskOptions;
  /** Results of recent commands, so that a repeated command is done once. */
  readonly #done = new LRUCache<string, Promise<CommandResultInit>>({
    max: REMEMBERED,
    maxSize: REMEMBERED_CHARACTERS,
  });
  readonly #running = new Set<Promise<unknown>>();

  constructor(options: CommandDeskOptions) {
    this.#options = options;
  }

  /** Does the command in `data`, or finds what became of it before. @returns its result, encoded */
  async answer(data: Uint8Array, subject: string): Promise<Uint8Array> {
    const command = CommandCodec.decode(data);
    return CommandResultCodec.encode(await this.#once(command, lastToken(subject)));
  }

  /** Resolves when no command runs. */
  async idle(): Promise<void> {
    await Promise.all(this.#running);
  }

  #once(command: Command, verb: string): Promise<CommandResultInit> {
    const id = command.commandId;
    const known = this.#done.get(id);
    if (known) return known;
    const work = this.#carryOut(command, verb);
    this.#running.add(work);
    if (id !== '') this.#done.set(id, work, { size: 1 });
    void work.then(({ result }) => {
      this.#running.delete(work);
      if (this.#done.peek(id) !== work) return;
      // How much it holds shows when it is done; the cache weighs a value only as it comes in.
      this.#done.delete(id);
      this.#done.set(id, work, { size: 1 + (result?.length ?? 0) });
    });
    return work;
  }

  // Never rejects: whoever asks gets an answer.
  async #carryOut(command: Command, verb: string): Promise<CommandResultInit> {
    const { id, bus, metrics, handlers, signal } = this.#options;
    const { commandId } = command;
    const count = (outcome: string): void => metrics.commands.inc({ instance: id, verb, outcome });
    const refuse = (outcome: string, code: string, status: number, message: string): CommandResultInit => {
      count(outcome);
      return { commandId, fault: { code, message: this.#options.scrubber.scrubSecrets(message), status } };
    };
    const handler = Object.hasOwn(handlers, verb) ? handlers[verb] : undefined;
    if (!handler) {
      // The verb is the asker's word; as a label it would let anybody grow the metrics.
      metrics.commands.inc({ instance: id, verb: 'unknown', outcome: 'unsupported' });
      const message = say(messages.unsupported, { id, verb });
      return { commandId, fault: { code: 'command.unsupported', message, status: 501 } };
    }
    if (command.notAfter > 0 && bus.clock.now() > command.notAfter)
      return refuse('late', 'command.late', 504, say(messages.tooLate));
    try {
      const result = JSON.stringify((await handler(parametersOf(command), signal)) ?? {});
      count('ok');
      return { commandId, ok: true, result };
    } catch (error) {
      if (error instanceof CommandFault) return refuse('fault', error.code, error.status, error.message);
      this.#options.log.error({ verb, error: reasonOf(error) }, 'command failed');
      return refuse('error', 'command.failed', 500, say(messages.failed, { reason: reasonOf(error) }));
    }
  }
}

function parametersOf({ makeCall, parameters }: Command): Record<string, unknown> {
  if (makeCall) return { extension: makeCall.extension ?? '', number: makeCall.number ?? '' };
  if (!parameters) return {};
  try {
    const parsed: unknown = JSON.parse(parameters);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed))
      return parsed as Record<string, unknown>;
  } catch {
    // Answered below, as everything that is not an object.
  }
  throw new CommandFault('command.parameters', 400, say(messages.parameters));
}
