import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CallEventInit, EventType } from '@callbus/contract';
import { quietLog } from '@callbus/runtime/testkit';
import { beforeEach, expect, test } from 'vitest';
import { Agents } from '../../src/agents.ts';
import type { Blindness } from '../../src/cdr/mend.ts';
import { setup, wanted } from '../../src/feed/filters.ts';
import { Feed } from '../../src/feed.ts';
import { amiLink } from '../../src/index.ts';
import { Translator } from '../../src/translate.ts';
import { SECRET, USERNAME } from '../wire/support/ami-server.ts';
import { stopAfterEach } from '../wire/support/stops.ts';
import { Pbx, type Standing } from './pbx.ts';
import { SLOW, until } from './stand.ts';

const stopLater = stopAfterEach();
let pbx: Pbx;
let told: CallEventInit[];
let gaps: Blindness[];
let health: string[];

const LINE: Standing = {
  Channel: 'PJSIP/itsp-1',
  Uniqueid: '1.1',
  Linkedid: '1.1',
  ChannelStateDesc: 'Up',
  CallerIDNum: '79990000001',
  Exten: '3333333',
  Application: 'Wait',
  Seconds: '60',
};

beforeEach(async () => {
  pbx = await Pbx.start();
  stopLater(() => pbx.stop());
  const dataDir = mkdtempSync(join(tmpdir(), 'callbus-feed-'));
  stopLater(async () => rmSync(dataDir, { recursive: true }));
  [told, gaps, health] = [[], [], []];
  const link = amiLink({
    host: '127.0.0.1',
    port: pbx.port,
    username: USERNAME,
    secret: SECRET,
    setup: setup([]),
    wanted,
  });
  const feed = new Feed({
    context: {
      id: 'office',
      dataDir,
      log: quietLog(),
      now: Date.now,
      publishOrKeep: async (events) => void told.push(...events),
      tellAgents: async () => {},
    },
    link,
    translator: new Translator({ instance: 'office', trunks: ['^PJSIP/itsp-'], extensions: '^\\d{3}$' }),
    agents: new Agents({ instance: 'office', extensions: '^\\d{3}$' }),
    variables: [],
    reports: {
      well: () => void health.push('well'),
      changed: ({ state }) => void health.push(state),
      blind: () => void health.push('blind'),
      deaf: () => void health.push('deaf'),
    },
    timing: { auditMs: 50, heartbeatMs: 50 },
  });
  feed.onGap((blindness) => gaps.push(blindness));
  feed.start();
  link.start();
  stopLater(async () => {
    await link.stop();
    await feed.stop();
  });
  await until('the first look', () => health.includes('well'));
});

const types = (): (EventType | null | undefined)[] => told.map(({ type }) => type);

test('a call that runs and was not told of is told, and that nothing comes is said once', {
  timeout: SLOW,
}, async () => {
  pbx.stands(LINE);
  await until('the call', () => types().includes(EventType.OFFERED));
  await until('the gap', () => gaps.length === 1);
  expect(types().slice(0, 2)).toEqual([EventType.OFFERED, EventType.SOURCE_GAP]);
  expect(gaps[0]?.closed).toEqual([]);
  expect(health).toEqual(['up', 'well', 'deaf']);
  // The first new channel shows that events come after all.
  pbx.tell({
    Event: 'Newchannel',
    Channel: 'PJSIP/100-2',
    Uniqueid: '2.1',
    Linkedid: '2.1',
    ChannelStateDesc: 'Down',
  });
  await until('all is well', () => health.at(-1) === 'well');
});

test('what is the server’s own is nobody’s call', { timeout: SLOW }, async () => {
  pbx.stands({ ...LINE, Channel: 'Message/ast_msg_queue' });
  const asked = (): number => pbx.server.visitor.asked.filter((action) => action === 'Status').length;
  await until('a few looks', () => asked() > 5);
  expect([told, gaps]).toEqual([[], []]);
});

test('a server that says nothing is asked whether it is there', { timeout: SLOW }, async () => {
  await until('a few pings', () => pbx.server.visitor.asked.filter((action) => action === 'Ping').length > 3);
  expect(health).toEqual(['up', 'well']);
});
