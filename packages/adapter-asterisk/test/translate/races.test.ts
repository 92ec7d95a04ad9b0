import { expect, test } from 'vitest';
import { play, told } from './stage.ts';

// The server's threads tell what they do as they come to it: which is first, nobody can say.

test('a forward to a mobile has its owner also where the line is called before its half', () => {
  expect(
    play(`
      0  Newchannel    PJSIP/itsp-0a:1              st=Ring  from=79990000001  exten=4950001
      0  Newchannel    Local/79990000009@in-01;1:2  st=Down  exten=79990000009
      0  Newchannel    Local/79990000009@in-01;2:3  st=Ring  exten=79990000009
      0  Newchannel    PJSIP/itsp-0b:4              st=Down  exten=s
      0  DialBegin     Local/79990000009@in-01;2:3  >PJSIP/itsp-0b:4  exten=79990000009  dial=79990000009@itsp
      0  DialBegin     PJSIP/itsp-0a:1              >Local/79990000009@in-01;1:2  exten=100
    `).at(-1),
  ).toBe('0 diverted 100@forward-100 cause=callForward blind=> target=num:79990000009');
});

test('an outbound call that is busy ends at the far end also where the server tells the refusal before the attempt', () => {
  expect(
    play(`
      0  Newchannel    PJSIP/100-0a:1   st=Ring  from=100  exten=79990000002
      0  Newchannel    PJSIP/itsp-0b:2  st=Down
      0  HangupRequest PJSIP/itsp-0b:2  cause=17
      0  DialBegin     PJSIP/100-0a:1   >PJSIP/itsp-0b:2  dial=79990000002@itsp
      0  DialEnd       PJSIP/100-0a:1   >PJSIP/itsp-0b:2  status=BUSY
      0  Hangup        PJSIP/itsp-0b:2  cause=17
      0  HangupRequest PJSIP/100-0a:1   st=Busy  cause=17
      0  Hangup        PJSIP/100-0a:1   cause=17
    `).at(-1),
  ).toBe('0 callCleared cause=busy/17(BUSY) by=customer');
});

test('click-to-call through Local halves is the same also where the phone is called before its half', () => {
  expect(
    play(`
      0  Newchannel  Local/100@phones-01;1:1  st=Down  exten=100
      0  Newchannel  Local/100@phones-01;2:2  st=Ring  exten=100
      0  Newchannel  PJSIP/100-0a:3           st=Down  from=100  exten=s
      0  DialBegin   Local/100@phones-01;2:2  >PJSIP/100-0a:3  exten=100  dial=100
      0  DialBegin   >Local/100@phones-01;1:1  dial=100@phones
      1  Newstate    PJSIP/100-0a:3           st=Ringing
    `),
  ).toEqual(
    told(`
        0 serviceInitiated 100@3 cause=makeCall calling=ext:100
        1 delivered 100@3
      `),
  );
});

const TALK = `
  0  Newchannel    PJSIP/itsp-0a:1  st=Ring  from=79990000001  exten=3333333
  0  Newchannel    PJSIP/100-0b:2   st=Down  exten=s
  0  DialBegin     PJSIP/itsp-0a:1  >PJSIP/100-0b:2  exten=100  dial=100
  1  Newstate      PJSIP/100-0b:2   st=Up
  1  BridgeEnter   PJSIP/100-0b:2   bridge=b1
  1  BridgeEnter   PJSIP/itsp-0a:1  bridge=b1
`;

test('who hung up is told where the server says so after that channel was gone', () => {
  expect(
    play(`${TALK}
      5  Hangup        PJSIP/itsp-0a:1  cause=16
      5  HangupRequest PJSIP/itsp-0a:1  cause=16
      5  Hangup        PJSIP/100-0b:2   cause=16
    `).at(-1),
  ).toBe('5 callCleared cause=normalClearing/16 by=customer');
});

test('who hung up is told once more where the server says so after the whole call was gone', () => {
  expect(
    play(`${TALK}
      5  Hangup        PJSIP/itsp-0a:1  cause=16
      5  Hangup        PJSIP/100-0b:2   cause=16
      5  HangupRequest PJSIP/100-0b:2   cause=16
      5  HangupRequest PJSIP/itsp-0a:1  cause=16
    `).slice(-2),
  ).toEqual(
    told(`
      5 callCleared cause=normalClearing/16 by=system
      5 callCleared n=1 cause=normalClearing/16 by=employee
    `),
  );
});

test('click-to-call is known for it also where the phone rings before the server says that it calls it', () => {
  expect(
    play(`
      0  Newchannel  PJSIP/100-0a:1  st=Down  from=100  exten=s
      1  Newstate    PJSIP/100-0a:1  st=Ringing
      1  DialBegin   >PJSIP/100-0a:1  dial=100
    `),
  ).toEqual(
    told(`
        1 delivered 100@1
        1 serviceInitiated 100@1 cause=makeCall calling=ext:100
      `),
  );
});
