import { describe, expect, test } from 'vitest';
import type { ServerView, StandingChannel } from '../../src/translate/view.ts';
import type { Translator } from '../../src/translate.ts';
import { BASE, lineOf, messages, tell, told, translator } from './stage.ts';

/**
 * Channels as a snapshot shows them, one per line: name:uniqueid/linkedid,
 * state, application, and what else there is to say.
 */
function view(text: string, more: Partial<ServerView> = {}): ServerView {
  const channels = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map(standing);
  return { channels, holding: new Set(), queued: [], parked: [], ...more };
}

function standing(line: string): StandingChannel {
  const [channel = '', state = '', application = '', ...words] = line.split(/\s+/);
  const [name = '', ids = ''] = channel.split(/:(?=[^:]*$)/);
  const [uniqueid = '', linkedid = '1'] = ids.split('/');
  const more = Object.fromEntries(words.map((word) => word.split(/=(.*)/s) as [string, string]));
  return {
    uniqueid,
    linkedid,
    name,
    state,
    application,
    callerNumber: more.from ?? '',
    callerName: '',
    exten: more.exten ?? '',
    dialled: more.dialled ?? '',
    data: more.data ?? '',
    bridge: more.bridge ?? '',
    since: more.since === undefined ? undefined : BASE + Number(more.since) * 1_000,
    variables: Object.entries(more).filter(([key]) => /^[A-Z_]+$/.test(key)),
  };
}

const GAP = { from: BASE + 10_000, to: BASE + 20_000, reason: 'reconnect' };

/** What a look at second 20 tells, in the order it is told. */
function look(to: Translator, shown: ServerView, gap: typeof GAP | undefined = GAP): string[] {
  const { opened, changed, closings } = to.reconcile(shown, BASE + 20_000, { gap, leave: new Set() });
  const known = new Map<string, string>();
  const lines = (events: typeof opened): string[] => events.map((event) => lineOf(event, known));
  return [...lines(opened), ...(gap ? ['gap'] : []), ...lines(changed), ...lines(closings)];
}

const first = (text: string, more: Partial<ServerView> = {}): string[] =>
  look(translator(), view(text, more));

describe('a call that is seen for the first time', () => {
  test('is told by who began it, and since when', () => {
    const lines = first(`
      PJSIP/itsp-1:1   Ring    Dial    from=79990000001 exten=100 dialled=3333333 since=5
      PJSIP/100-2:2    Ringing AppDial from=100 since=7
    `);
    expect(lines).toEqual(
      told(`
        5 offered outside:79990000001@1 calling=num:79990000001 did=3333333
        gap
        7 delivered 100@2
      `),
    );
  });

  test('has the line that the dialplan kept, and not where it stands now', () => {
    const lines = first('PJSIP/itsp-1:1 Up Dial from=79990000001 exten=100 since=5 FROM_DID=3333334');
    expect(lines[0]).toContain('did=3333334');
    expect(first('PJSIP/itsp-1:1 Up Dial from=79990000001 exten=100 since=5')[0]).not.toContain('did=');
  });

  test('outward has the number that was dialled', () => {
    expect(
      first(`
        PJSIP/100-1:1   Up  Dial    from=3333333 dialled=979990000001 data=PJSIP/79990000001@itsp,30 since=1 bridge=b
        PJSIP/itsp-2:2  Up  AppDial from=979990000001 since=1 bridge=b
      `),
    ).toEqual(
      told(`
        1 originated 100@1 calling=ext:100
        gap
        20 established outside:79990000001@2 called=num:79990000001
      `),
    );
  });

  test('click-to-call: the agent waits for the customer, or is still rung', () => {
    expect(
      first(`
        PJSIP/100-1:1   Up      Dial    since=1 data=PJSIP/79990000001@itsp,30
        PJSIP/itsp-2:2  Ringing AppDial since=4
      `),
    ).toEqual(
      told(`
        1 serviceInitiated 100@1 cause=makeCall calling=ext:100
        gap
        4 delivered outside:79990000001@2 called=num:79990000001
        20 established 100@1
      `),
    );
    expect(first('PJSIP/100-1:1 Ringing AppDial2 since=1')).toEqual(
      told(`
        1 serviceInitiated 100@1 cause=makeCall calling=ext:100
        gap
        20 delivered 100@1
      `),
    );
  });

  test('click-to-call through Local: the agent is the one who is rung first', () => {
    expect(
      first(`
        Local/100@in-0;1:1   Up      Dial    since=1 data=PJSIP/79990000001@itsp,30
        Local/100@in-0;2:2   Up      Dial    since=1 bridge=b
        PJSIP/itsp-4:4       Ringing AppDial since=1 from=79990000001
        PJSIP/100-3:3        Up      AppDial since=1 bridge=b
      `)[0],
    ).toBe('1 serviceInitiated 100@3 cause=makeCall calling=ext:100');
  });

  test('in a queue, parked, and answered by the dialplan', () => {
    expect(
      first('PJSIP/itsp-1:1 Up Queue from=79990000001 data=support,tT since=1 dialled=3333335', {
        queued: [{ uniqueid: '1', queue: 'support', since: BASE + 3_000 }],
      }),
    ).toEqual(
      told(`
        1 offered outside:79990000001@1 calling=num:79990000001 did=3333335 queue=support
        gap
        20 established service:@service-1
        3 queued outside:79990000001@1
      `),
    );
    const parked = { Event: 'ParkedCall', ParkeeUniqueid: '1', ParkingSpace: '701' };
    expect(
      first('PJSIP/itsp-1:1 Up Park from=79990000001 dialled=3333333 since=1 bridge=lot', {
        holding: new Set(['lot']),
        parked: [parked],
      }).at(-1),
    ).toBe('20 diverted parking:@parking-701 cause=park space=701');
  });

  test('among ourselves without its caller is told by who is there', () => {
    expect(first('PJSIP/101-2:2 Up AppDial since=1 bridge=b')).toEqual(['gap']);
  });
});

const ANSWERED = `
  0 Newchannel  PJSIP/itsp-1:1 st=Ring from=79990000001 exten=3333333
  1 Newchannel  PJSIP/100-2:2 st=Down from=100
  1 DialBegin   PJSIP/itsp-1:1 >PJSIP/100-2:2
  2 Newstate    PJSIP/100-2:2 st=Ringing
  3 Newstate    PJSIP/100-2:2 st=Up
  3 Newstate    PJSIP/itsp-1:1 st=Up
  3 BridgeEnter PJSIP/100-2:2 bridge=b
  3 BridgeEnter PJSIP/itsp-1:1 bridge=b
`;

describe('a call that was known', () => {
  function known(text = ANSWERED): Translator {
    const to = translator();
    tell(text, to);
    return to;
  }
  const LINE = 'PJSIP/itsp-1:1 Up Dial from=79990000001 since=0 bridge=b';

  test('and stands as it did tells nothing', () => {
    const to = known();
    expect(look(to, view(`${LINE}\nPJSIP/100-2:2 Up AppDial bridge=b`))).toEqual(['gap']);
    expect(look(to, view(`${LINE}\nPJSIP/100-2:2 Up AppDial bridge=b`))).toEqual(['gap']);
  });

  test('was handed on meanwhile: who has it now, and who no more', () => {
    const lines = look(known(), view(`${LINE}\nPJSIP/101-3:3 Up AppDial since=12 bridge=b`));
    expect(lines[0]).toBe('gap');
    expect(lines.slice(1).map((line) => line.split(' ').slice(0, 3).join(' '))).toEqual([
      '20 connectionCleared 100@2',
      '20 established 101@3',
    ]);
  });

  test('waits in a parking space: who parked it has let go', () => {
    const item = {
      Event: 'ParkedCall',
      ParkeeUniqueid: '1',
      ParkerDialString: 'PJSIP/100',
      ParkingSpace: '702',
    };
    const shown = view('PJSIP/itsp-1:1 Up Park from=79990000001 bridge=lot', {
      holding: new Set(['lot']),
      parked: [item],
    });
    const lines = look(known(), shown);
    expect(lines.filter((line) => line.includes('space=702'))).toHaveLength(1);
    const to = known();
    look(to, shown);
    expect(look(to, shown)).toEqual(['gap']);
  });

  test('joined another meanwhile: they are one', () => {
    const to = known(`${ANSWERED}
      4 Newchannel PJSIP/101-8:8/8 st=Ring from=101 exten=600`);
    const lines = look(to, view(`${LINE}\nPJSIP/101-8:8/1 Up Dial bridge=b`));
    expect(lines.some((line) => line.includes('callsMerged') && line.includes('with=8'))).toBe(true);
  });

  test('is gone: its end has the gap, and no time or cause is made up', () => {
    const to = known();
    const { closings, closed } = to.reconcile(view(''), BASE + 20_000, { gap: GAP, leave: new Set() });
    expect(closings).toMatchObject([{ key: '1', gap: GAP, did: '3333333' }]);
    expect(closings[0]).not.toHaveProperty('endedBy');
    expect(closings[0]).not.toHaveProperty('cause');
    expect(closed).toEqual([
      {
        key: '1',
        channels: [
          { uniqueid: '1', name: 'PJSIP/itsp-1' },
          { uniqueid: '2', name: 'PJSIP/100-2' },
        ],
      },
    ]);
    expect(to.size).toEqual({ channels: 0, bridges: 0, calls: 0 });
    expect(look(to, view(''))).toEqual(['gap']);
  });

  test('has a channel whose end is still to be taken: it is left to that', () => {
    const to = known();
    const leave = new Set(['1', '2']);
    expect(to.reconcile(view(''), BASE + 20_000, { gap: GAP, leave })).toMatchObject({
      changed: [],
      closings: [],
    });
    expect(to.size.channels).toBe(2);
  });

  test('goes on where it was after it was kept and recalled', () => {
    const whole = messages(`${ANSWERED}
      5 Hold          PJSIP/100-2:2
      6 Unhold        PJSIP/100-2:2
      7 Hold          PJSIP/100-2:2
      8 HangupRequest PJSIP/100-2:2
      9 Hangup        PJSIP/100-2:2 cause=16
      9 Hangup        PJSIP/itsp-1:1 cause=16`);
    const straight = translator();
    let broken = translator();
    for (const { message, at } of whole) {
      expect(broken.take(message, at)).toEqual(straight.take(message, at));
      const kept = broken.keys().map((key) => broken.keep(key) ?? '');
      broken = translator();
      expect(broken.recall(kept)).toBe(0);
    }
    expect(broken.size).toEqual({ channels: 0, bridges: 0, calls: 0 });
  });

  test('what cannot be read of it is counted, and the rest is recalled', () => {
    const to = known();
    const again = translator();
    expect(again.recall(['{', to.keep('1') ?? '', '{"version":2}'])).toBe(2);
    expect(again.size.channels).toBe(2);
  });
});
