import { describe, expect, test } from 'vitest';
import { outcomeOf } from '../src/http/outcome.ts';

const answer = (status: number, type = '', text = '') =>
  outcomeOf({ sent: true, status, headers: { 'content-type': type }, text, reason: '' });

const HTML = '<!DOCTYPE html><html></html>';
const PLATFORM = '<?xml version="1.0"?><exception xmlns="http://v8.1c.ru/8.2/virtual-resource-system"/>';

test('without an answer it matters whether the bytes went out', () => {
  const gone = { status: 0, headers: {}, text: '', reason: 'ECONNRESET' };
  expect(outcomeOf({ ...gone, sent: true })).toEqual({ kind: 'lost', reason: 'ECONNRESET' });
  expect(outcomeOf({ ...gone, sent: false })).toEqual({ kind: 'unsent', reason: 'ECONNRESET' });
});

describe('an answer', () => {
  test.each([
    ...[200, 201, 202, 204].map((s) => [s, 'application/json', '{}', 'ok'] as const),
    [200, '', '', 'ok'],
    [200, 'text/html', '{"responsible":""}', 'ok'],
    [200, 'text/html', '', 'ok'],
    [200, 'text/html', HTML, 'page'],
    [200, 'text/html', '<h1>Вход</h1>', 'page'],
    [200, 'application/json', HTML, 'page'],
    [200, '', `\ufeff  ${HTML}`, 'page'],
    [200, 'application/xml', PLATFORM, 'page'],
    ...[301, 302, 307, 308].map((s) => [s, '', '', 'page'] as const),
    ...[401, 403].flatMap((s) => [
      [s, 'text/html', HTML, 'denied'] as const,
      [s, 'application/json', '{}', 'denied'] as const,
    ]),
    ...[408, 423, 425, 429, 502, 503, 504].flatMap((s) => [
      [s, 'application/json', '{}', 'busy'] as const,
      [s, '', '', 'busy'] as const,
      [s, 'text/html', HTML, 'page'] as const,
    ]),
    ...[400, 405, 409, 410, 413, 415, 422].map((s) => [s, 'application/json', '{}', 'refused'] as const),
    [400, '', '', 'refused'],
    [404, 'application/json', '{}', 'refused'],
    [404, '', ' \n', 'page'],
    [404, 'text/html', HTML, 'page'],
    [406, 'application/xml', PLATFORM, 'page'],
    [406, 'application/json', '{}', 'refused'],
    [500, 'application/json', '{}', 'failed'],
    [500, '', '', 'failed'],
    [500, 'text/plain', '{ОбщийМодуль.Телефония.Модуль(12)}: деление на 0', 'failed'],
    [500, 'text/html', HTML, 'page'],
    [500, 'application/xml', PLATFORM, 'page'],
    [501, '', '', 'failed'],
  ] as const)('%i as %j with %j is %s', (status, type, text, kind) => {
    expect(answer(status, type, text).kind).toBe(kind);
  });

  test('a refusal says in one line why', () => {
    expect(answer(422, 'text/plain', ' поле\n\t callid ')).toMatchObject({ reason: '422 поле callid' });
    expect(answer(500, '', '')).toMatchObject({ reason: '500' });
  });
});
