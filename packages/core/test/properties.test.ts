import { expect, test } from 'vitest';
import { Assembler } from '../src/assemble/assembler.ts';
import {
  interleave,
  liveCall,
  permutations,
  type Random,
  repeated,
  reportedCall,
  seeded,
} from './support/generate.ts';
import {
  at,
  decoded,
  type Line,
  lines,
  plan,
  recordOf,
  Stage,
  type Story,
  storyOf,
} from './support/stage.ts';

const CALLS = 12;
const ROUNDS = 60;

/** The broker's stamps rise in the order of arrival, whatever the order is. */
const stamped = (told: readonly Line[]): Line[] => told.map((line, i) => ({ ...line, seenAt: at(i / 20) }));

const nothingPending = (stage: Stage): Stage => {
  for (const call of [...stage.assembler.open]) {
    if (call.settling)
      stage.tell(lines(`900 expired reason=settled call=${call.key} id=${call.lastSequence}`));
  }
  return stage;
};

/** What is left of each key; a call that joined is told apart by who has it. */
const stories = (stage: Stage, keys: readonly string[]): Story[] =>
  keys
    .map((key) => stage.story(key))
    .map((story) => ({ ...story, mergedInto: story.mergedInto && 'another' }));

const scripted = (random: Random): { key: string; told: Line[] }[] =>
  Array.from({ length: CALLS }, (_, i) => ({ key: `k${i}`, told: liveCall(random, `k${i}`) }));

test('any interleaving of calls gives each the record it has alone', () => {
  for (let round = 0; round < ROUNDS; round++) {
    const random = seeded(round);
    const calls = scripted(random);
    const together = new Stage().tell(
      stamped(
        interleave(
          random,
          calls.map((c) => c.told),
        ),
      ),
    );
    for (const { key, told } of calls) {
      const alone = new Stage().tell(stamped(told));
      expect(stories(together, [key])).toEqual(stories(alone, [key]));
    }
  }
});

test('any duplication of events gives the same records', () => {
  for (let round = 0; round < ROUNDS; round++) {
    const random = seeded(1_000 + round);
    const calls = scripted(random);
    const keys = calls.map((c) => c.key);
    const order = interleave(
      random,
      calls.map((c) => c.told),
    );
    const once = new Stage().tell(stamped(order));
    const more = new Stage().tell(stamped(repeated(random, order, 0.5)));
    expect(stories(more, keys)).toEqual(stories(once, keys));
    expect([...more.assembler.calls()]).toHaveLength([...once.assembler.calls()].length);
  }
});

test('any order in which a PBX tells a call it reports gives what it told', () => {
  for (let round = 0; round < ROUNDS * 2; round++) {
    const random = seeded(2_000 + round);
    const call = reportedCall(random, 'k1');
    for (const order of permutations(call.lines)) {
      const stage = nothingPending(new Stage().tell(stamped(repeated(random, order, 0.3))));
      expect([...stage.assembler.calls()]).toHaveLength(1);
      const story = stage.story();
      expect(story).toMatchObject({
        direction: call.direction,
        status: call.status,
        number: call.number,
        start: call.start,
        end: call.end,
      });
      expect(call.extensions).toContain(story.extension);
      if (call.status !== 'answered') expect(story.talk).toBe(0);
    }
  }
});

test('reading again from what is retained gives the same records', () => {
  for (let round = 0; round < ROUNDS; round++) {
    const random = seeded(3_000 + round);
    const calls = scripted(random);
    const gap = lines('9 gap call=gap from=1 to=9');
    const route = lines('1 route rule=route.responsible extension=100 number=89990000000 id=q1 call=');
    const told = stamped(interleave(random, [...calls.map((c) => c.told), gap, route]));
    const whole = new Assembler({ plan, wantsLookup: () => true });
    const events = told.map(({ event, seenAt }, i) => ({
      event: decoded(event),
      stamp: { sequence: i + 1, timestamp: seenAt },
    }));
    for (const { event, stamp } of events) whole.apply(event, stamp);
    // Some calls are let go of, as if they had closed long ago.
    const gone = new Set([...whole.calls()].filter(() => random() < 0.5));
    for (const call of gone) whole.forget(call);
    const retained = new Set(whole.retained());
    const again = new Assembler({ plan, wantsLookup: () => true });
    for (const { event, stamp } of events) {
      if (retained.has(stamp.sequence) || again.concerns(event)) again.apply(event, stamp);
    }
    const all = (assembler: Assembler): Story[] => [...assembler.calls()].map((c) => storyOf(recordOf(c)));
    expect(all(again)).toEqual(all(whole));
    expect(again.retained()).toEqual([...retained].sort((a, b) => a - b));
  }
});
