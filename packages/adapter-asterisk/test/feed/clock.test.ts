import { expect, test } from 'vitest';
import { PbxClock } from '../../src/feed/clock.ts';

const AT = Date.parse('2026-03-02T09:00:00Z');
const message = (at: number): { Event: string; Timestamp: string } => ({
  Event: 'Newstate',
  Timestamp: (at / 1_000).toFixed(6),
});

test('where the server tells no time, a message is as old as it was heard', () => {
  expect(new PbxClock().moment({ Event: 'Newstate' }, AT)).toBe(AT);
  expect(new PbxClock().moment({ Event: 'Newstate', Timestamp: 'soon' }, AT)).toBe(AT);
});

test('what waited on its way did not happen later for that', () => {
  const clock = new PbxClock();
  const behind = 7_000;
  expect(clock.moment(message(AT - behind), AT)).toBe(AT);
  expect(clock.moment(message(AT + 1_000 - behind), AT + 1_900)).toBe(AT + 1_000);
  expect(clock.moment(message(AT + 1_500 - behind), AT + 1_900)).toBe(AT + 1_500);
});

test('nothing is put after it was heard', () => {
  const clock = new PbxClock();
  expect(clock.moment(message(AT), AT + 900)).toBe(AT + 900);
  expect(clock.moment(message(AT + 1_000), AT + 1_010)).toBe(AT + 1_010);
});

test('a clock that was set is followed', () => {
  const clock = new PbxClock();
  clock.moment(message(AT), AT);
  const later = AT + 60_000;
  // Set back by an hour, then on by two.
  expect(clock.moment(message(later - 3_600_000), later)).toBe(later);
  expect(clock.moment(message(later + 3_600_000), later + 10)).toBe(later + 10);
});

test('a clock that runs slow is followed', () => {
  const clock = new PbxClock();
  let worst = 0;
  for (let s = 0; s < 3_600; s += 10) {
    const heard = AT + s * 1_000;
    // Ten milliseconds a minute.
    worst = Math.max(worst, heard - clock.moment(message(heard - s / 6), heard));
  }
  expect(worst).toBeLessThan(150);
});
