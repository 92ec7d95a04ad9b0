import { BUCKETS } from '@callbus/contract';
import { Kvm } from '@nats-io/kv';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Bus, currentLeases, Lease, type LeaseHolder, StopService } from '../../src/index.ts';
import { TestNats, until } from '../../src/testkit/index.ts';
import { Program } from '../programs/run.ts';

let nats: TestNats;
let bus: Bus;
const leases: Lease[] = [];
beforeAll(async () => {
  nats = await TestNats.start();
  bus = await nats.bus();
});
afterAll(async () => {
  await Promise.all(leases.map((l) => l.release()));
  await nats.stop();
});

const forever = new AbortController().signal;
const PATIENCE_MS = 25_000;

function lease(key: string, run: string, on = bus, onLost: (holder: string) => void = () => {}): Lease {
  const made = new Lease(on, { key, run, about: { kind: 'test', run }, onLost });
  leases.push(made);
  return made;
}

const holderOf = async (key: string): Promise<LeaseHolder | undefined> => (await currentLeases(bus)).get(key);

test('names its holder while it is held, and nobody afterwards', async () => {
  const one = lease('plain', 'r1');
  expect(one.held).toBe(false);
  await one.acquire(forever);
  expect(one.held).toBe(true);
  expect(await holderOf('plain')).toMatchObject({
    pid: process.pid,
    run: 'r1',
    about: { kind: 'test', run: 'r1' },
    since: expect.stringMatching(/^\d{4}-.*Z$/),
  });
  await one.release();
  await one.release();
  expect(one.held).toBe(false);
  expect(await holderOf('plain')).toBeUndefined();
  const two = lease('plain', 'r2');
  expect(await two.tryAcquire()).toBeUndefined();
  expect(two.held).toBe(true);
});

test('goes to one of many who want it at once', async () => {
  const many = Array.from({ length: 6 }, (_, i) => lease('wanted', `r${i}`));
  await Promise.allSettled(many.map((l) => l.tryAcquire()));
  expect(many.filter((l) => l.held)).toHaveLength(1);
});

test('of a process of this machine that was killed is free at once', async () => {
  const child = new Program('hold-lease.ts', `127.0.0.1:${nats.port}`, 'dead');
  await until('the child to hold it', () => child.output.includes('held'));
  const next = lease('dead', 'r1');
  expect(await next.tryAcquire()).toMatchObject({ pid: child.pid, run: 'child' });
  await child.kill();
  expect(await next.tryAcquire()).toBeUndefined();
  expect(next.held).toBe(true);
});

test('of a process of another machine is not taken for dead, whatever its host is called', async () => {
  const mine = lease('other-machine', 'r0');
  await mine.acquire(forever);
  const holder = (await holderOf('other-machine')) as LeaseHolder;
  await mine.release();
  // No process has this id here.
  const elsewhere: LeaseHolder = { ...holder, machine: 'ANOTHER', pid: 2 ** 22 + 7, run: 'r9' };
  const kv = await new Kvm(bus.js).open(BUCKETS.leases);
  await kv.put('other-machine', JSON.stringify(elsewhere));
  expect(await lease('other-machine', 'r1').tryAcquire()).toEqual(elsewhere);
  await kv.put('other-machine', JSON.stringify({ ...elsewhere, machine: holder.machine }));
  expect(await lease('other-machine', 'r2').tryAcquire()).toBeUndefined();
});

test('an abort ends the waiting, and nothing is held then', async () => {
  await lease('aborted', 'r1').acquire(forever);
  const waiting = lease('aborted', 'r2');
  const abort = new AbortController();
  const acquiring = waiting.acquire(abort.signal, { standby: () => {} });
  abort.abort(new Error('stopped meanwhile'));
  await expect(acquiring).rejects.toThrow('stopped meanwhile');
  await expect(lease('aborted-2', 'r1').acquire(AbortSignal.abort(new Error('at once')))).rejects.toThrow(
    'at once',
  );
  expect(waiting.held).toBe(false);
  expect((await holderOf('aborted'))?.run).toBe('r1');
  expect(await holderOf('aborted-2')).toBeUndefined();
});

test('given back while it is being taken, it is free', async () => {
  for (let i = 0; i < 20; i++) {
    const key = `crossing-${i}`;
    const crossing = lease(key, 'r1');
    const acquiring = crossing.acquire(forever).catch((error: unknown) => error);
    for (let turns = 0; turns < i; turns++) await Promise.resolve();
    await crossing.release();
    const outcome = await acquiring;
    if (outcome !== undefined) expect(outcome).toMatchObject({ code: 'lease.released' });
    expect(crossing.held).toBe(false);
    expect(await holderOf(key)).toBeUndefined();
  }
});

test('an abort while it is being taken leaves it free', async () => {
  for (let i = 0; i < 20; i++) {
    const key = `aborting-${i}`;
    const abort = new AbortController();
    const aborting = lease(key, 'r1');
    const acquiring = aborting.acquire(abort.signal).catch((error: unknown) => error);
    // A little later each time, so that it falls into every step.
    const steps = Array.from({ length: i }, () => bus.alive());
    await Promise.race([Promise.all(steps), acquiring]);
    abort.abort(new Error('stopped meanwhile'));
    const outcome = await acquiring;
    if (outcome === undefined) await aborting.release();
    else expect(outcome).toMatchObject({ message: 'stopped meanwhile' });
    expect(aborting.held).toBe(false);
    expect(await holderOf(key)).toBeUndefined();
  }
});

test('once given back it is not taken again', async () => {
  const once = lease('once', 'r1');
  await once.acquire(forever);
  await once.release();
  await expect(once.acquire(forever)).rejects.toMatchObject({ code: 'lease.released' });
  await expect(once.tryAcquire()).rejects.toMatchObject({ code: 'lease.released' });
});

// These wait for renewals and expiries, so they wait together.
describe.concurrent('in time', () => {
  test(
    'a second holder waits, then stops naming the first; who stands by goes on waiting',
    async ({ expect }) => {
      const first = lease('held', 'r1');
      await first.acquire(forever);
      const second = lease('held', 'r2').acquire(forever);
      const standby = lease('held', 'r3');
      const standing = standby.acquire(forever, { standby: () => {} });
      const { host, since } = (await holderOf('held')) as LeaseHolder;
      const error = await second.catch((e: unknown) => e);
      expect(error).toBeInstanceOf(StopService);
      expect(error).toMatchObject({ code: 'lease.held' });
      for (const part of ['held', host, `pid ${process.pid}`, since]) expect(String(error)).toContain(part);
      // Longer than a lease lasts without renewal.
      expect(first.held).toBe(true);
      expect((await holderOf('held'))?.run).toBe('r1');
      expect(standby.held).toBe(false);
      await first.release();
      await standing;
      expect((await holderOf('held'))?.run).toBe('r3');
    },
    PATIENCE_MS,
  );

  test(
    'one that nobody renews ends by itself',
    async ({ expect }) => {
      const own = await nats.bus();
      await lease('silent', 'r1', own).acquire(forever);
      await own.close();
      const next = lease('silent', 'r2');
      await next.acquire(forever);
      expect((await holderOf('silent'))?.run).toBe('r2');
    },
    PATIENCE_MS,
  );

  test('a holder that was overtaken is told by whom', async ({ expect }) => {
    const lost: string[] = [];
    const overtaken = lease('overtaken', 'r1', bus, (holder) => lost.push(holder));
    await overtaken.acquire(forever);
    const kv = await new Kvm(bus.js).open(BUCKETS.leases);
    const other = { host: 'pbx-2', machine: 'X', pid: 77, run: 'r9', since: '2026-11-20T10:00:00.000Z' };
    await kv.put('overtaken', JSON.stringify(other));
    await until('the word of it', () => lost.length > 0);
    expect(lost).toEqual(['pbx-2, pid 77, 2026-11-20T10:00:00.000Z']);
    expect(overtaken.held).toBe(false);
    await overtaken.release();
    expect((await holderOf('overtaken'))?.run).toBe('r9');
  });
});

describe('a server that lost the bucket', () => {
  test('gets it back from those who hold; who waits does not slip in between', async () => {
    const [one, two] = [await nats.bus(), await nats.bus()];
    const lost: string[] = [];
    const holder = lease('kept', 'r1', one, (h) => lost.push(h));
    await holder.acquire(forever);
    const standby = lease('kept', 'r2', two);
    const standing = standby.acquire(forever, { standby: () => {} });
    await until('the standby to have looked', async () => (await holderOf('kept'))?.run === 'r1');
    // The holder only learns of it at its next renewal.
    await bus.jsm.streams.delete(`KV_${BUCKETS.leases}`);
    await until('the lease to be there again', () => holderOf('kept').catch(() => undefined));
    expect((await holderOf('kept'))?.run).toBe('r1');
    expect(holder.held).toBe(true);
    expect(lost).toEqual([]);
    await holder.release();
    await standing;
    expect((await holderOf('kept'))?.run).toBe('r2');
  });

  test('because it was killed: the holder keeps it', async () => {
    const lost: string[] = [];
    const holder = lease('restarted', 'r1', bus, (h) => lost.push(h));
    await holder.acquire(forever);
    await nats.kill();
    await until('the loss to be noticed', () => !bus.connected);
    await nats.launch();
    const found = await until('the lease to be there again', () =>
      holderOf('restarted').catch(() => undefined),
    );
    expect(found.run).toBe('r1');
    expect(holder.held).toBe(true);
    expect(lost).toEqual([]);
    expect(await lease('restarted', 'r2').tryAcquire()).toMatchObject({ run: 'r1' });
  });

  test('a lease that is given back while it is being written again stays given back', async () => {
    const own = await nats.bus();
    const holder = lease('going', 'r1', own);
    await holder.acquire(forever);
    const released = new Promise<void>((resolve) => {
      own.onChange((event) => {
        if (event === 'connected') resolve(holder.release());
      });
    });
    await nats.kill();
    await nats.launch();
    await released;
    await until('the bus', () => bus.connected);
    expect(holder.held).toBe(false);
    expect(await holderOf('going')).toBeUndefined();
  });
});
