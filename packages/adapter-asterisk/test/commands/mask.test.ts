import { expect, test } from 'vitest';
import { masked } from '../../src/commands/mask.ts';
import type { AmiMessage } from '../../src/wire/message.ts';

const one = (message: AmiMessage): AmiMessage => masked({ response: message, events: [] }).response;

test.each<[string, AmiMessage, AmiMessage]>([
  ['a header', { Username: '100', Password: 'fict-1' }, { Username: '100', Password: '***' }],
  ['an empty one stays empty', { Md5Cred: '', OauthSecret: 'x' }, { Md5Cred: '', OauthSecret: '***' }],
  ['that there is one is no secret', { SecretExist: 'Y', Secret: 'x' }, { SecretExist: 'Y', Secret: '***' }],
  [
    'a line of a file',
    { 'Line-000001-000000': 'secret=a b=c', 'Line-000001-000001': 'read=all' },
    { 'Line-000001-000000': 'secret=***', 'Line-000001-000001': 'read=all' },
  ],
  [
    'the PIN of a mailbox',
    { 'Line-000002-000000': '100=4242,Ivan' },
    { 'Line-000002-000000': '100=***,Ivan' },
  ],
  [
    'a file as JSON',
    { JSON: '{"crm":{"secret":"a\\"b","read":"all"}}' },
    { JSON: '{"crm":{"secret":"***","read":"all"}}' },
  ],
  ['a variable', { Variable: 'SIP_PASSWORD', Value: 'x' }, { Variable: 'SIP_PASSWORD', Value: '***' }],
  ['another one', { Variable: 'DIALSTATUS', Value: 'BUSY' }, { Variable: 'DIALSTATUS', Value: 'BUSY' }],
  [
    'a key of the database',
    { Family: 'x', Key: 'token', Val: 'y' },
    { Family: 'x', Key: 'token', Val: '***' },
  ],
  [
    'lines of a command',
    { Output: [' password             : fict-1', ' username             : 100'] },
    { Output: [' password             : ***', ' username             : 100'] },
  ],
  [
    'a column of a table',
    {
      Output: [
        'Username        Secret           Accountcode      Def.Context',
        '100             fict-1           office           internal',
        '101                              office           internal',
      ],
    },
    {
      Output: [
        'Username        Secret           Accountcode      Def.Context',
        '100             ***              office           internal',
        '101                              office           internal',
      ],
    },
  ],
])('hides %s', (_name, message, expected) => {
  expect(one(message)).toEqual(expected);
});

test.each([
  ['one long word', 'a'.repeat(1_000_000)],
  ['a telling word again and again', 'secret'.repeat(160_000)],
  ['the same in quotes', `"${'secret'.repeat(160_000)}`],
  ['names without values', '"secret" '.repeat(110_000)],
  ['a name and blanks', `secret${' '.repeat(1_000_000)}`],
  ['many names and blanks', `secret${' '.repeat(60)}`.repeat(15_000)],
  ['a name and a value that does not end', `"secret":"${'\\\\'.repeat(500_000)}`],
])('a megabyte of %s is looked at before anybody would notice', (_name, value) => {
  const message = { Response: 'Success', Variable: value, Output: ['', value], 'Line-000001-000000': value };
  expect(Object.keys(one(message))).toEqual(Object.keys(message));
});
