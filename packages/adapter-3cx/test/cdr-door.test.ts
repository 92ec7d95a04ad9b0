import { createServer, type Server } from 'node:net';
import { CallEventCodec, EventType, ReportOutcome } from '@callbus/contract';
import { freePort, OrderedReader, reasonOf } from '@callbus/runtime';
import { TestNats, until } from '@callbus/runtime/testkit';
import { CdrListener, dialCdr } from '@callbus/sim-3cx';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { CdrDoor } from '../src/cdr/door.ts';
import { CDR_FIELDS, type CdrField } from '../src/config.ts';
import { DoorStand } from './door-stand.ts';

const RETRY = { firstMs: 5, mostMs: 20 };
let nats: TestNats;
let stand: DoorStand<CdrDoor> | undefined;
beforeAll(async () => {
  nats = await TestNats.start();
});
afterAll(() => nats.stop());
afterEach(async () => {
  await stand?.stop();
  stand = undefined;
});

async function open(cdr: Record<string, unknown>): Promise<DoorStand<CdrDoor>> {
  stand = await DoorStand.start(
    nats,
    (context, block, teller) => new CdrDoor(context, block, teller, RETRY),
    {
      cdr: { timeZone: 'Europe/Moscow', ...cdr },
    },
  );
  return stand;
}

/** An inbound call that 101 answered; the rest is empty. */
const line = (
  historyid: string,
  more: Partial<Record<CdrField, string>> = {},
  fields = CDR_FIELDS,
): string => {
  const told: Partial<Record<CdrField, string>> = {
    historyid,
    duration: '00:01:05',
    'time-start': '2026/03/02 12:00:00',
    'time-answered': '2026/03/02 12:00:12',
    'time-end': '2026/03/02 12:01:17',
    'reason-terminated': 'TerminatedBySrc',
    'from-no': '+74951234567',
    'to-no': 'Ext.101',
    'from-dn': '10007',
    'to-dn': '101',
    ...more,
  };
  return `Call ${fields.map((f) => told[f] ?? '').join(',')}`;
};

const ids = (): string[] => stand?.told.calls.map((c) => c.nativeId ?? '') ?? [];
const linkOf = () => stand?.health.report().links.find((l) => l.link === 'pbx.cdr');

describe('active: 3CX connects for each record', () => {
  test('one record a connection, in any chunks, and several in one', async () => {
    const { door } = await open({ mode: 'active', listen: '127.0.0.1:0' });
    expect(linkOf()?.state).toBe('ok');
    const bytes = Buffer.from(`${line('1', { 'from-dispname': 'Мышкина, Ольга' })}\r\n`);
    await dialCdr(door.port, [bytes.subarray(0, 7), bytes.subarray(7, 200), bytes.subarray(200)]);
    await dialCdr(door.port, [`${line('2')}\r\n${line('3')}\r\n`]);
    await until('the records', () => ids().length === 3);
    expect(ids()).toEqual(['1', '2', '3']);
    expect(stand?.told.calls[0]).toMatchObject({
      door: 'cdr',
      outside: { number: '+74951234567', name: 'Мышкина, Ольга' },
      extension: '101',
      outcome: ReportOutcome.ANSWERED,
      startedAt: Date.parse('2026-03-02T09:00:00Z'),
      talkSeconds: 65,
    });
  });

  test('a whole record without its end counts, one that was cut off is refused', async () => {
    const { door } = await open({ mode: 'active', listen: '127.0.0.1:0' });
    await dialCdr(door.port, [line('1')]);
    await dialCdr(door.port, [line('2').slice(0, 60)]);
    await dialCdr(door.port, [`${line('3')}\n`]);
    await until('the records', () => ids().length === 2);
    await until('the refusal', () => stand?.dead.some((d) => d.service === 'pbx'));
    expect(ids()).toEqual(['1', '3']);
    expect(await stand?.refused()).toEqual({ '3cx.cdr': 1 });
  });

  test('a line that does not fit is named, kept aside, and loses nothing else', async () => {
    const { door } = await open({ mode: 'active', listen: '127.0.0.1:0' });
    const odd = line('2', { 'time-start': 'yesterday' });
    const before = nats && (stand?.dead.length ?? 0);
    await dialCdr(door.port, [`${line('1')}\r\n${odd}\r\n${line('3')}\r\n`]);
    await until('the records', () => ids().length === 2);
    expect(ids()).toEqual(['1', '3']);
    const letter = await until('the letter', () =>
      stand?.dead.slice(before).find((d) => Buffer.from(d.payload).toString() === odd),
    );
    expect(letter).toMatchObject({ code: '3cx.cdr', reason: expect.stringContaining('time-start') });
  });

  test('what scanners send is counted and not kept', async () => {
    const { door } = await open({ mode: 'active', listen: '127.0.0.1:0' });
    const kept = stand?.dead.length ?? 0;
    await dialCdr(door.port, ['GET / HTTP/1.1\r\nHost: x\r\n\r\n']);
    await dialCdr(door.port, [Buffer.from([0x16, 0x03, 0x01, 0x00, 0xff, 0x0a])]);
    await dialCdr(door.port, [`${line('1')}\r\n`]);
    await until('the record', () => ids().length === 1);
    expect((await stand?.refused())?.['3cx.cdr']).toBe(3);
    expect(stand?.dead).toHaveLength(kept);
  });

  test('whoever is not in the list is turned away', async () => {
    const { door } = await open({ mode: 'active', listen: '127.0.0.1:0', allow: ['192.0.2.1'] });
    // Cut while it still speaks, or before: both is being turned away.
    await dialCdr(door.port, [`${line('1')}\r\n`]).catch((error: unknown) => reasonOf(error));
    await until('the refusal', async () => (await stand?.refused())?.['3cx.cdr-stranger'] === 1);
    expect(ids()).toEqual([]);
  });

  test('an order of one\u2019s own', async () => {
    const fields: CdrField[] = ['time-start', 'time-end', 'time-answered', 'from-no', 'to-no'];
    const { door } = await open({ mode: 'active', listen: '127.0.0.1:0', fields });
    await dialCdr(door.port, [`${line('1', {}, fields as never)}\r\n`]);
    await until('the record', () => stand?.told.calls.length === 1);
    expect(stand?.told.calls[0]).toMatchObject({ extension: '101', talkSeconds: 65 });
  });

  test('an address that somebody else has is named and taken when it is free', async () => {
    const other: Server = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    const { door } = await open({ mode: 'active', listen: `127.0.0.1:${port}` });
    expect(linkOf()).toMatchObject({
      state: 'degraded',
      reason: expect.stringContaining(`127.0.0.1:${port}`),
    });
    await new Promise((resolve) => other.close(resolve));
    await until('the address', () => linkOf()?.state === 'ok');
    expect(door.port).toBe(port);
  });
});

describe('passive: we connect to 3CX', () => {
  test('records come over one connection that stays', async () => {
    const pbx = new CdrListener();
    await pbx.start();
    await open({ mode: 'passive', connect: `127.0.0.1:${pbx.port}` });
    await until('the connection', () => pbx.clients === 1);
    pbx.send(line('1'));
    pbx.send(line('2'));
    await until('the records', () => ids().length === 2);
    expect(ids()).toEqual(['1', '2']);
    expect(linkOf()?.state).toBe('ok');
    await pbx.stop();
  });

  test('a socket that goes away is named, tried again, and the time without it is told', async () => {
    const pbx = new CdrListener();
    await pbx.start();
    const { port } = pbx;
    const gaps: { from: number; to: number; reason: string }[] = [];
    await open({ mode: 'passive', connect: `127.0.0.1:${port}` });
    const reader = new OrderedReader(stand?.bus as never, {
      stream: 'CALLS',
      filters: ['callbus.v1.event.>'],
      from: 1,
      onMessage: ({ data }) => {
        const event = CallEventCodec.decode(data);
        if (event.type === EventType.SOURCE_GAP && event.gap)
          gaps.push({
            from: Number(event.gap.from),
            to: Number(event.gap.to),
            reason: event.gap.reason ?? '',
          });
      },
    });
    reader.start();
    await until('the connection', () => pbx.clients === 1);
    await pbx.stop();
    await until('the loss', () => linkOf()?.state === 'degraded');
    expect(linkOf()).toMatchObject({
      reason: expect.stringContaining(String(port)),
      remedy: expect.stringMatching(/./),
    });
    await pbx.start(port);
    await until('the connection', () => pbx.clients === 1 && linkOf()?.state === 'ok');
    pbx.send(line('9'));
    await until('the record', () => ids().length === 1);
    const [gap] = await until('the gap', () => (gaps.length > 0 ? gaps : undefined));
    expect(gap).toMatchObject({ reason: 'cdr' });
    expect(gap?.to).toBeGreaterThanOrEqual(gap?.from ?? 0);
    await reader.stop();
    await pbx.stop();
  });

  test('it stops while nobody is there', async () => {
    await open({ mode: 'passive', connect: `127.0.0.1:${await freePort()}` });
    await until('a try', () => linkOf()?.state === 'degraded');
  });
});
