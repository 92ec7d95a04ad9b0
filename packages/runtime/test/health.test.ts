import { expect, test } from 'vitest';
import { Health, type LinkReport } from '../src/index.ts';

function watched(): { health: Health; at: { now: number }; told: string[] } {
  const at = { now: Date.UTC(2026, 10, 20, 10) };
  const health = new Health(() => at.now);
  const told: string[] = [];
  health.onLink(({ link, state, reason }: LinkReport, before) =>
    told.push(`${link} ${before}>${state} ${reason ?? ''}`),
  );
  return { health, at, told };
}

const iso = (minute: number): string => `2026-11-20T10:0${minute}:00.000Z`;

test('a link is unknown until its service says something, and says since when it is as it is', () => {
  const { health, at } = watched();
  const link = health.link('ut', '1c');
  expect(link.state).toBe('unknown');
  expect(health.report().links).toEqual([{ link: 'ut.1c', state: 'unknown', since: iso(0) }]);
  at.now += 60_000;
  link.degraded('locked', 'let the users in');
  at.now += 60_000;
  link.degraded('does not answer', 'start it');
  expect(link.state).toBe('degraded');
  expect(health.report()).toMatchObject({
    status: 'degraded',
    since: iso(1),
    links: [
      { link: 'ut.1c', state: 'degraded', since: iso(1), reason: 'does not answer', remedy: 'start it' },
    ],
  });
  link.ok();
  expect(health.report()).toMatchObject({
    status: 'ok',
    since: iso(2),
    links: [{ link: 'ut.1c', state: 'ok', since: iso(2) }],
  });
  expect(health.report().links[0]).not.toHaveProperty('reason');
});

test('listeners hear changes of state only, and what was before', () => {
  const { health, told } = watched();
  const link = health.link('ut', '1c');
  link.ok();
  link.ok();
  link.degraded('one');
  link.degraded('one');
  link.degraded('two');
  link.ok();
  expect(told).toEqual(['ut.1c unknown>ok ', 'ut.1c ok>degraded one', 'ut.1c degraded>ok ']);
});

test('a listener that throws keeps neither the others nor the service from going on', () => {
  const failures: unknown[] = [];
  const health = new Health(Date.now, (error) => failures.push(error));
  const heard: string[] = [];
  health.onLink(() => {
    throw new Error('of no use');
  });
  const off = health.onLink((report) => heard.push(report.state));
  const link = health.link('ut', '1c');
  link.degraded('x');
  off();
  link.ok();
  expect(heard).toEqual(['degraded']);
  expect(failures).toEqual([new Error('of no use'), new Error('of no use')]);
});

test('the whole is degraded while any link or service is', () => {
  const { health } = watched();
  const [one, two] = [health.link('a', 'x'), health.link('b', 'y')];
  one.degraded('x');
  two.degraded('y');
  one.ok();
  expect(health.report().status).toBe('degraded');
  two.ok();
  expect(health.report().status).toBe('ok');
  health.service('a', 'adapter', 'failed');
  expect(health.report().status).toBe('degraded');
  health.service('a', 'adapter', 'running');
  expect(health.report().status).toBe('ok');
});

test('a process has started when all of its services run', () => {
  const { health } = watched();
  expect(health.started).toBe(true);
  health.service('core', 'core', 'starting');
  health.service('pz', 'adapter', 'running');
  expect(health.started).toBe(false);
  health.service('core', 'core', 'running');
  expect(health.started).toBe(true);
  health.service('core', 'core', 'standby');
  expect(health.started).toBe(true);
  health.service('pz', 'adapter', 'stopping');
  expect(health.started).toBe(false);
});

test('a service that is gone takes its links along', () => {
  const { health } = watched();
  health.service('pz', 'adapter', 'failed');
  health.link('pz', 'makecall').degraded('x');
  health.link('pz2', 'makecall').ok();
  health.forget('pz');
  expect(health.report()).toMatchObject({ status: 'ok', services: [], links: [{ link: 'pz2.makecall' }] });
});
