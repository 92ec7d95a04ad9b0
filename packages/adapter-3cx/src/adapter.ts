import { type Adapter, type AdapterContext, defineAdapter, say, timeZoneOfCountry } from '@callbus/runtime';
import { CallControlDoor } from './call-control/door.ts';
import { PbxApi } from './call-control/wire/api.ts';
import { doorsOf, together } from './capabilities.ts';
import { CdrDoor } from './cdr/door.ts';
import { commandHandlers } from './commands.ts';
import { check, config } from './config.ts';
import { CrmDoor } from './crm/door.ts';
import type { Door } from './doors.ts';
import { CallStore } from './join/store.ts';
import { Join } from './join.ts';
import { messages } from './messages.ts';
import { XapiDoor } from './xapi/door.ts';

/** 3CX: one adapter, and a door for each of its interfaces that the block opens. */
export const threeCx = defineAdapter({
  type: '3cx',
  title: { ru: '3CX', en: '3CX' },
  config,
  check,
  capabilities: together(['callControl', 'crm', 'cdr', 'xapi']),
  capabilitiesOf: (block) => together(doorsOf(block)),
  commandsOf: (block) => together(doorsOf(block)).commands,
  warnings: (block, { numberPlan }) => [
    ...(block.cdr && !block.cdr.timeZone
      ? [say(messages.zoneGuessed, { id: block.id, zone: timeZoneOfCountry(numberPlan.country) })]
      : []),
    ...(block.cdr?.mode === 'active' && block.cdr.allow.length === 0
      ? [say(messages.openSocket, { id: block.id })]
      : []),
  ],

  create(context: AdapterContext, block): Adapter {
    const { callControl } = block;
    const store = new CallStore(context.dataDir, context.log);
    const api =
      callControl &&
      new PbxApi({ ...callControl, now: context.now, exchange: (record) => context.exchange(record) });
    const join = new Join({
      instance: context.id,
      store,
      publish: (events) => context.publishOrKeep(events),
      now: context.now,
      toleranceMs: block.join.toleranceSeconds * 1_000,
      offset: () => api?.clock.offset,
    });
    const xapi = api && block.xapi ? new XapiDoor(context, block, join, api) : undefined;
    const live =
      api && new CallControlDoor({ context, block, api, join, store, ...(xapi ? { backfill: xapi } : {}) });
    // What only reports opens first: a call that is already over is then known when it is looked for.
    const doors: Door[] = [
      ...(block.crm ? [new CrmDoor(context, block, join)] : []),
      ...(block.cdr ? [new CdrDoor(context, block, join)] : []),
      ...(xapi ? [xapi] : []),
      ...(live ? [live] : []),
    ];
    return {
      routes: (app) => {
        for (const door of doors) door.routes?.(app);
      },
      start: async (signal) => {
        store.open();
        await join.start();
        for (const door of doors) await door.start?.(signal);
      },
      stop: async () => {
        for (const door of doors.toReversed()) await door.stop?.();
        await join.idle();
        await api?.stop();
        store.close();
      },
      commands:
        api && live ? commandHandlers(api, (dn, number) => live.board.expect(dn, number, context.now())) : {},
    };
  },
});
