import { describe, expect, test } from 'vitest';
import { play, tell, told } from './stage.ts';

const AGENT = `
  0    Newchannel  PJSIP/100-0a:1  st=Down  from=100  exten=s
  0    NewCallerid PJSIP/100-0a:1  from=79990000002
  0    DialBegin   >PJSIP/100-0a:1  dial=100
  0.1  Newstate    PJSIP/100-0a:1  st=Ringing
`;

const CUSTOMER = `
  2    Newstate          PJSIP/100-0a:1   st=Up
  2    OriginateResponse PJSIP/100-0a:1   Response=Success  exten=79990000002  Reason=4
  2    DialEnd           >PJSIP/100-0a:1  status=ANSWER
  2    Newchannel        PJSIP/itsp-0b:2  st=Down  exten=s
  2    DialBegin         PJSIP/100-0a:1   >PJSIP/itsp-0b:2  exten=79990000002  dial=79990000002@itsp
  2.1  Newstate          PJSIP/itsp-0b:2  st=Ringing
`;

describe('click-to-call', () => {
  test('rings the agent, then the customer, who is the called party', () => {
    expect(
      play(`${AGENT}${CUSTOMER}
      4  Newstate      PJSIP/itsp-0b:2  st=Up
      4  DialEnd       PJSIP/100-0a:1   >PJSIP/itsp-0b:2  status=ANSWER
      4  BridgeEnter   PJSIP/itsp-0b:2  bridge=b1
      4  BridgeEnter   PJSIP/100-0a:1   bridge=b1
      7  HangupRequest PJSIP/100-0a:1   cause=16
      7  Hangup        PJSIP/itsp-0b:2  cause=16
      7  Hangup        PJSIP/100-0a:1   cause=16
    `),
    ).toEqual(
      told(`
        0 serviceInitiated 100@1 cause=makeCall calling=ext:100
        0.1 delivered 100@1
        2 established 100@1
        2.1 delivered outside:79990000002@2 called=num:79990000002
        4 established outside:79990000002@2
        7 connectionCleared outside:79990000002@2 cause=normalClearing/16
        7 connectionCleared 100@1 cause=normalClearing/16 by=employee
        7 callCleared cause=normalClearing/16 by=employee
      `),
    );
  });

  test('whose agent does not pick up names the customer all the same', () => {
    expect(
      play(`${AGENT}
      9  OriginateResponse  Response=Failure  Channel=PJSIP/100  exten=79990000002  Reason=3  Uniqueid=<unknown>
      9  Hangup             PJSIP/100-0a:1    cause=19  Cause-txt=User~alerting,~no~answer
    `),
    ).toEqual(
      told(`
        0 serviceInitiated 100@1 cause=makeCall calling=ext:100
        0.1 delivered 100@1
        9 failed 100@1 cause=callNotAnswered/19(User~alerting,~no~answer)
        9 callCleared cause=callNotAnswered/19(User~alerting,~no~answer) by=system called=num:79990000002
      `),
    );
  });

  test('whose agent refuses fails at the agent', () => {
    expect(
      play(`${AGENT}
      1  HangupRequest      PJSIP/100-0a:1    cause=17
      1  DialEnd            >PJSIP/100-0a:1   status=BUSY
      1  OriginateResponse  Response=Failure  Channel=PJSIP/100  exten=79990000002  Reason=5  Uniqueid=<unknown>
      1  Hangup             PJSIP/100-0a:1    cause=17  Cause-txt=User~busy
    `),
    ).toEqual(
      told(`
        0 serviceInitiated 100@1 cause=makeCall calling=ext:100
        0.1 delivered 100@1
        1 failed 100@1 cause=busy/17(BUSY) by=employee
        1 callCleared cause=busy/17(BUSY) by=employee called=num:79990000002
      `),
    );
  });

  test('whose agent refuses before the server says whom he was to call says it afterwards', () => {
    const lines = play(`
      0  Newchannel         PJSIP/100-0a:1    st=Down  from=100  exten=s
      0  DialBegin          >PJSIP/100-0a:1   dial=100
      1  HangupRequest      PJSIP/100-0a:1    cause=21
      1  DialEnd            >PJSIP/100-0a:1   status=NOANSWER
      1  Hangup             PJSIP/100-0a:1    cause=21
      1  OriginateResponse  Response=Failure  Channel=PJSIP/100  exten=79990000002  Reason=0  Uniqueid=<unknown>
      2  OriginateResponse  Response=Failure  Channel=PJSIP/100  exten=79990000003  Reason=0  Uniqueid=<unknown>
    `);
    expect(lines.slice(-2)).toEqual(
      told(`
        1 callCleared cause=rejected/21(NOANSWER) by=employee
        1 callInformation called=num:79990000002
      `),
    );
  });

  test('is told apart from another one of the same agent by the number he is shown', () => {
    const one = (id: string, number: string): string => `
      0  Newchannel  PJSIP/100-0${id}:${id}/${id}   st=Down  from=100  exten=s
      0  DialBegin   >PJSIP/100-0${id}:${id}/${id}  dial=100  DestCallerIDNum=${number}`;
    const failed = (number: string): string =>
      `OriginateResponse  Response=Failure  Channel=PJSIP/100  exten=${number}  from=${number}  Uniqueid=<unknown>`;
    const events = tell(`${one('1', '79990000001')}${one('2', '79990000002')}${one('3', '79990000003')}
      1  ${failed('79990000002')}
      1  Hangup  PJSIP/100-02:2/2  cause=17
      2  Hangup  PJSIP/100-01:1/1  cause=17
      2  Hangup  PJSIP/100-03:3/3  cause=17
      2  ${failed('79990000003')}
      2  ${failed('79990000001')}
    `);
    const called = new Map(events.flatMap(({ key, called }) => (called ? [[key, called.number]] : [])));
    expect([...called].sort()).toEqual([
      ['1', '79990000001'],
      ['2', '79990000002'],
      ['3', '79990000003'],
    ]);
  });

  test('whose customer is busy fails at the customer', () => {
    expect(
      play(`${AGENT}${CUSTOMER}
      3  HangupRequest PJSIP/itsp-0b:2  cause=17
      3  DialEnd       PJSIP/100-0a:1   >PJSIP/itsp-0b:2  status=BUSY
      3  Hangup        PJSIP/itsp-0b:2  cause=17
      3  Hangup        PJSIP/100-0a:1   cause=17
    `).slice(3),
    ).toEqual(
      told(`
        2.1 delivered outside:79990000002@2 called=num:79990000002
        3 failed outside:79990000002@2 cause=busy/17(BUSY) by=customer
        3 connectionCleared 100@1 cause=unspecified/17
        3 callCleared cause=busy/17(BUSY) by=customer
      `),
    );
  });

  test('whose agent hears the busy tone for a while was ended by the customer all the same', () => {
    expect(
      play(`${AGENT}${CUSTOMER}
      3  HangupRequest PJSIP/itsp-0b:2  cause=17
      3  DialEnd       PJSIP/100-0a:1   >PJSIP/itsp-0b:2  status=BUSY
      3  Hangup        PJSIP/itsp-0b:2  cause=17
      5  HangupRequest PJSIP/100-0a:1   cause=16
      5  Hangup        PJSIP/100-0a:1   cause=16
    `).at(-1),
    ).toBe('5 callCleared cause=busy/17(BUSY) by=customer');
  });

  test('with a channel id of our own is known by it', () => {
    expect(
      play(`
      0  Newchannel  PJSIP/100-0a:call-77/call-77  st=Down  from=100  exten=s
      0  DialBegin   >PJSIP/100-0a:call-77/call-77  dial=100
    `),
    ).toEqual(
      told(`
        0 serviceInitiated 100@call-77 call=call-77 cause=makeCall calling=ext:100
      `),
    );
  });

  test('through Local halves is one call of the same two people', () => {
    expect(
      play(`
      0  Newchannel  Local/100@phones-01;1:1  st=Down  exten=100
      0  Newchannel  Local/100@phones-01;2:2  st=Ring  exten=100
      0  DialBegin   >Local/100@phones-01;1:1  dial=100@phones
      0  Newchannel  PJSIP/100-0a:3           st=Down  from=100  exten=s
      0  DialBegin   Local/100@phones-01;2:2  >PJSIP/100-0a:3  exten=100  dial=100
      0  Newstate    PJSIP/100-0a:3           st=Ringing
      2  Newstate    PJSIP/100-0a:3           st=Up
      2  Newstate    Local/100@phones-01;2:2  st=Up
      2  BridgeEnter PJSIP/100-0a:3           bridge=b1
      2  BridgeEnter Local/100@phones-01;2:2  bridge=b1
      2  Newstate    Local/100@phones-01;1:1  st=Up
      2  OriginateResponse Local/100@phones-01;1:1  Response=Success  exten=79990000002
      2  Newchannel  PJSIP/itsp-0b:4          st=Down  exten=s
      2  DialBegin   Local/100@phones-01;1:1  >PJSIP/itsp-0b:4  exten=79990000002  dial=79990000002@itsp
      3  Newstate    PJSIP/itsp-0b:4          st=Ringing
      4  Newstate    PJSIP/itsp-0b:4          st=Up
      4  BridgeEnter PJSIP/itsp-0b:4          bridge=b2
      4  BridgeEnter Local/100@phones-01;1:1  bridge=b2
      7  HangupRequest PJSIP/100-0a:3         cause=16
      7  Hangup      PJSIP/100-0a:3           cause=16
      7  Hangup      Local/100@phones-01;2:2  cause=16
      7  Hangup      Local/100@phones-01;1:1  cause=16
      7  Hangup      PJSIP/itsp-0b:4          cause=16
    `),
    ).toEqual(
      told(`
        0 serviceInitiated 100@3 cause=makeCall calling=ext:100
        0 delivered 100@3
        2 established 100@3
        3 delivered outside:79990000002@4 called=num:79990000002
        4 established outside:79990000002@4
        7 connectionCleared 100@3 cause=normalClearing/16 by=employee
        7 connectionCleared outside:79990000002@4 cause=normalClearing/16
        7 callCleared cause=normalClearing/16 by=employee
      `),
    );
  });

  test('that rings the customer first goes out all the same, and talks when the agent joins', () => {
    expect(
      play(`
      0  Newchannel  PJSIP/itsp-0a:1  st=Down  exten=s
      0  DialBegin   >PJSIP/itsp-0a:1  dial=79990000002@itsp
      1  Newstate    PJSIP/itsp-0a:1  st=Ringing
      3  Newstate    PJSIP/itsp-0a:1  st=Up
      3  OriginateResponse PJSIP/itsp-0a:1  Response=Success  exten=100
      3  Newchannel  PJSIP/100-0b:2   st=Down  from=100  exten=s
      3  DialBegin   PJSIP/itsp-0a:1  >PJSIP/100-0b:2  exten=100  dial=100
      4  Newstate    PJSIP/100-0b:2   st=Ringing
      5  Newstate    PJSIP/100-0b:2   st=Up
      5  BridgeEnter PJSIP/100-0b:2   bridge=b1
      5  BridgeEnter PJSIP/itsp-0a:1  bridge=b1
    `),
    ).toEqual(
      told(`
        1 delivered outside:79990000002@1 cause=makeCall dir=outbound called=num:79990000002
        4 delivered 100@2
        5 established 100@2
        5 established outside:79990000002@1
      `),
    );
  });

  test('to a colleague names the colleague', () => {
    expect(
      play(`${AGENT}
      2  Newstate          PJSIP/100-0a:1  st=Up
      2  OriginateResponse PJSIP/100-0a:1  Response=Success  exten=101
      2  Newchannel        PJSIP/101-0b:2  st=Down  from=101  exten=s
      2  DialBegin         PJSIP/100-0a:1  >PJSIP/101-0b:2  exten=101  dial=101
      3  Newstate          PJSIP/101-0b:2  st=Ringing
      4  Newstate          PJSIP/101-0b:2  st=Up
      4  BridgeEnter       PJSIP/101-0b:2  bridge=b1
      4  BridgeEnter       PJSIP/100-0a:1  bridge=b1
    `).slice(2),
    ).toEqual(
      told(`
        2 established 100@1
        3 delivered 101@2 called=ext:101
        4 established 101@2
      `),
    );
  });
});
