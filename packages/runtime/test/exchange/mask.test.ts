import { describe, expect, test } from 'vitest';
import { ExchangeMask } from '../../src/exchange/mask.ts';
import { Scrubber } from '../../src/index.ts';

const scrubber = new Scrubber();
for (const secret of ['s3cret-token-1', 'pä$$ word']) scrubber.addSecret(secret);
const mask = new ExchangeMask(scrubber, 200);

describe('a route', () => {
  test.each([
    ['/pz/crm', '/pz/crm'],
    ['/pz/pbx/s3cret-token-1/?event=1', '/pz/pbx/***/?event=1'],
    ['/crm/lookup?number=%2B79991234567&x=1', '/crm/lookup?number=+799…67&x=1'],
    ['/crm/lookup?number=8+%28999%29+123-45-67', '/crm/lookup?number=899…67'],
    [
      '/token?client_secret=abc&grant_type=client_credentials',
      '/token?client_secret=***&grant_type=client_credentials',
    ],
    [
      '/x?apiKey=1&api_key=2&X-Api-Key=3&key=4&monkey=5',
      '/x?apiKey=***&api_key=***&X-Api-Key=***&key=***&monkey=5',
    ],
    ['/call/%2B79991234567', '/call/+799…67'],
    ['/x?bad=%zz&flag', '/x?bad=%zz&flag'],
    ['/rawman?action=login&secret=hm&username=admin', '/rawman?action=login&secret=***&username=admin'],
  ])('%s', (route, masked) => {
    expect(mask.route(route)).toBe(masked);
  });

  test('names that only the adapter knows to be secret', () => {
    expect(mask.route('/x?ticket=abc&y=2', ['ticket'])).toBe('/x?ticket=***&y=2');
    expect(mask.route('/x?ticket=abc')).toBe('/x?ticket=abc');
  });
});

describe('a body', () => {
  test.each([
    [undefined, ''],
    [null, ''],
    ['', ''],
    ['OK', 'OK'],
    [{ phone: '89991234567', n: 1 }, '{"phone":"899…67","n":1}'],
    [
      { crm_token: 'wrong-one', deep: { access_token: 'e\\"y', list: [1] } },
      '{"crm_token":"***","deep":{"access_token":"***","list":[1]}}',
    ],
    [
      { action: 'Setvar', params: { Variable: 'SIP_SECRET', Value: 'hush' } },
      '{"action":"Setvar","params":{"Variable":"SIP_SECRET","Value":"***"}}',
    ],
    [{ 'Var-000000': 'secret', 'Value-000000': 'hu\\sh"' }, '{"Var-000000":"secret","Value-000000":"***"}'],
    [{ Key: 'crm token', Val: 5 }, '{"Key":"crm token","Val":"***"}'],
    [{ Variable: 'DIALSTATUS', Value: 'BUSY' }, '{"Variable":"DIALSTATUS","Value":"BUSY"}'],
    [{ pin_token: 12345 }, '{"pin_token":"***"}'],
    [{ at: 1694181400, id: 'call-00001234567' }, '{"at":1694181400,"id":"call-000…67"}'],
    ['grant_type=x&client_secret=hush&phone=%2B79991234567', 'grant_type=x&client_secret=***&phone=+799…67'],
    [
      '<Login><Password>hush</Password><Phone>89991234567</Phone></Login>',
      '<Login><Password>***</Password><Phone>899…67</Phone></Login>',
    ],
    ['<login user="a" password="hush" />', '<login user="a" password="***" />'],
    [
      'Action: Login\r\nUsername: a\r\nSecret: hush\r\n\r\n',
      'Action: Login\r\nUsername: a\r\nSecret: ***\r\n\r\n',
    ],
    [Buffer.from('{"a":"s3cret-token-1"}'), '{"a":"***"}'],
    [Buffer.from([0xff, 0x00, 0x80]), '(3 bytes)'],
    [{ said: 'p\u00e4$$ word' }, '{"said":"***"}'],
    ['{"broken":"\\x 89991234567', '{"broken":"\\x 899…67'],
  ])('%j', (body, masked) => {
    expect(mask.body(body)).toBe(masked);
  });

  test('is cut, and says how long it was', () => {
    expect(mask.body('x'.repeat(201))).toBe(`${'x'.repeat(200)}… (201)`);
    expect(mask.body('x'.repeat(200))).toBe('x'.repeat(200));
    expect(new ExchangeMask(scrubber, 0).body('x')).toBe('');
  });

  test('no cut leaves a part of a secret or of a number, wherever it falls', () => {
    for (const hidden of ['s3cret-token-1', '+7 (999) 123-45-67', '"password":"hush-hush"']) {
      for (let before = 0; before < 1_300; before++) {
        const text = `{"t":"${'я '.repeat(before / 2)}${' '.repeat(before % 2)} ${hidden}${' b'.repeat(1_000)}`;
        const clean = mask.body(text);
        expect(clean.length).toBeLessThan(220);
        expect(clean.replace(/ \(\d+\)$/, '')).not.toMatch(/s3c|999\)|123|hush/);
      }
    }
  });

  test('many secrets in front of the cut do not bring it nearer', () => {
    const clean = mask.body('s3cret-token-1 '.repeat(400));
    expect(clean).not.toMatch(/s3c|tok/);
  });

  test('no body keeps us busy for long, however it is made', () => {
    const wide = new ExchangeMask(scrubber, 65_536);
    for (const part of [
      'token',
      'token.',
      '"token',
      '"token":',
      '<token',
      'token =',
      'token: ',
      '<a token="',
      '}]',
      '{"',
      '8',
      '+7 ',
    ]) {
      const body = part.repeat(66_000 / part.length);
      expect(wide.body(body).length).toBeLessThan(70_000);
      expect(wide.body(`{${body}}`).length).toBeLessThan(70_000);
    }
  });

  test('what cannot be written is left out', () => {
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    expect(mask.body(circle)).toBe('');
  });

  test('numbers stay readable where the log shows them', () => {
    const plain = new ExchangeMask(new Scrubber({ phones: false }), 200);
    expect(plain.body({ phone: '89991234567', token: 'x' })).toBe('{"phone":"89991234567","token":"***"}');
  });
});
