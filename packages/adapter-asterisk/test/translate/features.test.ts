import { describe, expect, test } from 'vitest';
import { play, told } from './stage.ts';

const RINGING = `
  0  Newchannel  PJSIP/itsp-0a:1  st=Ring  from=79990000001  exten=4950001
  0  Newchannel  PJSIP/100-0b:2   st=Down  from=100  exten=s
  0  DialBegin   PJSIP/itsp-0a:1  >PJSIP/100-0b:2  exten=100
  0  Newstate    PJSIP/100-0b:2   st=Ringing
`;

const TALKING = `${RINGING}
  1  Newstate    PJSIP/100-0b:2   st=Up
  1  BridgeEnter PJSIP/100-0b:2   bridge=b1
  1  BridgeEnter PJSIP/itsp-0a:1  bridge=b1
`;

describe('hold', () => {
  test('is told as often as it happens, and an end without a beginning is not', () => {
    expect(
      play(`${TALKING}
      2  Unhold  PJSIP/100-0b:2
      3  Hold    PJSIP/100-0b:2  MusicClass=default
      3  Hold    PJSIP/100-0b:2  MusicClass=default
      5  Unhold  PJSIP/100-0b:2
      6  Hold    PJSIP/100-0b:2
      7  Unhold  PJSIP/100-0b:2
    `).slice(3),
    ).toEqual(
      told(`
        3 held 100@2
        5 retrieved 100@2
        6 held 100@2 n=1
        7 retrieved 100@2 n=1
      `),
    );
  });
});

describe('a pickup', () => {
  test('is answered by who picked up, and the phone that rang lost nothing', () => {
    expect(
      play(`${RINGING}
      2    Newchannel  PJSIP/101-0c:3/3  st=Ring  from=101  exten=*8
      2    Newstate    PJSIP/101-0c:3/3  st=Up
      2.1  Pickup      PJSIP/101-0c:3/3  TargetChannel=PJSIP/100-0b  TargetUniqueid=2  TargetLinkedid=1
      2.1  DialEnd     PJSIP/itsp-0a:1   >PJSIP/101-0c:3/3  status=ANSWER
      2.1  Newstate    PJSIP/itsp-0a:1   st=Up
      2.1  Hangup      PJSIP/100-0b:2    cause=16
      2.1  BridgeEnter PJSIP/101-0c:3/3  bridge=b1
      2.1  BridgeEnter PJSIP/itsp-0a:1   bridge=b1
      4    HangupRequest PJSIP/itsp-0a:1
      4    Hangup      PJSIP/101-0c:3    cause=16
      4    Hangup      PJSIP/itsp-0a:1   cause=16
    `).slice(2),
    ).toEqual(
      told(`
        2 originated 101@3 call=3 calling=ext:101 called=ext:*8
        2 established service:@service-3 call=3
        2.1 connectionCleared service:@service-3 call=3
        2.1 callsMerged with=3
        2.1 connectionCleared 100@2 cause=answeredElsewhere/16
        2.1 established 101@3 cause=callPickup
        4 connectionCleared 101@3 cause=normalClearing/16
        4 connectionCleared outside:79990000001@1 cause=normalClearing/16 by=customer
        4 callCleared cause=normalClearing/16 by=customer
      `),
    );
  });
});

const PARKED = `${TALKING}
  3    BlindTransfer Result=Success  TransfererUniqueid=2  TransfereeUniqueid=1  Extension=700
  3    ParkedCall    ParkeeUniqueid=1  ParkerDialString=PJSIP/100  ParkingSpace=701
  3    BridgeLeave   PJSIP/itsp-0a:1  bridge=b1
  3    BridgeEnter   PJSIP/itsp-0a:1  bridge=lot  BridgeType=parking  BridgeTechnology=holding_bridge
  3.4  HangupRequest PJSIP/100-0b:2   cause=16
  3.4  Hangup        PJSIP/100-0b:2   cause=16
`;

describe('parking', () => {
  test('is no transfer, and who retrieves the call has it from the bridge on', () => {
    expect(
      play(`${PARKED}
      8    Newchannel   PJSIP/102-0c:3/3  st=Ring  from=102  exten=701
      8    Newstate     PJSIP/102-0c:3/3  st=Up
      8.1  UnParkedCall ParkeeUniqueid=1  RetrieverUniqueid=3  ParkingSpace=701
      8.1  BridgeLeave  PJSIP/itsp-0a:1   bridge=lot
      8.1  BridgeEnter  PJSIP/itsp-0a:1   bridge=b2
      8.1  BridgeEnter  PJSIP/102-0c:3    bridge=b2
      9    HangupRequest PJSIP/itsp-0a:1  cause=16
      9    Hangup       PJSIP/itsp-0a:1   cause=16
      9    Hangup       PJSIP/102-0c:3    cause=16
    `).slice(3),
    ).toEqual(
      told(`
        3 diverted 100@2 cause=park space=701
        8 originated 102@3 call=3 calling=ext:102 called=ext:701
        8 established service:@service-3 call=3
        8.1 connectionCleared service:@service-3 call=3
        8.1 callsMerged with=3
        8.1 established 102@3
        9 connectionCleared outside:79990000001@1 cause=normalClearing/16 by=customer
        9 connectionCleared 102@3 cause=normalClearing/16
        9 callCleared cause=normalClearing/16 by=customer
      `),
    );
  });

  test('that times out rings the one who parked', () => {
    expect(
      play(`${PARKED}
      23  ParkedCallTimeOut ParkeeUniqueid=1  ParkingSpace=701
      23  BridgeLeave PJSIP/itsp-0a:1  bridge=lot
      23  Newchannel  PJSIP/100-0d:4   st=Down  from=100  exten=s
      23  DialBegin   PJSIP/itsp-0a:1  >PJSIP/100-0d:4  exten=PJSIP_100
      23  Newstate    PJSIP/100-0d:4   st=Ringing
      25  Newstate    PJSIP/100-0d:4   st=Up
      25  BridgeEnter PJSIP/100-0d:4   bridge=b2
      25  BridgeEnter PJSIP/itsp-0a:1  bridge=b2
    `).slice(4),
    ).toEqual(
      told(`
        23 delivered 100@4
        25 established 100@4
      `),
    );
  });

  test('by a key is let go of by who talked', () => {
    const lines = play(`${TALKING}
      3  ParkedCall  ParkeeUniqueid=1  ParkerDialString=PJSIP/100  ParkingSpace=702
    `);
    expect(lines.slice(3)).toEqual(['3 diverted 100@2 cause=park space=702']);
  });

  test('by a feature code and digits is let go of at the code, and no transfer', () => {
    const lines = play(`${TALKING}
      3  Hold          PJSIP/100-0b:2
      5  Unhold        PJSIP/100-0b:2
      5  ParkedCall    ParkeeUniqueid=1  ParkerDialString=PJSIP/100  ParkingSpace=701
      5  BlindTransfer Result=Success  TransfererUniqueid=2  TransfereeUniqueid=1  Extension=700  IsExternal=No
      5  Hangup        PJSIP/100-0b:2  cause=16
    `);
    expect(lines.slice(3)).toEqual(
      told(`
        3 held 100@2
        5 retrieved 100@2
        3 connectionCleared 100@2
        5 diverted parking:@parking-701 cause=park space=701
      `),
    );
  });

  test('by the dialplan alone holds nobody of ours', () => {
    const lines = play(`
      0  Newchannel  PJSIP/itsp-0a:1   st=Ring  from=79990000001  exten=4950001
      3  ParkedCall  ParkeeUniqueid=1  ParkingSpace=702
    `);
    expect(lines.slice(1)).toEqual(['3 diverted parking:@parking-702 cause=park space=702']);
  });

  test('of two calls in one lot keeps them apart', () => {
    expect(
      play(`
      0  Newchannel  PJSIP/itsp-0a:1    st=Ring  from=79990000001  exten=4950001
      0  Newchannel  PJSIP/itsp-0b:2/2  st=Ring  from=79990000002  exten=4950001
      3  BridgeEnter PJSIP/itsp-0a:1    bridge=lot  BridgeType=parking
      4  BridgeEnter PJSIP/itsp-0b:2/2  bridge=lot  BridgeType=parking
      5  VarSet      PJSIP/itsp-0b:2/1  Variable=ANY  Value=1
    `).slice(2),
    ).toEqual([]);
  });
});

describe('a forward', () => {
  test('by the phone itself goes from its owner to another, who answers', () => {
    expect(
      play(`
      0  Newchannel    PJSIP/itsp-0a:1      st=Ring  from=79990000001  exten=4950001
      0  Newchannel    PJSIP/100-0b:2       st=Down  from=100  exten=s
      0  DialBegin     PJSIP/itsp-0a:1      >PJSIP/100-0b:2  exten=100
      0  HangupRequest PJSIP/100-0b:2       cause=23
      0  Newchannel    Local/102@in-01;1:3  st=Down  exten=102
      0  Newchannel    Local/102@in-01;2:4  st=Ring  exten=102
      0  DialEnd       PJSIP/itsp-0a:1      >PJSIP/100-0b:2  status=CANCEL  Forward=102
      0  DialBegin     PJSIP/itsp-0a:1      >Local/102@in-01;1:3
      0  Hangup        PJSIP/100-0b:2       cause=23
      0  Newchannel    PJSIP/102-0c:5       st=Down  from=102  exten=s
      0  DialBegin     Local/102@in-01;2:4  >PJSIP/102-0c:5  exten=102
      1  Newstate      PJSIP/102-0c:5       st=Ringing
      2  Newstate      PJSIP/102-0c:5       st=Up
      2  BridgeEnter   PJSIP/102-0c:5       bridge=b1
      2  BridgeEnter   Local/102@in-01;2:4  bridge=b1
      2  BridgeEnter   Local/102@in-01;1:3  bridge=b2
      2  BridgeEnter   PJSIP/itsp-0a:1      bridge=b2
      5  HangupRequest PJSIP/itsp-0a:1      cause=16
      5  Hangup        PJSIP/itsp-0a:1      cause=16
      5  Hangup        Local/102@in-01;1:3  cause=16
      5  Hangup        Local/102@in-01;2:4  cause=16
      5  Hangup        PJSIP/102-0c:5       cause=16
    `),
    ).toEqual(
      told(`
        0 offered outside:79990000001@1 calling=num:79990000001 did=4950001
        0 diverted 100@2 cause=callForward(CANCEL) blind=> target=ext:102
        1 delivered 102@5
        2 established 102@5
        5 connectionCleared outside:79990000001@1 cause=normalClearing/16 by=customer
        5 connectionCleared 102@5 cause=normalClearing/16
        5 callCleared cause=normalClearing/16 by=customer
      `),
    );
  });

  test('to a mobile by the dialplan is one inbound call, and says whose forward it is', () => {
    expect(
      play(`
      0  Newchannel    PJSIP/itsp-0a:1              st=Ring  from=79990000001  exten=4950001
      0  Newchannel    Local/79990000009@in-01;1:2  st=Down  exten=79990000009
      0  Newchannel    Local/79990000009@in-01;2:3  st=Ring  exten=79990000009
      0  DialBegin     PJSIP/itsp-0a:1              >Local/79990000009@in-01;1:2  exten=100
      0  Newchannel    PJSIP/itsp-0b:4              st=Down  exten=s
      0  DialBegin     Local/79990000009@in-01;2:3  >PJSIP/itsp-0b:4  exten=79990000009  dial=79990000009@itsp
      1  Newstate      PJSIP/itsp-0b:4              st=Ringing
      2  Newstate      PJSIP/itsp-0b:4              st=Up
      2  BridgeEnter   PJSIP/itsp-0b:4              bridge=b1
      2  BridgeEnter   Local/79990000009@in-01;2:3  bridge=b1
      2  BridgeEnter   Local/79990000009@in-01;1:2  bridge=b2
      2  BridgeEnter   PJSIP/itsp-0a:1              bridge=b2
      5  HangupRequest PJSIP/itsp-0b:4              cause=16
      5  Hangup        PJSIP/itsp-0b:4              cause=16
      5  Hangup        Local/79990000009@in-01;2:3  cause=16
      5  Hangup        Local/79990000009@in-01;1:2  cause=16
      5  Hangup        PJSIP/itsp-0a:1              cause=16
    `),
    ).toEqual(
      told(`
        0 offered outside:79990000001@1 calling=num:79990000001 did=4950001
        0 diverted 100@forward-100 cause=callForward blind=> target=num:79990000009
        1 delivered outside:79990000009@4
        2 established outside:79990000009@4
        5 connectionCleared outside:79990000009@4 cause=normalClearing/16 by=employee
        5 connectionCleared outside:79990000001@1 cause=normalClearing/16
        5 callCleared cause=normalClearing/16 by=employee
      `),
    );
  });
});

describe('a conference', () => {
  test("joins everybody's calls into the outside party's, and ends with it", () => {
    expect(
      play(`
      0  Newchannel    PJSIP/100-0a:1/1  st=Ring  from=100  exten=800
      0  Newstate      PJSIP/100-0a:1/1  st=Up
      0  BridgeEnter   PJSIP/100-0a:1/1  bridge=room  BridgeTechnology=softmix
      2  Newchannel    PJSIP/itsp-0b:2/2 st=Ring  from=79990000001  exten=4950008
      2  Newstate      PJSIP/itsp-0b:2/2 st=Up
      2  BridgeEnter   PJSIP/itsp-0b:2/2 bridge=room  BridgeTechnology=softmix
      4  Newchannel    PJSIP/101-0c:3/3  st=Ring  from=101  exten=800
      4  Newstate      PJSIP/101-0c:3/3  st=Up
      4  BridgeEnter   PJSIP/101-0c:3/3  bridge=room  BridgeTechnology=softmix
      6  HangupRequest PJSIP/101-0c:3/3  cause=16
      6  ConfbridgeLeave PJSIP/101-0c:3/3  Conference=800
      6  BridgeLeave   PJSIP/101-0c:3/3  bridge=room
      6  Hangup        PJSIP/101-0c:3/3  cause=16
      9  Hangup        PJSIP/itsp-0b:2/2 cause=16
      15 HangupRequest PJSIP/100-0a:1/1  cause=16
      15 Hangup        PJSIP/100-0a:1/1  cause=16
    `),
    ).toEqual(
      told(`
        0 originated 100@1 calling=ext:100 called=ext:800
        0 established service:@service-1
        2 offered outside:79990000001@2 call=2 calling=num:79990000001 did=4950008
        2 established service:@service-2 call=2
        2 connectionCleared service:@service-1
        2 callsMerged with=2
        2 established 100@1 calling=num:79990000001 called= did=4950008
        2 connectionCleared service:@service-2
        4 originated 101@3 call=3 calling=ext:101 called=ext:800
        4 established service:@service-3 call=3
        4 connectionCleared service:@service-3 call=3
        4 callsMerged with=3
        4 established 101@3
        4 conferenced
        6 connectionCleared 101@3
        9 connectionCleared outside:79990000001@2 cause=normalClearing/16
        9 callCleared cause=normalClearing/16 by=system
      `),
    );
  });
});
