import { CommandFault, type CommandHandler, type Message, say } from '@callbus/runtime';
import type { Agent } from './agent.ts';
import { MODES, OBJECTS } from './config.ts';
import type { Feed } from './feed.ts';
import { messages } from './messages.ts';
import type { Answer } from './pending.ts';
import { statusWord } from './translate.ts';
import { makeCall } from './wire/make-call.ts';
import { modeOf } from './wire/read.ts';
import { type Category, changeStatus, type NativeCommand, sendMessage } from './wire/write.ts';

/** The canonical commands of this adapter. */
export const VERBS = [
  'changeStatus',
  'sendMessage',
  'subscribe',
  'unsubscribe',
  'makeCall',
  'connect',
  'disconnect',
  'status',
  'login',
] as const;

/** The families of the driver's methods (spec, II.4 to II.14). */
const FAMILIES: Readonly<Record<string, readonly Category[]>> = {
  onlinestatus: (['ServicesClients', 'Colleagues'] as const).map((mode) => ({
    mode,
    object: 'AgentOnlineStatus',
    initiator: 'Self',
  })),
  softphone: calls('Softphone'),
  colleaguescall: calls('Colleagues'),
  clientscall: calls('ServicesClients'),
  allcall: MODES.flatMap(calls),
};
const FAMILY_NAMES = 'onlineStatus | softphone | colleaguesCall | clientsCall | allCall';

function calls(mode: string): Category[] {
  return (['Self', 'incoming'] as const).map((initiator) => ({ mode, object: 'Call', initiator }));
}

export interface CommandsOptions {
  /** Adapter id. */
  id: string;
  agents: readonly Agent[];
  feed: Feed;
}

/** What programs and people may ask of the logins. */
export function createCommands({
  id,
  agents,
  feed,
}: CommandsOptions): Record<(typeof VERBS)[number], CommandHandler> {
  const agentOf = (parameters: Parameters): Agent => {
    const login = text(parameters, 'login');
    const only = agents.length === 1 ? agents[0] : undefined;
    if (login === '' && only) return only;
    if (login === '') throw missing('login', messages.login);
    const agent = agents.find((a) => a.login.toLowerCase() === login.toLowerCase());
    if (!agent) throw new CommandFault('1c-connect.login', 404, say(messages.noLogin, { login, id }));
    return agent;
  };
  const send = async (agent: Agent, command: NativeCommand): Promise<Record<string, unknown>> => {
    const answer = await agent.send(command);
    return { login: agent.login, id: answer.id, ...toldBy(answer) };
  };
  const stateOf = (agent: Agent): Record<string, unknown> => ({
    ...agent.state,
    status: feed.status(agent.login),
  });
  return {
    changeStatus: async (parameters) => {
      const agent = agentOf(parameters);
      const told = text(parameters, 'status');
      if (told === '') throw missing('status', messages.status);
      // The program is the judge of what it can be set to.
      const status = statusWord(told) ?? told;
      return { ...(await send(agent, changeStatus(status))), status };
    },
    sendMessage: async (parameters) => {
      const agent = agentOf(parameters);
      const { mode, ids, body } = messageOf(parameters);
      return await send(agent, sendMessage(mode, ids, body));
    },
    subscribe: async (parameters) => {
      const agent = agentOf(parameters);
      // All at once: a program that takes its time with each is waited for once.
      await Promise.all(categoriesOf(parameters).map((category) => agent.subscriptions.add(category)));
      return stateOf(agent);
    },
    unsubscribe: async (parameters) => {
      const agent = agentOf(parameters);
      await Promise.all(categoriesOf(parameters).map((category) => agent.subscriptions.remove(category)));
      return stateOf(agent);
    },
    makeCall: async (parameters) => {
      const extension = text(parameters, 'extension', 'user');
      const number = text(parameters, 'number', 'phone');
      const byExtension = agents.find((a) => a.extension === extension);
      if (!byExtension && extension !== '')
        throw new CommandFault('1c-connect.login', 404, say(messages.noExtension, { extension, id }));
      const agent = byExtension ?? agentOf(parameters);
      if (number === '') throw missing('number', messages.number);
      return await send(agent, makeCall(number));
    },
    connect: async (parameters) => {
      const agent = agentOf(parameters);
      agent.start();
      return stateOf(agent);
    },
    disconnect: async (parameters) => {
      const agent = agentOf(parameters);
      await agent.disconnect();
      return stateOf(agent);
    },
    status: async (parameters) =>
      text(parameters, 'login') === '' ? { logins: agents.map(stateOf) } : stateOf(agentOf(parameters)),
    login: async () => ({ logins: agents.filter((a) => a.connected).map((a) => a.login) }),
  };
}

type Parameters = Record<string, unknown>;

const plain = (name: string): string => name.toLowerCase().replace(/[_-]/g, '');

/** A parameter under any of its names, whatever their case. */
function text(parameters: Parameters, ...names: readonly string[]): string {
  const wanted = names.map(plain);
  for (const [name, value] of Object.entries(parameters))
    if (wanted.includes(plain(name)) && (typeof value === 'string' || typeof value === 'number'))
      return String(value).trim();
  return '';
}

const missing = (field: string, expected: Message | string): CommandFault => {
  const wanted = typeof expected === 'string' ? expected : say(expected);
  return new CommandFault('command.parameters', 400, say(messages.parameter, { field, expected: wanted }));
};

function messageOf(parameters: Parameters): {
  mode: 'ServicesClients' | 'Colleagues';
  ids: [string, string][];
  body: string;
} {
  const mode = modeOf(text(parameters, 'mode'));
  if (mode === undefined || mode === 'Softphone') throw missing('mode', 'ServicesClients | Colleagues');
  const names = mode === 'Colleagues' ? ['ColleagueID'] : ['ClientID', 'UserID', 'ServiceID'];
  const ids = names.map((name): [string, string] => {
    const value = text(parameters, name);
    if (value === '') throw missing(`${name.charAt(0).toLowerCase()}${name.slice(1, -2)}Id`, messages.uuid);
    return [name, value];
  });
  const body = bodyOf(parameters);
  if (body.trim() === '') throw missing('body', messages.text);
  return { mode, ids, body };
}

// What people wrote goes as they wrote it.
function bodyOf(parameters: Parameters): string {
  const names = ['body', 'messagebody', 'text'];
  for (const [name, value] of Object.entries(parameters))
    if (names.includes(plain(name)) && typeof value === 'string') return value;
  return '';
}

function categoriesOf(parameters: Parameters): readonly Category[] {
  const family = text(parameters, 'events');
  if (family !== '') {
    const known = FAMILIES[plain(family)];
    if (!known) throw missing('events', FAMILY_NAMES);
    return known;
  }
  const mode = modeOf(text(parameters, 'mode'));
  if (mode === undefined) throw missing('mode', MODES.join(' | '));
  const told = text(parameters, 'object').toLowerCase();
  const object = OBJECTS.find((o) => o.toLowerCase() === told);
  if (object === undefined) throw missing('object', OBJECTS.join(' | '));
  const initiator = text(parameters, 'initiator').toLowerCase();
  if (!['', 'self', 'incoming'].includes(initiator)) throw missing('initiator', 'self | incoming');
  return expand({
    mode,
    object,
    ...(initiator === '' ? {} : { initiator: initiator as 'self' | 'incoming' }),
  });
}

/** A category of the file as the program is asked for it: one of each initiator. */
export function expand({
  mode,
  object,
  initiator,
}: {
  mode: string;
  object: string;
  initiator?: 'self' | 'incoming' | undefined;
}): Category[] {
  const both: readonly Category[] = [
    { mode, object, initiator: 'Self' },
    { mode, object, initiator: 'incoming' },
  ];
  return both.filter((c) => initiator === undefined || c.initiator.toLowerCase() === initiator);
}

function toldBy({ result, event }: Answer): Record<string, unknown> {
  return {
    ...(result?.result ? { result: result.result } : {}),
    ...(event?.kind === 'message' ? { messageId: event.messageId } : {}),
    ...(event?.kind === 'call' ? { callId: event.callId } : {}),
  };
}
