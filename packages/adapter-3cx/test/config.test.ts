import { configSchema } from '@callbus/runtime';
import { describe, expect, test } from 'vitest';
import { threeCx } from '../src/index.ts';

const problems = (block: Record<string, unknown>): string[] => {
  const read = configSchema({ adapters: [threeCx], sinks: [] }).safeParse({
    site: 'test',
    adapters: [{ id: 'pbx', type: '3cx', ...block }],
  });
  return read.success ? [] : read.error.issues.map((issue) => issue.path.slice(2).join('.'));
};

const callControl = { url: 'https://pbx.example.ru:5001', clientId: '900', clientSecret: 'test-secret' };

test.each([
  ['the CRM door', { crm: { token: 't' } }],
  ['Call Control', { callControl }],
  ['a CDR socket we listen on', { cdr: { mode: 'active', listen: ':9090' } }],
  ['a CDR socket of 3CX', { cdr: { mode: 'passive', connect: 'pbx.example.ru:5015' } }],
  ['all of it', { crm: { token: 't' }, callControl, xapi: {}, cdr: { mode: 'active', listen: ':9090' } }],
])('%s is enough', (_what, block) => {
  expect(problems(block)).toEqual([]);
});

describe('is refused by name:', () => {
  test.each([
    ['no door at all', {}, 'crm'],
    ['history without credentials', { crm: { token: 't' }, xapi: {} }, 'callControl'],
    ['active CDR without an address of ours', { cdr: { mode: 'active' } }, 'cdr.listen'],
    ['passive CDR without its address', { cdr: { mode: 'passive' } }, 'cdr.connect'],
    [
      'a field that is named twice',
      { cdr: { mode: 'active', listen: ':1', fields: ['callid', 'callid', 'chain'] } },
      'cdr.fields',
    ],
    [
      'a card without a place for the reference',
      { crm: { token: 't', contactUrlTemplate: 'https://1c.example.ru/' } },
      'crm.contactUrlTemplate',
    ],
    [
      'an extension that is none',
      { callControl: { ...callControl, extensions: ['Anna'] } },
      'callControl.extensions.0',
    ],
  ])('%s', (_what, block, path) => {
    expect(problems(block)).toEqual([path]);
  });
});

test('what an instance can do depends on the doors that are open', () => {
  const can = (block: object) => threeCx.capabilitiesOf?.(block as never);
  expect(can({ crm: {} })).toMatchObject({ live: false, features: ['recording'], commands: [] });
  expect(can({ callControl: {} })).toMatchObject({ live: true, features: ['transfer', 'queue'] });
  expect(threeCx.commandsOf?.({ cdr: {} } as never)).toEqual([]);
  expect(threeCx.commandsOf?.({ callControl: {} } as never)).toContain('transferTo');
});
