import { CallStatus, Direction, JournalRecordCodec } from '@callbus/contract';
import { TestNats } from '@callbus/runtime/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { csvOf } from '../src/history/csv.ts';
import { readQuery } from '../src/history/query.ts';
import { BEGIN, idOf, recordOf } from './records.ts';
import { KEYS, Site } from './site.ts';

let nats: TestNats;
let site: Site;

const named = (name: string) => ({ counterparty: { base: 'ut', contacts: [{ name }] } });
const silent = { talkSeconds: 0 };

beforeAll(async () => {
  nats = await TestNats.start({ syncInterval: '2m' });
  site = await Site.start(nats);
  await site.record(recordOf(0, named('=HYPERLINK("http://example.org";"x")')));
  await site.record(recordOf(1, { ...silent, status: CallStatus.MISSED, ...named('ООО «Ветер»; "Юг"') }));
  const busy = { direction: Direction.OUTBOUND, status: CallStatus.BUSY, endedAt: BEGIN + 129_600 };
  await site.record(recordOf(2, { ...silent, ...busy, extension: '007', ...named('@Синицына') }));
  await site.knows(idOf(2));
});
afterAll(async () => {
  await site?.dispose();
  await nats?.stop();
});

/** A table as a spreadsheet gets it, bytes and all. */
async function table(query = ''): Promise<{ headers: Headers; lines: string[] }> {
  const answer = await fetch(`${site.origin}/api/v1/calls?format=csv&${query}`, {
    headers: { 'X-API-KEY': KEYS.read },
  });
  expect(answer.status).toBe(200);
  const bytes = Buffer.from(await answer.arrayBuffer());
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  const lines = bytes.subarray(3).toString('utf8').split('\r\n');
  expect(lines.pop()).toBe('');
  return { headers: answer.headers, lines };
}

const local = (at: number): string => {
  const date = new Date(at - new Date(at).getTimezoneOffset() * 60_000);
  return date.toISOString().slice(0, 19).replace('T', ' ');
};

test('a table for Russian Excel: cells are quoted, formulas are text, numbers can be read', async () => {
  const { headers, lines } = await table('sort=startedAt');
  expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(headers.get('content-disposition')).toBe('attachment; filename="calls.csv"');
  expect(lines).toEqual([
    'Дата;Тип;Длительность, с;Внешний номер;Внутренний номер;Контрагент;Разговор, с;Направление;Итог;Кто звонил;Набранная линия;АТС;Код звонка',
    `${local(BEGIN)};входящий;45;'+79990001111;100;"'=HYPERLINK(""http://example.org"";""x"")";40;входящий;разговор;;;pz;${idOf(0)}`,
    `${local(BEGIN + 60_000)};пропущен;45;'+79990001111;100;"ООО «Ветер»; ""Юг""";0;входящий;пропущен;;;pz;${idOf(1)}`,
    `${local(BEGIN + 120_000)};нет ответа абонента;10;'+79990001111;'007;'@Синицына;0;исходящий;занято;;;pz;${idOf(2)}`,
  ]);
});

test('filters, order and limit hold for the table too, and what is wrong is refused by its name', async () => {
  const ids = async (query: string): Promise<string[]> =>
    (await table(query)).lines.slice(1).map((line) => line.slice(-26));
  expect(await ids('type=missed,notanswered')).toEqual([idOf(2), idOf(1)]);
  expect(await ids('sort=startedAt&limit=2')).toEqual([idOf(0), idOf(1)]);
  expect(await ids('maxDuration=10')).toEqual([idOf(2)]);
  expect(await ids('extension=none')).toEqual([]);
  for (const [name, value] of [
    ['format', 'xlsx'],
    ['limit', '0'],
    ['type', 'lost'],
    ['minDuration', '-1'],
  ]) {
    const { status, body } = await site.get(
      `/api/v1/calls?${name === 'format' ? '' : 'format=csv&'}${name}=${value}`,
    );
    expect(status).toBe(400);
    expect(body.message).toContain(name);
  }
  expect((await site.get('/api/v1/calls?format=csv', {})).status).toBe(401);
});

test('a hundred thousand calls are read a page at a time, and the next when the last was taken', async () => {
  const record = JournalRecordCodec.decode(JournalRecordCodec.encode(recordOf(1)));
  let pages = 0;
  const store = {
    list: ({ limit }: { limit: number }) => {
      pages++;
      const last = { value: BEGIN, startedAt: BEGIN, callId: idOf(pages) };
      return { items: Array.from({ length: limit }, () => record), ...(pages < 200 ? { last } : {}) };
    },
  };
  let rows = -1;
  let taken = 0;
  for await (const part of csvOf(store, readQuery({}))) {
    rows += part.split('\r\n').length - 1;
    expect(pages).toBe(taken++);
  }
  expect(rows).toBe(100_000);
});
