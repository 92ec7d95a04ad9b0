import { ConnectionState, DeviceRole, EndedBy, EventCause, EventType, PartyKind } from '@callbus/contract';
import { describe, expect, test } from 'vitest';
import { play, tell, told, translator } from './stage.ts';

const RINGING = `
  0    Newchannel  PJSIP/itsp-0a:1    st=Ring  from=79990000001  name=Anna~Belova  exten=4950001
  0    Newchannel  PJSIP/100-0b:2     st=Down  from=100  exten=s
  0    DialBegin   PJSIP/itsp-0a:1    >PJSIP/100-0b:2  exten=100  dial=100
  0.1  Newstate    PJSIP/100-0b:2     st=Ringing  exten=100
  0.1  DialState   PJSIP/itsp-0a:1    >PJSIP/100-0b:2  status=RINGING
`;

const TALKING = `${RINGING}
  2    Newstate    PJSIP/100-0b:2     st=Up
  2    DialEnd     PJSIP/itsp-0a:1    >PJSIP/100-0b:2  status=ANSWER
  2    Newstate    PJSIP/itsp-0a:1    st=Up
  2    BridgeEnter PJSIP/100-0b:2     bridge=b1
  2    BridgeEnter PJSIP/itsp-0a:1    bridge=b1
`;

const RANG = [
  '0 offered outside:79990000001@1 calling=num:79990000001(Anna~Belova) did=4950001',
  '0.1 delivered 100@2',
];

describe('an inbound call', () => {
  test('is told in full: who calls, which line, who rings, who answers, who lets go', () => {
    const events = tell(`${TALKING}
      6    HangupRequest PJSIP/itsp-0a:1  cause=16
      6    BridgeLeave   PJSIP/itsp-0a:1  bridge=b1
      6    BridgeLeave   PJSIP/100-0b:2   bridge=b1
      6    Hangup        PJSIP/100-0b:2   cause=16  Cause-txt=Normal~Clearing
      6.1  Hangup        PJSIP/itsp-0a:1  cause=16  Cause-txt=Normal~Clearing
    `);
    const calling = { kind: PartyKind.EXTERNAL, number: '79990000001', name: 'Anna Belova' };
    const at = Date.UTC(2026, 0, 15, 9);
    const common = (ms: number) => ({
      instance: 'office',
      key: '1',
      nativeId: '1',
      occurredAt: at + ms,
      observedAt: at + ms,
      tells: 7,
      calling,
      did: '4950001',
      eventId: expect.stringMatching(/^[0-9A-Z]{26}$/),
    });
    const customer = {
      id: '1',
      role: DeviceRole.CUSTOMER,
      party: calling,
      device: 'PJSIP/itsp',
      trunk: 'itsp',
    };
    const employee = {
      id: '2',
      role: DeviceRole.EMPLOYEE,
      party: { kind: PartyKind.EXTENSION, number: '100', extension: '100' },
      device: 'PJSIP/100',
    };
    const cause = { event: EventCause.NORMAL_CLEARING, q850: 16, native: 'Normal Clearing' };
    expect(events).toStrictEqual([
      {
        ...common(0),
        type: EventType.OFFERED,
        trunk: 'itsp',
        connection: { ...customer, state: ConnectionState.INITIATED },
      },
      {
        ...common(100),
        type: EventType.DELIVERED,
        connection: { ...employee, state: ConnectionState.ALERTING },
      },
      {
        ...common(2_000),
        type: EventType.ESTABLISHED,
        connection: { ...employee, state: ConnectionState.CONNECTED },
      },
      {
        ...common(6_000),
        type: EventType.CONNECTION_CLEARED,
        connection: { ...employee, state: ConnectionState.NULL },
        cause,
      },
      {
        ...common(6_100),
        type: EventType.CONNECTION_CLEARED,
        connection: { ...customer, state: ConnectionState.NULL },
        cause,
        endedBy: EndedBy.CUSTOMER,
      },
      { ...common(6_100), type: EventType.CALL_CLEARED, cause, endedBy: EndedBy.CUSTOMER },
    ]);
  });

  test('that the employee ends says so', () => {
    const lines = play(`${TALKING}
      5  HangupRequest PJSIP/100-0b:2   cause=16
      5  Hangup        PJSIP/100-0b:2   cause=16
      5  Hangup        PJSIP/itsp-0a:1  cause=16
    `);
    expect(lines.slice(2)).toEqual(
      told(`
        2 established 100@2
        5 connectionCleared 100@2 cause=normalClearing/16 by=employee
        5 connectionCleared outside:79990000001@1 cause=normalClearing/16
        5 callCleared cause=normalClearing/16 by=employee
      `),
    );
  });

  test('that the manager or a time-out ends was ended by the system', () => {
    const lines = play(`${TALKING}
      5  Hangup  PJSIP/100-0b:2   cause=16
      5  Hangup  PJSIP/itsp-0a:1  cause=16
    `);
    expect(lines.at(-1)).toBe('5 callCleared cause=normalClearing/16 by=system');
  });

  test('that the caller gives up on is cancelled, whatever number the driver gives', () => {
    for (const cause of ['127', '16', '0']) {
      const number = cause === '0' ? '' : `/${cause}`;
      expect(
        play(`${RINGING}
          4  HangupRequest PJSIP/itsp-0a:1  cause=${cause}
          4  DialEnd       PJSIP/itsp-0a:1  >PJSIP/100-0b:2  status=CANCEL
          4  Hangup        PJSIP/itsp-0a:1  cause=${cause}
          4  Hangup        PJSIP/100-0b:2   cause=${cause}
        `),
      ).toEqual([
        ...RANG,
        ...told(`
          4 connectionCleared outside:79990000001@1 ${number ? `cause=unspecified${number}` : ''} by=customer
          4 connectionCleared 100@2 cause=callCancelled${number}(CANCEL)
          4 callCleared cause=callCancelled${number} by=customer
        `),
      ]);
    }
  });

  test.each([
    ['is busy', 'BUSY', '17', 'busy/17(BUSY)'],
    ['refuses', 'NOANSWER', '21', 'rejected/21(NOANSWER)'],
    ['refuses by the older SIP driver', 'BUSY', '21', 'rejected/21(BUSY)'],
  ])('whose phone %s fails by its own word', (_name, status, cause, expected) => {
    expect(
      play(`${RINGING}
        1  HangupRequest PJSIP/100-0b:2   cause=${cause}
        1  DialEnd       PJSIP/itsp-0a:1  >PJSIP/100-0b:2  status=${status}
        1  Hangup        PJSIP/100-0b:2   cause=${cause}
        1  HangupRequest PJSIP/itsp-0a:1  cause=17
        1  Hangup        PJSIP/itsp-0a:1  cause=17
      `),
    ).toEqual([
      ...RANG,
      ...told(`
        1 failed 100@2 cause=${expected} by=employee
        1 connectionCleared outside:79990000001@1 cause=unspecified/17 by=customer
        1 callCleared cause=${expected} by=employee
      `),
    ]);
  });

  test('to a phone that is not to be disturbed ends before anybody is called', () => {
    expect(
      play(`
        0  Newchannel  PJSIP/itsp-0a:1  st=Ring  from=79990000001  exten=4950001
        0  Hangup      PJSIP/itsp-0a:1  cause=17  Cause-txt=User~busy
      `).slice(1),
    ).toEqual(
      told(`
        0 connectionCleared outside:79990000001@1 cause=unspecified/17(User~busy)
        0 callCleared cause=busy/17(User~busy) by=system
      `),
    );
  });

  test('to a line that nobody has is told of', () => {
    expect(
      play(`
        0  Newchannel  PJSIP/itsp-0a:1  st=Ring  from=79990000001  exten=4959999
        0  Hangup      PJSIP/itsp-0a:1  cause=1
      `).at(-1),
    ).toBe('0 callCleared cause=numberUnallocated/1 by=system');
  });

  test('that the PBX answers and no person does stays with the dialplan', () => {
    expect(
      play(`
        0    Newchannel  PJSIP/itsp-0a:1  st=Ring  from=79990000001  exten=4950002
        0    Newstate    PJSIP/itsp-0a:1  st=Up
        1    Newchannel  PJSIP/100-0b:2   st=Down  from=100  exten=s
        1    DialBegin   PJSIP/itsp-0a:1  >PJSIP/100-0b:2  exten=4950002
        1    DialState   PJSIP/itsp-0a:1  >PJSIP/100-0b:2  status=RINGING
        1    Newstate    PJSIP/100-0b:2   st=Ringing
        7    DialEnd     PJSIP/itsp-0a:1  >PJSIP/100-0b:2  status=NOANSWER
        7    Hangup      PJSIP/100-0b:2   cause=0  Cause-txt=Unknown
        7    Hangup      PJSIP/itsp-0a:1  cause=16
      `),
    ).toEqual(
      told(`
        0 offered outside:79990000001@1 calling=num:79990000001 did=4950002
        0 established service:@service-1
        1 delivered 100@2
        7 failed 100@2 cause=callNotAnswered(NOANSWER)
        7 connectionCleared outside:79990000001@1 cause=unspecified/16
        7 callCleared cause=callNotAnswered(NOANSWER) by=system
      `),
    );
  });

  test.each(['Busy', 'Ring'])('that the dialplan answers with busy was ended by the PBX (%s)', (state) => {
    expect(
      play(`
      0  Newchannel    PJSIP/itsp-0a:1  st=Ring  from=79990000001  exten=3333345
      0  HangupRequest PJSIP/itsp-0a:1  st=${state}  cause=17
      0  Hangup        PJSIP/itsp-0a:1  cause=17
    `).at(-1),
    ).toBe('0 callCleared cause=busy/17 by=system');
  });

  test('that ends in a menu after a phone was busy was ended by the caller', () => {
    expect(
      play(`
        0    Newchannel    PJSIP/itsp-0a:1  st=Ring  from=79990000001  exten=4950002
        0    Newstate      PJSIP/itsp-0a:1  st=Up
        1    Newchannel    PJSIP/100-0b:2   st=Down  from=100  exten=s
        1    DialBegin     PJSIP/itsp-0a:1  >PJSIP/100-0b:2  exten=4950002
        1    HangupRequest PJSIP/100-0b:2   cause=17
        1    DialEnd       PJSIP/itsp-0a:1  >PJSIP/100-0b:2  status=BUSY
        1    Hangup        PJSIP/100-0b:2   cause=17
        9    HangupRequest PJSIP/itsp-0a:1  cause=16
        9    Hangup        PJSIP/itsp-0a:1  cause=16
      `).at(-1),
    ).toBe('9 callCleared cause=callCancelled/16 by=customer');
  });

  test('hands the caller from the dialplan to the person who answers', () => {
    expect(
      play(`
        0    Newchannel  PJSIP/itsp-0a:1  st=Ring  from=79990000001  exten=4950002
        0    Newstate    PJSIP/itsp-0a:1  st=Up
        1    Newchannel  PJSIP/100-0b:2   st=Down  from=100  exten=s
        1    DialBegin   PJSIP/itsp-0a:1  >PJSIP/100-0b:2  exten=4950002
        3    Newstate    PJSIP/100-0b:2   st=Up
        3    BridgeEnter PJSIP/100-0b:2   bridge=b1
        3    BridgeEnter PJSIP/itsp-0a:1  bridge=b1
      `).slice(2),
    ).toEqual(['3 established 100@2', '3 connectionCleared service:@service-1']);
  });

  test.each([
    ['anonymous', 'withheld:anonymous'],
    ['<unknown>', 'withheld:'],
    ['', 'withheld:'],
    ['+79990000077', 'num:+79990000077'],
  ])('from "%s" keeps what was received', (from, expected) => {
    expect(play(`0 Newchannel PJSIP/itsp-0a:1 st=Ring from=${from} exten=4950001`)).toEqual([
      `0 offered outside:${expected.replace(/^\w+:/, '')}@1 calling=${expected} did=4950001`,
    ]);
  });

  test('from somebody with a name in Cyrillic keeps the name, and one without has none', () => {
    const named = (name: string) =>
      play(`0 Newchannel PJSIP/itsp-0a:1 st=Ring from=79990000001 name=${name} exten=4950001`)[0];
    expect(named('Ёжикова~Анна')).toContain('calling=num:79990000001(Ёжикова~Анна)');
    expect(named('<unknown>')).toContain('calling=num:79990000001 did');
  });

  test('on a line that tells no number of ours has no line', () => {
    expect(play('0 Newchannel PJSIP/itsp-0a:1 st=Ring from=79990000001 exten=s')[0]).toBe(
      '0 offered outside:79990000001@1 calling=num:79990000001',
    );
  });

  test('is recorded: the file is known when its name is, once, and outlives a second mention', () => {
    const lines = play(`
      0  Newchannel  PJSIP/itsp-0a:1  st=Ring  from=79990000001  exten=4950003
      0  VarSet      PJSIP/itsp-0a:1  Variable=DIALSTATUS  Value=ANSWER
      0  VarSet      PJSIP/itsp-0a:1  Variable=MIXMONITOR_FILENAME  Value=/monitor/2026/call-1.wav
      1  VarSet      PJSIP/itsp-0a:1  Variable=MIXMONITOR_FILENAME  Value=/monitor/2026/call-1.wav
      2  VarSet      PJSIP/itsp-0a:1  Variable=MIXMONITOR_FILENAME  Value=/monitor/2026/call-1b.wav
    `);
    expect(lines.slice(1)).toEqual([
      '0 recordingReady known=call-1.wav',
      '2 recordingReady known=call-1b.wav',
    ]);
  });

  test('is recorded under the name that the configuration gives', () => {
    const to = translator({ recordingName: (path) => path.replace('/monitor/', '') });
    const lines = play(
      `0 Newchannel PJSIP/itsp-0a:1 st=Ring from=79990000001 exten=4950003
       0 VarSet PJSIP/itsp-0a:1 Variable=MIXMONITOR_FILENAME Value=/monitor/2026/call-1.wav`,
      to,
    );
    expect(lines[1]).toBe('0 recordingReady known=2026/call-1.wav');
  });
});
