import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '@callbus/runtime';
import { until } from '@callbus/runtime/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { KEY, Site } from './site.ts';

/** What a server wrote on one morning; its manager interface is away. */
const ROWS = [
  // Answered, in a ring group.
  '"","79161000010","3333334","from-trunk","""Client 010"" <79161000010>","PJSIP/itsp-00000012","PJSIP/100-00000013","Dial","PJSIP/100&PJSIP/101,20,tTkK","2025-03-10 12:00:00",,"2025-03-10 12:00:05",5,0,"NO ANSWER","DOCUMENTATION","1741597200.33",""',
  '"","79161000010","3333334","from-trunk","""Client 010"" <79161000010>","PJSIP/itsp-00000012","PJSIP/101-00000014","Dial","PJSIP/100&PJSIP/101,20,tTkK","2025-03-10 12:00:00","2025-03-10 12:00:05","2025-03-10 12:01:05",65,60,"ANSWERED","DOCUMENTATION","1741597200.33",""',
  // A menu answered, and nobody after it.
  '"","79161000006","3333340","from-trunk","""Client 006"" <79161000006>","PJSIP/itsp-0000000a","PJSIP/100-0000000b","Dial","PJSIP/100,20,tT","2025-03-10 12:10:00","2025-03-10 12:10:00","2025-03-10 12:10:40",40,40,"NO ANSWER","DOCUMENTATION","1741597800.15",""',
  // A queue: when the agent came in, no row tells.
  '"","79161000012","3333335","from-trunk","""Client 012"" <79161000012>","PJSIP/itsp-00000018","PJSIP/100-00000019","Queue","support,tT,,,30","2025-03-10 12:20:00","2025-03-10 12:20:00","2025-03-10 12:22:00",120,120,"ANSWERED","DOCUMENTATION","1741598400.49",""',
  // Outbound; the caller’s number is the company’s.
  '"","3333333","79161000015","internal","""Ivan Petrov"" <3333333>","PJSIP/100-0000001f","PJSIP/itsp-00000020","Dial","PJSIP/79161000015@itsp,4,tTkK","2025-03-10 12:30:00","2025-03-10 12:30:10","2025-03-10 12:31:00",60,50,"ANSWERED","DOCUMENTATION","1741599000.60",""',
  // Transferred after a question.
  '"","100","101","internal","""Ivan Petrov"" <100>","PJSIP/100-00000039","PJSIP/101-0000003a","Dial","PJSIP/101,20,tTkK","2025-03-10 12:40:20","2025-03-10 12:40:25","2025-03-10 12:40:30",10,5,"ANSWERED","DOCUMENTATION","1741599620.99",""',
  '"","79161000027","100","internal","""Client 027"" <79161000027>","PJSIP/itsp-00000037","PJSIP/100-00000038","Dial","PJSIP/100,20,tTkK","2025-03-10 12:40:00","2025-03-10 12:40:05","2025-03-10 12:40:30",30,25,"ANSWERED","DOCUMENTATION","1741599600.97",""',
  '"","79161000027","100","internal","""Client 027"" <79161000027>","PJSIP/itsp-00000037","PJSIP/101-0000003a","Dial","PJSIP/100,20,tTkK","2025-03-10 12:40:30","2025-03-10 12:40:30","2025-03-10 12:41:30",60,60,"ANSWERED","DOCUMENTATION","1741599600.97",""',
  'this line is broken',
  '',
].join('\n');

interface Call {
  callId: string;
  revision: number;
  direction: string;
  status: string;
  externalNumber: string | null;
  extension: string | null;
  answeredBy: string | null;
  rang: string[];
  queue: string | null;
  startedAt: string;
  answeredAt: string | null;
  endedAt: string | null;
  talkSeconds: number | null;
  evidence: string;
  segments: { extension: string | null; talkSeconds: number | null }[];
}

let site: Site;
/** What comes at once takes its time on a busy machine. */
const LONG_MS = 60_000;
const SLOW = { timeout: 120_000 };

beforeAll(async () => {
  site = await Site.create('');
  const csv = join(site.dir, 'cdr-csv', 'Master.csv');
  mkdirSync(join(site.dir, 'cdr-csv'));
  writeFileSync(csv, ROWS);
  site.write(
    [
      'adapters:',
      '  - id: office',
      '    type: asterisk',
      '    host: 127.0.0.1',
      `    port: ${await freePort()}`,
      '    username: integration',
      '    secret: "nobody-1"',
      '    trunks: ["^PJSIP/itsp-"]',
      '    extensions: "^\\\\d{3}$"',
      `    cdr: { csv: ${JSON.stringify(csv)}, timeZone: Europe/Moscow }`,
    ].join('\n'),
  );
  await site.up();
}, 120_000);

afterAll(() => site.dispose());

async function backfill(...args: string[]): Promise<Record<string, number>> {
  const process = site.spawn('backfill', '--url', site.origin, '--key', KEY, '--json', ...args);
  const code = await process.ended();
  if (code !== 0) throw new Error(process.output);
  return JSON.parse(process.output) as Record<string, number>;
}

const calls = async (): Promise<Call[]> =>
  (await site.get<{ items: Call[] }>('/api/v1/calls?limit=50')).items.sort((a, b) =>
    a.startedAt < b.startedAt ? -1 : 1,
  );

test('the past is told once, and the journal says what it can vouch for', SLOW, async () => {
  const window = ['--from', '2025-03-10', '--to', '2025-03-10'];
  expect(await backfill(...window)).toEqual({ found: 5, opened: 5, amended: 0, known: 0, refused: 1 });
  await until('the records', async () => (await calls()).length === 5, LONG_MS);
  const story = (await calls()).map(({ startedAt, endedAt, segments, ...call }) => ({
    ...call,
    times: [startedAt, endedAt].map((at) => at?.slice(11, 19)).join('-'),
    talks: segments.map(({ extension, talkSeconds }) => `${extension}:${talkSeconds}`).join(' '),
  }));
  expect(story).toMatchObject([
    {
      direction: 'inbound',
      status: 'answered',
      externalNumber: '+79161000010',
      rang: ['100', '101'],
      answeredBy: '101',
      extension: '101',
      talkSeconds: 60,
      times: '09:00:00-09:01:05',
      talks: '101:60',
      evidence: 'partial',
    },
    {
      status: 'missed',
      rang: ['100'],
      extension: '100',
      talkSeconds: 0,
      times: '09:10:00-09:10:40',
      talks: '',
    },
    {
      status: 'answered',
      queue: 'support',
      answeredBy: '100',
      extension: '100',
      answeredAt: null,
      talkSeconds: null,
      talks: '100:null',
    },
    {
      direction: 'outbound',
      status: 'answered',
      externalNumber: '+79161000015',
      extension: '100',
      talkSeconds: 50,
    },
    {
      direction: 'inbound',
      status: 'answered',
      rang: ['100', '101'],
      answeredBy: '100',
      extension: '101',
      talkSeconds: 85,
      talks: '100:25 101:60',
    },
  ]);
  // Again, in other pieces: nothing changes.
  expect(
    await backfill('--from', '2025-03-10T12:00', '--to', '2025-03-10T12:35', '--adapter', 'office'),
  ).toEqual({
    found: 4,
    opened: 0,
    amended: 0,
    known: 4,
    refused: 1,
  });
  expect((await calls()).map(({ revision }) => revision)).toEqual([1, 1, 1, 1, 1]);
});

test('what cannot be done says why', async () => {
  await expect(backfill('--from', 'yesterday')).rejects.toThrow('from');
  await expect(backfill('--from', '2025-03-10', '--adapter', 'nobody')).rejects.toThrow('nobody');
});
