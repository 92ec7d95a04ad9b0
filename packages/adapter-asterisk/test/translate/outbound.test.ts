import { describe, expect, test } from 'vitest';
import { play, told } from './stage.ts';

const DIALLING = `
  0    Newchannel  PJSIP/100-0a:1   st=Ring  from=100  name=Ivan~Petrov  exten=79990000002
  0    NewCallerid PJSIP/100-0a:1   from=4950001
  0.1  Newchannel  PJSIP/itsp-0b:2  st=Down  exten=s
  0.1  DialBegin   PJSIP/100-0a:1   >PJSIP/itsp-0b:2  from=4950001  exten=79990000002  dial=79990000002@itsp
`;

const RINGING = `${DIALLING}
  1    Newstate    PJSIP/itsp-0b:2  st=Ringing
  1    DialState   PJSIP/100-0a:1   >PJSIP/itsp-0b:2  status=RINGING
`;

describe('an outbound call', () => {
  test('is the employee of the channel, whatever number the line shows, and has the customer from the bridge on', () => {
    expect(
      play(`${RINGING}
      3  Newstate      PJSIP/itsp-0b:2  st=Up
      3  DialEnd       PJSIP/100-0a:1   >PJSIP/itsp-0b:2  status=ANSWER
      3  Newstate      PJSIP/100-0a:1   st=Up
      3  BridgeEnter   PJSIP/itsp-0b:2  bridge=b1
      3  BridgeEnter   PJSIP/100-0a:1   bridge=b1
      8  HangupRequest PJSIP/itsp-0b:2  cause=16
      8  Hangup        PJSIP/itsp-0b:2  cause=16
      8  Hangup        PJSIP/100-0a:1   cause=16
    `),
    ).toEqual(
      told(`
        0 originated 100@1 calling=ext:100(Ivan~Petrov)
        1 delivered outside:79990000002@2 called=num:79990000002
        3 established outside:79990000002@2
        8 connectionCleared outside:79990000002@2 cause=normalClearing/16 by=customer
        8 connectionCleared 100@1 cause=normalClearing/16
        8 callCleared cause=normalClearing/16 by=customer
      `),
    );
  });

  test('that is busy ends at the far end, although the own phone clears after it', () => {
    expect(
      play(`${DIALLING}
      1  HangupRequest PJSIP/itsp-0b:2  cause=17
      1  DialEnd       PJSIP/100-0a:1   >PJSIP/itsp-0b:2  status=BUSY
      1  Hangup        PJSIP/itsp-0b:2  cause=17  Cause-txt=User~busy
      1  Newstate      PJSIP/100-0a:1   st=Busy
      1  HangupRequest PJSIP/100-0a:1   cause=17
      1  Hangup        PJSIP/100-0a:1   cause=17
    `),
    ).toEqual(
      told(`
        0 originated 100@1 calling=ext:100(Ivan~Petrov)
        1 failed outside:79990000002@2 cause=busy/17(BUSY) by=customer called=num:79990000002
        1 connectionCleared 100@1 cause=unspecified/17 by=employee
        1 callCleared cause=busy/17(BUSY) by=customer
      `),
    );
  });

  test('that our side gives up on is cancelled', () => {
    expect(
      play(`${RINGING}
      4  HangupRequest PJSIP/100-0a:1   cause=127
      4  DialEnd       PJSIP/100-0a:1   >PJSIP/itsp-0b:2  status=CANCEL
      4  Hangup        PJSIP/itsp-0b:2  cause=127
      4  Hangup        PJSIP/100-0a:1   cause=127
    `),
    ).toEqual(
      told(`
        0 originated 100@1 calling=ext:100(Ivan~Petrov)
        1 delivered outside:79990000002@2 called=num:79990000002
        4 connectionCleared outside:79990000002@2 cause=callCancelled/127(CANCEL)
        4 connectionCleared 100@1 cause=unspecified/127 by=employee
        4 callCleared cause=callCancelled/127 by=employee
      `),
    );
  });

  test.each([
    ['rings out', RINGING, 'NOANSWER', '0', 'callNotAnswered(NOANSWER)'],
    ['is refused', RINGING, 'NOANSWER', '21', 'rejected/21(NOANSWER)'],
    ['is refused by the older SIP driver', RINGING, 'BUSY', '21', 'rejected/21(BUSY)'],
    ['has no such number', DIALLING, 'NOANSWER', '1', 'numberUnallocated/1(NOANSWER)'],
    ['finds the line dead', DIALLING, 'NOANSWER', '0', 'destNotObtainable(NOANSWER)'],
    ['finds the line dead by another number', DIALLING, 'NOANSWER', '16', 'destNotObtainable/16(NOANSWER)'],
    ['finds the line not registered', DIALLING, 'CHANUNAVAIL', '20', 'destOutOfOrder/20(CHANUNAVAIL)'],
    ['finds all lines taken', DIALLING, 'CONGESTION', '34', 'trunksBusy/34(CONGESTION)'],
  ])('that %s fails for that', (_name, begun, status, cause, expected) => {
    const lines = play(`${begun}
      5  DialEnd  PJSIP/100-0a:1   >PJSIP/itsp-0b:2  status=${status}
      5  Hangup   PJSIP/itsp-0b:2  cause=${cause}
      5  Hangup   PJSIP/100-0a:1   cause=${cause}
    `);
    expect(lines.at(-3)?.replace(' called=num:79990000002', '')).toBe(
      `5 failed outside:79990000002@2 cause=${expected}`,
    );
    expect(lines.at(-1)).toBe(`5 callCleared cause=${expected} by=system`);
  });

  test('that the network refuses was ended by nobody at the far end', () => {
    expect(
      play(`${DIALLING}
      1  HangupRequest PJSIP/itsp-0b:2  cause=1
      1  DialEnd       PJSIP/100-0a:1   >PJSIP/itsp-0b:2  status=NOANSWER
      1  Hangup        PJSIP/itsp-0b:2  cause=1
      1  Hangup        PJSIP/100-0a:1   cause=1
    `).at(-1),
    ).toBe('1 callCleared cause=numberUnallocated/1(NOANSWER) by=system');
  });

  test('whose line plays its own ringing rings from then on', () => {
    expect(
      play(`${DIALLING}
      1  DialState  PJSIP/100-0a:1  >PJSIP/itsp-0b:2  status=PROCEEDING
      2  DialState  PJSIP/100-0a:1  >PJSIP/itsp-0b:2  status=PROGRESS
    `).at(-1),
    ).toBe('2 delivered outside:79990000002@2 called=num:79990000002');
  });

  test('that never got as far as a line still says whom it was meant for', () => {
    expect(
      play(`
      0  Newchannel PJSIP/100-0a:1  st=Ring  from=100  exten=79990000002
      1  Hangup     PJSIP/100-0a:1  cause=0
    `),
    ).toEqual(
      told(`
        0 originated 100@1 calling=ext:100
        1 connectionCleared 100@1
        1 callCleared cause=destNotObtainable by=system called=num:79990000002
      `),
    );
  });

  test('that goes on to the next line is told of both', () => {
    expect(
      play(`${DIALLING}
      1    DialEnd     PJSIP/100-0a:1   >PJSIP/itsp-0b:2  status=CHANUNAVAIL
      1    Hangup      PJSIP/itsp-0b:2  cause=20
      1    Newchannel  SIP/itsp-0c:3    st=Down  exten=s
      1    DialBegin   PJSIP/100-0a:1   >SIP/itsp-0c:3  exten=79990000002  dial=itsp/79990000002
      2    Newstate    SIP/itsp-0c:3    st=Ringing
    `),
    ).toEqual(
      told(`
        0 originated 100@1 calling=ext:100(Ivan~Petrov)
        1 failed outside:79990000002@2 cause=destOutOfOrder/20(CHANUNAVAIL) called=num:79990000002
        2 delivered outside:79990000002@3
      `),
    );
  });

  test.each([
    ['79990000002@itsp', '79990000002'],
    ['PJSIP/79990000002@itsp', '79990000002'],
    ['itsp/79990000002', '79990000002'],
    ['SIP/itsp/+79990000002', '+79990000002'],
    ['itsp/sip:79990000002@sip.example', '79990000002'],
  ])('by the dial string %s reaches %s, not what was dialled with a prefix', (dial, number) => {
    expect(
      play(`
      0  Newchannel PJSIP/100-0a:1   st=Ring  from=100  exten=979990000002
      0  Newchannel PJSIP/itsp-0b:2  st=Down  exten=s
      0  DialBegin  PJSIP/100-0a:1   >PJSIP/itsp-0b:2  exten=979990000002  dial=${dial}
      1  Newstate   PJSIP/itsp-0b:2  st=Ringing
    `)[1],
    ).toBe(`1 delivered outside:${number}@2 called=num:${number}`);
  });
});

describe('an internal call', () => {
  const CALLING = `
    0  Newchannel PJSIP/100-0a:1  st=Ring  from=100  exten=101
    0  Newchannel SIP/101-0b:2    st=Down  from=101  exten=s
    0  DialBegin  PJSIP/100-0a:1  >SIP/101-0b:2  exten=101  dial=101
    1  Newstate   SIP/101-0b:2    st=Ringing
  `;

  test('has two employees', () => {
    expect(
      play(`${CALLING}
      3  Newstate      SIP/101-0b:2    st=Up
      3  Newstate      PJSIP/100-0a:1  st=Up
      3  BridgeEnter   SIP/101-0b:2    bridge=b1
      3  BridgeEnter   PJSIP/100-0a:1  bridge=b1
      6  HangupRequest SIP/101-0b:2    cause=16
      6  Hangup        PJSIP/100-0a:1  cause=16
      6  Hangup        SIP/101-0b:2    cause=16
    `),
    ).toEqual(
      told(`
        0 originated 100@1 calling=ext:100 called=ext:101
        1 delivered 101@2
        3 established 101@2
        6 connectionCleared 100@1 cause=normalClearing/16
        6 connectionCleared 101@2 cause=normalClearing/16 by=employee
        6 callCleared cause=normalClearing/16 by=employee
      `),
    );
  });

  test('that nobody answers ends without a talk', () => {
    expect(
      play(`${CALLING}
      4  HangupRequest PJSIP/100-0a:1  cause=127
      4  DialEnd       PJSIP/100-0a:1  >SIP/101-0b:2  status=CANCEL
      4  Hangup        PJSIP/100-0a:1  cause=127
      4  Hangup        SIP/101-0b:2    cause=127
    `).slice(2),
    ).toEqual(
      told(`
        4 connectionCleared 100@1 cause=unspecified/127 by=employee
        4 connectionCleared 101@2 cause=callCancelled/127(CANCEL)
        4 callCleared cause=callCancelled/127 by=employee
      `),
    );
  });

  test('to a feature is answered by the dialplan', () => {
    expect(
      play(`
      0  Newchannel    PJSIP/100-0a:1  st=Ring  from=100  exten=*43
      0  Newstate      PJSIP/100-0a:1  st=Up
      4  HangupRequest PJSIP/100-0a:1
      4  Hangup        PJSIP/100-0a:1  cause=0
    `),
    ).toEqual(
      told(`
        0 originated 100@1 calling=ext:100 called=ext:*43
        0 established service:@service-1
        4 connectionCleared 100@1 cause=normalClearing by=employee
        4 callCleared cause=normalClearing by=employee
      `),
    );
  });

  test('of a device whose name is not a number is its caller number', () => {
    expect(play('0 Newchannel PJSIP/desk-7-0a:1 st=Ring from=100 exten=101')[0]).toBe(
      '0 originated 100@1 calling=ext:100 called=ext:101',
    );
  });
});
