import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Gate, type Pass } from '../src/gate.ts';

const never = new AbortController().signal;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Stands in line; `in` is set once it is through. */
function worker(gate: Gate, signal = never): { in: Pass | undefined; left: unknown } {
  const w: { in: Pass | undefined; left: unknown } = { in: undefined, left: undefined };
  gate.enter(signal).then(
    (pass) => {
      w.in = pass;
    },
    (error: unknown) => {
      w.left = error;
    },
  );
  return w;
}

const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);
const through = (workers: readonly { in: Pass | undefined }[]): number => workers.filter((w) => w.in).length;

describe('a gate that is open', () => {
  test('lets in as many as it is wide, in the order they came', async () => {
    const gate = new Gate(2);
    const workers = Array.from({ length: 5 }, () => worker(gate));
    await settle();
    expect(workers.map((w) => Boolean(w.in))).toEqual([true, true, false, false, false]);
    gate.up(workers[1]?.in as Pass);
    await settle();
    expect(workers.map((w) => Boolean(w.in))).toEqual([true, true, true, false, false]);
  });

  test('who leaves the line is told why and takes nobody’s place', async () => {
    const gate = new Gate(1);
    const stop = new AbortController();
    const first = worker(gate);
    const second = worker(gate, stop.signal);
    const third = worker(gate);
    await settle();
    stop.abort(new Error('stopping'));
    gate.up(first.in as Pass);
    await settle();
    expect(second).toEqual({ in: undefined, left: new Error('stopping') });
    expect(third.in).toBeDefined();
    expect(() => gate.enter(stop.signal)).toThrow('stopping');
  });
});

describe('a gate that is shut', () => {
  test('sends one probe at a time, and waits longer each time, up to ten seconds', async () => {
    const gate = new Gate(4);
    const crowd = Array.from({ length: 64 }, () => worker(gate));
    await settle();
    expect(through(crowd)).toBe(4);
    for (const w of crowd.slice(0, 4)) gate.down(w.in as Pass);
    let inside = 4;
    const waits: number[] = [];
    for (let i = 0; i < 9; i++) {
      let waited = 0;
      while (through(crowd) === inside) {
        await vi.advanceTimersByTimeAsync(50);
        waited += 50;
      }
      inside++;
      expect(through(crowd)).toBe(inside);
      waits.push(waited);
      // As long as the probe is out, nobody follows it.
      await vi.advanceTimersByTimeAsync(60_000);
      expect(through(crowd)).toBe(inside);
      gate.down(crowd[inside - 1]?.in as Pass);
    }
    expect(waits).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000, 10_000]);
  });

  test('opens for all when a probe succeeds, and begins with a short pause again', async () => {
    const gate = new Gate(3);
    const crowd = Array.from({ length: 6 }, () => worker(gate));
    await settle();
    for (const w of crowd.slice(0, 3)) gate.down(w.in as Pass);
    await vi.advanceTimersByTimeAsync(250);
    gate.down(crowd[3]?.in as Pass);
    await vi.advanceTimersByTimeAsync(500);
    expect(crowd[4]?.in).toMatchObject({ probe: true });
    gate.up(crowd[4]?.in as Pass);
    await settle();
    expect(crowd[5]?.in).toMatchObject({ probe: false });
    expect(gate.isDown).toBe(false);
    gate.down(crowd[5]?.in as Pass);
    const next = worker(gate);
    await vi.advanceTimersByTimeAsync(249);
    expect(next.in).toBeUndefined();
    await vi.advanceTimersByTimeAsync(1);
    expect(next.in).toBeDefined();
  });

  test('is opened by a request that was still out, and what the probe then says is old news', async () => {
    const gate = new Gate(2);
    const [slow, quick] = [worker(gate), worker(gate)];
    const probe = worker(gate);
    await settle();
    gate.down(quick.in as Pass);
    await vi.advanceTimersByTimeAsync(250);
    expect(probe.in).toMatchObject({ probe: true });
    gate.up(slow.in as Pass);
    expect(gate.isDown).toBe(false);
    expect(gate.down(probe.in as Pass)).toBe(false);
    expect(gate.isDown).toBe(false);
  });

  test('is not shut by one that was let in before the base came back', async () => {
    const gate = new Gate(2);
    const [old, first] = [worker(gate), worker(gate)];
    const probe = worker(gate);
    await settle();
    expect(gate.down(first.in as Pass)).toBe(true);
    await vi.advanceTimersByTimeAsync(250);
    gate.up(probe.in as Pass);
    expect(gate.down(old.in as Pass)).toBe(false);
    expect(gate.isDown).toBe(false);
  });

  test('never lets a probe in beside as many as it is wide', async () => {
    const gate = new Gate(1);
    const first = worker(gate);
    const second = worker(gate);
    await settle();
    gate.down(first.in as Pass);
    gate.hope();
    await settle();
    expect(second.in).toMatchObject({ probe: true });
    const third = worker(gate);
    gate.hope();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(third.in).toBeUndefined();
    gate.down(second.in as Pass);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(third.in).toBeDefined();
  });

  test('hope sends the probe at once instead of waiting out the pause', async () => {
    const gate = new Gate(2);
    let w = worker(gate);
    await settle();
    for (let i = 0; i < 8; i++) {
      gate.down(w.in as Pass);
      w = worker(gate);
      await vi.advanceTimersByTimeAsync(10_000);
    }
    gate.down(w.in as Pass);
    const [first, second] = [worker(gate), worker(gate)];
    gate.hope();
    await settle();
    expect(first.in).toMatchObject({ probe: true });
    expect(second.in).toBeUndefined();
    gate.down(first.in as Pass);
    await vi.advanceTimersByTimeAsync(500);
    expect(second.in).toBeDefined();
  });

  test('whoever probed in vain stands at the end of the line', async () => {
    const gate = new Gate(1);
    const order: string[] = [];
    const loop = async (name: string): Promise<void> => {
      for (let i = 0; i < 2; i++) {
        const pass = await gate.enter(never);
        order.push(name);
        gate.down(pass);
      }
    };
    void Promise.all(['a', 'b', 'c'].map(loop));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(order).toEqual(['a', 'b', 'c', 'a', 'b', 'c']);
  });

  test('leaves no timer behind when everybody has gone', async () => {
    const gate = new Gate(1);
    const stop = new AbortController();
    const first = worker(gate);
    await settle();
    gate.down(first.in as Pass);
    worker(gate, stop.signal);
    stop.abort(new Error('stopping'));
    gate.stop();
    expect(vi.getTimerCount()).toBe(0);
  });
});
