import { appendFileSync, renameSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { CsvCdr } from '../../src/cdr/csv.ts';
import type { CdrRow } from '../../src/cdr/port.ts';
import { ALL, at, csv, Stand } from './stand.ts';

let stand = new Stand();
afterEach(() => stand.stop());

const ANY = { from: 0, to: Date.UTC(2040, 0) };

/** What a real server wrote, but for its times and numbers. */
const REAL = [
  '"","79161000001","100","internal","""Client 001"" <79161000001>","PJSIP/itsp-00000000","PJSIP/100-00000001","Dial","PJSIP/100,20,tTkK","2026-01-15 12:00:02","2026-01-15 12:00:03","2026-01-15 12:00:04",2,1,"ANSWERED","DOCUMENTATION","1768467602.0",""',
  '"","79161000003","100","internal","""Client 003"" <79161000003>","PJSIP/itsp-00000004","PJSIP/100-00000005","Dial","PJSIP/100,20,tTkK","2026-01-15 12:00:08",,"2026-01-15 12:00:10",1,0,"NO ANSWER","DOCUMENTATION","1768467608.6",""',
  '',
].join('\n');

async function rows(text: string | Buffer, zone = 'Europe/Moscow'): Promise<CdrRow[]> {
  writeFileSync(stand.file, text);
  const refuse = (refusal: (typeof stand.refused)[number]): number => stand.refused.push(refusal);
  return (await new CsvCdr({ file: stand.file, timeZone: zone, refuse }).read(ANY)).rows;
}

const ANSWERED = '0 6 66 ANSWERED PJSIP/itsp-0#0 PJSIP/100-1 79161000001>100 Dial:PJSIP/100,20';

const clear = (): void => {
  stand = new Stand();
};

test('a row has the values that the server wrote', async () => {
  clear();
  const [first, second] = await rows(REAL);
  expect(first).toEqual({
    start: at(2),
    answer: at(3),
    end: at(4),
    source: '79161000001',
    destination: '100',
    context: 'internal',
    callerId: '"Client 001" <79161000001>',
    channel: 'PJSIP/itsp-00000000',
    otherChannel: 'PJSIP/100-00000001',
    application: 'Dial',
    data: 'PJSIP/100,20,tTkK',
    disposition: 'answered',
    account: '',
    uniqueid: '1768467602.0',
    linkedid: '',
    userField: '',
  });
  expect(second).toMatchObject({ answer: undefined, disposition: 'noAnswer' });
  expect(stand.refused).toEqual([]);
});

describe('columns that are switched off or on', () => {
  const fields = REAL.split('\n')[0]?.split(',') ?? [];
  const line = (...more: string[]): string => `${[...fields.slice(0, -2), ...more].join(',')}\n`;

  test.each([
    ['none', line(), { uniqueid: '', userField: '', linkedid: '' }],
    ['uniqueid', line('"pbx-1768467602.0"'), { uniqueid: 'pbx-1768467602.0', userField: '' }],
    ['userfield', line('"sales"'), { uniqueid: '', userField: 'sales' }],
    ['both', line('"1768467602.0"', '"sales"'), { uniqueid: '1768467602.0', userField: 'sales' }],
    ['the newer', line('""', '"1768467601.9"', '4'), { uniqueid: '', linkedid: '1768467601.9' }],
    [
      'all',
      line('"1768467602.0"', '"sales"', '""', '"1768467601.9"', '4'),
      { uniqueid: '1768467602.0', userField: 'sales', linkedid: '1768467601.9' },
    ],
  ])('%s', async (_name, text, expected) => {
    clear();
    expect(await rows(text)).toMatchObject([expected]);
  });
});

test('a line that is none is refused aloud once, and costs no other', async () => {
  clear();
  const broken = [
    '"","79161000009","1',
    'nonsense',
    REAL.split('\n')[0]?.replace('12:00:02', '12:61:02') ?? '',
  ];
  const [one = '', two = ''] = REAL.split('\n');
  const text = [one, broken[0], broken[1], broken[2], two, ''].join('\n');
  expect(await rows(text)).toHaveLength(2);
  expect(stand.refused.map(({ code }) => code)).toEqual(Array(3).fill('asterisk.cdr-line'));
  expect(stand.refused[2]?.reason).toContain('start');
  const source = stand.source;
  await source.read(ANY);
  await source.read(ANY);
  expect(stand.refused).toHaveLength(6);
});

test('a value may contain quotes, commas and the end of a line', async () => {
  clear();
  const text = REAL.replace('""Client 001""', '""Рога, ""и\nкопыта""');
  expect(await rows(text)).toMatchObject([{ callerId: '"Рога, "и\nкопыта" <79161000001>' }, {}]);
  expect(stand.refused).toEqual([]);
});

test('bytes that are no UTF-8 cost only themselves', async () => {
  clear();
  const bytes = Buffer.from(REAL.replace('Client 001', 'Client @@@'));
  bytes.fill(0xc8, bytes.indexOf('@@@'), bytes.indexOf('@@@') + 3);
  expect(await rows(bytes)).toMatchObject([{ source: '79161000001' }, {}]);
});

test('a line without end is still being written', async () => {
  clear();
  expect(await rows(REAL.slice(0, -1))).toHaveLength(1);
  appendFileSync(stand.file, '\n');
  expect((await stand.source.read(ANY)).rows).toHaveLength(2);
  expect(stand.refused).toEqual([]);
});

test('a line that never ends takes no more memory than any row', async () => {
  clear();
  expect(await rows(`${'x'.repeat(3_000_000)}\n${REAL}`)).toHaveLength(2);
  expect(stand.refused).toHaveLength(1);
});

describe('where the clocks are changed', () => {
  // Berlin: 2026-03-29 02:00 becomes 03:00, 2026-10-25 03:00 becomes 02:00.
  const row = (start: string, end: string, seconds: number, id = ''): string =>
    `"","1","100","c","","PJSIP/itsp-1","","Dial","","${start}",,"${end}",${seconds},0,"NO ANSWER","DOCUMENTATION","${id}",""\n`;

  test('forward, a call over the change is as long as it was', async () => {
    clear();
    const [call] = await rows(row('2026-03-29 01:59:50', '2026-03-29 03:00:10', 20), 'Europe/Berlin');
    expect((call?.end ?? 0) - (call?.start ?? 0)).toBe(20_000);
    expect(call?.start).toBe(Date.UTC(2026, 2, 29, 0, 59, 50));
  });

  test('back, a call over the change is as long as it was', async () => {
    clear();
    const [call] = await rows(row('2026-10-25 02:59:50', '2026-10-25 02:00:10', 20), 'Europe/Berlin');
    expect(call).toMatchObject({
      start: Date.UTC(2026, 9, 25, 0, 59, 50),
      end: Date.UTC(2026, 9, 25, 1, 0, 10),
    });
  });

  test('back, the id of the channel tells which of two hours it was', async () => {
    clear();
    const second = Date.UTC(2026, 9, 25, 1, 30) / 1_000;
    const read = await rows(
      row('2026-10-25 02:30:00', '2026-10-25 02:30:20', 20, `${second - 3_600}.1`) +
        row('2026-10-25 02:30:00', '2026-10-25 02:30:20', 20, `${second}.2`),
      'Europe/Berlin',
    );
    expect(read.map(({ start }) => start / 1_000)).toEqual([second - 3_600, second]);
  });

  test('back, without an id the order of the rows does', async () => {
    clear();
    const read = await rows(
      row('2026-10-25 02:50:00', '2026-10-25 02:50:20', 20) +
        row('2026-10-25 02:10:00', '2026-10-25 02:10:20', 20),
      'Europe/Berlin',
    );
    expect((read[1]?.start ?? 0) - (read[0]?.start ?? 0)).toBe(20 * 60_000);
  });
});

test('rotated files are read, too, zipped or not', async () => {
  clear();
  const table = (start: number, id: number): string =>
    csv(
      `${start} - ${start + 20} NO_ANSWER PJSIP/itsp-${id}#${id} PJSIP/100-${id} 7916100000${id}>100 Dial:PJSIP/100,20`,
    );
  writeFileSync(`${stand.file}-20260113.gz`, gzipSync(table(-172_000, 1)));
  writeFileSync(`${stand.file}.1`, table(-90_000, 2));
  writeFileSync(`${stand.file}.bak`, table(-80_000, 8));
  writeFileSync(stand.file, table(0, 3));
  const dates = { '-20260113.gz': at(-170_000), '.1': at(-89_000), '': at(30) };
  for (const [tail, time] of Object.entries(dates)) utimesSync(stand.file + tail, time / 1_000, time / 1_000);
  const numbers = async (from: number, to: number): Promise<string[]> =>
    (await stand.source.read({ from: at(from), to: at(to) })).rows.map(({ source }) => source.slice(-1));
  expect(await numbers(-200_000, 100)).toEqual(['1', '2', '3']);
  expect(await numbers(-95_000, -80_000)).toEqual(['2']);
  expect(await numbers(-100, 100)).toEqual(['3']);
});

test('a file that was rotated away in this moment is found under its new name', async () => {
  clear();
  writeFileSync(
    stand.file,
    csv('0 - 20 NO_ANSWER PJSIP/itsp-1#1 PJSIP/100-1 79161000001>100 Dial:PJSIP/100'),
  );
  renameSync(stand.file, `${stand.file}.1`);
  writeFileSync(stand.file, '');
  expect((await stand.source.read(ALL)).rows).toHaveLength(1);
});

test('no file is an error that names it, not an empty history', async () => {
  clear();
  unlinkSync(stand.file);
  await expect(stand.source.read(ALL)).rejects.toMatchObject({ code: 'asterisk.cdr', reason: 'ENOENT' });
});

test('of a large file only the part is read that can have the window', async () => {
  clear();
  const day = 86_400;
  const lines = Array.from({ length: 60_000 }, (_, i) => {
    const start = (i - 60_000) * 60;
    return `${start} - ${start + 20} NO_ANSWER PJSIP/itsp-${i}#${i} PJSIP/100-${i} 7916${i}>100 Dial:PJSIP/100,20`;
  });
  writeFileSync(stand.file, csv(lines.join('\n')));
  const page = await stand.source.read({ from: at(-20 * day), to: at(-20 * day + 3_600) });
  // Four hours before and after belong to it, as legs may.
  expect(page.rows.length).toBe(9 * 60);
  expect(page.writtenUntil).toBe(at(-40));
});

test('a zipped file that is gone before it is opened is no end of the process', async () => {
  stand = new Stand(csv(ANSWERED));
  const [first, second] = [`${stand.file}.2.gz`, `${stand.file}.1.gz`];
  writeFileSync(first, gzipSync('no row\n'));
  writeFileSync(second, gzipSync(csv(ANSWERED)));
  utimesSync(first, 1_000, 1_000);
  utimesSync(second, 2_000, 2_000);
  // The older one is read first; the other goes meanwhile.
  const refuse = (): void => unlinkSync(second);
  const source = new CsvCdr({ file: stand.file, timeZone: 'Europe/Moscow', refuse });
  await expect(source.read(ANY)).rejects.toMatchObject({ code: 'asterisk.cdr', reason: 'ENOENT' });
  expect((await source.read(ANY)).rows).toHaveLength(1);
});

test.each([
  ['cut short', gzipSync(csv('0 6 66 ANSWERED PJSIP/itsp-0#0 PJSIP/100-1 1>100 Dial:x')).subarray(0, 40)],
  ['no archive at all', Buffer.from('nothing of the kind')],
])('a zipped file that is %s is counted once and hides no other', async (_name, bytes) => {
  stand = new Stand(csv(ANSWERED));
  writeFileSync(`${stand.file}.1.gz`, bytes);
  const { source } = stand;
  expect((await source.read(ANY)).rows).toHaveLength(1);
  expect((await source.read(ANY)).rows).toHaveLength(1);
  expect(stand.refused.map(({ code, source: file }) => [code, file])).toEqual([
    ['asterisk.cdr-archive', 'Master.csv.1.gz'],
  ]);
});
