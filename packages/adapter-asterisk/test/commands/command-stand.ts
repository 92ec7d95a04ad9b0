import { AsteriskLab, type AsteriskLine, type Call } from '@callbus/asterisk-lab';
import type { CallEventInit } from '@callbus/contract';
import { until } from '@callbus/runtime/testkit';
import type { CommandsConfig, EventsListener } from '../../src/commands/types.ts';
import { createCommands } from '../../src/commands.ts';
import { sidesOf, Translator } from '../../src/translate.ts';
import { amiLink } from '../../src/wire/connection.ts';
import type { ManagerLink } from '../../src/wire/link.ts';
import type { Timers } from '../../src/wire/timers.ts';

export const SIDES = { trunks: ['^PJSIP/itsp-'], extensions: '^\\d{3}$' };
export const ORIGINATE = { channel: 'PJSIP/{extension}', context: 'internal', timeoutMs: 20_000 };

/** A link's messages through a translator, as the adapter's feed tells them. */
export function feedOf(link: ManagerLink): {
  told: CallEventInit[];
  onEvents(listener: EventsListener): () => void;
} {
  const told: CallEventInit[] = [];
  const listeners = new Set<EventsListener>();
  const translator = new Translator({ instance: 'office', ...SIDES });
  link.events((message) => {
    const events = translator.take(message, Date.now());
    told.push(...events);
    if (events.length > 0) for (const listener of [...listeners]) listener(events);
  });
  const onEvents = (listener: EventsListener): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return { told, onEvents };
}

type Verb = keyof ReturnType<typeof createCommands>;

type Result = Record<string, unknown>;

interface Doing {
  config?: CommandsConfig;
  timers?: Timers;
}

async function giveTo(
  link: ManagerLink,
  onEvents: (listener: EventsListener) => () => void,
  verb: Verb,
  parameters: Record<string, unknown>,
  { config = { originate: ORIGINATE }, timers }: Doing,
): Promise<Result> {
  const sides = sidesOf(SIDES);
  const commands = createCommands({ link, config, sides, onEvents, ...(timers && { timers }) });
  return (await commands[verb](parameters, new AbortController().signal)) as Result;
}

/** A real server, and the commands of one adapter at it. */
export class Stand {
  readonly lab: AsteriskLab;
  readonly link: ManagerLink;
  readonly #feed: ReturnType<typeof feedOf>;
  #numbers = 0;

  private constructor(lab: AsteriskLab, link: ManagerLink) {
    this.lab = lab;
    this.link = link;
    this.#feed = feedOf(link);
  }

  static async start(version: AsteriskLine, dialplan: string): Promise<Stand> {
    const lab = await AsteriskLab.start({ version, dialplan });
    const { port, user, secret } = lab.login('clean');
    const stand = new Stand(lab, amiLink({ host: '127.0.0.1', port, username: user, secret }));
    stand.link.start();
    await until('the link', () => stand.link.up);
    return stand;
  }

  async stop(): Promise<void> {
    await this.link.stop();
    await this.lab.stop();
  }

  /** A customer nobody else has. */
  customer(): string {
    return `7916${String(2_000_000 + ++this.#numbers).padStart(7, '0')}`;
  }

  /** Carries a command out. */
  async do(verb: Verb, parameters: Record<string, unknown>, options: Doing = {}): Promise<Result> {
    return await giveTo(this.link, this.#feed.onEvents, verb, parameters, options);
  }

  /** Does something as another user of the server. */
  async as(
    { user, secret }: { user: string; secret: string },
    doing: (give: (verb: Verb, parameters: Record<string, unknown>) => Promise<Result>) => Promise<void>,
  ): Promise<void> {
    const link = amiLink({ host: '127.0.0.1', port: this.lab.ports.ami, username: user, secret });
    const { onEvents } = feedOf(link);
    link.start();
    try {
      await until(`the link of ${user}`, () => link.up);
      await doing((verb, parameters) => giveTo(link, onEvents, verb, parameters, {}));
    } finally {
      await link.stop();
    }
  }

  /** Events that were told of a call, by their key. */
  told(call: unknown): CallEventInit[] {
    return this.#feed.told.filter(({ key }) => key === call);
  }

  /** What was told of the leg of a customer, in order. */
  toldOf(number: string): CallEventInit['type'][] {
    return this.#feed.told.filter((e) => e.connection?.party?.number === number).map(({ type }) => type);
  }

  /** A customer who talks with an employee. */
  async talk(extension = '100', did = '3333333'): Promise<{ number: string; customer: Call; phone: Call }> {
    const number = this.customer();
    const coming = this.lab.phone(extension).expect({ from: number });
    const customer = await this.lab.outside.call(did, { number });
    const phone = await coming;
    await phone.answer();
    await customer.answered;
    await this.bridged(extension);
    return { number, customer, phone };
  }

  /** Waits until the server itself has the employee in a conversation. */
  async bridged(extension: string): Promise<void> {
    await until(`${extension} in a conversation`, async () => {
      const { events } = await this.link.request({ action: 'CoreShowChannels' });
      return events.some((e) => String(e.Channel).startsWith(`PJSIP/${extension}-`) && e.BridgeId !== '');
    });
  }

  /** Waits until nothing is on the switchboard. */
  async quiet(): Promise<void> {
    await until('an empty switchboard', async () => {
      const { events } = await this.link.request({ action: 'CoreShowChannels' });
      return events.length === 1;
    });
  }
}

/** Waits until a phone hears the other side. */
export async function hears(call: Call): Promise<void> {
  const before = call.media.received;
  await until(`${call.leg.phone} to hear somebody`, () => call.media.received > before + 5);
}
