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

const CONSULTING = `${TALKING}
  3    Hold        PJSIP/100-0b:2
  3    Newchannel  PJSIP/100-0c:3/3  st=Ring  from=100  exten=101
  3    Newchannel  PJSIP/101-0d:4/3  st=Down  from=101  exten=s
  3    DialBegin   PJSIP/100-0c:3/3  >PJSIP/101-0d:4/3  exten=101
  3    Newstate    PJSIP/101-0d:4/3  st=Ringing
`;

const ASKED = `${CONSULTING}
  4    Newstate    PJSIP/101-0d:4/3  st=Up
  4    Newstate    PJSIP/100-0c:3/3  st=Up
  4    BridgeEnter PJSIP/101-0d:4/3  bridge=b2
  4    BridgeEnter PJSIP/100-0c:3/3  bridge=b2
`;

const HANDED = `Result=Success OrigTransfererUniqueid=2 SecondTransfererUniqueid=3 TransfereeUniqueid=1 TransferTargetUniqueid=4`;

describe('an attended transfer', () => {
  test('by a call of its own joins the calls and never lets go', () => {
    expect(
      play(`${ASKED}
      6    Unhold           PJSIP/100-0b:2
      6    Unhold           PJSIP/100-0c:3/3
      6    BridgeLeave      PJSIP/itsp-0a:1   bridge=b1
      6    BridgeLeave      PJSIP/100-0c:3/3  bridge=b2
      6    BridgeEnter      PJSIP/itsp-0a:1   bridge=b2  SwapUniqueid=3
      6    AttendedTransfer ${HANDED}
      6    BridgeLeave      PJSIP/100-0b:2    bridge=b1
      6    Hangup           PJSIP/100-0b:2    cause=16
      6    Hangup           PJSIP/100-0c:3/3  cause=16
      9    HangupRequest    PJSIP/itsp-0a:1   cause=16
      9    BridgeLeave      PJSIP/101-0d:4    bridge=b2
      9    Hangup           PJSIP/101-0d:4    cause=16
      9    Hangup           PJSIP/itsp-0a:1   cause=16
    `).slice(3),
    ).toEqual(
      told(`
        3 held 100@2
        3 originated 100@3 call=3 calling=ext:100 called=ext:101
        3 delivered 101@4 call=3
        4 established 101@4 call=3
        6 retrieved 100@2
        6 callsMerged with=3
        6 transferred 100@2 attended=2>4 target=ext:101
        6 connectionCleared 100@2 cause=normalClearing/16
        6 connectionCleared 100@3 cause=normalClearing/16
        9 connectionCleared 101@4 cause=normalClearing/16
        9 connectionCleared outside:79990000001@1 cause=normalClearing/16 by=customer
        9 callCleared cause=normalClearing/16 by=customer
      `),
    );
  });

  test('is the same where the server tells the transfer before the bridges', () => {
    expect(
      play(`${ASKED}
      6    AttendedTransfer ${HANDED}
      6    BridgeLeave      PJSIP/itsp-0a:1   bridge=b1
      6    BridgeEnter      PJSIP/itsp-0a:1   bridge=b2  SwapUniqueid=3
      6    Hangup           PJSIP/100-0b:2    cause=16
    `).slice(7),
    ).toEqual(
      told(`
        6 callsMerged with=3
        6 transferred 100@2 attended=2>4 target=ext:101
        6 connectionCleared 100@2 cause=normalClearing/16
      `),
    );
  });

  test('to a phone that still rings goes on when it answers', () => {
    expect(
      play(`${CONSULTING}
      5    AttendedTransfer Result=Success OrigTransfererUniqueid=2 SecondTransfererUniqueid=3 TransfereeUniqueid=1 DestType=App
      5    Newchannel       Local/_attended@transfer/m-01;1:5  st=Down
      5    Newchannel       Local/_attended@transfer/m-01;2:6  st=Down
      5    Rename           Local/_attended@transfer/m-01;2:6  Newname=Local/_attended@transfer/m-01;2<MASQ>
      5    Rename           PJSIP/100-0c:3/3                   Newname=Local/_attended@transfer/m-01;2
      5    Rename           Local/_attended@transfer/m-01;2<MASQ>:6  Newname=PJSIP/100-0c<ZOMBIE>
      5    Hangup           PJSIP/100-0c<ZOMBIE>:6             cause=16
      5    BridgeEnter      Local/_attended@transfer/m-01;1:5  bridge=b1  SwapUniqueid=2
      5    Hangup           PJSIP/100-0b:2                     cause=16
      7    Newstate         PJSIP/101-0d:4                     st=Up
      7    BridgeEnter      PJSIP/101-0d:4                     bridge=b3
      7    BridgeEnter      Local/_attended@transfer/m-01;2:3  bridge=b3
    `).slice(6),
    ).toEqual(
      told(`
        5 callsMerged with=3
        5 transferred 100@2 attended=2>4 target=ext:101
        5 connectionCleared 100@3 cause=normalClearing/16
        5 connectionCleared 100@2 cause=normalClearing/16
        7 established 101@4
      `),
    );
  });

  test('that is thought better of is only talk of the first', () => {
    expect(
      play(`${ASKED}
      6  HangupRequest PJSIP/101-0d:4/3  cause=16
      6  Hangup        PJSIP/101-0d:4/3  cause=16
      6  Hangup        PJSIP/100-0c:3/3  cause=16
      7  Unhold        PJSIP/100-0b:2
    `).slice(7),
    ).toEqual(
      told(`
        6 connectionCleared 101@4 call=3 cause=normalClearing/16 by=employee
        6 connectionCleared 100@3 call=3 cause=normalClearing/16
        6 callCleared call=3 cause=normalClearing/16 by=employee
        7 retrieved 100@2
      `),
    );
  });

  const BY_KEYS = `${TALKING}
    3  Hold        PJSIP/100-0b:2
    3  BridgeLeave PJSIP/100-0b:2           bridge=b1
    3  Newchannel  Local/101@in-01;1:3      st=Down  exten=101
    3  Newchannel  Local/101@in-01;2:4      st=Ring  exten=101
    3  DialBegin   PJSIP/100-0b:2           >Local/101@in-01;1:3  exten=100
    3  BridgeEnter PJSIP/100-0b:2           bridge=b2
    3  Newchannel  PJSIP/101-0c:5           st=Down  from=101  exten=s
    3  DialBegin   Local/101@in-01;2:4      >PJSIP/101-0c:5  exten=101
    3  Newstate    PJSIP/101-0c:5           st=Ringing
    5  Newstate    PJSIP/101-0c:5           st=Up
    5  BridgeEnter PJSIP/101-0c:5           bridge=b3
    5  BridgeEnter Local/101@in-01;2:4      bridge=b3
    5  BridgeEnter Local/101@in-01;1:3      bridge=b2
  `;

  test('by keys is a consultation inside the call, handed over when the first hangs up', () => {
    expect(
      play(`${BY_KEYS}
      6  HangupRequest PJSIP/100-0b:2        cause=16
      6  BridgeLeave   PJSIP/100-0b:2        bridge=b2
      6  Hangup        PJSIP/100-0b:2        cause=16
      6  BridgeMerge   ToBridgeUniqueid=b1   FromBridgeUniqueid=b2
      6  BridgeLeave   Local/101@in-01;1:3   bridge=b2
      6  BridgeEnter   Local/101@in-01;1:3   bridge=b1
      6  AttendedTransfer Result=Success OrigTransfererUniqueid=2 SecondTransfererUniqueid=2 TransfereeUniqueid=1 TransferTargetUniqueid=3
      9  HangupRequest PJSIP/itsp-0a:1       cause=16
      9  Hangup        PJSIP/itsp-0a:1       cause=16
      9  Hangup        Local/101@in-01;1:3   cause=16
      9  Hangup        Local/101@in-01;2:4   cause=16
      9  Hangup        PJSIP/101-0c:5        cause=16
    `).slice(3),
    ).toEqual(
      told(`
        3 held 100@2
        3 delivered 101@5
        5 established 101@5 cause=consultation
        6 transferred 100@2 attended=2>5 target=ext:101
        6 connectionCleared 100@2 cause=normalClearing/16 by=employee
        9 connectionCleared outside:79990000001@1 cause=normalClearing/16 by=customer
        9 connectionCleared 101@5 cause=normalClearing/16
        9 callCleared cause=normalClearing/16 by=customer
      `),
    );
  });

  test('by keys is handed over as well where the bridges are joined first', () => {
    expect(
      play(`${BY_KEYS}
      6  BridgeLeave   Local/101@in-01;1:3   bridge=b2
      6  BridgeEnter   Local/101@in-01;1:3   bridge=b1
      6  AttendedTransfer Result=Success OrigTransfererUniqueid=2 SecondTransfererUniqueid=2 TransfereeUniqueid=1 TransferTargetUniqueid=3
      6  Hangup        PJSIP/100-0b:2        cause=16
    `).slice(6),
    ).toEqual(
      told(`
        6 transferred 100@2 attended=2>5 target=ext:101
        6 connectionCleared 100@2 cause=normalClearing/16
      `),
    );
  });

  test('by keys that becomes a talk of three is a conference', () => {
    expect(
      play(`${BY_KEYS}
      6  BridgeLeave   PJSIP/100-0b:2        bridge=b2
      6  BridgeEnter   PJSIP/100-0b:2        bridge=b1
      6  BridgeLeave   Local/101@in-01;1:3   bridge=b2
      6  BridgeEnter   Local/101@in-01;1:3   bridge=b1
    `).slice(6),
    ).toEqual(
      told(`
        6 conferenced
        6 established 101@5#1
      `),
    );
  });
});
