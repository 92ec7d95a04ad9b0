import { afterEach, expect, test } from 'vitest';
import { backfill } from '../../src/cdr/backfill.ts';
import { at, csv, lines, Stand, ZONE } from './stand.ts';

let stand = new Stand();
afterEach(() => stand.stop());

const ROWS = `
  0   6 66  ANSWERED  PJSIP/itsp-0#0   PJSIP/100-1 79161000001>100 Dial:PJSIP/100,20
  600 - 620 NO_ANSWER PJSIP/itsp-2#600.2 PJSIP/100-3 79161000002>100 Dial:PJSIP/100,20`;

const signal = new AbortController().signal;
type Answer = Record<string, unknown>;

function command(text: string, budgetMs?: number): (parameters: Answer) => Promise<Answer> {
  stand = new Stand(text);
  const mender = stand.mender();
  const handler = backfill({ id: 'office', mender, timeZone: ZONE, now: () => stand.now, budgetMs });
  return async (parameters) => (await handler(parameters, signal)) as Answer;
}

test('the past is told, and asked again nothing changes', async () => {
  const ask = command(csv(ROWS));
  const window = { from: '2026-01-15T12:00', to: '2026-01-15T12:30' };
  const answer = {
    from: '2026-01-15T09:00:00.000Z',
    to: '2026-01-15T09:30:00.000Z',
    until: '2026-01-15T09:30:00.000Z',
    done: true,
  };
  expect(await ask(window)).toEqual({ ...answer, found: 2, opened: 2, amended: 0, known: 0, refused: 0 });
  expect(await ask(window)).toEqual({ ...answer, found: 2, opened: 0, amended: 0, known: 2, refused: 0 });
  expect(lines(stand.told)).toHaveLength(2);
});

test.each([
  ['2026-01-15T12:05', '2026-01-15 12:30:00', 1],
  ['2026-01-15T09:05:00Z', '2026-01-15T13:30:00+04:00', 1],
  ['2026-01-15', '2026-01-15', 2],
  ['2026-01-14', '2026-01-14', 0],
  ['2026-01-15T12:00', undefined, 2],
])('from %s to %s', async (from, to, found) => {
  const ask = command(csv(ROWS));
  expect(await ask({ from, ...(to === undefined ? {} : { to }) })).toMatchObject({ found });
});

test.each([
  [{}, 'from'],
  [{ from: 'yesterday' }, 'from'],
  [{ from: '2026-02-30' }, 'from'],
  [{ from: '2026-01-15', to: 7 }, 'to'],
  [{ from: '2026-01-15', to: '2026-01-13' }, 'to'],
])('%j is refused by the name of the field', async (parameters, field) => {
  const ask = command('');
  await expect(ask(parameters)).rejects.toMatchObject({
    status: 400,
    message: expect.stringContaining(field),
  });
});

test('without a CDR it says so', async () => {
  const handler = backfill({ id: 'office', mender: undefined, timeZone: ZONE, now: () => at(0) });
  await expect(handler({ from: '2026-01-15' }, signal)).rejects.toMatchObject({
    code: 'asterisk.no-cdr',
    status: 501,
  });
});

const many = (calls: number): string =>
  csv(
    Array.from({ length: calls }, (_, i) => {
      const start = i * 8;
      return `${start} - ${start + 5} NO_ANSWER PJSIP/itsp-${i}#${i} PJSIP/100-${i} 79161${String(i).padStart(6, '0')}>100 Dial:PJSIP/100,20`;
    }).join('\n'),
  );

test('ten thousand calls are told at once', async () => {
  const ask = command(many(10_000), 3_600_000);
  stand.now = at(100_000);
  const window = { from: '2026-01-15T12:00:00', to: '2026-01-16T12:00:00' };
  expect(await ask(window)).toMatchObject({ opened: 10_000, refused: 0, done: true });
  expect(await ask(window)).toMatchObject({ opened: 0, known: 10_000, done: true });
  expect(new Set(stand.told.map(({ eventId }) => eventId)).size).toBe(10_000);
});

test('what takes long is answered in parts, and the parts are all of it', async () => {
  const ask = command(many(1_000), 0);
  stand.now = at(100_000);
  let from: unknown = '2026-01-15T12:00:00';
  let opened = 0;
  let parts = 0;
  for (let done: unknown = false; !done; parts++) {
    const answer = await ask({ from, to: '2026-01-16T12:00:00' });
    expect(answer.known).toBe(0);
    opened += Number(answer.opened);
    ({ until: from, done } = answer);
  }
  expect(opened).toBe(1_000);
  expect(parts).toBeGreaterThan(5);
});
