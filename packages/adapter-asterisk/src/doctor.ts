import { CallBusError, reasonOf, say } from '@callbus/runtime';
import type { Config } from './config.ts';
import { connectTo } from './connect.ts';
import { setup } from './feed/filters.ts';
import { messages } from './messages.ts';
import { isError } from './wire/answer.ts';
import type { LinkChange, ManagerLink } from './wire/link.ts';
import { text, texts } from './wire/message.ts';

/** What was found out about a server. */
export interface ServerFinding {
  ok: boolean;
  detail: string;
  remedy?: string;
}

/** What an adapter needs to write for, and what goes without it. */
interface Need {
  /** One of them is enough. */
  actions: readonly string[];
  class: string;
  what: string;
  when?(config: Config): boolean;
}

const needs = (): Need[] => [
  { actions: ['Status', 'CoreShowChannels'], class: 'reporting', what: say(messages.needSnapshot) },
  { actions: ['BridgeList'], class: 'system', what: say(messages.needBridges) },
  { actions: ['Filter'], class: 'system', what: say(messages.needFilter) },
  { actions: ['DeviceStateList'], class: 'reporting', what: say(messages.needStates) },
  { actions: ['Redirect'], class: 'call', what: say(messages.needControl) },
  {
    actions: ['Originate'],
    class: 'originate',
    what: say(messages.needOriginate),
    when: ({ originate }) => originate !== undefined,
  },
];

/** Classes of events that are read. */
const readNeeds = (): { class: string; what: string }[] => [
  { class: 'call', what: say(messages.readCall) },
  { class: 'dialplan', what: say(messages.readDialplan) },
  { class: 'agent', what: say(messages.readAgent) },
];

/** Logs in once and says what the user may not do that will be wanted; never rejects. */
export async function examine(config: Config): Promise<ServerFinding[]> {
  let link: ManagerLink;
  try {
    link = connectTo(config, { setup: setup(config.events.variables), wanted: () => false });
  } catch (error) {
    return [failed(error)];
  }
  try {
    const change = await firstChange(link);
    if (change.state === 'down') return [failed(change.error)];
    return await rights(link, config, change.banner);
  } catch (error) {
    return [failed(error)];
  } finally {
    await link.stop();
  }
}

function firstChange(link: ManagerLink): Promise<Exclude<LinkChange, { state: 'shutdown' }>> {
  return new Promise((resolve) => {
    link.onChange((change) => {
      if (change.state !== 'shutdown') resolve(change);
    });
    link.start();
  });
}

const failed = (error: unknown): ServerFinding => ({
  ok: false,
  detail: reasonOf(error),
  ...(error instanceof CallBusError && error.remedy ? { remedy: error.remedy } : {}),
});

async function rights(link: ManagerLink, config: Config, banner: string): Promise<ServerFinding[]> {
  const { username } = config;
  const { response } = await link.request({ action: 'ListCommands' });
  // Only what the user may do is listed; who may list nothing is told so by the link.
  const allowed = new Set(Object.keys(response));
  const missing = needs()
    .filter(({ when }) => when?.(config) ?? true)
    .filter(({ actions }) => !actions.some((action) => allowed.has(action)));
  const unread = await unreadClasses(link, username, allowed.has('Command'));
  const server = (allowed.has('CoreSettings') && (await versionOf(link))) || banner;
  const lacks = [
    ...missing.map((need): ServerFinding => lack(username, 'write', need.class, need.what)),
    ...(unread ?? []).map((need): ServerFinding => lack(username, 'read', need.class, need.what)),
  ];
  const classes = readNeeds()
    .map((need) => need.class)
    .join(',');
  const detail = say(messages.examined, { server, username });
  return [
    { ok: true, detail: unread ? detail : `${detail}; ${say(messages.readUnchecked, { classes })}` },
    ...lacks,
  ];
}

const lack = (username: string, list: 'read' | 'write', name: string, what: string): ServerFinding => ({
  ok: false,
  detail: say(messages.rightLacking, { username, list, name, what }),
  remedy: say(messages.rightLackingRemedy, { username, list, name }),
});

/** Classes of events the user is not told; undefined where it cannot be looked up. */
async function unreadClasses(
  link: ManagerLink,
  username: string,
  mayAsk: boolean,
): Promise<{ class: string; what: string }[] | undefined> {
  if (!mayAsk) return undefined;
  const { response } = await link.request({
    action: 'Command',
    params: { Command: `manager show user ${username}` },
  });
  const line = texts(response, 'Output').find((output) => /read perm:/i.test(output));
  if (line === undefined) return undefined;
  const given = new Set(
    line
      .slice(line.indexOf(':') + 1)
      .trim()
      .split(','),
  );
  if (given.has('all')) return [];
  return readNeeds().filter((need) => !given.has(need.class));
}

async function versionOf(link: ManagerLink): Promise<string> {
  const { response } = await link.request({ action: 'CoreSettings' });
  const version = isError(response) ? '' : text(response, 'AsteriskVersion');
  return version === '' ? '' : `Asterisk ${version}`;
}
