import { until } from '@callbus/runtime/testkit';
import { describe, expect, test } from 'vitest';
import { ajamStand } from './support/ajam-link.ts';
import type { Told } from './support/ajam-server.ts';
import { authority, SECRET } from './support/ami-server.ts';
import { HandTimers } from './support/hand-timers.ts';
import { rejection } from './support/stops.ts';

const { serve, connect } = ajamStand();

const MODES: { format: 'rawman' | 'mxml'; auth: 'cookie' | 'digest'; page: string }[] = [
  { format: 'rawman', auth: 'cookie', page: '/rawman' },
  { format: 'mxml', auth: 'cookie', page: '/mxml' },
  { format: 'rawman', auth: 'digest', page: '/arawman' },
  { format: 'mxml', auth: 'digest', page: '/amxml' },
];

describe.each(MODES)('$format with $auth', ({ page, ...mode }) => {
  const channels: Told = [
    [
      ['Response', 'Success'],
      ['EventList', 'start'],
      ['Message', 'Channels will follow'],
    ],
    [
      ['Event', 'Hold'],
      ['Channel', 'PJSIP/100-00000001'],
    ],
    [
      ['Event', 'CoreShowChannel'],
      ['ActionID', 't-1'],
      ['CallerIDName', 'Мария <"&\'> '],
    ],
    [
      ['Event', 'CoreShowChannelsComplete'],
      ['ActionID', 't-1'],
      ['EventList', 'Complete'],
      ['ListItems', '1'],
    ],
  ];

  test('logs in, passes events on, answers lists, logs off', async () => {
    const server = await serve({
      answer: ({ action, params }) => {
        if (action !== 'CoreShowChannels') return undefined;
        const own = params.get('ActionID') ?? '';
        return channels.map((message) =>
          message.map(([name, value]) => (name === 'ActionID' ? [name, own] : [name, value])),
        );
      },
    });
    const watched = connect(server.url, mode);
    expect(await watched.told('up')).toMatchObject({ banner: 'Asterisk', refused: [] });
    await until('a WaitEvent', () => server.waiting === 1);
    server.tell(
      [
        ['Event', 'TestEvent'],
        ['State', 'one'],
        ['State', 'two'],
        ['Cause-txt', 'Normal'],
      ],
      [
        ['Event', 'Cdr'],
        ['UniqueID', '1795210789.1'],
        ['UserField', 'линия: 2'],
      ],
    );
    await until('the events', () => watched.events.length === 2);
    expect(watched.events).toEqual([
      { Event: 'TestEvent', State: ['one', 'two'], 'Cause-txt': 'Normal' },
      { Event: 'Cdr', UniqueID: '1795210789.1', UserField: 'линия: 2' },
    ]);
    const { response, events } = await watched.link.request({ action: 'CoreShowChannels' });
    expect(response).toMatchObject({ Response: 'Success', Message: 'Channels will follow' });
    expect(events.map(({ Event, CallerIDName }) => [Event, CallerIDName])).toEqual([
      ['CoreShowChannel', 'Мария <"&\'> '],
      ['CoreShowChannelsComplete', undefined],
    ]);
    expect(watched.names).toEqual(['TestEvent', 'Cdr', 'Hold']);
    await watched.link.stop();
    expect(server.actions.at(-1)).toBe('Logoff');
    expect(new Set(server.asked.map((asked) => asked.page))).toEqual(new Set([page]));
  });

  test('a missing right is named and the link goes on', async () => {
    const server = await serve();
    const watched = connect(server.url, mode);
    await watched.told('up');
    const denied = await rejection(watched.link.request({ action: 'Command' }));
    expect(denied).toMatchObject({ code: 'asterisk.right', action: 'Command' });
    expect((await watched.link.request({ action: 'Ping' })).response.Ping).toBe('Pong');
    expect(watched.states).toEqual(['up']);
  });

  test('a wrong secret is told without the secret and tried again seldom', async () => {
    const server = await serve();
    const watched = connect(server.url, { ...mode, secret: 'another-fiction' });
    const { error, retryInMs } = await watched.told('down');
    expect([error.code, retryInMs]).toEqual(['asterisk.login', 60_000]);
    expect(`${error.message} ${error.stack}`).not.toContain('another-fiction');
  });
});

describe('the session', () => {
  test('the cookie is sent back quoted, and the secret never stands in clear', async () => {
    const server = await serve();
    await connect(server.url).told('up');
    await until('a WaitEvent', () => server.waiting === 1);
    expect(server.actions).toEqual(['Challenge', 'Login', 'WaitEvent']);
    expect(server.asked.map(({ cookie }) => cookie)).toEqual([
      undefined,
      'mansession_id="ec3f7fd1"',
      'mansession_id="ec3f7fd1"',
    ]);
    expect(server.asked.map(({ params }) => params.toString()).join()).not.toContain(SECRET);
  });

  test.each([
    [60, '30'],
    [25, '10'],
    [10, '1'],
  ])('a session of %i s is kept alive by waits of %s s', async (maxAge, seconds) => {
    const server = await serve({ maxAge });
    await connect(server.url).told('up');
    await until('a WaitEvent', () => server.waiting === 1);
    expect(server.asked.at(-1)?.params.get('Timeout')).toBe(seconds);
  });

  test('a server that does not wait is asked again soon, and less often while nothing comes of it', async () => {
    const server = await serve({
      answer: ({ action }) => (action === 'WaitEvent' ? [[['Response', 'Success']]] : undefined),
    });
    const timers = new HandTimers();
    const watched = connect(server.url, { timers });
    await watched.told('up');
    for (const [i, pause] of [50, 100, 200, 200].entries()) {
      await timers.runOut(pause);
      await until('the next', () => server.actions.filter((action) => action === 'WaitEvent').length > i + 1);
    }
    expect(watched.states).toEqual(['up']);
  });

  test.each([false, true])(
    'lost (cookie told once: %s), it is told and begun anew, and the question is answered',
    async (cookieOnce) => {
      const server = await serve({ cookieOnce });
      const watched = connect(server.url);
      await watched.told('up');
      await until('a WaitEvent', () => server.waiting === 1);
      server.sessions.clear();
      const { response } = await watched.link.request({ action: 'QueueStatus' });
      expect(response.Response).toBe('Success');
      const { error, wasUp, retryInMs } = await watched.told('down');
      expect([error.code, wasUp, retryInMs]).toEqual(['asterisk.session', true, 0]);
      expect(watched.states).toEqual(['up', 'down', 'up']);
    },
  );

  test('lost while it waits for events, it is begun anew', async () => {
    const server = await serve();
    const watched = connect(server.url);
    await watched.told('up');
    await until('a WaitEvent', () => server.waiting === 1);
    server.sessions.clear();
    server.tell();
    expect((await watched.told('down')).error.code).toBe('asterisk.session');
    await watched.told('up', 2);
  });

  test('events that come with any answer are passed on', async () => {
    const server = await serve({
      answer: ({ action }) =>
        action === 'Ping'
          ? [
              [['Event', 'Hold']],
              [
                ['Response', 'Success'],
                ['Ping', 'Pong'],
              ],
            ]
          : undefined,
    });
    const watched = connect(server.url);
    await watched.told('up');
    expect((await watched.link.request({ action: 'Ping' })).response.Ping).toBe('Pong');
    expect(watched.names).toEqual(['Hold']);
  });

  test('only wanted events are passed on, and a shutdown is told in any case', async () => {
    const server = await serve();
    const watched = connect(server.url, { wanted: (event) => event === 'Hold' });
    await watched.told('up');
    await until('a WaitEvent', () => server.waiting === 1);
    server.tell(
      [['Event', 'VarSet']],
      [['Event', 'Hold']],
      [
        ['Event', 'Shutdown'],
        ['Restart', 'False'],
      ],
    );
    expect(await watched.told('shutdown')).toEqual({ state: 'shutdown', restart: false });
    expect(watched.names).toEqual(['Hold']);
  });

  test('set-up is done in the session, what is refused is named', async () => {
    const server = await serve();
    const setup = [{ action: 'Command' }, { action: 'Events', params: { EventMask: 'call' } }];
    const { refused } = await connect(server.url, { setup }).told('up');
    expect(refused).toEqual([{ action: setup[0], right: true, message: 'Permission denied' }]);
    expect(server.asked[1]?.params.get('Events')).toBe('off');
  });
});

describe('the digest', () => {
  test('a nonce that was used up is renewed without a word', async () => {
    const server = await serve();
    const watched = connect(server.url, { auth: 'digest' });
    await watched.told('up');
    await until('a WaitEvent', () => server.waiting === 1);
    Object.assign(server.digest, { nonce: '0a0b0c0d', count: 0 });
    const pings = Array.from({ length: 5 }, () => watched.link.request({ action: 'Ping' }));
    expect((await Promise.all(pings)).map(({ response }) => response.Ping)).toEqual(Array(5).fill('Pong'));
    expect(watched.states).toEqual(['up']);
  });
});

test('the prefix of http.conf stands before the page', async () => {
  const server = await serve({ prefix: '/asterisk' });
  await connect(`${server.url}/`).told('up');
  expect(server.asked[0]?.page).toBe('/rawman');
});

describe('HTTPS', () => {
  test('a certificate of one’s own authority is accepted, an unknown one refused', async () => {
    const server = await serve({ tls: true });
    await connect(server.url, { tls: { ca: authority, servername: 'pbx.example.test' } }).told('up');
    const { error } = await connect(server.url, { tls: { servername: 'pbx.example.test' } }).told('down');
    expect(error.code).toBe('asterisk.certificate');
  });
});
