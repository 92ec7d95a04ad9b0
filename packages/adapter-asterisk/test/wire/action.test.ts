import { describe, expect, test } from 'vitest';
import { type Action, encodeAction, encodeForm } from '../../src/wire/action.ts';
import { BadAction } from '../../src/wire/errors.ts';

const written = (action: Action): string => encodeAction(action, 'id-1').toString();

function refusal(action: Action): { field: string; code: string; message: string } {
  try {
    encodeAction(action, 'id-1');
  } catch (error) {
    if (error instanceof BadAction) return error;
  }
  throw new Error('it was not refused');
}

test('an action is written with its id, headers, lists and variables', () => {
  const action: Action = {
    action: 'Originate',
    params: { Channel: 'PJSIP/100', Priority: 1, Async: true, Codecs: ['alaw', 'ulaw'], Account: '' },
    variables: { CLIENT: 'Мария', __KEEP: 7 },
  };
  expect(written(action)).toBe(
    'Action: Originate\r\nActionID: id-1\r\nChannel: PJSIP/100\r\nPriority: 1\r\nAsync: true\r\n' +
      'Codecs: alaw\r\nCodecs: ulaw\r\nAccount: \r\nVariable: CLIENT=Мария\r\nVariable: __KEEP=7\r\n\r\n',
  );
  expect(Object.fromEntries(new URLSearchParams(encodeForm(action, 'id-1')))).toMatchObject({
    Action: 'Originate',
    ActionID: 'id-1',
    Channel: 'PJSIP/100',
    Variable: '__KEEP=7',
  });
});

test('what would cut a variable short is kept by a backslash', () => {
  expect(written({ action: 'Originate', variables: { NOTE: 'a,b "c" d\\e (f' } })).toContain(
    'Variable: NOTE=a\\,b \\"c\\" d\\\\e (f\r\n',
  );
});

describe('nothing can be smuggled in', () => {
  test.each(['\r\n', '\n', '\r', '\0'])('%j is refused in a value, and the value is not told', (mark) => {
    const found = refusal({ action: 'Originate', params: { Channel: `hidden${mark}Action: Command` } });
    expect(found).toMatchObject({ code: 'asterisk.action', field: 'Channel' });
    expect(found.message).not.toContain('hidden');
    expect(refusal({ action: 'X', params: { List: ['a', `b${mark}`] } }).field).toBe('List');
    expect(refusal({ action: 'X', variables: { V: `a${mark}b` } }).field).toBe('Variable "V"');
    expect(() => encodeForm({ action: 'X', params: { A: mark } }, 'id-1')).toThrow(BadAction);
  });

  test.each(['a\r\nb', 'a:b', 'a b', '', 'имя'])('name %j is refused', (name) => {
    expect(refusal({ action: 'X', params: { [name]: '1' } }).field).toBe(JSON.stringify(name));
    expect(refusal({ action: name }).field).toBe('Action');
  });

  test.each(['a\nb', '', 'a=b', 'a,b'])('variable name %j is refused', (name) => {
    expect(refusal({ action: 'X', variables: { [name]: '1' } }).field).toBe(
      `Variable ${JSON.stringify(name)}`,
    );
  });

  test.each(['Action', 'actionid', 'ACTIONID'])('%s cannot be given', (name) => {
    expect(refusal({ action: 'X', params: { [name]: '1' } }).field).toBe(name);
  });

  test('an id with a line break is refused', () => {
    expect(() => encodeAction({ action: 'Ping' }, 'a\r\nb')).toThrow(BadAction);
  });
});

describe('what Asterisk would throw away is refused', () => {
  test('a line of more than 1,024 bytes', () => {
    const longest = 'ж'.repeat(509);
    expect(written({ action: 'X', params: { Ab: longest } })).toContain(longest);
    expect(refusal({ action: 'X', params: { Ab: `${longest}12` } }).field).toBe('Ab');
    expect(
      new URLSearchParams(encodeForm({ action: 'X', params: { Ab: `${longest}12` } }, 'id-1')).get('Ab'),
    ).toBe(`${longest}12`);
  });

  test('more than 128 headers', () => {
    const headers = (count: number): Action => ({ action: 'X', params: { A: Array(count).fill('1') } });
    expect(written(headers(126)).split('\r\n')).toHaveLength(130);
    expect(refusal(headers(127)).field).toBe('Action');
  });
});
