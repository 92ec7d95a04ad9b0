import { describe, expect, test } from 'vitest';
import { maskNumber, maskNumbers, Scrubber } from '../../src/index.ts';

describe('a number in any writing is masked', () => {
  test.each([
    ['89990001122', '899…22'],
    ['+79990001122', '+799…22'],
    ['9990001122', '999…22'],
    ['+7 (999) 000-11-22', '+799…22'],
    ['8 (999) 000-11-22', '899…22'],
    ['8(999)000-11-22', '899…22'],
    ['8-999-000-11-22', '899…22'],
    ['8 999 000 11 22', '899…22'],
    ['8 999 00 011 22', '899…22'],
    ['8.999.000.11.22', '899…22'],
    ['8\u00a0999\u00a0000\u00a01122', '899…22'],
    ['8 (4852) 12-34-56', '848…56'],
    ['(4852) 12-34-56', '485…56'],
    ['999 000-11-22', '999…22'],
    ['229-30-42', '2…42'],
    ['88005553535', '880…35'],
    ['810 380 44 1234567', '810…67'],
    ['+380 44 123 45 67', '+380…67'],
    ['77011234567', '770…67'],
    ['8(999)000-11-22 доб. 123', '899…22 доб. 123'],
    ['+7 999 000-11-22,123', '+799…22,123'],
    ['74990001122, 89990003344', '749…22, 899…44'],
    ['sip:89990001122@10.0.0.5', 'sip:899…22@10.0.0.5'],
    ['tel:+79990001122', 'tel:+799…22'],
    ['SIP/89990001122-0000a1b2', 'SIP/899…22-0000a1b2'],
    ['Local/89990001122@from-internal', 'Local/899…22@from-internal'],
    ['in-89990001122-100-20230908-015640.wav', 'in-899…22-100-20230908-015640.wav'],
    ['rec_89990001122_1.mp3', 'rec_899…22_1.mp3'],
    ['тел.89990001122', 'тел.899…22'],
    ['89990001122: занято', '899…22: занято'],
    ['звонок с 89990001122.', 'звонок с 899…22.'],
    ['{"phone":"89990001122"}', '{"phone":"899…22"}'],
    ['?src_num=89990001122&dst_num=100', '?src_num=899…22&dst_num=100'],
    ['"89990001122"<89990001122>', '"899…22"<899…22>'],
  ])('%s', (text, masked) => {
    expect(maskNumbers(text)).toBe(masked);
  });
});

describe('what is no number is left alone', () => {
  test.each([
    '2026-11-20',
    '2026-11-20T13:56:40Z',
    '2026-11-20T13:56:40.123456Z',
    '2026-11-20 13:56:40+03:00',
    '20.11.2026 13:56',
    '20230908T015640',
    '20230908015640',
    '13:56:40',
    '01ARZ3NDEKTSV4RRFFQ69G5FAV',
    '01234567890123456789012345',
    '550e8400-e29b-41d4-a716-446655440000',
    '12345678-1234-1234-1234-123456789012',
    'd41d8cd98f00b204e9800998ecf8427e',
    'deadbeef12345678',
    'a1234567',
    'sequence 123456',
    'pid 4194',
    '127.0.0.1:49152',
    '[::1]:65535',
    '192.168.100.200',
    'nats-server 2.10.27',
    '0.12345678',
    '1694181400.123',
    'extension 100, 101, 102',
    '*98',
    '1659685427407907141',
    '12-34-56',
  ])('%s', (text) => {
    expect(maskNumbers(text)).toBe(text);
  });
});

test('a masked number keeps enough to tell two apart, and a short one is whole', () => {
  expect(maskNumber('+79990001122')).toBe('+799…22');
  expect(maskNumber('8 (999) 000-11-22')).toBe('899…22');
  expect(maskNumber('2293042')).toBe('2…42');
  expect(maskNumber('100')).toBe('100');
});

describe('a scrubber', () => {
  const SECRET = 'p"a\\s/ w+ö&rd';

  test('takes a secret out however it is written down', () => {
    const scrubber = new Scrubber();
    scrubber.addSecret(SECRET);
    for (const written of [
      SECRET,
      JSON.stringify({ token: SECRET }),
      `https://pbx/?token=${encodeURIComponent(SECRET)}`,
      new URLSearchParams({ token: SECRET }).toString(),
    ]) {
      const clean = scrubber.scrub(`before ${written} after`);
      expect(clean).toContain('***');
      expect(clean).not.toMatch(/p"a|p\\"a|p%22a|rd/);
      expect(clean).toMatch(/^before .* after$/);
    }
  });

  test('knows secrets that are added later, and the longer of two that begin alike', () => {
    const scrubber = new Scrubber();
    scrubber.addSecret('test-token');
    expect(scrubber.scrub('test-token-1')).toBe('***-1');
    scrubber.addSecret('test-token-1');
    scrubber.addSecret('test-token-1');
    expect(scrubber.scrub('test-token-1 test-token test-token-1')).toBe('*** *** ***');
  });

  test('leaves alone what is too common to be taken for a secret', () => {
    const scrubber = new Scrubber();
    scrubber.addSecret('100');
    scrubber.addSecret('');
    expect(scrubber.scrub('extension 100')).toBe('extension 100');
  });

  test('takes any text for a secret, also one that is no Unicode', () => {
    const scrubber = new Scrubber();
    scrubber.addSecret('half \ud800 pair');
    scrubber.addSecret('(.*)+$');
    expect(scrubber.scrub('a half \ud800 pair and (.*)+$')).toBe('a *** and ***');
  });

  test('masks numbers unless told otherwise, and for what is kept aside only secrets', () => {
    const plain = new Scrubber({ phones: false });
    const masked = new Scrubber();
    for (const scrubber of [plain, masked]) scrubber.addSecret('test-token-1');
    const text = 'test-token-1 from 89990001122';
    expect(masked.scrub(text)).toBe('*** from 899…22');
    expect(plain.scrub(text)).toBe('*** from 89990001122');
    expect(masked.scrubSecrets(text)).toBe('*** from 89990001122');
  });
});
