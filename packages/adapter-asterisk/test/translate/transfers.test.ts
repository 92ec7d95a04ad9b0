import { describe, expect, test } from 'vitest';
import { play, told } from './stage.ts';

const TALKING = `
  0  Newchannel  PJSIP/itsp-0a:1  st=Ring  from=79990000001  exten=4950001
  0  Newchannel  PJSIP/100-0b:2   st=Down  from=100  exten=s
  0  DialBegin   PJSIP/itsp-0a:1  >PJSIP/100-0b:2  exten=100
  0  Newstate    PJSIP/100-0b:2   st=Ringing
  1  Newstate    PJSIP/100-0b:2   st=Up
  1  BridgeEnter PJSIP/100-0b:2   bridge=b1
  1  BridgeEnter PJSIP/itsp-0a:1  bridge=b1
`;

const BLIND = `${TALKING}
  3    Unhold        PJSIP/100-0b:2   
  3    BlindTransfer Result=Success  TransfererUniqueid=2  TransfereeUniqueid=1  Extension=101  IsExternal=Yes
  3    BridgeLeave   PJSIP/100-0b:2   bridge=b1
  3.4  HangupRequest PJSIP/100-0b:2   cause=16
  3.4  Hangup        PJSIP/100-0b:2   cause=16
  3.4  BridgeLeave   PJSIP/itsp-0a:1  bridge=b1
  3.5  Newchannel    PJSIP/101-0c:3   st=Down  from=101  exten=s
  3.5  DialBegin     PJSIP/itsp-0a:1  >PJSIP/101-0c:3  exten=101
  3.6  Newstate      PJSIP/101-0c:3   st=Ringing
`;

describe('a blind transfer', () => {
  test('lets go at once, and the next one has the customer when he answers', () => {
    expect(
      play(`${BLIND}
      5  Newstate      PJSIP/101-0c:3   st=Up
      5  BridgeEnter   PJSIP/101-0c:3   bridge=b2
      5  BridgeEnter   PJSIP/itsp-0a:1  bridge=b2
      8  HangupRequest PJSIP/itsp-0a:1  cause=16
      8  Hangup        PJSIP/101-0c:3   cause=16
      8  Hangup        PJSIP/itsp-0a:1  cause=16
    `).slice(2),
    ).toEqual(
      told(`
        1 established 100@2
        3 transferred 100@2 blind=2> target=ext:101
        3.4 connectionCleared 100@2 cause=normalClearing/16 by=employee
        3.6 delivered 101@3
        5 established 101@3
        8 connectionCleared 101@3 cause=normalClearing/16
        8 connectionCleared outside:79990000001@1 cause=normalClearing/16 by=customer
        8 callCleared cause=normalClearing/16 by=customer
      `),
    );
  });

  test('that nobody answers ends without another talk', () => {
    expect(
      play(`${BLIND}
      9  DialEnd PJSIP/itsp-0a:1  >PJSIP/101-0c:3  status=NOANSWER
      9  Hangup  PJSIP/101-0c:3   cause=0
      9  Hangup  PJSIP/itsp-0a:1  cause=16
    `).slice(6),
    ).toEqual(
      told(`
        9 failed 101@3 cause=callNotAnswered(NOANSWER)
        9 connectionCleared outside:79990000001@1 cause=normalClearing/16
        9 callCleared cause=normalClearing/16 by=system
      `),
    );
  });

  test('by keys lets go at the feature code, not when the digits are in', () => {
    const lines = play(`${TALKING}
      3    Hold          PJSIP/100-0b:2
      5    Unhold        PJSIP/100-0b:2
      5    BlindTransfer Result=Success  TransfererUniqueid=2  TransfereeUniqueid=1  Extension=101  IsExternal=No
      5    BridgeLeave   PJSIP/100-0b:2  bridge=b1
      5    Hangup        PJSIP/100-0b:2  cause=16
    `);
    expect(lines.slice(3)).toEqual(
      told(`
        3 held 100@2
        5 retrieved 100@2
        3 transferred 100@2 blind=2> target=ext:101
        5 connectionCleared 100@2 cause=normalClearing/16
      `),
    );
  });

  test('that fails is none', () => {
    const lines = play(`${TALKING}
      3  BlindTransfer  Result=Invalid  TransfererUniqueid=2  TransfereeUniqueid=1  Extension=999
      9  Hangup         PJSIP/100-0b:2   cause=16
    `);
    expect(lines.slice(3)).toEqual(['9 connectionCleared 100@2 cause=normalClearing/16']);
  });

  test('by the one who called out leaves the customer with whoever answers', () => {
    expect(
      play(`
      0  Newchannel    PJSIP/100-0a:1   st=Ring  from=100  exten=79990000002
      0  Newchannel    PJSIP/itsp-0b:2  st=Down  exten=s
      0  DialBegin     PJSIP/100-0a:1   >PJSIP/itsp-0b:2  exten=79990000002  dial=79990000002@itsp
      1  Newstate      PJSIP/itsp-0b:2  st=Up
      1  BridgeEnter   PJSIP/itsp-0b:2  bridge=b1
      1  BridgeEnter   PJSIP/100-0a:1   bridge=b1
      3  BlindTransfer Result=Success  TransfererUniqueid=1  TransfereeUniqueid=2  Extension=101
      3  HangupRequest PJSIP/100-0a:1   cause=16
      3  Hangup        PJSIP/100-0a:1   cause=16
      3  Newchannel    PJSIP/101-0c:3   st=Down  from=101  exten=s
      3  DialBegin     PJSIP/itsp-0b:2  >PJSIP/101-0c:3  exten=101
      5  Newstate      PJSIP/101-0c:3   st=Up
      5  BridgeEnter   PJSIP/101-0c:3   bridge=b2
      5  BridgeEnter   PJSIP/itsp-0b:2  bridge=b2
      8  HangupRequest PJSIP/itsp-0b:2  cause=16
      8  Hangup        PJSIP/itsp-0b:2  cause=16
      8  Hangup        PJSIP/101-0c:3   cause=16
    `),
    ).toEqual(
      told(`
        0 originated 100@1 calling=ext:100
        1 established outside:79990000002@2 called=num:79990000002
        3 transferred 100@1 blind=1> target=ext:101
        3 connectionCleared 100@1 cause=normalClearing/16 by=employee
        5 established 101@3
        8 connectionCleared outside:79990000002@2 cause=normalClearing/16 by=customer
        8 connectionCleared 101@3 cause=normalClearing/16
        8 callCleared cause=normalClearing/16 by=customer
      `),
    );
  });
});

describe('a redirect', () => {
  test('by the manager ends one talk and begins another', () => {
    expect(
      play(`${TALKING}
      3  BridgeLeave   PJSIP/itsp-0a:1  bridge=b1
      3  BridgeLeave   PJSIP/100-0b:2   bridge=b1
      3  Hangup        PJSIP/100-0b:2   cause=16
      3  Newchannel    PJSIP/101-0c:3   st=Down  from=101  exten=s
      3  DialBegin     PJSIP/itsp-0a:1  >PJSIP/101-0c:3  exten=101
      4  Newstate      PJSIP/101-0c:3   st=Ringing
      5  Newstate      PJSIP/101-0c:3   st=Up
      5  BridgeEnter   PJSIP/101-0c:3   bridge=b2
      5  BridgeEnter   PJSIP/itsp-0a:1  bridge=b2
    `).slice(3),
    ).toEqual(
      told(`
        3 connectionCleared 100@2 cause=normalClearing/16
        4 delivered 101@3
        5 established 101@3
      `),
    );
  });

  test('of a phone away from the customer ends his call; what the phone does then is no part of it', () => {
    const lines = play(`${TALKING}
      3  Hangup      PJSIP/itsp-0a:1  cause=16
      3  Newchannel  PJSIP/101-0c:3   st=Down  from=101  exten=s
      4  DialBegin   PJSIP/100-0b:2   >PJSIP/101-0c:3  exten=101
      5  Newstate    PJSIP/101-0c:3   st=Up
      5  BridgeEnter PJSIP/101-0c:3   bridge=b2
      5  BridgeEnter PJSIP/100-0b:2   bridge=b2
      9  Hangup      PJSIP/101-0c:3   cause=16
      9  Hangup      PJSIP/100-0b:2   cause=16
    `);
    expect(lines.slice(3)).toEqual(
      told(`
        3 connectionCleared outside:79990000001@1 cause=normalClearing/16
        3 callCleared cause=normalClearing/16 by=system
      `),
    );
  });

  test('of a phone without a dialplan moves it into another channel, and it stays the same connection', () => {
    expect(
      play(`${TALKING}
      3  Newchannel  AsyncGoto/PJSIP/100-0b:9/9     st=Up
      3  Rename      PJSIP/100-0b:2                 Newname=PJSIP/100-0b<MASQ>
      3  Rename      AsyncGoto/PJSIP/100-0b:9/1     Newname=PJSIP/100-0b
      3  Rename      PJSIP/100-0b<MASQ>:2           Newname=AsyncGoto/PJSIP/100-0b<ZOMBIE>
      3  Hangup      AsyncGoto/PJSIP/100-0b<ZOMBIE>:2  cause=16
      6  HangupRequest PJSIP/100-0b:9/1             cause=16
      6  Hangup      PJSIP/100-0b:9/1               cause=16
      6  Hangup      PJSIP/itsp-0a:1                cause=16
    `).slice(3),
    ).toEqual(
      told(`
        6 connectionCleared 100@2 cause=normalClearing/16 by=employee
        6 connectionCleared outside:79990000001@1 cause=normalClearing/16
        6 callCleared cause=normalClearing/16 by=employee
      `),
    );
  });
});
