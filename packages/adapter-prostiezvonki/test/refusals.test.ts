import { TestNats } from '@callbus/runtime/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Answer, CRM_TOKEN, Stand } from './stand.ts';

let nats: TestNats;
let stand: Stand;

beforeAll(async () => {
  nats = await TestNats.start();
  stand = await Stand.start(nats, [{ id: 'pz', crmToken: CRM_TOKEN }]);
});
afterAll(async () => {
  await stand.stop();
  await nats.stop();
});

const EVENT = {
  cmd: 'event',
  type: 'INCOMING',
  direction: 'in',
  user: '100',
  ext: '100',
  phone: '89990000001',
  diversion: '3333333',
  callid: 'c1',
};
const HISTORY = {
  ...EVENT,
  cmd: 'history',
  type: 'in',
  start: '20260115T010000',
  end: '20260115T010050',
  duration: 50,
  link: '',
  status: 'success',
};
const CONTACT = { cmd: 'contact', phone: '89990000001' };
const RINGS = 'event=1&src_type=1&call_id=c1&dst_num=100&src_num=89990000001';
const ENDS = 'event=2&src_type=1&call_id=c1&dst_num=100&src_num=89990000001&status=ANSWER';

beforeEach(() => stand.mark());

/** A refusal is a clear 4xx, counted and kept aside, and nothing reaches the stream. */
async function refused(ask: () => Promise<Answer>, status: number, code: string): Promise<string> {
  const before = (await stand.refused('pz'))[code] ?? 0;
  const answer = await ask();
  expect({ status: answer.status, code: answer.body.error }).toEqual({ status, code });
  expect((await stand.refused('pz'))[code]).toBe(before + 1);
  const message = String(answer.body.message);
  await stand.setAside('pz', (letter) => letter.code === code && letter.reason === message);
  expect(await stand.events()).toEqual([]);
  return message;
}

const without = (body: Record<string, unknown>, ...fields: string[]): Record<string, unknown> =>
  Object.fromEntries(Object.entries(body).filter(([name]) => !fields.includes(name)));

describe('a body at the CRM door is refused, and the field is named', () => {
  const field = async (
    body: Record<string, unknown> | string,
    name: string,
    type?: string,
  ): Promise<void> => {
    const message = await refused(() => stand.crm('pz', body, type), 400, 'prostiezvonki.field');
    expect(message).toContain(`поле ${name}:`);
  };

  test.each([
    ['cmd', without(EVENT, 'cmd')],
    ['type', without(EVENT, 'type')],
    ['ext', without(EVENT, 'ext', 'user')],
    ['callid', without(EVENT, 'callid')],
    ['direction', { ...without(EVENT, 'direction'), type: 'ACCEPTED' }],
    ['type', without(HISTORY, 'type')],
    ['status', without(HISTORY, 'status')],
    ['start', without(HISTORY, 'start')],
    ['end', without(HISTORY, 'end')],
    ['callid', without(HISTORY, 'callid')],
    ['phone', without(CONTACT, 'phone')],
    ['phone', { ...CONTACT, phone: null }],
    ['ext', { ...EVENT, ext: ' ', user: '' }],
    ['callid', { ...EVENT, callid: ' \n' }],
  ])('%s is missing', async (name, body) => field(body, name));

  test.each([
    ['cmd', { ...EVENT, cmd: 'ping' }],
    ['cmd', { ...EVENT, cmd: 'EVENT' }],
    ['cmd', { ...EVENT, cmd: '__proto__' }],
    ['type', { ...EVENT, type: 'COMPLETED' }],
    ['type', { ...EVENT, type: 'constructor' }],
    ['direction', { ...EVENT, direction: 'sideways' }],
    ['type', { ...HISTORY, type: 'INCOMING' }],
    ['status', { ...HISTORY, status: 'busy' }],
    ['status', { ...HISTORY, status: 'SUCCESS' }],
    ['start', { ...HISTORY, start: '2026-01-15 13:00:00' }],
    ['start', { ...HISTORY, start: '20260115T010000Z' }],
    ['start', { ...HISTORY, start: '20261315T010000' }],
    ['end', { ...HISTORY, end: '20260230T010000' }],
    ['end', { ...HISTORY, end: '20260115T250000' }],
    ['duration', { ...HISTORY, duration: -1 }],
    ['duration', { ...HISTORY, duration: 'long' }],
    ['duration', { ...HISTORY, duration: ' ' }],
    ['duration', { ...HISTORY, duration: '0x10' }],
  ])('%s is no word it may be', async (name, body) => field(body, name));

  const WRONG = [100, 0, 1.5, true, false, [], ['100'], {}, { a: { b: ['c'] } }];
  test.each(
    WRONG.flatMap((value) =>
      [
        ...['cmd', 'type', 'direction', 'ext', 'phone', 'diversion', 'callid'].map(
          (n) => [n, EVENT] as const,
        ),
        ...['status', 'start', 'end', 'link'].map((n) => [n, HISTORY] as const),
        ['phone', CONTACT] as const,
      ].map(([name, body]) => [name, value, body] as const),
    ),
  )('%s is %j, not text', async (name, value, body) => field({ ...body, [name]: value }, name));

  test.each([true, [], [50], {}, { seconds: 50 }].map((d) => ({ duration: d })))(
    '$duration is no duration',
    async (wrong) => field({ ...HISTORY, ...wrong }, 'duration'),
  );

  test('a number too large for a number', async () => {
    const text = JSON.stringify({ crm_token: CRM_TOKEN, ...HISTORY }).replace(':50,', ':1e999,');
    await field(text, 'duration');
  });

  test.each([
    ['callid', 'has a NUL', 'c\u0000d'],
    ['callid', 'has the separator of our own hashes', 'c\u001fd'],
    ['ext', 'has a line break', '1\n00'],
    ['phone', 'has a DEL', '8999\u007f0000001'],
    ['phone', 'has half a character', '8999\ud8000000001'],
    ['diversion', 'has a C1 control', '333\u00853333'],
    ['callid', 'is too long', 'x'.repeat(1_001)],
    ['ext', 'is endless', 'x'.repeat(100_000)],
    ['phone', 'is endless', '9'.repeat(5_000)],
  ])('%s %s', async (name, _what, value) => field({ ...EVENT, [name]: value }, name));

  test('a link is endless', async () =>
    field({ ...HISTORY, link: `https://x/${'y'.repeat(8_000)}` }, 'link'));

  test('bytes that are not UTF-8 in a field that matters', async () => {
    const text = JSON.stringify({ crm_token: CRM_TOKEN, ...EVENT, callid: '@' });
    const [head = '', tail = ''] = text.split('@');
    const bytes = Buffer.concat([Buffer.from(head), Buffer.from([0xc8, 0xe2]), Buffer.from(tail)]);
    const answer = await stand.crm('pz', bytes);
    expect(answer).toMatchObject({ status: 400, body: { error: 'prostiezvonki.field' } });
    expect(answer.body.message).toContain('поле callid:');
  });

  test.each([
    ['ext', 'ext=100&ext=101'],
    ['callid', 'callid=c1&callid=c1'],
    ['cmd', 'cmd=event&cmd=history'],
  ])('%s is told twice in a form', async (name, twice) => {
    const { [name as 'ext']: _, ...rest } = EVENT;
    const form = new URLSearchParams({ crm_token: CRM_TOKEN, ...rest });
    await field(`${form}&${twice}`, name, 'application/x-www-form-urlencoded');
  });
});

describe('a query at the PBX door is refused, and the parameter is named', () => {
  test.each([
    ['event', ''],
    ['event', 'event=4'],
    ['event', 'event=01&src_type=1'],
    ['event', 'event=1&event=1&src_type=1&call_id=c1&dst_num=100'],
    ['event', 'Event=1&src_type=1&call_id=c1&dst_num=100'],
    ['event', '__proto__[event]=1&src_type=1&call_id=c1&dst_num=100'],
    ['src_type', 'event=1&call_id=c1&dst_num=100'],
    ['src_type', 'event=1&src_type=3&call_id=c1&dst_num=100'],
    ['call_id', 'event=1&src_type=1&dst_num=100&src_num=8999'],
    ['call_id', `${RINGS}&call_id=c2`],
    ['call_id', RINGS.replace('c1', '%00')],
    ['call_id', RINGS.replace('c1', `${'x'.repeat(1_001)}`)],
    ['dst_num', 'event=1&src_type=1&call_id=c1&src_num=89990000001'],
    ['dst_num', 'event=3&src_type=1&call_id=c1&src_num=89990000001'],
    ['dst_num', `${RINGS}&dst_num=101`],
    ['src_num', 'event=1&src_type=2&call_id=c1&dst_num=89990000001'],
    ['src_num', `${RINGS}&src_num=+7`],
    ['line', `${RINGS}&line=1&line=2`],
    ['status', ENDS.replace('&status=ANSWER', '')],
    ['status', ENDS.replace('ANSWER', 'DONE')],
    ['status', `${ENDS}&status=ANSWER`],
    ['timestamp', `${ENDS}&timestamp=yesterday`],
    ['timestamp', `${ENDS}&timestamp=-1694181450`],
    ['timestamp', `${ENDS}&timestamp=0`],
    ['timestamp', `${ENDS}&timestamp=1e9`],
    ['call_start_timestamp', `${ENDS}&call_start_timestamp=16941814001694181400`],
    ['call_answer_timestamp', `${ENDS}&call_answer_timestamp=0x64FB2C58`],
    ['call_record_link', `${ENDS}&call_record_link=a&call_record_link=b`],
    ['call_id', 'event=1&smart_transfer_is_required=1&src_num=89990000001'],
    ['src_type', 'event=1&smart_transfer_is_required=1&src_num=8999&dst_num=100&call_id=c1'],
    ['smart_transfer_is_required', `${RINGS}&smart_transfer_is_required=1&smart_transfer_is_required=1`],
  ])('%s in %.120s', async (name, query) => {
    const message = await refused(() => stand.pbx('pz', query), 400, 'prostiezvonki.field');
    expect(message).toContain(`поле ${name}:`);
  });
});

describe('what is no message at all', () => {
  const JSON_CODE = 'prostiezvonki.message';

  test.each([
    ['nothing', ''],
    ['half a body', '{"cmd":"event","crm_token":"test-'],
    ['a comma too many', '{"cmd":"event",}'],
    ['single quotes', "{'cmd':'event'}"],
    ['a form under the name of JSON', `crm_token=${CRM_TOKEN}&cmd=event`],
    ['a page', '<html><body>502 Bad Gateway</body></html>'],
    ['a million brackets', '['.repeat(200_000)],
    ['random bytes', Buffer.from([0, 1, 2, 250, 251, 252, 253, 254, 255])],
  ])('%s', async (_what, body) => {
    await refused(() => stand.crm('pz', body), 400, JSON_CODE);
  });

  test.each(['[]', '"event"', '7', 'true', 'null', '[{"cmd":"event"}]'])('JSON that is %s', async (body) => {
    await refused(() => stand.crm('pz', body), 400, 'prostiezvonki.field');
  });

  test('a body of 2 MB', async () => {
    const body = JSON.stringify({ crm_token: CRM_TOKEN, ...EVENT, padding: 'x'.repeat(2 << 20) });
    const message = await refused(() => stand.crm('pz', body), 413, 'prostiezvonki.too-big');
    expect(message).toContain('256');
  });

  test('depth and size inside the limit are no reason to refuse', async () => {
    const deep = `${'[{"a":'.repeat(10_000)}1${'}]'.repeat(10_000)}`;
    const text = JSON.stringify({ crm_token: CRM_TOKEN, ...EVENT, callid: 'deep' });
    expect(await stand.crm('pz', `${text.slice(0, -1)},"x":${deep}}`)).toMatchObject({ status: 200 });
    expect(await stand.events()).toHaveLength(1);
  });
});

describe('the token in the body', () => {
  const WRONG = {
    'left out': undefined,
    null: null,
    empty: '',
    'a number': 7,
    true: true,
    'a list with the right one': [CRM_TOKEN],
    'an object with the right one': { crm_token: CRM_TOKEN },
    'followed by a space': `${CRM_TOKEN} `,
    'cut short': CRM_TOKEN.slice(0, -1),
    'one too long': `${CRM_TOKEN}x`,
    'in capitals': CRM_TOKEN.toUpperCase(),
    'the name of a prototype': '__proto__',
    endless: 'x'.repeat(100_000),
  };
  test.each(Object.entries(WRONG))(
    '%s is 401, counted, and not kept: anybody can send those',
    async (_what, token) => {
      const code = 'prostiezvonki.token';
      const before = (await stand.refused('pz'))[code] ?? 0;
      const answer = await stand.crm('pz', { ...EVENT, crm_token: token });
      expect({ status: answer.status, code: answer.body.error }).toEqual({ status: 401, code });
      expect((await stand.refused('pz'))[code]).toBe(before + 1);
      expect(await stand.events()).toEqual([]);
      expect(stand.dead('pz').filter((d) => d.code === code)).toEqual([]);
    },
  );

  test('it is looked at before anything else is', async () => {
    expect(await stand.crm('pz', { cmd: 7, crm_token: 'no' })).toMatchObject({ status: 401 });
  });

  test('it reaches nothing that is written, however the body is broken', async () => {
    const whole = JSON.stringify({ crm_token: CRM_TOKEN, ...EVENT });
    const bodies = [
      JSON.stringify({ crm_token: CRM_TOKEN, ...EVENT, type: 'NO' }),
      `{"cmd":"event","crm_token": ${CRM_TOKEN}}`,
      `{"crm_token":"${CRM_TOKEN}" "cmd":"event"}`,
      `{'crm_token' : '${CRM_TOKEN}'}`,
      `cmd=event&crm_token=${CRM_TOKEN}&type=INCOMING`,
      ...Array.from({ length: 30 }, (_, i) => whole.slice(0, 15 + i)),
      '{"cmd":"the last"',
    ];
    for (const body of bodies) {
      const answer = await stand.crm('pz', body);
      expect(answer.status).toBe(400);
      expect(JSON.stringify(answer.body)).not.toContain('test-crm');
    }
    await stand.setAside('pz', (d) => Buffer.from(d.payload).toString() === bodies.at(-1));
    const kept = stand.dead('pz');
    const payloads = kept.map((d) => Buffer.from(d.payload).toString());
    expect(payloads.filter((p) => p.includes('test-crm'))).toEqual([]);
    expect(payloads.some((p) => p.includes('"crm_token":"***"'))).toBe(true);
    expect(kept.filter((d) => d.reason.includes('test-crm'))).toEqual([]);
    expect(stand.log.join('').includes('test-crm')).toBe(false);
    expect((await stand.metrics.registry.metrics()).includes('test-crm')).toBe(false);
  });

  test('a telephone number in a wrong field is not repeated in full', async () => {
    const answer = await stand.crm(
      'pz',
      JSON.stringify({ crm_token: CRM_TOKEN, ...EVENT, type: '89990001122' }),
    );
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.body)).not.toContain('89990001122');
  });
});
