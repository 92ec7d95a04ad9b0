import { expect, test } from 'vitest';
import { Quota } from '../src/quota.ts';

test('so many in a window, and as many again in the next', () => {
  let now = 0;
  const quota = new Quota(2, 1_000, () => now);
  expect([quota.take(), quota.take(), quota.take()]).toEqual([true, true, false]);
  now = 999;
  expect(quota.take()).toBe(false);
  now = 1_000;
  expect([quota.take(), quota.take(), quota.take()]).toEqual([true, true, false]);
});
