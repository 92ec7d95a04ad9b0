import { CommandFault, type Message, say } from '@callbus/runtime';
import { messages } from './messages.ts';
import type { NativeResult } from './wire/native.ts';

interface Constant {
  /** As the agent writes it. */
  text: string;
  /** Behind `1c-connect.`. */
  code: string;
  status: number;
  message: Message;
  /** The same command may be taken a little later. */
  passing?: boolean;
}

/** Every error the agent is documented to answer with (spec, I.2.2.1). */
export const CONSTANTS = [
  // Ours to get right, so that one of these is a fault of what we sent.
  { text: 'Action is not recognized', code: 'action', status: 400, message: messages.actionUnknown },
  { text: 'Initiator is not recognized', code: 'initiator', status: 400, message: messages.initiatorUnknown },
  { text: 'Mode is not recognized', code: 'mode', status: 400, message: messages.modeUnknown },
  {
    text: 'Object or Action is not recognized',
    code: 'object-or-action',
    status: 400,
    message: messages.objectUnknown,
  },
  { text: 'Status is not recognized', code: 'status', status: 400, message: messages.statusUnknown },
  { text: 'XML parsing error', code: 'xml-parsing', status: 400, message: messages.xmlUnknown },
  {
    text: 'Unable to find user for service',
    code: 'user-not-found',
    status: 404,
    message: messages.userNotFound,
  },
  { text: 'ServiceID not found', code: 'service-not-found', status: 404, message: messages.serviceNotFound },
  {
    text: 'Unable to find Colleague',
    code: 'colleague-not-found',
    status: 404,
    message: messages.colleagueNotFound,
  },
  { text: 'agent is offline', code: 'agent-offline', status: 409, message: messages.offline, passing: true },
  {
    text: 'Agent not Logged',
    code: 'agent-not-logged',
    status: 409,
    message: messages.notLogged,
    passing: true,
  },
  {
    text: 'Not possible to establish this status',
    code: 'status-not-possible',
    status: 409,
    message: messages.impossible,
  },
] as const satisfies readonly Constant[];

const plain = (text: string): string =>
  text
    .replace(/[.!\s]+$/, '')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase();
const BY_TEXT = new Map<string, (typeof CONSTANTS)[number]>(CONSTANTS.map((c) => [plain(c.text), c]));

/** A command that the agent refused, in the spec's words. */
export class Refused extends CommandFault {
  /** The same command may be taken a little later. */
  readonly passing: boolean;
  constructor(text: string) {
    const known = BY_TEXT.get(plain(text));
    const words = text.trim().slice(0, 300) || say(messages.rejectedSilently);
    super(
      `1c-connect.${known?.code ?? 'rejected'}`,
      known?.status ?? 502,
      known ? say(known.message, { text: known.text }) : say(messages.rejected, { text: words }),
    );
    this.passing = known !== undefined && 'passing' in known;
  }
}

const FAILURE = /^(?:error|fail(?:ed|ure)?|false|0|ошибка|неудача)$/i;

/** The fault in an answer; undefined where the command was done. */
export function faultOf({ result, error }: NativeResult): Refused | undefined {
  if (error !== '') return new Refused(error);
  // Some answers put the constant where the spec has the result.
  if (BY_TEXT.has(plain(result))) return new Refused(result);
  return FAILURE.test(result) ? new Refused('') : undefined;
}
