import { type CallEvent, EventType } from '@callbus/contract';
import { TestNats } from '@callbus/runtime/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AmiMessage } from '../../src/wire/message.ts';
import { stopAfterEach } from '../wire/support/stops.ts';
import { Pbx, type Standing, say } from './pbx.ts';
import { SLOW, Stand, until } from './stand.ts';

const CUSTOMER = '79990000001';

/** The customer's channel and the phone's, as they are named in everything the server says of a call. */
const ids = (call: string): { line: AmiMessage; phone: AmiMessage; dest: AmiMessage } => ({
  line: { Channel: `PJSIP/itsp-${call}`, Uniqueid: `${call}.1`, Linkedid: `${call}.1` },
  phone: { Channel: `PJSIP/100-${call}`, Uniqueid: `${call}.2`, Linkedid: `${call}.1` },
  dest: { DestChannel: `PJSIP/100-${call}`, DestUniqueid: `${call}.2`, DestLinkedid: `${call}.1` },
});

/** What a server tells of a call that comes in and rings at 100. */
function ringing(call: string): AmiMessage[] {
  const { line, phone, dest } = ids(call);
  return [
    { Event: 'Newchannel', ...line, ChannelStateDesc: 'Ring', CallerIDNum: CUSTOMER, Exten: '3333333' },
    { Event: 'Newchannel', ...phone, ChannelStateDesc: 'Down', CallerIDNum: '100', Exten: 's' },
    { Event: 'DialBegin', ...line, ...dest, DialString: '100' },
    { Event: 'Newstate', ...phone, ChannelStateDesc: 'Ringing' },
  ];
}

function answered(call: string): AmiMessage[] {
  const { line, phone, dest } = ids(call);
  const bridge = { BridgeUniqueid: `b${call}`, BridgeTechnology: 'simple_bridge', BridgeType: 'basic' };
  return [
    { Event: 'Newstate', ...phone, ChannelStateDesc: 'Up' },
    { Event: 'DialEnd', ...line, ...dest, DialStatus: 'ANSWER' },
    { Event: 'Newstate', ...line, ChannelStateDesc: 'Up' },
    { Event: 'BridgeEnter', ...phone, ...bridge },
    { Event: 'BridgeEnter', ...line, ...bridge },
  ];
}

function hungUp(call: string): AmiMessage[] {
  const { line, phone } = ids(call);
  return [
    { Event: 'HangupRequest', ...line, Cause: '16' },
    { Event: 'Hangup', ...phone, Cause: '16', 'Cause-txt': 'Normal Clearing' },
    { Event: 'Hangup', ...line, Cause: '16', 'Cause-txt': 'Normal Clearing' },
  ];
}

const age = { Seconds: '60', Exten: '100', Application: 'Dial', Data: 'PJSIP/100,20' };

/** The same call as a snapshot shows it. */
function standing(call: string, state: 'Ringing' | 'Up'): Standing[] {
  const { line, phone } = ids(call);
  const bridge = state === 'Up' ? { BridgeID: `b${call}` } : {};
  return [
    {
      ...(line as Record<string, string>),
      ChannelStateDesc: state === 'Up' ? 'Up' : 'Ring',
      CallerIDNum: CUSTOMER,
      DNID: '3333333',
      ...age,
      ...bridge,
    },
    {
      ...(phone as Record<string, string>),
      ChannelStateDesc: state,
      CallerIDNum: '100',
      ...age,
      Application: 'AppDial',
      Data: '(Outgoing Line)',
      ...bridge,
    },
  ] as Record<string, string>[] as Standing[];
}

describe('after a time without sight', { timeout: SLOW }, () => {
  const stopLater = stopAfterEach();
  let nats: TestNats;
  let pbx: Pbx;
  let stand: Stand;
  beforeAll(async () => {
    nats = await TestNats.start();
  });
  afterAll(() => nats.stop());
  beforeEach(async () => {
    pbx = await Pbx.start();
    stopLater(() => pbx.stop());
  });

  async function open(block: Record<string, unknown> = {}): Promise<void> {
    const bus = await nats.bus();
    for (const stream of ['CALLS', 'AGENTS']) await bus.jsm.streams.purge(stream);
    stand = await Stand.start(nats, { port: pbx.port, ...block });
    stopLater(() => stand.stop());
    await stand.linked('ok');
  }

  const before = (types: EventType[]): CallEvent[] => stand.events.filter((e) => types.includes(e.type));

  test('a call that goes on is told once, and its end is told as it came', async () => {
    await open();
    pbx.tell(...ringing('10'), ...answered('10'));
    await stand.told(EventType.ESTABLISHED);
    pbx.stands(...standing('10', 'Up'));
    pbx.cut();
    await stand.told(EventType.SOURCE_GAP);
    pbx.tell(...hungUp('10'));
    await stand.told(EventType.CALL_CLEARED);
    expect(stand.story()).toEqual([
      `offered 10.1 ${CUSTOMER}`,
      'delivered 10.1 100',
      'established 10.1 100',
      'sourceGap gap=reconnect',
      'connectionCleared 10.1 100',
      `connectionCleared 10.1 ${CUSTOMER} by=customer`,
      'callCleared 10.1 by=customer',
    ]);
  });

  test('what a call did meanwhile is told behind the gap', async () => {
    await open();
    pbx.tell(...ringing('11'));
    await stand.told(EventType.DELIVERED);
    pbx.stands(...standing('11', 'Up'));
    pbx.cut();
    await stand.told(EventType.ESTABLISHED);
    expect(stand.story()).toEqual([
      `offered 11.1 ${CUSTOMER}`,
      'delivered 11.1 100',
      'sourceGap gap=reconnect',
      'established 11.1 100',
    ]);
  });

  test('a call that is gone is closed, and nobody is said to have ended it', async () => {
    await open();
    pbx.tell(...ringing('12'), ...answered('12'));
    await stand.told(EventType.ESTABLISHED);
    pbx.cut();
    const [cleared] = await stand.told(EventType.CALL_CLEARED);
    expect(stand.story().slice(3)).toEqual(['sourceGap gap=reconnect', 'callCleared 12.1 gap=reconnect']);
    const [gap] = before([EventType.SOURCE_GAP]);
    expect(cleared?.gap).toEqual(gap?.gap);
    expect(gap?.gap?.from).toBeLessThanOrEqual(gap?.gap?.to ?? 0);
    // The server's new life has nothing to do with the old one.
    pbx.tell(...ringing('13'), ...answered('13'), ...hungUp('13'));
    await stand.told(EventType.CALL_CLEARED, 2);
    expect(before([EventType.CALL_CLEARED]).map(({ key, gap }) => [key, gap === null])).toEqual([
      ['12.1', false],
      ['13.1', true],
    ]);
  });

  test('a call that began meanwhile is told as it stands, before the gap that marks it', async () => {
    await open();
    pbx.stands(...standing('14', 'Up'));
    pbx.cut();
    await stand.told(EventType.ESTABLISHED);
    expect(stand.story()).toEqual([
      `offered 14.1 ${CUSTOMER}`,
      'sourceGap gap=reconnect',
      'established 14.1 100',
    ]);
    const [offered] = stand.events;
    expect(offered).toMatchObject({ did: '3333333', trunk: 'itsp' });
    // The server says that it is a minute old.
    expect((offered?.observedAt ?? 0) - (offered?.occurredAt ?? 0)).toBeGreaterThanOrEqual(60_000);
  });

  test('messages that come while it is looked are neither lost nor taken twice', async () => {
    await open();
    pbx.tell(...ringing('15'));
    await stand.told(EventType.DELIVERED);
    // While the list is made, 15 is answered and 16 comes and goes; the list shows 15 as it is then.
    pbx.stands(...standing('15', 'Up'));
    pbx.before = (visitor, action) => {
      if (action !== 'Status') return;
      for (const message of [...answered('15'), ...ringing('16'), ...answered('16')]) say(visitor, message);
    };
    pbx.after = (visitor, action) => {
      if (action !== 'Status') return;
      pbx.before = undefined;
      for (const message of [...hungUp('16'), ...hungUp('15')]) say(visitor, message);
    };
    pbx.cut();
    await stand.told(EventType.CALL_CLEARED, 2);
    const of = (call: string): string[] => stand.story().filter((line) => line.includes(` ${call}.1`));
    const ends = (call: string): string[] => [
      `connectionCleared ${call}.1 100`,
      `connectionCleared ${call}.1 ${CUSTOMER} by=customer`,
      `callCleared ${call}.1 by=customer`,
    ];
    for (const call of ['15', '16'])
      expect(of(call)).toEqual([
        `offered ${call}.1 ${CUSTOMER}`,
        `delivered ${call}.1 100`,
        `established ${call}.1 100`,
        ...ends(call),
      ]);
    // 16 was seen whole: only 15 stands before the gap.
    const told = stand.story();
    expect(told.indexOf('sourceGap gap=reconnect')).toBeGreaterThan(told.indexOf('delivered 15.1 100'));
    expect(told.indexOf('sourceGap gap=reconnect')).toBeLessThan(told.indexOf(`offered 16.1 ${CUSTOMER}`));
    const all = stand.events.map(({ eventId }) => eventId);
    expect(new Set(all).size).toBe(all.length);
  });

  test('an end that was heard before the list is told as it was heard', async () => {
    await open();
    pbx.tell(...ringing('17'), ...answered('17'));
    await stand.told(EventType.ESTABLISHED);
    pbx.before = (visitor, action) => {
      if (action === 'Status') for (const message of hungUp('17')) say(visitor, message);
    };
    pbx.cut();
    const [cleared] = await stand.told(EventType.CALL_CLEARED);
    expect(cleared?.gap).toBeNull();
    expect(stand.story().at(-1)).toBe('callCleared 17.1 by=customer');
  });

  test('the adapter that is started again goes on where it was', async () => {
    await open();
    const { phone } = ids('18');
    pbx.tell(...ringing('18'), ...answered('18'));
    pbx.tell({ Event: 'Hold', ...phone }, { Event: 'Unhold', ...phone });
    await stand.told(EventType.RETRIEVED);
    pbx.tell(...ringing('19'));
    await stand.told(EventType.DELIVERED, 2);
    await stand.end();
    pbx.stands(...standing('18', 'Up'));
    await stand.run();
    await stand.told(EventType.SOURCE_GAP);
    await stand.told(EventType.CALL_CLEARED);
    pbx.tell({ Event: 'Hold', ...phone });
    const holds = await stand.told(EventType.HELD, 2);
    pbx.tell(...hungUp('18'));
    await stand.told(EventType.CALL_CLEARED, 2);
    expect(stand.story().slice(-8)).toEqual([
      `offered 19.1 ${CUSTOMER}`,
      'delivered 19.1 100',
      'sourceGap gap=restart',
      'callCleared 19.1 gap=restart',
      'held 18.1 100',
      'connectionCleared 18.1 100',
      `connectionCleared 18.1 ${CUSTOMER} by=customer`,
      'callCleared 18.1 by=customer',
    ]);
    // The second hold is another fact than the first.
    expect(holds.map(({ ordinal }) => ordinal)).toEqual([0, 1]);
  });

  test('what was open when nobody was left to hear of it is closed at the next start', async () => {
    await open();
    pbx.tell(...ringing('20'));
    await stand.told(EventType.DELIVERED);
    await stand.end();
    await stand.run();
    await stand.told(EventType.CALL_CLEARED);
    await stand.end();
    await stand.run();
    await stand.told(EventType.SOURCE_GAP, 2);
    expect(before([EventType.CALL_CLEARED])).toHaveLength(1);
  });

  test('the first look at a server with running calls marks them', async () => {
    pbx.stands(...standing('21', 'Ringing'));
    await open();
    await stand.told(EventType.DELIVERED);
    expect(stand.story()).toEqual([`offered 21.1 ${CUSTOMER}`, 'sourceGap gap=start', 'delivered 21.1 100']);
  });

  test('a user who may not look is named, and what was known goes on', async () => {
    await open();
    pbx.tell(...ringing('22'), ...answered('22'));
    await stand.told(EventType.ESTABLISHED);
    for (const action of ['Status', 'CoreShowChannels']) pbx.denied.add(action);
    pbx.cut();
    await until('the missing right is named', () =>
      stand.health.report().links.some(({ remedy }) => remedy?.includes('write = system,reporting')),
    );
    await stand.told(EventType.SOURCE_GAP);
    pbx.tell(...hungUp('22'));
    await stand.told(EventType.CALL_CLEARED);
    expect(stand.story().slice(3)).toEqual([
      'sourceGap gap=reconnect',
      'connectionCleared 22.1 100',
      `connectionCleared 22.1 ${CUSTOMER} by=customer`,
      'callCleared 22.1 by=customer',
    ]);
  });

  test('neither the secret nor a number is in the log', async () => {
    await open();
    pbx.tell(...ringing('23'), ...answered('23'));
    await stand.told(EventType.ESTABLISHED);
    pbx.cut();
    await stand.told(EventType.CALL_CLEARED);
    expect(stand.log.join('')).not.toMatch(/fictional-secret|79990000001/);
  });
});
