import { until } from '@callbus/runtime/testkit';
import { expect, test } from 'vitest';
import { Patience } from '../src/http/patience.ts';

test('is over by the clock, though the timer has not come round', () => {
  const patience = new Patience({ withinMs: 5 });
  expect(patience.over).toBe(false);
  for (const end = performance.now() + 6; performance.now() < end; );
  expect(patience.over).toBe(true);
});

test('without a limit it is over when it is called off', () => {
  const stop = new AbortController();
  const patience = new Patience({ signal: stop.signal });
  let ended = 0;
  patience.watch(() => ended++);
  expect(patience.over).toBe(false);
  stop.abort();
  expect([patience.over, ended]).toEqual([true, 1]);
});

test('tells only who watches now', async () => {
  const stop = new AbortController();
  const patience = new Patience({ signal: stop.signal, withinMs: 10 });
  const told: string[] = [];
  patience.watch(() => told.push('first'));
  patience.watch(() => told.push('second'));
  await until('the end', () => told.length > 0);
  patience.unwatch();
  stop.abort();
  expect(told).toEqual(['second']);
});
