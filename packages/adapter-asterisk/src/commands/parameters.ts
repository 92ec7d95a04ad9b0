import { CommandFault, say } from '@callbus/runtime';
import { badField } from './faults.ts';
import { messages } from './messages.ts';

/** What people write between the digits of a number. */
const GAPS = /[\s()-]/g;
const NUMBER = /^\+?[\d*#]{1,40}$/;
// Nothing that a dial string, a function or a list of them is taken apart by.
const EXTENSION = /^[A-Za-z0-9_.*#+-]{1,64}$/;
const CONTEXT = /^[A-Za-z0-9_.-]{1,79}$/;

/** The parameters of one command; every fault names the field. */
export class Parameters {
  readonly #values: Readonly<Record<string, unknown>>;

  /**
   * @param known the fields of the command: a misspelt one would change what it does
   * @throws {CommandFault} 400 for a field that is not among them
   */
  constructor(values: Readonly<Record<string, unknown>>, known: readonly string[]) {
    const stranger = Object.keys(values).find((name) => !known.includes(name));
    if (stranger !== undefined) {
      const field = JSON.stringify(stranger.slice(0, 60));
      const text = say(messages.fieldUnknown, { field, known: known.join(', ') });
      throw new CommandFault('asterisk.parameter', 400, text);
    }
    this.#values = values;
  }

  /** The value as it came; null is as good as left out. */
  raw(name: string): unknown {
    return this.#values[name] ?? undefined;
  }

  /** A text, or a number that was not put in quotes. */
  text(name: string): string | undefined {
    const value = this.raw(name);
    if (value === undefined) return undefined;
    const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
    if (typeof text !== 'string' || text.trim() === '') throw badField(name, say(messages.aText));
    return text.trim();
  }

  /** A telephone number without what people write between its digits. */
  number(name: string): string {
    const number = (this.text(name) ?? '').replace(GAPS, '');
    if (!NUMBER.test(number) || !/\d/.test(number)) throw badField(name, say(messages.aNumber));
    return number;
  }

  extension(name: string): string | undefined {
    const extension = this.text(name);
    if (extension !== undefined && !EXTENSION.test(extension))
      throw badField(name, say(messages.anExtension));
    return extension;
  }

  /** Where a call is sent: a number, or a name the dialplan has. */
  destination(name: string): string {
    const given = this.text(name) ?? '';
    const bare = given.replace(GAPS, '');
    const to = NUMBER.test(bare) ? bare : given;
    if (!EXTENSION.test(to)) throw badField(name, say(messages.aDestination));
    return to;
  }

  /** The same where it may be left out. */
  destinationIf(name: string): string | undefined {
    return this.raw(name) === undefined ? undefined : this.destination(name);
  }

  /** @param otherwise the configured one */
  context(name: string, otherwise: string | undefined): string {
    const context = this.text(name) ?? otherwise;
    if (context === undefined) throw badField(name, say(messages.contextNeeded));
    if (!CONTEXT.test(context)) throw badField(name, say(messages.aContext));
    return context;
  }

  /** Milliseconds from 0 to `most`. */
  wait(name: string, most: number): number | undefined {
    const value = this.raw(name);
    if (value === undefined) return undefined;
    const ms = Number(value);
    const plain = typeof value === 'number' || typeof value === 'string';
    if (!plain || value === '' || !Number.isInteger(ms) || ms < 0 || ms > most)
      throw badField(name, say(messages.aWait, { most }));
    return ms;
  }
}
