import { describe, expect, test } from 'vitest';
import { consults, meant, otherParty, talker, type Whose } from '../../src/commands/find.ts';
import type { ChannelNow } from '../../src/commands/types.ts';

/** `name call bridge state` a line; a phone of the office, a line, or a channel of the PBX's own. */
const board = (text: string): ChannelNow[] =>
  text
    .trim()
    .split('\n')
    .map((line, i) => {
      const [name = '', call = '', bridge = '-', state = 'up'] = line.trim().split(/\s+/);
      return {
        name,
        uniqueid: `u${i}`,
        linkedid: call,
        extension: /^PJSIP\/(\d{3})-/.exec(name)?.[1] ?? '',
        outside: name.startsWith('PJSIP/itsp-'),
        up: state === 'up',
        bridge: bridge === '-' ? '' : bridge,
      };
    });

const who = (whose: Partial<Whose>): Whose => ({
  extension: undefined,
  call: undefined,
  channel: undefined,
  ...whose,
});
const fault = (run: () => unknown): unknown => {
  try {
    return run();
  } catch (error) {
    return [(error as { code: string }).code, (error as { status: number }).status];
  }
};

const TALK = `
  PJSIP/itsp-1  1  b1
  PJSIP/100-1   1  b1
`;
const CONSULTING = `
  PJSIP/itsp-1             1  b1
  PJSIP/100-1              1  b2
  Local/103@internal-1;1   1  b2
  Local/103@internal-1;2   1  b3
  PJSIP/103-1              1  b3
`;

describe('the call that is meant', () => {
  test('is the one an employee talks in, though another rings', () => {
    const all = board(`${TALK}
      PJSIP/itsp-2  2  -
      PJSIP/100-2   2  -  ringing`);
    expect(talker(all, who({ extension: '100' })).name).toBe('PJSIP/100-1');
    expect(otherParty(all, who({ extension: '100' })).name).toBe('PJSIP/itsp-1');
    expect(otherParty(all, who({ extension: '100', call: '2' })).name).toBe('PJSIP/itsp-2');
    expect(fault(() => meant(all, who({ extension: '100' })))).toEqual(['asterisk.several', 409]);
  });

  test('has to be named where an employee is in two conversations', () => {
    const all = board(`${TALK}
      PJSIP/itsp-2  2  b2
      PJSIP/100-2   2  b2`);
    expect(fault(() => talker(all, who({ extension: '100' })))).toEqual(['asterisk.several', 409]);
    expect(talker(all, who({ extension: '100', call: '2' })).name).toBe('PJSIP/100-2');
    expect(talker(all, who({ call: '1' })).name).toBe('PJSIP/100-1');
  });

  test('is not one of somebody else', () => {
    const all = board(TALK);
    expect(fault(() => meant(all, who({ extension: '101' })))).toEqual(['asterisk.nocall', 404]);
    expect(fault(() => meant(all, who({ extension: '101', call: '1' })))).toEqual(['asterisk.nocall', 404]);
    expect(fault(() => meant(all, who({ call: '9' })))).toEqual(['asterisk.nocall', 404]);
    expect(fault(() => meant(all, who({ channel: 'PJSIP/100-9' })))).toEqual(['asterisk.nocall', 404]);
  });

  test('has one other party, or asks which', () => {
    const colleagues = board(`
      PJSIP/100-1  1  b1
      PJSIP/101-1  1  b1`);
    expect(otherParty(colleagues, who({ extension: '100' })).name).toBe('PJSIP/101-1');
    expect(fault(() => otherParty(colleagues, who({ call: '1' })))).toEqual(['asterisk.several', 409]);
    const alone = board('PJSIP/100-1 1 - up');
    expect(fault(() => otherParty(alone, who({ extension: '100' })))).toEqual(['asterisk.state', 409]);
  });
});

describe('a consultation', () => {
  const of = (text: string): boolean => {
    const all = board(text);
    return consults(all, all.find(({ extension }) => extension === '100') as ChannelNow);
  };

  test('is on while the customer waits where the employee does not hear him', () => {
    expect(of(CONSULTING)).toBe(true);
    expect(otherParty(board(CONSULTING), who({ extension: '100' })).name).toBe('PJSIP/itsp-1');
  });

  test('is not a plain conversation, nor one through Local channels, nor one that rings', () => {
    expect(of(TALK)).toBe(false);
    expect(
      of(`
        PJSIP/100-1              1  b1
        Local/102@internal-1;1   1  b1
        Local/102@internal-1;2   1  b2
        PJSIP/102-1              1  b2`),
    ).toBe(false);
    expect(of('PJSIP/itsp-1 1 - up\nPJSIP/100-1 1 - ringing')).toBe(false);
  });
});
