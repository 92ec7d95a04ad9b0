import { expect, test } from 'vitest';
import { flood } from './flood.ts';

test('every call of a flood has its record in the end', async () => {
  const { calls, wrong } = await flood({ seconds: 3, rate: 3_000, noise: 2 });
  expect(calls).toBeGreaterThan(100);
  expect(wrong).toEqual([]);
}, 180_000);
