import { randomUUID } from 'node:crypto';
import { type Cause, EventCause, enumWord } from '@callbus/contract';
import { CommandFault, type CommandHandler, say } from '@callbus/runtime';
import type { Action } from '../wire/action.ts';
import { type AmiMessage, text } from '../wire/message.ts';
import { CustomerWatch, type Placed } from './customer.ts';
import { ask, badField, mustBeNotAborted } from './faults.ts';
import { mustBeDialable } from './find.ts';
import { messages } from './messages.ts';
import { Parameters } from './parameters.ts';
import type { CommandsConfig, CommandsOptions } from './types.ts';
import { listen, type Waiting } from './wait.ts';

/** The answer of makeCall. */
export interface MakeCallResult extends Placed {
  /** The call's native id, by which its events and its record are known. */
  call: string;
}

type Originate = NonNullable<CommandsConfig['originate']>;

/** How long the answer is waited for where nobody says otherwise, and at most; the gateway waits longer. */
const ANSWER_MS = 60_000;
const MOST_ANSWER_MS = 110_000;
/** A number alone; anything else is a name with one, `Client <79160000002>`. */
const PLAIN = /^\+?[\d*#]+$/;
/** The end of the employee's leg is told a moment after the server has given up. */
const FAULT_MS = 2_000;

/** What the server says in a failed OriginateResponse: the last control frame it saw. */
const REASONS: Readonly<Record<string, EventCause>> = {
  '1': EventCause.CALL_NOT_ANSWERED,
  '3': EventCause.CALL_NOT_ANSWERED,
  '5': EventCause.BUSY,
  '8': EventCause.NETWORK_CONGESTION,
};

/**
 * Click-to-call: rings the employee, then the customer, and tells what became
 * of the customer. It is tried once.
 */
export function makeCall(options: CommandsOptions): CommandHandler {
  const { link, config, sides, ids = () => `callbus-${randomUUID()}` } = options;
  return async (given, signal): Promise<MakeCallResult> => {
    const { originate } = config;
    if (!originate) throw new CommandFault('asterisk.nooriginate', 501, say(messages.noOriginate));
    const parameters = new Parameters(given, ['extension', 'number', 'context', 'waitMs']);
    const extension = parameters.extension('extension');
    if (extension === undefined) throw badField('extension', say(messages.anExtension));
    if (!sides.extensions.test(extension))
      throw new CommandFault('asterisk.noextension', 404, say(messages.noExtension, { extension }));
    const number = parameters.number('number');
    const context = parameters.context('context', originate.context);
    const waitMs = parameters.wait('waitMs', MOST_ANSWER_MS) ?? ANSWER_MS;
    await mustBeDialable(link, context, number);
    mustBeNotAborted(signal);
    const call = ids();
    const action = actionOf(originate, { extension, number, context, call });
    return await new Attempt(options, extension, call).run(action, waitMs, signal);
  };
}

/** The Originate of a call. The dialplan sees the employee as the caller, and his phone shows the customer. */
export function actionOf(
  originate: Originate,
  { extension, number, context, call }: { extension: string; number: string; context: string; call: string },
): Action {
  const fill = (template: string): string =>
    template.replaceAll('{extension}', extension).replaceAll('{number}', number);
  const channel = fill(originate.channel);
  const shown = fill(originate.callerId ?? '{number}');
  const configured = Object.entries(originate.variables ?? {}).map(([name, value]) => [name, fill(value)]);
  return {
    action: 'Originate',
    params: {
      Channel: channel,
      Context: context,
      Exten: number,
      Priority: 1,
      Timeout: originate.timeoutMs,
      Async: true,
      ChannelId: call,
    },
    // Not CallerID: the dialplan would take the customer for the caller, and show him his own number.
    variables: {
      // A phone is known by its own settings; a Local channel has none.
      ...(channel.startsWith('Local/') && { 'CALLERID(num)': extension }),
      [PLAIN.test(shown) ? 'CONNECTEDLINE(num)' : 'CONNECTEDLINE(all)']: shown,
      ...Object.fromEntries(configured),
    },
  };
}

/** One call that is placed, and the wait for what becomes of it. */
class Attempt {
  readonly #options: CommandsOptions;
  readonly #extension: string;
  readonly #watch: CustomerWatch;
  /** Its name; the server's own where it does not take ours. */
  #call: string;
  /** The id of our action, once its answer has told it. */
  #actionId: string | undefined;
  /** What came before we knew the id. */
  readonly #early: AmiMessage[] = [];
  #refusal: Cause | undefined;

  constructor(options: CommandsOptions, extension: string, call: string) {
    this.#options = options;
    this.#extension = extension;
    this.#call = call;
    this.#watch = new CustomerWatch(call, extension);
  }

  async run(action: Action, waitMs: number, signal: AbortSignal): Promise<MakeCallResult> {
    const waiting: Waiting<true> = listen<true>(this.#options, signal, {
      onTold: (events) => {
        for (const event of events) this.#watch.take(event);
        return this.#watch.over ? this.#ended(waiting) : undefined;
      },
      onMessage: (message) => {
        if (text(message, 'Event') === 'OriginateResponse') this.#responded(message, waiting);
        return undefined;
      },
      onDown: () => {
        // What is known already is known.
        if (this.#actionId === undefined) return true;
        throw new CommandFault('asterisk.unknown', 502, say(messages.callLost, { call: this.#call }));
      },
      onAbort: () => {
        if (this.#actionId === undefined) return true;
        throw new CommandFault('asterisk.stopping', 503, say(messages.stopping, { call: this.#call }));
      },
      onTime: () => true,
    });
    try {
      const unknown = (reason: string): string => say(messages.callNotKnown, { reason });
      const { response } = await ask(this.#options.link, action, { unknown });
      this.#actionId = text(response, 'ActionID');
      if (!this.#watch.over) waiting.until(waitMs);
      for (const message of this.#early.splice(0)) this.#responded(message, waiting);
      await waiting.outcome;
    } finally {
      waiting.drop();
    }
    return this.#result();
  }

  // The employee answered or did not; an event that has a Response, and our ActionID.
  #responded(message: AmiMessage, waiting: Waiting<true>): void {
    if (this.#actionId === undefined) {
      this.#early.push(message);
      return;
    }
    const uniqueid = text(message, 'Uniqueid');
    if (text(message, 'ActionID') !== this.#actionId && uniqueid !== this.#call) return;
    if (text(message, 'Response') === 'Success') {
      if (uniqueid !== '' && uniqueid !== this.#call) {
        this.#call = uniqueid;
        this.#watch.alsoKnownAs(uniqueid);
      }
      this.#watch.agentAnswered();
      return;
    }
    this.#refusal = { event: REASONS[text(message, 'Reason')] ?? EventCause.DEST_OUT_OF_ORDER };
    // Where there was a phone to ring, its end says more than this.
    if (this.#watch.known && !this.#watch.over) waiting.until(FAULT_MS);
    else waiting.settle(true);
  }

  // A Local channel takes the call back from the phone, whatever the reason; the server knows it.
  #ended(waiting: Waiting<true>): true | undefined {
    const takenBack = this.#watch.agentFault?.cause?.event === EventCause.CALL_CANCELLED;
    if (!takenBack || this.#refusal) return true;
    waiting.until(FAULT_MS);
    return undefined;
  }

  #result(): MakeCallResult {
    const fault = this.#watch.agentFault;
    const takenBack = fault?.cause?.event === EventCause.CALL_CANCELLED;
    if (fault || this.#refusal)
      throw this.#agentFault((takenBack && this.#refusal) || fault?.cause || this.#refusal);
    return { call: this.#call, ...this.#watch.placed };
  }

  #agentFault(cause: Cause | undefined): CommandFault {
    const extension = this.#extension;
    const fault = (code: string, message: string): CommandFault =>
      new CommandFault(`asterisk.agent-${code}`, 422, message);
    switch (cause?.event) {
      case EventCause.CALL_NOT_ANSWERED:
      case EventCause.ALERT_TIME_EXPIRED:
        return fault('noanswer', say(messages.agentNoAnswer, { extension }));
      case EventCause.BUSY:
      case EventCause.REJECTED:
      case EventCause.DO_NOT_DISTURB:
        return fault('refused', say(messages.agentRefused, { extension }));
      case EventCause.CALL_CANCELLED:
        return fault('ended', say(messages.agentLeft, { extension }));
      default: {
        const word =
          cause?.event === EventCause.DEST_OUT_OF_ORDER ? null : enumWord(EventCause, cause?.event);
        return fault(
          'away',
          say(messages.agentAway, { extension, reason: word ?? say(messages.notRegistered) }),
        );
      }
    }
  }
}
