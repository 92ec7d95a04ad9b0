import { type AgentEventInit, AgentEventType, Presence } from '@callbus/contract';
import { beforeEach, describe, expect, test } from 'vitest';
import { Agents } from '../src/agents.ts';

const AT = Date.parse('2026-03-02T09:00:00Z');
let agents: Agents;
beforeEach(() => {
  agents = new Agents({ instance: 'office', extensions: '^\\d{3}$' });
});

const device = (name: string, State: string) => ({ Event: 'DeviceStateChange', Device: name, State });
const hint = (Exten: string, StatusText: string) => ({ Event: 'ExtensionStatus', Exten, StatusText });
const member = (Event: string, Queue: string, more: Record<string, string> = {}) => ({
  Event,
  Queue,
  MemberName: 'Ivan Petrov',
  Interface: 'Local/100@from-queue/n',
  StateInterface: 'PJSIP/100',
  Paused: '0',
  PausedReason: '',
  ...more,
});
const last = (...messages: Record<string, string>[]): AgentEventInit | undefined =>
  messages.map((message) => agents.take(message, AT).at(-1)).at(-1);

test.each([
  ['NOT_INUSE', Presence.AVAILABLE],
  ['INUSE', Presence.TALKING],
  ['ONHOLD', Presence.TALKING],
  ['RINGINUSE', Presence.TALKING],
  ['RINGING', Presence.RINGING],
  ['BUSY', Presence.BUSY],
  ['UNAVAILABLE', Presence.OFFLINE],
  ['INVALID', Presence.OFFLINE],
  ['UNKNOWN', Presence.UNSPECIFIED],
])('a device that is %s', (state, presence) => {
  expect(last(device('PJSIP/100', state))).toMatchObject({
    extension: '100',
    type: AgentEventType.DEVICE,
    presence,
    native: state,
    observedAt: AT,
  });
});

test.each([
  ['Idle', Presence.AVAILABLE],
  ['InUse', Presence.TALKING],
  ['InUse&Ringing', Presence.TALKING],
  ['InUse&Hold', Presence.TALKING],
  ['Ringing', Presence.RINGING],
  ['Busy', Presence.BUSY],
  ['Unavailable', Presence.OFFLINE],
])('a hint that says %s goes before the device', (word, presence) => {
  expect(last(device('PJSIP/100', 'INVALID'), hint('100', word))).toMatchObject({ presence, native: word });
});

test('lines, queues, conferences and the halves of the PBX are nobody', () => {
  for (const name of [
    'PJSIP/itsp',
    'Queue:support_avail',
    'Local/100@from-queue',
    'confbridge:lab',
    'Custom:night',
  ])
    expect(agents.take(device(name, 'INUSE'), AT)).toEqual([]);
  expect(agents.take(hint('800', 'Idle'), AT)).toHaveLength(1);
  expect(agents.take(hint('*8', 'Idle'), AT)).toEqual([]);
});

test('of several devices the busiest speaks', () => {
  expect(last(device('PJSIP/100', 'UNAVAILABLE'), device('SIP/100', 'RINGING'))).toMatchObject({
    presence: Presence.RINGING,
    native: 'RINGING',
  });
});

test('what is known already is not told again', () => {
  agents.take(device('PJSIP/100', 'INUSE'), AT);
  expect(agents.take(device('PJSIP/100', 'INUSE'), AT + 1)).toEqual([]);
  expect(agents.take(device('PJSIP/100', 'ONHOLD'), AT + 2)).toHaveLength(1);
});

describe('do not disturb', () => {
  test.each(['Custom:DND100', 'Custom:DND_100', 'Custom:dnd/100'])('by the device state %s', (name) => {
    agents.take(hint('100', 'Idle'), AT);
    expect(last(device(name, 'INUSE'))).toMatchObject({
      presence: Presence.DO_NOT_DISTURB,
      native: 'Idle',
      attributes: { dnd: 'on' },
    });
    expect(last(device(name, 'NOT_INUSE'))).toMatchObject({
      presence: Presence.AVAILABLE,
      attributes: { dnd: 'off' },
    });
  });

  test('by presence', () => {
    const says = (Status: string) => ({
      Event: 'PresenceStateChange',
      Presentity: 'CustomPresence:100',
      Status,
    });
    expect(last(says('dnd'))).toMatchObject({ presence: Presence.DO_NOT_DISTURB });
    expect(last(says('available'))).toMatchObject({ attributes: { dnd: 'off' } });
  });

  test('does not hide that somebody talks', () => {
    expect(last(device('Custom:DND100', 'INUSE'), hint('100', 'InUse'))).toMatchObject({
      presence: Presence.TALKING,
      attributes: { dnd: 'on' },
    });
  });
});

describe('queues', () => {
  test('a member is known by the extension behind the interface, and keeps what else is known of it', () => {
    expect(last(device('PJSIP/100', 'NOT_INUSE'), member('QueueMemberAdded', 'support'))).toMatchObject({
      extension: '100',
      type: AgentEventType.QUEUE_LOGIN,
      presence: Presence.AVAILABLE,
      queue: 'support',
      loggedIn: true,
      paused: false,
      party: { name: 'Ivan Petrov' },
    });
  });

  test.each([
    [{ StateInterface: '', Interface: 'Local/100@from-queue/n' }],
    [{ StateInterface: 'hint:100@ext-local', Interface: 'Local/100@from-queue/n' }],
    [{ StateInterface: '', Interface: 'SIP/100' }],
    [{ StateInterface: 'Custom:agent', Interface: 'PJSIP/100' }],
  ])('%j is 100', (more) => {
    const events = agents.take(member('QueueMemberAdded', 'support', more), AT);
    expect(events.map(({ extension }) => extension)).toEqual(['100']);
  });

  test('who pauses in one of two is not paused, and in both he is', () => {
    agents.take(member('QueueMemberAdded', 'support'), AT);
    expect(last(member('QueueMemberAdded', 'sales'))).toMatchObject({ queue: 'sales,support' });
    const pause = (queue: string) =>
      last(member('QueueMemberPause', queue, { Paused: '1', PausedReason: 'lunch' }));
    expect(pause('support')).toMatchObject({
      type: AgentEventType.PAUSE,
      paused: false,
      reason: 'lunch',
      attributes: { 'queue.support': 'paused', 'queue.sales': 'ready' },
    });
    expect(pause('sales')).toMatchObject({ paused: true });
    expect(
      last(member('QueueMemberRemoved', 'support'), member('QueueMemberRemoved', 'sales')),
    ).not.toHaveProperty('queue');
  });
});

test('a snapshot takes the place of all that was known', () => {
  agents.take(hint('100', 'InUse'), AT);
  agents.take(member('QueueMemberAdded', 'support'), AT);
  agents.take(hint('101', 'InUse'), AT);
  const items = [hint('100', 'InUse'), { ...hint('102', 'Idle') }, device('PJSIP/102', 'NOT_INUSE')];
  const events = agents.snapshot(items, AT + 1_000);
  expect(events.map(({ extension, presence, queue }) => [extension, presence, queue])).toEqual([
    ['100', Presence.TALKING, undefined],
    ['102', Presence.AVAILABLE, undefined],
    ['101', Presence.UNSPECIFIED, undefined],
  ]);
  expect(agents.snapshot(items, AT + 2_000)).toEqual([]);
});

test('the same news has the same id, and other news another', () => {
  const idOf = (state: string): unknown =>
    new Agents({ instance: 'office', extensions: '.' }).take(device('PJSIP/100', state), AT)[0]?.eventId;
  expect(idOf('INUSE')).toBe(idOf('INUSE'));
  expect(idOf('INUSE')).not.toBe(idOf('BUSY'));
});
