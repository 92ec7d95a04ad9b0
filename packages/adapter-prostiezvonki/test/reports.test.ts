import { ReportScope } from '@callbus/contract';
import { TestNats } from '@callbus/runtime/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { prostiezvonki } from '../src/index.ts';
import { Stand } from './stand.ts';

let nats: TestNats;
let stand: Stand;

beforeAll(async () => {
  nats = await TestNats.start();
  stand = await Stand.start(nats, [
    { id: 'auto' },
    { id: 'call', reports: 'call' },
    { id: 'leg', reports: 'leg' },
  ]);
});
afterAll(async () => {
  await stand.stop();
  await nats.stop();
});

test.each([
  ['auto', ReportScope.UNSPECIFIED],
  ['call', ReportScope.CALL],
  ['leg', ReportScope.CONNECTION],
])('a history of a sender set to %s says what it speaks of', async (id, scope) => {
  const query = 'event=2&src_type=1&status=NOANSWER&call_id=r1&line=3333333&dst_num=100&src_num=89990000001';
  const [event] = await stand.during(async () => {
    await stand.pbx(id, `${query}&call_start_timestamp=1790000000&timestamp=1790000020`);
  });
  expect(event?.report?.scope).toBe(scope);
});

test('a public address without a token of the PBX door is warned of', () => {
  const house = { http: { publicUrl: 'https://pbx.example.ru' }, numberPlan: { country: 'RU' } };
  const warnings = (block: object): string[] =>
    prostiezvonki.warnings?.({ id: 'pz', ...block } as never, house as never) ?? [];
  expect(warnings({})).toEqual([expect.stringContaining('pbxToken')]);
  expect(warnings({ pbxToken: 'test-token-1' })).toEqual([]);
});
