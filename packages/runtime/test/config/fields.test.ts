import { describe, expect, test } from 'vitest';
import {
  httpUrl,
  isLoopback,
  listenAddress,
  pattern,
  RESERVED_IDS,
  serviceId,
  timeZone,
  timeZoneOfCountry,
} from '../../src/index.ts';

describe('listen', () => {
  test.each([
    ['127.0.0.1:8080', '127.0.0.1', 8080, true],
    ['127.8.9.1:1', '127.8.9.1', 1, true],
    ['localhost:0', 'localhost', 0, true],
    ['[::1]:65535', '::1', 65_535, true],
    ['0.0.0.0:8090', '0.0.0.0', 8090, false],
    [':8090', '0.0.0.0', 8090, false],
    ['[::]:80', '::', 80, false],
    ['10.0.0.5:80', '10.0.0.5', 80, false],
    ['pbx-gate.example.ru:443', 'pbx-gate.example.ru', 443, false],
  ])('%s', (text, host, port, loopback) => {
    const address = listenAddress.parse(text);
    expect(address).toEqual({ host, port });
    expect(isLoopback(address)).toBe(loopback);
  });

  test.each([
    '8080',
    '127.0.0.1',
    '127.0.0.1:',
    ':65536',
    '::1:80',
    '[::1]',
    'a b:80',
    'http://x:80',
    ':-1',
    ':x',
    '',
  ])('not %j', (text) => {
    expect(listenAddress.safeParse(text).success).toBe(false);
  });
});

describe('id', () => {
  test.each(['a', '0', 'pz', 'office-pbx-2', 'a'.repeat(32)])('%s', (id) => {
    expect(serviceId.parse(id)).toBe(id);
  });

  test.each([
    ...RESERVED_IDS,
    '',
    '-a',
    'A',
    'a_b',
    'a.b',
    'a/b',
    '..',
    'офис',
    'a b',
    'a'.repeat(33),
    'a\n',
  ])('not %j', (id) => {
    expect(serviceId.safeParse(id).success).toBe(false);
  });
});

test.each([
  ['Europe/Moscow', true],
  ['UTC', true],
  ['Asia/Almaty', true],
  ['MSK+3', false],
  ['Europe/Nowhere', false],
  ['', false],
])('time zone %j: %s', (text, good) => {
  expect(timeZone.safeParse(text).success).toBe(good);
});

test.each([
  ['^1\\d\\d$', true],
  ['', true],
  ['(', false],
  ['[z-a]', false],
  ['a{2,1}', false],
])('pattern %j: %s', (text, good) => {
  expect(pattern.safeParse(text).success).toBe(good);
});

test.each([
  ['http://127.0.0.1:9000/hs/', true],
  ['https://1c.example.ru/base/hs', true],
  ['https://пример.рф/', true],
  ['ftp://x', false],
  ['1c.example.ru', false],
  ['javascript:alert(1)', false],
  ['http://', false],
  ['', false],
])('url %j: %s', (text, good) => {
  expect(httpUrl.safeParse(text).success).toBe(good);
});

test.each([
  ['RU', 'Europe/Moscow'],
  ['KZ', 'Asia/Almaty'],
  ['UZ', 'Asia/Tashkent'],
  ['BY', 'Europe/Minsk'],
  ['AM', 'Asia/Yerevan'],
  ['GE', 'Asia/Tbilisi'],
  ['KG', 'Asia/Bishkek'],
  ['DE', 'Europe/Berlin'],
  ['US', 'UTC'],
  ['ZZ', 'UTC'],
])('an office in %s keeps %s', (country, zone) => {
  expect(timeZoneOfCountry(country)).toBe(zone);
  expect(timeZone.safeParse(zone).success).toBe(true);
});
