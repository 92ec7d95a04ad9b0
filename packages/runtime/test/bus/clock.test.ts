import { expect, test } from 'vitest';
import { BrokerClock } from '../../src/index.ts';

function clockAt(start: number): { clock: BrokerClock; at: { now: number } } {
  const at = { now: start };
  return { clock: new BrokerClock(() => at.now), at };
}

test('is this machine’s until it knows better', () => {
  const { clock } = clockAt(1_000);
  expect(clock.now()).toBe(1_000);
  expect(clock.offset).toBe(0);
});

test('takes the broker to have spoken in the middle of the round trip', () => {
  const { clock, at } = clockAt(1_000_000);
  clock.measured(1_000_000, 1_005_050, 1_000_100);
  expect(clock.offset).toBe(5_000);
  at.now = 1_000_500;
  expect(clock.now()).toBe(1_005_500);
});

test('trusts the tightest round trip, for five minutes', () => {
  const { clock } = clockAt(0);
  clock.measured(1_000_000, 1_000_110, 1_000_020);
  expect(clock.offset).toBe(100);
  clock.measured(1_010_000, 1_010_240, 1_010_200);
  expect(clock.offset).toBe(100);
  clock.measured(1_020_000, 1_020_155, 1_020_010);
  expect(clock.offset).toBe(150);
  clock.measured(1_400_000, 1_400_900, 1_400_200);
  expect(clock.offset).toBe(800);
});

test('a clock that was set is believed at the next look, however slow that was', () => {
  const { clock, at } = clockAt(1_000_000);
  clock.measured(1_000_000, 1_000_000, 1_000_000);
  at.now = 1_230_000;
  clock.measured(1_229_800, 1_029_900, 1_230_000);
  expect(clock.now()).toBe(1_030_000);
  at.now = 1_060_000;
  clock.measured(1_059_990, 1_060_000, 1_060_010);
  expect(clock.now()).toBe(1_060_000);
});

test('a message with a stamp is proof that the broker’s clock is not behind it', () => {
  const { clock, at } = clockAt(1_000);
  clock.atLeast(900);
  expect(clock.now()).toBe(1_000);
  clock.atLeast(1_250);
  expect(clock.now()).toBe(1_250);
  at.now = 1_100;
  expect(clock.now()).toBe(1_350);
});

test('a clock of ours that was set back does not count as a short round trip', () => {
  const { clock } = clockAt(0);
  clock.measured(2_000, 2_000, 1_000);
  expect(Number.isFinite(clock.now())).toBe(true);
});
