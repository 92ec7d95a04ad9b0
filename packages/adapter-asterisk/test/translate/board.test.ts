import { describe, expect, test } from 'vitest';
import { BASE, messages, play, tell, translator } from './stage.ts';

const TALK = (n: number, at = 0): string => `
  ${at}    Newchannel  PJSIP/itsp-a${n}:${n}a/${n}a  st=Ring  from=7999000000${n}  exten=495000${n}
  ${at}    Newchannel  PJSIP/10${n}-b${n}:${n}b/${n}a  st=Down  from=10${n}  exten=s
  ${at}    DialBegin   PJSIP/itsp-a${n}:${n}a/${n}a  >PJSIP/10${n}-b${n}:${n}b/${n}a  exten=10${n}
  ${at}    Newstate    PJSIP/10${n}-b${n}:${n}b/${n}a  st=Ringing
  ${at + 1} Newstate    PJSIP/10${n}-b${n}:${n}b/${n}a  st=Up
  ${at + 1} BridgeEnter PJSIP/10${n}-b${n}:${n}b/${n}a  bridge=c${n}
  ${at + 1} BridgeEnter PJSIP/itsp-a${n}:${n}a/${n}a  bridge=c${n}
  ${at + 2} HangupRequest PJSIP/itsp-a${n}:${n}a/${n}a  cause=16
  ${at + 2} Hangup      PJSIP/10${n}-b${n}:${n}b/${n}a  cause=16
  ${at + 2} Hangup      PJSIP/itsp-a${n}:${n}a/${n}a  cause=16
`;

const rows = (text: string): string[] => text.split('\n').filter((line) => line.trim() !== '');

describe('what is kept', () => {
  test('is nothing once every call has ended', () => {
    const to = translator();
    const begun = rows(TALK(1)).slice(0, 7).join('\n');
    tell(begun, to);
    expect(to.size).toEqual({ channels: 2, bridges: 1, calls: 1 });
    tell(rows(TALK(1)).slice(7).join('\n'), to);
    expect(to.size).toEqual({ channels: 0, bridges: 0, calls: 0 });
  });

  test('is let go where the end never came, and its call is left to its silence', () => {
    const to = translator({ limits: { forgetAfterMs: 3_600_000 } });
    const lost = rows(TALK(1)).slice(0, 9).join('\n');
    expect(play(lost, to).some((line) => line.includes('callCleared'))).toBe(false);
    expect(to.size.channels).toBe(1);
    to.take({ Event: 'FullyBooted' }, BASE + 3_500_000);
    expect(to.size.channels).toBe(1);
    expect(to.take({ Event: 'FullyBooted' }, BASE + 3_700_000)).toEqual([]);
    expect(to.size).toEqual({ channels: 0, bridges: 0, calls: 0 });
  });

  test('never grows beyond its limit: the channel that was silent longest goes', () => {
    const to = translator({ limits: { maxChannels: 3 } });
    for (let n = 0; n < 50; n++) {
      tell(`${n} Newchannel PJSIP/itsp-${n}:${n}/${n} st=Ring from=79990000001 exten=4950001`, to);
      expect(to.size.channels).toBeLessThanOrEqual(3);
    }
    expect(to.size).toEqual({ channels: 3, bridges: 0, calls: 3 });
    expect(play('60 Hangup PJSIP/itsp-49:49/49 cause=16', to)).toHaveLength(2);
    expect(play('60 Hangup PJSIP/itsp-1:1/1 cause=16', to)).toEqual([]);
  });
});

describe('the same messages', () => {
  test('give the same events with the same ids, and no id twice', () => {
    const text = TALK(1) + TALK(2);
    const once = tell(text);
    expect(tell(text)).toStrictEqual(once);
    expect(new Set(once.map((event) => event.eventId)).size).toBe(once.length);
  });

  test('of calls that run at once give what each gives alone', () => {
    const tracks = [1, 2, 3].map((n) => rows(TALK(n)));
    const mixed = (tracks[0] ?? []).flatMap((_row, i) => tracks.map((track) => track[i] ?? '')).join('\n');
    const byKey = Map.groupBy(tell(mixed), (event) => event.key);
    for (const n of [1, 2, 3]) expect(byKey.get(`${n}a`)).toStrictEqual(tell(TALK(n)));
  });

  test('told twice of a channel give its beginning once', () => {
    const begin = '0 Newchannel PJSIP/itsp-0a:1 st=Ring from=79990000001 exten=4950001\n';
    expect(play(begin + begin)).toHaveLength(1);
  });
});

describe('a message that tells nothing', () => {
  test.each([
    'Cdr UniqueID=1 Disposition=ANSWERED BillableSeconds=7',
    'CEL EventName=CHAN_START UniqueID=1 LinkedID=9',
    'RTCPSent PJSIP/itsp-0a:1 PT=200',
    'Newexten PJSIP/itsp-0a:1 Application=Dial',
    'AgentConnect PJSIP/itsp-0a:1 Queue=support',
    'QueueCallerAbandon PJSIP/itsp-0a:1 Queue=support',
    'MixMonitorStart PJSIP/itsp-0a:1',
    'VarSet PJSIP/itsp-0a:1 Variable=MIXMONITOR_FILENAME Value=',
    'UnParkedCall ParkeeUniqueid=1',
    'Unhold PJSIP/itsp-0a:1',
    'Newstate PJSIP/100-0x:77 st=Up',
    'BridgeEnter PJSIP/100-0x:77 bridge=b1',
    'DialBegin PJSIP/itsp-0a:1 >PJSIP/100-0x:77',
    'Hangup',
    'Hangup Uniqueid=<unknown>',
    'BridgeEnter',
    'BlindTransfer Result=Success',
    'AttendedTransfer Result=Success',
    'ParkedCall',
    'Pickup PJSIP/itsp-0a:1',
    'Newchannel',
    'Newchannel Channel=Message/ast_msg_queue Uniqueid=5 Linkedid=5 ChannelStateDesc=Ring',
    'Newchannel Channel=CBAnn/room-01 Uniqueid=5 Linkedid=5 ChannelStateDesc=Up',
  ])('gives nothing: %s', (message) => {
    const to = translator();
    tell('0 Newchannel PJSIP/itsp-0a:1 st=Ring from=79990000001 exten=4950001', to);
    expect(tell(`1 ${message}`, to)).toEqual([]);
  });

  test('is a reply, whatever else it carries', () => {
    const to = translator();
    expect(to.take({ Response: 'Success', Uniqueid: '1', Channel: 'PJSIP/itsp-0a' }, BASE)).toEqual([]);
    expect(to.size.channels).toBe(0);
  });
});

describe('a Linkedid that changes silently', () => {
  const two = `
    0  Newchannel  PJSIP/itsp-0a:1    st=Ring  from=79990000001  exten=4950001
    2  Newchannel  PJSIP/101-0b:2/2   st=Ring  from=101  exten=700
  `;

  test('joins the calls, whichever message carries it first', () => {
    for (const carrier of [
      'VarSet PJSIP/101-0b:2/1 Variable=ANY Value=1',
      'BridgeEnter PJSIP/101-0b:2/1 bridge=b1',
    ])
      expect(play(`${two}\n 3 ${carrier}`).slice(2)).toEqual(['3 callsMerged with=2']);
  });

  test('to one that was never seen keeps the key of the first sight', () => {
    const lines = play(`${two}
      3  VarSet  PJSIP/101-0b:2/9   Variable=ANY  Value=1
      4  Newchannel PJSIP/102-0c:3/9  st=Down  from=102  exten=s
      4  Newstate PJSIP/102-0c:3/9  st=Ringing
    `);
    expect(lines.slice(2)).toEqual(['4 delivered 102@3 call=2']);
  });
});

test('the scenarios of these tests are read as a server would send them', () => {
  expect(messages('1.5 DialEnd PJSIP/itsp-0a:1 >PJSIP/100-0b:2/1 status=ANSWER name=A~B')).toEqual([
    {
      at: BASE + 1_500,
      message: {
        Event: 'DialEnd',
        Channel: 'PJSIP/itsp-0a',
        Uniqueid: '1',
        Linkedid: '1',
        DestChannel: 'PJSIP/100-0b',
        DestUniqueid: '2',
        DestLinkedid: '1',
        DialStatus: 'ANSWER',
        CallerIDName: 'A B',
      },
    },
  ]);
});
