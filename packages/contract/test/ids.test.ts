import { describe, expect, test } from 'vitest';
import {
  callId,
  callIdTime,
  derivedId,
  type EventIdentity,
  EventType,
  eventId,
  fingerprint,
  PARTITIONS,
  partitionOf,
} from '../src/index.ts';
import { Random } from './random.ts';

const ID = /^[0-9A-HJKMNP-TV-Z]{26}$/;
const AT = Date.UTC(2026, 0, 15, 9, 30);

const fact: EventIdentity = { instance: 'pz', key: '32323-in', connection: '100', type: EventType.DELIVERED };

describe('event ids', () => {
  test('the same fact has the same id, whoever tells it and when', () => {
    expect(eventId({ ...fact })).toBe(eventId(fact));
    expect(eventId(fact)).toMatch(ID);
  });

  test('are fixed for good: a replay after an update must not double anything', () => {
    expect(eventId(fact)).toBe('SS84X3T33WC1ZRNR7FK6864N8N');
    expect(eventId({ ...fact, type: EventType.HELD, ordinal: 2 })).toBe('28TRZFXRHFDSR1D5E6PT8BB0KJ');
    expect(eventId({ instance: 'pz', key: 'звонок 1', connection: '', type: EventType.CALL_CLEARED })).toBe(
      'CRAJ37TW6KXXD1A9WQYM83AXW3',
    );
  });

  test.each<[string, Partial<EventIdentity>]>([
    ['instance', { instance: 'pz2' }],
    ['key', { key: '32323-out' }],
    ['connection', { connection: '101' }],
    ['type', { type: EventType.ESTABLISHED }],
    ['ordinal', { ordinal: 1 }],
  ])('another %s is another fact', (_, other) => {
    expect(eventId({ ...fact, ...other })).not.toBe(eventId(fact));
  });

  test('an ordinal that was left out is the first', () => {
    expect(eventId({ ...fact, ordinal: 0 })).toBe(eventId(fact));
  });

  test('text that moves from one field into the next is another fact', () => {
    expect(eventId({ ...fact, instance: 'a', key: 'bc' })).not.toBe(
      eventId({ ...fact, instance: 'ab', key: 'c' }),
    );
    expect(eventId({ ...fact, key: '1', connection: '' })).not.toBe(
      eventId({ ...fact, key: '', connection: '1' }),
    );
  });

  test('no text of a field can be taken for the end of it', () => {
    const separators = ['\u001f', '\u001e', '\u001e0', '\u001e1', '\u0000', ',', '"', '\\'];
    for (const s of separators) {
      expect(eventId({ ...fact, key: `a${s}b`, connection: 'c' })).not.toBe(
        eventId({ ...fact, key: 'a', connection: `b${s}c` }),
      );
    }
    const random = new Random(1);
    const seen = new Map<string, string>();
    const parts = ['', 'a', '\u001f', '\u001e', '0', '1'];
    for (let i = 0; i < 5_000; i++) {
      const some = (): string => random.pick(parts) + random.pick(parts) + random.pick(parts);
      const [key, connection] = [some(), some()];
      const told = JSON.stringify([key, connection]);
      const id = eventId({ ...fact, key, connection });
      expect(seen.get(id) ?? told).toBe(told);
      seen.set(id, told);
    }
  });
});

describe('call ids', () => {
  test('are ULIDs: 26 characters, the first no higher than 7', () => {
    const random = new Random(2);
    for (let i = 0; i < 500; i++) {
      const id = callId('pz', random.text(), random.int(0, 2 ** 48 - 1));
      expect(id).toMatch(ID);
      expect(id.charCodeAt(0)).toBeLessThanOrEqual('7'.charCodeAt(0));
    }
  });

  test('are fixed for good', () => {
    expect(callId('pz', '32323-in', AT)).toBe('01KF0FV2E0VHGTZP632Y84MS7T');
    expect(callId('pz', '', 0)).toBe('0000000000M6ZVSQ5F41EQ01X4');
  });

  test('the same call seen again in a replay has the same id', () => {
    expect(callId('pz', '32323-in', AT)).toBe(callId('pz', '32323-in', AT));
  });

  test('another PBX, key or moment is another call', () => {
    const ids = [
      callId('pz', '32323-in', AT),
      callId('pz2', '32323-in', AT),
      callId('pz', '32323-out', AT),
      callId('pz', '32323-in', AT + 1),
      callId('pz3', '2323-in', AT),
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('the broker time can be read back', () => {
    const random = new Random(3);
    const times = [
      0,
      1,
      31,
      32,
      AT,
      2 ** 48 - 1,
      ...Array.from({ length: 200 }, () => random.int(0, 2 ** 48)),
    ];
    for (const at of times) expect(callIdTime(callId('pz', 'k', at))).toBe(at);
  });

  test('sort by time as text', () => {
    const random = new Random(4);
    const times = Array.from({ length: 300 }, () => random.int(0, 4e12));
    const byId = times.map((at, i) => callId('pz', `k${i}`, at)).sort();
    expect(byId.map(callIdTime)).toEqual(times.sort((a, b) => a - b));
  });

  test.each([
    '',
    'abc',
    '01ARZ3NDEKTSV4RRFFQ69G5FA',
    '01ARZ3NDEKTSV4RRFFQ69G5FAVX',
    '01arz3ndektsv4rrffq69g5fav',
    '01ARZ3NDEKTSV4RRFFQ69G5FAU',
    '01ARZ3NDEKTSV4RRFFQ69G5FA\n',
  ])('%j is no call id', (text) => {
    expect(callIdTime(text)).toBeNull();
  });
});

describe('partitions', () => {
  // Never change these: a message of the other mapping would be in a partition nobody reads in order.
  test.each<[orderGroup: string, partition: number]>([
    ['pz', 4],
    ['office', 4],
    ['ats-1', 5],
    ['ats-2', 6],
    ['3cx', 8],
    ['asterisk', 6],
    ['a', 6],
    ['b', 3],
    ['', 11],
    ['офис', 14],
  ])('order group "%s" is partition %i', (orderGroup, partition) => {
    expect(partitionOf(orderGroup)).toBe(partition);
  });

  test('there are sixteen', () => {
    expect(PARTITIONS).toBe(16);
  });

  test('order groups spread evenly', () => {
    const counts = new Array<number>(PARTITIONS).fill(0);
    for (let i = 0; i < 16_000; i++) {
      const p = partitionOf(`pbx-${i}`);
      counts[p] = (counts[p] ?? 0) + 1;
    }
    for (const count of counts) {
      expect(count).toBeGreaterThan(850);
      expect(count).toBeLessThan(1_150);
    }
    expect(counts.reduce((a, b) => a + b)).toBe(16_000);
  });
});

describe('derived ids', () => {
  test('the same parts give the same id, any other another', () => {
    const id = derivedId('popup', '01ARZ3NDEKTSV4RRFFQ69G5FAV', '100', 1);
    expect(id).toMatch(ID);
    expect(derivedId('popup', '01ARZ3NDEKTSV4RRFFQ69G5FAV', '100', 1)).toBe(id);
    const others = [
      derivedId('batch', '01ARZ3NDEKTSV4RRFFQ69G5FAV', '100', 1),
      derivedId('popup', '01ARZ3NDEKTSV4RRFFQ69G5FAV', '100', 2),
      derivedId('popup', '01ARZ3NDEKTSV4RRFFQ69G5FAV', '1001'),
      derivedId('popup', '01ARZ3NDEKTSV4RRFFQ69G5FAV', '10', '01'),
      derivedId('popup', '01ARZ3NDEKTSV4RRFFQ69G5FAV', '100', 1, ''),
    ];
    expect(new Set([id, ...others]).size).toBe(6);
  });
});

describe('fingerprints', () => {
  test('are short, the same for the same text, and do not show it', () => {
    expect(fingerprint('89991234567')).toMatch(/^[0-9A-HJKMNP-TV-Z]{10}$/);
    expect(fingerprint('89991234567')).toBe('406BPBYVQZ');
    expect(fingerprint('89991234567')).not.toContain('1234567');
    expect(fingerprint('89991234568')).not.toBe(fingerprint('89991234567'));
    expect(fingerprint('')).toMatch(/^[0-9A-HJKMNP-TV-Z]{10}$/);
  });

  test('twenty thousand numbers have twenty thousand fingerprints', () => {
    const prints = new Set(Array.from({ length: 20_000 }, (_, i) => fingerprint(String(89_990_000_000 + i))));
    expect(prints.size).toBe(20_000);
  });
});
