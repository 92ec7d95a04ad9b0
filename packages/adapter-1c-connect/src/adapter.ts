import { join } from 'node:path';
import { type Adapter, type AdapterContext, defineAdapter } from '@callbus/runtime';
import { Agent } from './agent.ts';
import { createCommands, expand, VERBS } from './commands.ts';
import { check, config, pathOf } from './config.ts';
import { Feed } from './feed.ts';
import { Memory } from './memory.ts';

/** 1С-Коннект: the programs of employees on this machine, each through its named pipe. */
export const oneCConnect = defineAdapter({
  type: '1c-connect',
  title: { ru: '1С-Коннект', en: '1С-Коннект (1C-Connect)' },
  config,
  check,
  capabilities: {
    live: true,
    answerTime: true,
    features: ['recording', 'agents'],
    commands: VERBS,
    routing: false,
    repeats: false,
  },

  create(context: AdapterContext, block): Adapter {
    const { id, log, dataDir } = context;
    const memory = new Memory({ file: join(dataDir, 'running-calls.json'), log });
    const feed = new Feed(context, memory);
    const categories = block.subscribe.flatMap(expand);
    const agents = block.logins.map(({ login, extension = login }) => {
      const teller = { login, extension };
      return new Agent({
        id,
        ...teller,
        path: pathOf(block.pipe, login),
        encoding: block.encoding,
        timeoutMs: block.commandTimeoutMs,
        categories,
        link: context.link(login),
        onEvent: (event, bytes) => feed.take(teller, event, bytes),
        onRefused: (code, reason, payload) =>
          context.refuse({ code, reason, source: login, contentType: 'application/xml', payload }),
        onExchange: (record) => context.exchange(record),
        onUp: (lostAt) => feed.up(teller, lostAt),
        onGone: () => feed.gone(teller),
        now: () => context.now(),
      });
    });
    return {
      start: async () => {
        await feed.start();
        for (const agent of agents) agent.start();
      },
      stop: async () => {
        await Promise.all(agents.map((agent) => agent.stop()));
        await feed.stop();
      },
      commands: createCommands({ id, agents, feed }),
    };
  },
});
