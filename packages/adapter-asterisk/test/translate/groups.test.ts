import { describe, expect, test } from 'vitest';
import { play, told } from './stage.ts';

const GROUP = `
  0    Newchannel  PJSIP/itsp-0a:1  st=Ring  from=79990000001  exten=4950002
  0    Newchannel  PJSIP/100-0b:2   st=Down  from=100  exten=s
  0    Newchannel  PJSIP/101-0c:3   st=Down  from=101  exten=s
  0    DialBegin   PJSIP/itsp-0a:1  >PJSIP/100-0b:2  exten=4950002
  0    DialBegin   PJSIP/itsp-0a:1  >PJSIP/101-0c:3  exten=4950002
  0.1  Newstate    PJSIP/100-0b:2   st=Ringing
  0.1  Newstate    PJSIP/101-0c:3   st=Ringing
`;

describe('a ring group', () => {
  test.each(['26', '16'])('has one who answers; the others lost the race (number %s)', (cause) => {
    const lines = play(`${GROUP}
      3  Newstate    PJSIP/101-0c:3   st=Up
      3  DialEnd     PJSIP/itsp-0a:1  >PJSIP/100-0b:2  status=CANCEL
      3  DialEnd     PJSIP/itsp-0a:1  >PJSIP/101-0c:3  status=ANSWER
      3  Newstate    PJSIP/itsp-0a:1  st=Up
      3  Hangup      PJSIP/100-0b:2   cause=${cause}
      3  BridgeEnter PJSIP/101-0c:3   bridge=b1
      3  BridgeEnter PJSIP/itsp-0a:1  bridge=b1
    `);
    expect(lines.slice(1)).toEqual([
      '0.1 delivered 100@2',
      '0.1 delivered 101@3',
      `3 connectionCleared 100@2 cause=answeredElsewhere/${cause}(CANCEL)`,
      '3 established 101@3',
    ]);
  });

  test('that nobody answers has no winner', () => {
    expect(
      play(`${GROUP}
      5  HangupRequest PJSIP/itsp-0a:1  cause=127
      5  DialEnd       PJSIP/itsp-0a:1  >PJSIP/100-0b:2  status=CANCEL
      5  DialEnd       PJSIP/itsp-0a:1  >PJSIP/101-0c:3  status=CANCEL
      5  Hangup        PJSIP/100-0b:2   cause=127
      5  Hangup        PJSIP/101-0c:3   cause=127
      5  Hangup        PJSIP/itsp-0a:1  cause=127
    `).slice(3),
    ).toEqual(
      told(`
        5 connectionCleared 100@2 cause=callCancelled/127(CANCEL)
        5 connectionCleared 101@3 cause=callCancelled/127(CANCEL)
        5 connectionCleared outside:79990000001@1 cause=unspecified/127 by=customer
        5 callCleared cause=callCancelled/127 by=customer
      `),
    );
  });

  test('goes on ringing when one of it refuses', () => {
    expect(
      play(`${GROUP}
      1  HangupRequest PJSIP/100-0b:2   cause=21
      1  DialEnd       PJSIP/itsp-0a:1  >PJSIP/100-0b:2  status=NOANSWER
      1  Hangup        PJSIP/100-0b:2   cause=21
      9  DialEnd       PJSIP/itsp-0a:1  >PJSIP/101-0c:3  status=NOANSWER
      9  Hangup        PJSIP/101-0c:3   cause=0
      9  Hangup        PJSIP/itsp-0a:1  cause=16
    `).slice(3),
    ).toEqual(
      told(`
        1 failed 100@2 cause=rejected/21(NOANSWER) by=employee
        9 failed 101@3 cause=callNotAnswered(NOANSWER)
        9 connectionCleared outside:79990000001@1 cause=unspecified/16
        9 callCleared cause=callNotAnswered(NOANSWER) by=system
      `),
    );
  });

  test('of Local channels is the people behind them', () => {
    expect(
      play(`
      0    Newchannel  PJSIP/itsp-0a:1          st=Ring  from=79990000001  exten=4950003
      0    Newchannel  Local/100@in-01;1:2      st=Down  exten=100
      0    Newchannel  Local/100@in-01;2:3      st=Ring  exten=100
      0    Newchannel  Local/101@in-02;1:4      st=Down  exten=101
      0    Newchannel  Local/101@in-02;2:5      st=Ring  exten=101
      0    DialBegin   PJSIP/itsp-0a:1          >Local/100@in-01;1:2
      0    DialBegin   PJSIP/itsp-0a:1          >Local/101@in-02;1:4
      0    Newchannel  PJSIP/100-0b:6           st=Down  from=100  exten=s
      0    DialBegin   Local/100@in-01;2:3      >PJSIP/100-0b:6  exten=100
      0    Newchannel  PJSIP/101-0c:7           st=Down  from=101  exten=s
      0    DialBegin   Local/101@in-02;2:5      >PJSIP/101-0c:7  exten=101
      0.1  Newstate    PJSIP/100-0b:6           st=Ringing
      0.1  Newstate    Local/100@in-01;1:2      st=Ringing
      0.1  DialState   PJSIP/itsp-0a:1          >Local/100@in-01;1:2  status=RINGING
      0.1  Newstate    PJSIP/101-0c:7           st=Ringing
      2    Newstate    PJSIP/101-0c:7           st=Up
      2    DialEnd     Local/101@in-02;2:5      >PJSIP/101-0c:7  status=ANSWER
      2    Newstate    Local/101@in-02;2:5      st=Up
      2    Newstate    Local/101@in-02;1:4      st=Up
      2    BridgeEnter PJSIP/101-0c:7           bridge=b1
      2    BridgeEnter Local/101@in-02;2:5      bridge=b1
      2    DialEnd     PJSIP/itsp-0a:1          >Local/101@in-02;1:4  status=ANSWER
      2    BridgeEnter Local/101@in-02;1:4      bridge=b2
      2    BridgeEnter PJSIP/itsp-0a:1          bridge=b2
      2    DialEnd     Local/100@in-01;2:3      >PJSIP/100-0b:6  status=CANCEL
      2    Hangup      PJSIP/100-0b:6           cause=26
      2    Hangup      Local/100@in-01;2:3      cause=26
      2    Hangup      Local/100@in-01;1:2      cause=26
      5    HangupRequest PJSIP/itsp-0a:1        cause=16
      5    Hangup      PJSIP/itsp-0a:1          cause=16
      5    HangupRequest Local/101@in-02;2:5    cause=16
      5    Hangup      Local/101@in-02;1:4      cause=16
      5    Hangup      Local/101@in-02;2:5      cause=16
      5    Hangup      PJSIP/101-0c:7           cause=16
    `),
    ).toEqual(
      told(`
        0 offered outside:79990000001@1 calling=num:79990000001 did=4950003
        0.1 delivered 100@6
        0.1 delivered 101@7
        2 established 101@7
        2 connectionCleared 100@6 cause=answeredElsewhere/26(CANCEL)
        5 connectionCleared outside:79990000001@1 cause=normalClearing/16 by=customer
        5 connectionCleared 101@7 cause=normalClearing/16
        5 callCleared cause=normalClearing/16 by=customer
      `),
    );
  });

  test('behind a Local channel that is optimised away talks on as if nothing had been', () => {
    expect(
      play(`
      0    Newchannel  PJSIP/itsp-0a:1      st=Ring  from=79990000001  exten=4950004
      0    Newchannel  Local/100@in-01;1:2  st=Down  exten=100
      0    Newchannel  Local/100@in-01;2:3  st=Ring  exten=100
      0    DialBegin   PJSIP/itsp-0a:1      >Local/100@in-01;1:2
      0    Newchannel  PJSIP/100-0b:4       st=Down  from=100  exten=s
      0    DialBegin   Local/100@in-01;2:3  >PJSIP/100-0b:4  exten=100
      0    Newstate    PJSIP/100-0b:4       st=Ringing
      2    Newstate    PJSIP/100-0b:4       st=Up
      2    BridgeEnter PJSIP/100-0b:4       bridge=b1
      2    BridgeEnter Local/100@in-01;2:3  bridge=b1
      2    BridgeEnter Local/100@in-01;1:2  bridge=b2
      2    BridgeEnter PJSIP/itsp-0a:1      bridge=b2
      2.1  LocalOptimizationBegin           Id=1
      2.1  BridgeLeave PJSIP/itsp-0a:1      bridge=b2
      2.1  BridgeLeave Local/100@in-01;2:3  bridge=b1
      2.1  BridgeEnter PJSIP/itsp-0a:1      bridge=b1  SwapUniqueid=3
      2.1  BridgeLeave Local/100@in-01;1:2  bridge=b2
      2.1  Hangup      Local/100@in-01;1:2  cause=16
      2.1  Hangup      Local/100@in-01;2:3  cause=16
      6    HangupRequest PJSIP/100-0b:4     cause=16
      6    Hangup      PJSIP/100-0b:4       cause=16
      6    Hangup      PJSIP/itsp-0a:1      cause=16
    `).slice(1),
    ).toEqual(
      told(`
        0 delivered 100@4
        2 established 100@4
        6 connectionCleared 100@4 cause=normalClearing/16 by=employee
        6 connectionCleared outside:79990000001@1 cause=normalClearing/16
        6 callCleared cause=normalClearing/16 by=employee
      `),
    );
  });
});

describe('a queue', () => {
  const WAITING = `
    0    Newchannel      PJSIP/itsp-0a:1  st=Ring  from=79990000001  exten=4950005
    0    Newstate        PJSIP/itsp-0a:1  st=Up
    0.1  QueueCallerJoin PJSIP/itsp-0a:1  Queue=support  Position=1
    0.1  Newchannel      PJSIP/100-0b:2   st=Down  from=100  exten=s
    0.1  AgentCalled     PJSIP/itsp-0a:1  >PJSIP/100-0b:2  Queue=support
    0.1  DialBegin       PJSIP/itsp-0a:1  >PJSIP/100-0b:2  exten=4950005  dial=PJSIP/100
    0.2  Newstate        PJSIP/100-0b:2   st=Ringing
  `;

  test('tries the second agent when the first does not answer, whose leg ends twice', () => {
    expect(
      play(`${WAITING}
      3  AgentRingNoAnswer PJSIP/itsp-0a:1  >PJSIP/100-0b:2  Queue=support  RingTime=3000
      3  DialEnd           PJSIP/itsp-0a:1  >PJSIP/100-0b:2  status=NOANSWER
      3  DialEnd           PJSIP/itsp-0a:1  >PJSIP/100-0b:2  status=CANCEL
      3  Hangup            PJSIP/100-0b:2   cause=0
      4  Newchannel        PJSIP/101-0c:3   st=Down  from=101  exten=s
      4  DialBegin         PJSIP/itsp-0a:1  >PJSIP/101-0c:3  exten=4950005  dial=PJSIP/101
      4  Newstate          PJSIP/101-0c:3   st=Ringing
      5  Newstate          PJSIP/101-0c:3   st=Up
      5  DialEnd           PJSIP/itsp-0a:1  >PJSIP/101-0c:3  status=ANSWER
      5  QueueCallerLeave  PJSIP/itsp-0a:1  Queue=support
      5  AgentConnect      PJSIP/itsp-0a:1  >PJSIP/101-0c:3  Queue=support
      5  BridgeEnter       PJSIP/101-0c:3   bridge=b1
      5  BridgeEnter       PJSIP/itsp-0a:1  bridge=b1
      8  HangupRequest     PJSIP/101-0c:3   cause=16
      8  AgentComplete     PJSIP/itsp-0a:1  >PJSIP/101-0c:3  Queue=support  Reason=agent
      8  Hangup            PJSIP/101-0c:3   cause=16
      8  Hangup            PJSIP/itsp-0a:1  cause=16
    `),
    ).toEqual(
      told(`
        0 offered outside:79990000001@1 calling=num:79990000001 did=4950005
        0 established service:@service-1
        0.1 queued outside:79990000001@1 queue=support
        0.2 delivered 100@2
        3 failed 100@2 cause=callNotAnswered(NOANSWER)
        4 delivered 101@3
        5 established 101@3
        5 connectionCleared service:@service-1
        8 connectionCleared 101@3 cause=normalClearing/16 by=employee
        8 connectionCleared outside:79990000001@1 cause=normalClearing/16
        8 callCleared cause=normalClearing/16 by=employee
      `),
    );
  });

  test('that is abandoned was given up on by the caller', () => {
    expect(
      play(`${WAITING}
      2  HangupRequest      PJSIP/itsp-0a:1
      2  DialEnd            PJSIP/itsp-0a:1  >PJSIP/100-0b:2  status=CANCEL
      2  DialEnd            PJSIP/itsp-0a:1  >PJSIP/100-0b:2  status=CANCEL
      2  Hangup             PJSIP/100-0b:2   cause=0
      2  QueueCallerAbandon PJSIP/itsp-0a:1  Queue=support
      2  QueueCallerLeave   PJSIP/itsp-0a:1  Queue=support
      2  Hangup             PJSIP/itsp-0a:1  cause=0
    `).slice(4),
    ).toEqual(
      told(`
        2 connectionCleared 100@2 cause=callCancelled(CANCEL)
        2 connectionCleared outside:79990000001@1 by=customer
        2 callCleared cause=callCancelled by=customer
      `),
    );
  });
});
