import { describe, expect, test } from 'vitest';
import { bareNumber, digitsOf, sameByLastDigits, stripChannel } from '../src/index.ts';
import { Random } from './random.ts';

describe('the last-N-digits rule', () => {
  test("the spec's own example: 89991234567 with 7 digits is searched by 1234567", () => {
    expect(sameByLastDigits('89991234567', '1234567', 7)).toBe(true);
    expect(sameByLastDigits('89991234567', '+7 (999) 123-45-67', 7)).toBe(true);
    expect(sameByLastDigits('89991234567', '84951234567', 7)).toBe(true);
    expect(sameByLastDigits('89991234567', '89991234568', 7)).toBe(false);
    expect(sameByLastDigits('89991234567', '89990234567', 7)).toBe(false);
  });

  test.each<[received: string, known: string, lastDigits: number, same: boolean]>([
    // As long as N, or shorter: equal as a whole.
    ['1234567', '1234567', 7, true],
    ['1234567', '89991234567', 7, false],
    ['100', '100', 5, true],
    ['100', '1100', 5, false],
    ['100', '89990000100', 5, false],
    ['12345', '12345', 5, true],
    // One longer than N: by the end.
    ['112345', '12345', 5, true],
    ['112345', '92345', 5, false],
    // What is known is shorter than N.
    ['89991234567', '34567', 7, false],
    ['89991234567', '567', 3, true],
    // The ends of the range.
    ['89991234567', '7', 1, true],
    ['89991234567', '8', 1, false],
    ['89991234567', '89991234567', 20, true],
    ['89991234567', '79991234567', 20, false],
    ['123456789012345678901', '23456789012345678901', 20, true],
    // Ten digits do not care for 8, +7 or 7.
    ['89991234567', '+79991234567', 10, true],
    ['+7 999 123-45-67', '8 (999) 123 45 67', 10, true],
    // Nobody is the same as nobody.
    ['', '', 5, false],
    ['anonymous', 'anonymous', 5, false],
    ['89991234567', '', 5, false],
    ['', '89991234567', 5, false],
  ])('%s and %s by %i digits: %s', (received, known, lastDigits, same) => {
    expect(sameByLastDigits(received, known, lastDigits)).toBe(same);
  });

  test('punctuation never decides', () => {
    const random = new Random(50);
    const punctuated = (digits: string): string =>
      [...digits].map((d) => d + random.pick(['', '', ' ', '-', '(', ')', '.'])).join('');
    for (let i = 0; i < 500; i++) {
      const [a, b] = [1, 2].map(() => String(random.int(1, 10 ** random.int(1, 12)))) as [string, string];
      const n = random.int(1, 20);
      expect(sameByLastDigits(punctuated(a), punctuated(b), n)).toBe(sameByLastDigits(a, b, n));
      expect(sameByLastDigits(punctuated(a), punctuated(a), n)).toBe(true);
    }
  });
});

test.each([
  ['+7 (999) 123-45-67', '79991234567'],
  ['доб. 123', '123'],
  ['anonymous', ''],
  ['', ''],
])('the digits of %j are %j', (text, digits) => {
  expect(digitsOf(text)).toBe(digits);
});

test.each<[raw: string, stripped: string, bare: string]>([
  ['89991234567', '89991234567', '89991234567'],
  ['+79991234567', '+79991234567', '+79991234567'],
  ['8 (999) 123-45-67', '8 (999) 123-45-67', '89991234567'],
  [' +7 (999) 123-45-67 ', '+7 (999) 123-45-67', '+79991234567'],
  ['100', '100', '100'],
  ['', '', ''],
  ['+', '+', ''],
  ['anonymous', 'anonymous', ''],
  ['<anonymous>', 'anonymous', ''],
  // Channels.
  ['SIP/100', '100', '100'],
  ['sip/100', '100', '100'],
  ['PJSIP/100-0000000a', '100', '100'],
  ['SIP/+79991234567-00000b1c', '+79991234567', '+79991234567'],
  ['IAX2/100', '100', '100'],
  ['SCCP/100-00000001', '100', '100'],
  ['Local/100@from-internal-00000001;1', '100', '100'],
  ['SIP/8 (999) 123-45-67', '8 (999) 123-45-67', '89991234567'],
  ['SIP/trunk/89991234567', '89991234567', '89991234567'],
  ['IAX2/office@10.0.0.1/89991234567', '89991234567', '89991234567'],
  ['PJSIP/trunk/sip:89991234567@10.0.0.1', '89991234567', '89991234567'],
  ['SIPHON/100', 'SIPHON/100', '100'],
  // SIP and tel addresses.
  ['sip:100@10.0.0.1', '100', '100'],
  ['sips:100@10.0.0.1:5061', '100', '100'],
  ['sip:+79991234567@10.0.0.1;user=phone', '+79991234567', '+79991234567'],
  ['<sip:100@10.0.0.1>', '100', '100'],
  ['"Иван Петров" <sip:100@10.0.0.1>', '100', '100'],
  ['"Иванов, Иван 2" <89991234567>', '89991234567', '89991234567'],
  ['<100>', '100', '100'],
  ['tel:+7-999-123-45-67', '+7-999-123-45-67', '+79991234567'],
  // Feature codes keep their stars and hashes.
  ['*98', '*98', '*98'],
  ['#31#89991234567', '#31#89991234567', '#31#89991234567'],
  ['*21*89991234567#', '*21*89991234567#', '*21*89991234567#'],
  // An extension behind a number is not part of it, and of several numbers the first counts.
  ['8(495)229-30-42 доб. 123', '8(495)229-30-42 доб. 123', '84952293042'],
  ['8(495)229-30-42доб123', '8(495)229-30-42доб123', '84952293042'],
  ['8(495)229-30-42 вн. 12', '8(495)229-30-42 вн. 12', '84952293042'],
  ['+7 495 229-30-42 ext. 123', '+7 495 229-30-42 ext. 123', '+74952293042'],
  ['+7 495 229-30-42 x123', '+7 495 229-30-42 x123', '+74952293042'],
  ['+7 495 229-30-42,123', '+7 495 229-30-42,123', '+74952293042'],
  ['+74952293042#123', '+74952293042#123', '+74952293042'],
  ['+7 495 229-30-42;ext=123', '+7 495 229-30-42;ext=123', '+74952293042'],
  ['74952293042, 79991234567', '74952293042, 79991234567', '74952293042'],
  ['8(495)229-30-42 / 8 999 123-45-67', '8(495)229-30-42 / 8 999 123-45-67', '84952293042'],
  ['доб. 123', 'доб. 123', '123'],
])('%j is %j without its channel, and bare %j', (raw, stripped, bare) => {
  expect(stripChannel(raw)).toBe(stripped);
  expect(bareNumber(raw)).toBe(bare);
});

test('a bare number stays what it is', () => {
  const random = new Random(51);
  for (let i = 0; i < 2_000; i++) {
    const bare = bareNumber(random.text());
    expect(bare).toMatch(/^\+?[\d*#]*$/);
    expect(bareNumber(bare)).toBe(bare);
  }
});
