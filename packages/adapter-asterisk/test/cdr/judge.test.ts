import { afterEach, expect, test } from 'vitest';
import { ALL, csv, lines, Stand, type TextOptions } from './stand.ts';

let stand: Stand | undefined;
afterEach(() => stand?.stop());

async function told(table: string, options: TextOptions = {}): Promise<string[]> {
  stand = new Stand(csv(table, options));
  await stand.mender().go(ALL);
  return lines(stand.told);
}

test('an answered call is one row', async () => {
  expect(
    await told(
      '0 6 66 ANSWERED PJSIP/itsp-00000000#0 PJSIP/100-00000001 79161000001>100 Dial:PJSIP/100,20,tTkK',
    ),
  ).toEqual(['0.0 inbound answered 79161000001 0..66 trunk=itsp rang=100 100:6-66']);
});

test('whoever dialled keeps the line that was dialled, where no extension took its place', async () => {
  const [line] = await told(
    '0 - 20 NO_ANSWER PJSIP/itsp-00000000#0 PJSIP/100-00000001 79161000001>3333334 Dial:PJSIP/100&PJSIP/101,20',
  );
  expect(line).toContain('did=3333334');
});

test('a missed call is nobody’s talk', async () => {
  expect(
    await told(
      '0 - 20 NO_ANSWER PJSIP/itsp-00000004#6 PJSIP/100-00000005 79161000003>100 Dial:PJSIP/100,20,tTkK',
    ),
  ).toEqual(['0.6 inbound notAnswered 79161000003 0..20 trunk=itsp rang=100']);
});

test('who was busy did not ring', async () => {
  expect(
    await told('0 - 0 BUSY PJSIP/itsp-00000006#9 PJSIP/100-00000007 79161000004>100 Dial:PJSIP/100,20,tTkK'),
  ).toEqual(['0.9 inbound busy 79161000004 0..0 trunk=itsp']);
});

test('a menu that answered is no person, whatever was billed', async () => {
  expect(
    await told(`
      0  0  30 NO_ANSWER PJSIP/itsp-0000000a#15 PJSIP/100-0000000b 79161000006>3333340 Dial:PJSIP/100,20,tT
      30 30 30 ANSWERED  PJSIP/itsp-0000000a#0.15 -                  79161000006>3333340 Hangup`),
  ).toEqual(['0.15 inbound notAnswered 79161000006 0..30 did=3333340 trunk=itsp rang=100']);
});

test('when a person took over from a menu, no row tells', async () => {
  expect(
    await told(
      '0 0 90 ANSWERED PJSIP/itsp-0000000a#15 PJSIP/100-0000000b 79161000006>3333340 Dial:PJSIP/100,20,tT',
    ),
  ).toEqual(['0.15 inbound answered 79161000006 0..90 did=3333340 trunk=itsp rang=100 100:?-90']);
});

test('of a ring group one answers and the others only rang', async () => {
  expect(
    await told(`
      0 - 5  NO_ANSWER PJSIP/itsp-00000012#33   PJSIP/100-00000013 79161000010>3333334 Dial:PJSIP/100&PJSIP/101,20,tTkK
      0 5 40 ANSWERED  PJSIP/itsp-00000012#0.33 PJSIP/101-00000014 79161000010>3333334 Dial:PJSIP/100&PJSIP/101,20,tTkK`),
  ).toEqual(['0.33 inbound answered 79161000010 0..40 did=3333334 trunk=itsp rang=100,101 101:5-40']);
});

test('a ring group of Local channels is four rows of one call', async () => {
  expect(
    await told(`
      0 - 5  NO_ANSWER Local/100@internal-00000001;2#40 PJSIP/100-00000017           79161000011>100     Dial:PJSIP/100,20,tTkK
      0 - 5  NO_ANSWER PJSIP/itsp-00000015#38           Local/100@internal-00000001;1 79161000011>3333339 Dial:Local/100@internal/n&Local/101@internal/n,20,tT
      0 5 40 ANSWERED  PJSIP/itsp-00000015#0.38         Local/101@internal-00000002;1 79161000011>3333339 Dial:Local/100@internal/n&Local/101@internal/n,20,tT
      0 5 40 ANSWERED  Local/101@internal-00000002;2#42 PJSIP/101-00000016           79161000011>101     Dial:PJSIP/101,20,tTkK`),
  ).toEqual(['0.38 inbound answered 79161000011 0..40 did=3333339 trunk=itsp rang=100,101 101:5-40']);
});

test('Local channels that were optimised away leave the talk to who answered', async () => {
  expect(
    await told(`
      0 5 5  ANSWERED Local/100@internal-00000000;2#27 PJSIP/100-00000011            79161000009>100     Dial:PJSIP/100,20,tTkK
      0 5 5  ANSWERED PJSIP/itsp-00000010#25           Local/100@internal-00000000;1 79161000009>3333341 Dial:Local/100@internal,20,tT
      5 5 45 ANSWERED PJSIP/itsp-00000010#0.25         PJSIP/100-00000011            79161000009>3333341 Dial:Local/100@internal,20,tT
      5 5 5  ANSWERED PJSIP/100-00000011#0.28          Local/100@internal-00000000;1 100>-               AppDial:(Outgoing~Line)`),
  ).toEqual(['0.25 inbound answered 79161000009 0..45 did=3333341 trunk=itsp rang=100 100:5-45']);
});

test('a queue answers at once, so only its people and the end are known', async () => {
  expect(
    await told(`
      0  0  15 NO_ANSWER PJSIP/itsp-0000001a#52   PJSIP/100-0000001b 79161000013>3333335 Queue:support,tT,,,30
      16 16 60 ANSWERED  PJSIP/itsp-0000001a#0.52 PJSIP/101-0000001c 79161000013>3333335 Queue:support,tT,,,30`),
  ).toEqual([
    '0.52 inbound answered 79161000013 0..60 did=3333335 queue=support trunk=itsp rang=100,101 101:?-60',
  ]);
});

test('a queue that was given up is missed', async () => {
  expect(
    await told(
      '0 0 25 NO_ANSWER PJSIP/itsp-0000001d#57 PJSIP/100-0000001e 79161000014>3333335 Queue:support,tT,,,30',
    ),
  ).toEqual(['0.57 inbound notAnswered 79161000014 0..25 did=3333335 queue=support trunk=itsp rang=100']);
});

test.each([
  ['8 30 ANSWERED', 'answered', ' 100:8-30'],
  ['- 5 BUSY', 'busy', ''],
  ['- 30 NO_ANSWER', 'notAnswered', ''],
  ['- 1 CONGESTION', 'failed', ''],
])('outbound %s', async (row, outcome, talk) => {
  const [answer, end, disposition] = row.split(' ');
  // The caller's number was rewritten to the company's: the employee is in the channel.
  expect(
    await told(
      `0 ${answer} ${end} ${disposition} PJSIP/100-0000001f#60 PJSIP/itsp-00000020 3333333>979161000015 Dial:PJSIP/79161000015@itsp,4,tTkK`,
    ),
  ).toEqual([`0.60 outbound ${outcome} 100>79161000015 0..${end} trunk=itsp caller=100${talk}`]);
});

test('a call that the server was told to place was answered by the agent first', async () => {
  expect(
    await told(
      '0 3 60 ANSWERED PJSIP/100-0000002f#callbus-7 PJSIP/itsp-00000030 3333333>79161000023 Dial:PJSIP/79161000023@itsp,4',
    ),
  ).toEqual(['callbus-7 outbound answered 100>79161000023 0..60 trunk=itsp caller=100 100:?-60']);
});

test('a blind transfer tells both, and when the second came in it does not', async () => {
  expect(
    await told(`
      0  4  30 ANSWERED PJSIP/itsp-00000034#92   PJSIP/100-00000035 79161000026>101 Dial:PJSIP/100,20,tTkK
      30 30 60 ANSWERED PJSIP/itsp-00000034#0.92 PJSIP/101-00000036 79161000026>101 Dial:PJSIP/101,20,tTkK`),
  ).toEqual(['0.92 inbound answered 79161000026 0..60 trunk=itsp rang=100,101 100:4-30 101:?-60']);
});

test('a question before a transfer is part of the customer’s call', async () => {
  expect(
    await told(`
      20 23 30 ANSWERED PJSIP/100-00000039#99   PJSIP/101-0000003a 100>101         Dial:PJSIP/101,20,tTkK
      0  4  30 ANSWERED PJSIP/itsp-00000037#97  PJSIP/100-00000038 79161000027>100 Dial:PJSIP/100,20,tTkK
      30 30 60 ANSWERED PJSIP/itsp-00000037#0.97 PJSIP/101-0000003a 79161000027>100 Dial:PJSIP/100,20,tTkK`),
  ).toEqual(['0.97 inbound answered 79161000027 0..60 trunk=itsp rang=100,101 100:4-30 101:30-60']);
});

test('who asks by keys has the customer until he hands over', async () => {
  expect(
    await told(`
      15 15 25 ANSWERED PJSIP/100-0000003f#0.110               Local/103@internal-00000003;1 100>-           AppDial:(Outgoing~Line)
      25 25 25 ANSWERED Local/103@internal-00000003;1#15.111   -                             103>103         -
      15 19 25 ANSWERED Local/103@internal-00000003;2#15.112   PJSIP/103-00000040            79161000029>103 Dial:PJSIP/103,20,tTkK
      0  4  15 ANSWERED PJSIP/itsp-0000003e#109                PJSIP/100-0000003f            79161000029>100 Dial:PJSIP/100,20,tTkK
      15 15 25 ANSWERED PJSIP/itsp-0000003e#0.109              Local/103@internal-00000003;1 79161000029>100 Dial:PJSIP/100,20,tTkK
      25 25 50 ANSWERED PJSIP/itsp-0000003e#0.109              PJSIP/103-00000040            79161000029>100 Dial:PJSIP/100,20,tTkK`),
  ).toEqual(['0.109 inbound answered 79161000029 0..50 trunk=itsp rang=100,103 100:4-25 103:25-50']);
});

test('who picks up a colleague’s call did not ring', async () => {
  expect(
    await told(`
      0 - 6  NO_ANSWER PJSIP/itsp-00000043#123   PJSIP/102-00000044 79161000031>102 Dial:PJSIP/102,20,tTkK
      6 6 40 ANSWERED  PJSIP/itsp-00000043#0.123 PJSIP/103-00000045 79161000031>102 Dial:PJSIP/102,20,tTkK`),
  ).toEqual(['0.123 inbound answered 79161000031 0..40 trunk=itsp rang=102 103:6-40']);
});

test('a call that was picked up may be told as answered by who did not', async () => {
  expect(
    await told(`
      1 2 2  ANSWERED PJSIP/itsp-00000006#10   PJSIP/102-00000007 79161000003>102 Dial:PJSIP/102,20,tTkK
      2 2 40 ANSWERED PJSIP/itsp-00000006#1.10 PJSIP/103-00000008 79161000003>102 Dial:PJSIP/102,20,tTkK`),
  ).toEqual(['1.10 inbound answered 79161000003 1..40 trunk=itsp rang=102 103:2-40']);
});

test('a parked call is nobody’s talk until it is retrieved', async () => {
  expect(
    await told(`
      0  5  20 ANSWERED PJSIP/itsp-00000046#128   PJSIP/100-00000047 79161000032>100 Dial:PJSIP/100,20,tTkK
      20 20 50 ANSWERED PJSIP/itsp-00000046#0.128 -                  79161000032>100 Park:default:701
      50 50 80 ANSWERED PJSIP/itsp-00000046#0.128 PJSIP/102-00000048 79161000032>100 Dial:PJSIP/100,20,tTkK
      50 50 50 ANSWERED PJSIP/102-00000048#130    -                  102>701         ParkedCall:default,701`),
  ).toEqual(['0.128 inbound answered 79161000032 0..80 trunk=itsp rang=100 100:5-20 102:50-80']);
});

test('a call that was forwarded to a mobile is one inbound call', async () => {
  expect(
    await told(`
      0 8 40 ANSWERED Local/79161000099@internal-00000005;2#203 PJSIP/itsp-0000004c            79161000034>79161000099 Dial:PJSIP/79161000099@itsp,20
      0 8 40 ANSWERED PJSIP/itsp-0000004b#201                  Local/79161000099@internal-00000005;1 79161000034>100 Dial:Local/79161000099@internal/n,20,tT`),
  ).toEqual(['0.201 inbound answered 79161000034 0..40 trunk=itsp owner=100 79161000099:8-40']);
});

test.each([
  ['4 30 ANSWERED', 'answered', ' 101:4-30'],
  ['- 20 NO_ANSWER', 'notAnswered', ''],
])('internal %s', async (row, outcome, talk) => {
  const [answer, end, disposition] = row.split(' ');
  expect(
    await told(
      `0 ${answer} ${end} ${disposition} PJSIP/102-0000002b#78 PJSIP/101-0000002c 102>101 Dial:PJSIP/101,20,tTkK`,
    ),
  ).toEqual([`0.78 internal ${outcome} 102>101 0..${end} rang=101${talk}`]);
});

test('an echo test connected, with nobody', async () => {
  expect(await told('0 0 12 ANSWERED PJSIP/102-0000002b#78 - 102>600 Echo')).toEqual([
    '0.78 internal answered 102>600 0..12 -:0-12',
  ]);
});

test('who met in a conference no row tells: the call is refused aloud', async () => {
  expect(await told('0 0 60 ANSWERED PJSIP/itsp-0000002b#78 - 79161000001>800 ConfBridge:lab')).toEqual([]);
  expect(stand?.refused).toMatchObject([{ code: 'asterisk.cdr-call' }]);
});

test('who met in a room is not made a talk of pairs', async () => {
  expect(
    await told(`
      48 48 51 ANSWERED PJSIP/itsp-00000082#48.250 PJSIP/103-00000084 79161000059>800 ConfBridge:lab
      50 50 50 ANSWERED PJSIP/103-00000084#50.252  -                  103>800         ConfBridge:lab
      47 47 51 ANSWERED PJSIP/102-0000007f#47.245  PJSIP/itsp-00000082 102>800        ConfBridge:lab
      49 49 52 ANSWERED PJSIP/102-0000007f#47.245  PJSIP/103-00000084 102>800         ConfBridge:lab`),
  ).toEqual([]);
  expect(stand?.refused).toHaveLength(1);
});

test('an employee alone in a room was connected, with nobody', async () => {
  expect(await told('0 0 12 ANSWERED PJSIP/102-0000002b#78 - 102>800 ConfBridge:lab')).toEqual([
    '0.78 internal answered 102>800 0..12 -:0-12',
  ]);
});

test('calls at the same time are apart', async () => {
  const rows = Array.from(
    { length: 20 },
    (_, i) =>
      `0 5 ${30 + i} ANSWERED PJSIP/itsp-000000${i + 10}#${2 * i} PJSIP/10${i % 4}-000001${i + 10} 791610000${i + 10}>100 Dial:PJSIP/10${i % 4},20`,
  );
  expect(await told(rows.join('\n'))).toHaveLength(20);
});

test('channel names begin anew with the server, so the same name later is another call', async () => {
  expect(
    await told(
      `
      0   5 30  ANSWERED PJSIP/itsp-00000000#0 PJSIP/100-00000001 79161000001>100 Dial:PJSIP/100,20
      600 - 620 NO_ANSWER PJSIP/itsp-00000000#0 PJSIP/100-00000001 79161000002>100 Dial:PJSIP/100,20`,
      { columns: [] },
    ),
  ).toHaveLength(2);
});

test('rows without ids are put together by their channels', async () => {
  const events = await told(
    `
    0 - 5  NO_ANSWER PJSIP/itsp-00000012 PJSIP/100-00000013 79161000010>3333334 Dial:PJSIP/100&PJSIP/101,20,tTkK
    0 5 40 ANSWERED  PJSIP/itsp-00000012 PJSIP/101-00000014 79161000010>3333334 Dial:PJSIP/100&PJSIP/101,20,tTkK`,
    { columns: ['userfield'] },
  );
  expect(events).toEqual([
    `cdr-1768467600-PJSIP/itsp-00000012 inbound answered 79161000010 0..40 did=3333334 trunk=itsp rang=100,101 101:5-40`,
  ]);
});

test('the newer columns tell which channels belong together', async () => {
  const events = await told(
    '0 5 40 ANSWERED PJSIP/itsp-00000012#33 PJSIP/101-00000014 79161000010>3333334 Dial:PJSIP/101,20',
    { columns: ['uniqueid', 'userfield', 'new'] },
  );
  expect(events).toEqual([
    '0.33 inbound answered 79161000010 0..40 did=3333334 trunk=itsp rang=101 101:5-40',
  ]);
});

test('a withheld number is nobody’s', async () => {
  const [line] = await told(
    '0 5 40 ANSWERED PJSIP/itsp-00000012#33 PJSIP/101-00000014 anonymous>3333334 Dial:PJSIP/101,20',
  );
  expect(line).toContain('inbound answered anonymous');
});
