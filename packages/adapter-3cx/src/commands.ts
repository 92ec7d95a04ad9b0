import { CommandFault, type CommandHandler, say } from '@callbus/runtime';
import { z } from 'zod';
import type { ApiAnswer, PbxApi } from './call-control/wire/api.ts';
import { devices, isDone, type Participant, participant, result } from './call-control/wire/native.ts';
import { CredentialsRefused, PbxAway } from './errors.ts';
import { messages } from './messages.ts';

/** What Call Control can do; it has no hold, no mute, no DTMF and no conference. */
export const COMMANDS = [
  'makeCall',
  'answer',
  'drop',
  'divert',
  'routeTo',
  'transferTo',
  'attachData',
] as const;

type Verb = (typeof COMMANDS)[number];
type Parameters = Record<string, unknown>;

/** 3CX's word for an action, and the states of a participant it can be done in. */
const ACTIONS: Record<
  Exclude<Verb, 'makeCall' | 'attachData'>,
  { path: string; states: readonly string[] }
> = {
  answer: { path: 'answer', states: ['Ringing'] },
  drop: { path: 'drop', states: ['Ringing', 'Dialing', 'Connected'] },
  divert: { path: 'divert', states: ['Ringing'] },
  routeTo: { path: 'routeto', states: ['Ringing', 'Connected'] },
  transferTo: { path: 'transferto', states: ['Connected'] },
};

/** How long a phone rings where nobody says; seconds, as 3CX wants it. */
const RING_SECONDS = 45;
const NUMBER = /^[+\d*#]{1,32}$/;

/** Who must know of a click-to-call before it is seen. */
export type Expect = (dn: string, number: string) => void;

/**
 * Canonical commands as Call Control requests. Each is tried once: a second
 * try would ring twice, and a token that is refused is renewed before anything is done.
 */
export function commandHandlers(api: PbxApi, expect: Expect): Record<Verb, CommandHandler> {
  const act =
    (verb: keyof typeof ACTIONS): CommandHandler =>
    async (parameters, signal) => {
      const extension = numberIn(parameters, 'extension');
      const { path, states } = ACTIONS[verb];
      const moves = verb === 'divert' || verb === 'routeTo' || verb === 'transferTo';
      const body = moves
        ? { reason: 'None', destination: numberIn(parameters, 'destination'), timeout: secondsIn(parameters) }
        : { reason: 'None' };
      const who = await participantOf(api, extension, parameters, states, verb, signal);
      return await done(verb, api, `${pathOf(extension)}/participants/${who.id}/${path}`, body, signal);
    };
  return {
    makeCall: async (parameters, signal) => {
      const extension = numberIn(parameters, 'extension');
      const destination = numberIn(parameters, 'number');
      const device = await deviceOf(api, extension, parameters, signal);
      const path = device === undefined ? '' : `/devices/${encodeURIComponent(device)}`;
      const body = {
        reason: 'None',
        destination,
        timeout: secondsIn(parameters),
        attacheddata: dataIn(parameters, false),
      };
      expect(extension, destination);
      return await done('makeCall', api, `${pathOf(extension)}${path}/makecall`, body, signal);
    },
    answer: act('answer'),
    drop: act('drop'),
    divert: act('divert'),
    routeTo: act('routeTo'),
    transferTo: act('transferTo'),
    attachData: async (parameters, signal) => {
      const extension = numberIn(parameters, 'extension');
      const attacheddata = dataIn(parameters, true);
      const action = parameters.to === 'party' ? 'attach_party_data' : 'attach_participant_data';
      const states = ACTIONS.drop.states;
      const who = await participantOf(api, extension, parameters, states, 'attachData', signal);
      const path = `${pathOf(extension)}/participants/${who.id}/${action}`;
      return await done('attachData', api, path, { attacheddata }, signal);
    },
  };
}

const pathOf = (extension: string): string => `/callcontrol/${encodeURIComponent(extension)}`;

async function deviceOf(
  api: PbxApi,
  extension: string,
  parameters: Parameters,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (typeof parameters.device === 'string' && parameters.device !== '') return parameters.device;
  const answer = await asked(api.get(`${pathOf(extension)}/devices`, signal));
  if (answer.status === 404)
    throw new CommandFault('3cx.extension', 404, say(messages.notSeen, { extension }));
  if (answer.status !== 200) throw refusal('makeCall', answer);
  // A phone of one's own rings first; without one 3CX chooses.
  return devices.safeParse(answer.body).data?.[0]?.device_id;
}

async function participantOf(
  api: PbxApi,
  extension: string,
  parameters: Parameters,
  states: readonly string[],
  verb: Verb,
  signal: AbortSignal,
): Promise<Participant> {
  const answer = await asked(api.get(`${pathOf(extension)}/participants`, signal));
  if (answer.status === 404)
    throw new CommandFault('3cx.extension', 404, say(messages.notSeen, { extension }));
  if (answer.status !== 200) throw refusal(verb, answer);
  const callid = idIn(parameters, 'callid');
  const id = idIn(parameters, 'participant');
  const all = z.array(z.unknown()).safeParse(answer.body).data ?? [];
  const mine = all
    .flatMap((raw) => participant.safeParse(raw).data ?? [])
    .filter((p) => (callid === undefined || p.callid === callid) && (id === undefined || p.id === id));
  if (mine.length === 0) throw new CommandFault('3cx.no-call', 404, say(messages.noCall, { extension }));
  const able = mine.filter((p) => states.includes(p.status));
  if (able.length === 0)
    throw new CommandFault('3cx.state', 409, say(messages.wrongState, { verb, reason: '' }));
  if (new Set(able.map((p) => p.callid)).size > 1)
    throw new CommandFault('3cx.several', 409, say(messages.severalCalls, { extension }));
  // Of several devices, one that we may control.
  return able.find((p) => p.direct_control) ?? (able[0] as Participant);
}

async function done(
  verb: Verb,
  api: PbxApi,
  path: string,
  body: unknown,
  signal: AbortSignal,
): Promise<{ status: number; callid?: number; participant?: number }> {
  const answer = await asked(api.post(path, body, signal));
  if (answer.status < 200 || answer.status >= 300) throw refusal(verb, answer);
  const told = result.safeParse(answer.body).data;
  if (told && !isDone(told.finalstatus))
    throw new CommandFault('3cx.not-done', 409, say(messages.notDone, { reason: reasonIn(answer) }));
  const { callid, id } = told?.result ?? {};
  return {
    status: answer.status,
    ...(callid === undefined ? {} : { callid }),
    ...(id === undefined ? {} : { participant: id }),
  };
}

async function asked(answer: Promise<ApiAnswer>): Promise<ApiAnswer> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof CredentialsRefused)
      throw new CommandFault('3cx.credentials', 502, error.message, error);
    if (error instanceof PbxAway) {
      const text = say(messages.away, { reason: error.message });
      throw new CommandFault('3cx.away', error.slow ? 504 : 502, text, error);
    }
    throw error;
  }
}

/** An answer that is no success, for the user of 1C. */
function refusal(verb: Verb, answer: ApiAnswer): CommandFault {
  const { status } = answer;
  switch (status) {
    case 401:
    case 403:
      return new CommandFault(
        '3cx.forbidden',
        403,
        `${say(messages.forbidden, { status })}: ${say(messages.forbiddenRemedy)}`,
      );
    case 404:
      return new CommandFault('3cx.gone', 404, say(messages.goneAlready));
    case 422:
      return new CommandFault('3cx.state', 409, say(messages.wrongState, { verb, reason: reasonIn(answer) }));
    default:
      return new CommandFault(
        '3cx.refused',
        502,
        say(messages.odd, { status, what: verb }) + reasonIn(answer),
      );
  }
}

function reasonIn({ body }: ApiAnswer): string {
  const { reason = '', reasontext = '' } = result.safeParse(body).data ?? {};
  const words = reasontext || (reason === 'None' ? '' : reason);
  return words === '' ? '' : `: ${words.slice(0, 200)}`;
}

const fault = (name: string, expected: string): CommandFault =>
  new CommandFault('command.parameters', 400, say(messages.needed, { name, expected }));

function numberIn(parameters: Parameters, name: string): string {
  const value = parameters[name];
  const text = typeof value === 'string' ? value.replace(/[\s()-]/g, '') : '';
  if (!NUMBER.test(text)) throw fault(name, say(name === 'extension' ? messages.extension : messages.number));
  return text;
}

function idIn(parameters: Parameters, name: string): number | undefined {
  const value = parameters[name];
  if (value === undefined || value === null || value === '') return undefined;
  const id = Number(value);
  if (!Number.isInteger(id) || id < 0) throw fault(name, '0, 1, 2 ...');
  return id;
}

function secondsIn(parameters: Parameters): number {
  const { timeout } = parameters;
  if (timeout === undefined) return RING_SECONDS;
  if (typeof timeout !== 'number' || !(timeout >= 1 && timeout <= 600)) throw fault('timeout', '1..600');
  return Math.round(timeout);
}

function dataIn({ data }: Parameters, needed: boolean): Record<string, string> {
  if (data === undefined && !needed) return {};
  const read = z.record(z.string(), z.string()).safeParse(data);
  if (!read.success) throw fault('data', say(messages.object));
  return read.data;
}
