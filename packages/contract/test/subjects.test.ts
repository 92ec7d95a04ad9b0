import { describe, expect, test } from 'vitest';
import {
  agentSubject,
  callSubject,
  commandSubject,
  deadSubject,
  directorySubject,
  eventSubject,
  exchangeSubject,
  filters,
  healthSubject,
  interactionSubject,
  journalSubject,
  lastToken,
  lookupSubject,
  MAX_TOKEN,
  partitionOf,
  popupSubject,
  ROOT,
  rawSubject,
  routeSubject,
  SUBJECTS,
  token,
  untoken,
} from '../src/index.ts';
import { matches } from './matches.ts';
import { Random } from './random.ts';

// What a nats-server takes as one token of a subject that is published on: no
// white space, no control character, no dot, no wildcard, not empty.
const NATS_TOKEN = /^[\x21-\x29\x2b-\x2d\x2f-\x3d\x3f-\x7e]+$/;
// The server's default max_control_line, less room for reply, headers and sizes.
const LINE = 4_096 - 512;

const texts: string[] = [
  '',
  ' ',
  '.',
  '*',
  '>',
  '%',
  '~',
  '%41',
  'a.b',
  'a b',
  '100',
  'Иванов',
  '😀',
  '\r\n',
  '\u0000',
];
const random = new Random(10);
for (let i = 0; i < 3_000; i++) texts.push(random.text(40));

describe('tokens', () => {
  test('every text comes back, and no two share a token', () => {
    const seen = new Map<string, string>();
    for (const text of texts) {
      const t = token(text);
      expect(t).toMatch(NATS_TOKEN);
      if (!t.startsWith('~')) expect(untoken(t)).toBe(text);
      expect(seen.get(t) ?? text).toBe(text);
      seen.set(t, text);
    }
  });

  test.each([
    ['100', '100'],
    ['pz-office_1', 'pz-office_1'],
    ['', '%'],
    ['%', '%25'],
    ['~', '%7E'],
    ['+7 999', '%2B7%20999'],
    ['a.b', 'a%2Eb'],
    ['*', '%2A'],
    ['>', '%3E'],
    ['Ж', '%D0%96'],
    ['😀', '%F0%9F%98%80'],
    ['\n', '%0A'],
  ])('%j is %s', (text, expected) => {
    expect(token(text)).toBe(expected);
    expect(untoken(expected)).toBe(text);
  });

  test('a text too long for a subject is named by its hash', () => {
    const fits = 'k'.repeat(MAX_TOKEN);
    expect(token(fits)).toBe(fits);
    const long = ['k'.repeat(MAX_TOKEN + 1), 'k'.repeat(100_000), 'Ж'.repeat(34), '.'.repeat(67)];
    for (const text of long) {
      expect(token(text)).toMatch(/^~[0-9A-HJKMNP-TV-Z]{26}$/);
      expect(untoken(token(text))).toBe(token(text));
    }
    expect(new Set(long.map(token)).size).toBe(long.length);
    expect(token(token('k'.repeat(300)))).not.toBe(token('k'.repeat(300)));
    expect(token('Ж'.repeat(33))).toBe('%D0%96'.repeat(33));
  });

  test('a token that we did not make is no error', () => {
    for (const foreign of ['%ZZ', '%E0%A4%A', '%', 'a%', '~x', ''])
      expect(() => untoken(foreign)).not.toThrow();
    expect(untoken('%ZZ')).toBe('%ZZ');
  });
});

const CALL = '01KF0FV2E0VHGTZP632Y84MS7T';
const made: Record<keyof typeof SUBJECTS, (text: string) => string> = {
  event: (text) => eventSubject(text, text),
  interaction: (text) => interactionSubject(text, text),
  journal: (text) => journalSubject(15, text),
  call: callSubject,
  agent: (text) => agentSubject(text, text),
  popup: popupSubject,
  raw: rawSubject,
  dead: deadSubject,
  exchange: exchangeSubject,
  command: (text) => commandSubject(text, text),
  route: () => routeSubject,
  lookup: () => lookupSubject,
  directory: directorySubject,
  health: healthSubject,
};

describe('subjects', () => {
  test.each(Object.keys(SUBJECTS) as (keyof typeof SUBJECTS)[])(
    'a subject of kind %s is one that a NATS server takes, whatever is filled in',
    (kind) => {
      const shape = SUBJECTS[kind].pattern.split('.');
      for (const text of [...texts, 'x'.repeat(100_000)]) {
        const subject = made[kind](text);
        expect(subject.length).toBeLessThan(LINE);
        const tokens = subject.split('.');
        expect(tokens.length).toBe(shape.length);
        for (const [i, t] of tokens.entries()) {
          expect(t).toMatch(NATS_TOKEN);
          if (shape[i] === '<p>') expect(Number(t)).toBeLessThan(16);
          else if (!shape[i]?.startsWith('<')) expect(t).toBe(shape[i]);
        }
      }
    },
  );

  test('read as they are written in the contract', () => {
    expect(eventSubject('pz', '32323-in')).toBe('callbus.v1.event.4.pz.32323-in');
    expect(interactionSubject('c1', 'm.1')).toBe(`callbus.v1.interaction.${partitionOf('c1')}.c1.m%2E1`);
    expect(journalSubject(4, CALL)).toBe(`callbus.v1.journal.4.${CALL}`);
    expect(callSubject(CALL)).toBe(`callbus.v1.call.${CALL}`);
    expect(agentSubject('pz', '100')).toBe('callbus.v1.agent.pz.100');
    expect(popupSubject('100')).toBe('callbus.v1.popup.100');
    expect(rawSubject('pz')).toBe('callbus.v1.raw.pz');
    expect(deadSubject('ut')).toBe('callbus.v1.dead.ut');
    expect(commandSubject('pz', 'makeCall')).toBe('callbus.v1.command.pz.makeCall');
    expect(routeSubject).toBe('callbus.v1.query.route');
    expect(lookupSubject).toBe('callbus.v1.query.lookup');
    expect(directorySubject('ut')).toBe('callbus.v1.query.directory.ut');
    expect(healthSubject('core')).toBe('callbus.v1.query.health.core');
  });

  test('instances that share an order group share a partition', () => {
    const partitions = ['ats-1', 'ats-2', 'ats-3'].map((i) => eventSubject(i, 'k', 'office').split('.')[3]);
    expect(partitions).toEqual(['4', '4', '4']);
    expect(interactionSubject('ats-1', 'm', 'office').split('.')[3]).toBe('4');
  });

  test('the last token is read back as text', () => {
    for (const text of texts.slice(0, 300)) {
      if (!token(text).startsWith('~')) expect(lastToken(popupSubject(text))).toBe(text);
    }
  });
});

describe('filters', () => {
  test('catch their own kind of subject and no other', () => {
    const own: [filter: string, kinds: (keyof typeof SUBJECTS)[]][] = [
      [filters.eventsOf(partitionOf('pz')), ['event']],
      [filters.journal, ['journal']],
      [filters.calls, ['call']],
      [filters.agents, ['agent']],
      [filters.popups, ['popup']],
      [filters.commandsOf('pz'), ['command']],
    ];
    for (const [filter, kinds] of own) {
      const caught = Object.entries(made).filter(([, make]) => matches(filter, make('pz')));
      expect(caught.map(([kind]) => kind)).toEqual(kinds);
    }
  });

  test('one partition is not another', () => {
    expect(matches(filters.eventsOf(1), `${ROOT}.event.11.pz.k`)).toBe(false);
    expect(matches(filters.eventsOf(11), `${ROOT}.event.11.pz.k`)).toBe(true);
  });

  test('commands of one instance are not those of another, even where its name begins alike', () => {
    expect(matches(filters.commandsOf('pz'), commandSubject('pz-2', 'makeCall'))).toBe(false);
  });
});
