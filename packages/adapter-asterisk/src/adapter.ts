import {
  type Adapter,
  type AdapterContext,
  defineAdapter,
  type HouseConfig,
  isLoopback,
  reasonOf,
  say,
  timeZoneOfCountry,
} from '@callbus/runtime';
import { Agents } from './agents.ts';
import { routeDoor } from './agi/door.ts';
import { AgiServer } from './agi/server.ts';
import { backfill } from './cdr/backfill.ts';
import { CsvCdr } from './cdr/csv.ts';
import { CdrMender, type LiveChannel } from './cdr/mend.ts';
import { COMMANDS, commandsOf, createCommands } from './commands.ts';
import { type Config, check, config } from './config.ts';
import { feedLink } from './connect.ts';
import { LinkHealth } from './feed/health.ts';
import { Feed } from './feed.ts';
import { messages } from './messages.ts';
import { Recordings } from './recordings.ts';
import { sidesOf, Translator } from './translate.ts';

/** What an extension looks like, as one pattern. */
export const extensionsOf = (
  block: Pick<Config, 'extensions'>,
  house: Pick<HouseConfig, 'numberPlan'>,
): string => {
  const patterns = [block.extensions ?? house.numberPlan.extension].flat();
  return patterns.length === 1 ? (patterns[0] as string) : patterns.map((p) => `(?:${p})`).join('|');
};

/** Asterisk 16 to 22 over its manager interface. */
export const asterisk = defineAdapter({
  type: 'asterisk',
  title: { ru: 'Asterisk', en: 'Asterisk' },
  config,
  check,
  capabilities: {
    live: true,
    answerTime: true,
    features: ['hold', 'transfer', 'park', 'queue', 'recording', 'agents'],
    commands: [...COMMANDS, 'backfill'],
    routing: true,
    repeats: false,
  },
  commandsOf: (block) => [...commandsOf(block), ...(block.cdr ? ['backfill'] : [])],
  warnings: (block) => [
    ...(typeof block.tls === 'object' && !block.tls.rejectUnauthorized
      ? [say(messages.anyCertificate, { id: block.id })]
      : []),
    ...(block.login === 'plain' && !isEncrypted(block) && !isHere(block)
      ? [say(messages.openSecret, { id: block.id })]
      : []),
    ...(block.agi && !isLoopback(block.agi.listen)
      ? [
          say(messages.openAgi, {
            id: block.id,
            address: `${block.agi.listen.host}:${block.agi.listen.port}`,
          }),
        ]
      : []),
  ],

  create(context: AdapterContext, block): Adapter {
    const { id, log, house } = context;
    const extensions = extensionsOf(block, house);
    const { trunks } = block;
    const { variables } = block.events;
    const zone = timeZoneOfCountry(house.numberPlan.country);
    const recordings = new Recordings({
      context,
      directory: block.recordings?.directory,
      urlTemplate: block.recordings?.urlTemplate,
      timeZone: block.cdr?.timeZone ?? zone,
    });
    const recordingName = recordings.nameOf;
    const link = feedLink(block, {
      onDropped: () =>
        context.refuse({
          code: 'asterisk.message',
          reason: say(messages.dropped),
          source: block.transport,
          contentType: 'text/plain',
          payload: new Uint8Array(),
          keep: false,
        }),
      onFailure: (error) => log.error({ error: reasonOf(error) }, 'listener of the link failed'),
    });
    const feed = new Feed({
      context,
      link,
      translator: new Translator({ instance: id, trunks, extensions, variables, recordingName }),
      agents: new Agents({ instance: id, extensions }),
      variables,
      reports: new LinkHealth(context.link(block.transport), log, block.username),
      prepare: (events) => recordings.take(events),
    });
    const mender = menderOf(context, block, { extensions, zone, live: () => feed.live() });
    if (mender) {
      feed.onEvents((events) => mender.noteTold(events));
      feed.onGap((blindness) => mender.mend(blindness));
    }
    const agi = block.agi && new AgiServer({ listen: block.agi.listen, context, link: context.link('agi') });
    return {
      // Without a token it tells this machine only who is responsible for whom.
      routes: (app) => {
        if (block.routeToken !== undefined || isLoopback(block.listen ?? house.http.listen))
          routeDoor(app, context, block.routeToken);
      },
      start: async () => {
        await agi?.start();
        recordings.start();
        mender?.start();
        feed.start();
        link.start();
      },
      stop: async () => {
        await agi?.stop();
        await link.stop();
        await feed.stop();
        await mender?.stop();
        await recordings.stop();
      },
      commands: {
        ...createCommands({
          link,
          config: block,
          sides: sidesOf({ trunks, extensions }),
          onEvents: (listener) => feed.onEvents(listener),
        }),
        backfill: backfill({ id, mender, timeZone: block.cdr?.timeZone ?? zone, now: () => context.now() }),
      },
    };
  },
});

/** Mends from the PBX's own records, where they can be read. */
function menderOf(
  context: AdapterContext,
  { cdr, trunks }: Config,
  { extensions, zone, live }: { extensions: string; zone: string; live: () => Iterable<LiveChannel> },
): CdrMender | undefined {
  if (!cdr) return undefined;
  const refuse = context.refuse.bind(context);
  const source = new CsvCdr({ file: cdr.csv, timeZone: cdr.timeZone ?? zone, refuse });
  return new CdrMender({ context, trunks, extensions, source, live, link: context.link('cdr') });
}

const isEncrypted = ({ transport, tls, url }: Config): boolean =>
  transport === 'ajam' ? url?.startsWith('https:') === true : tls !== false;

const isHere = ({ transport, host = '', url = '' }: Config): boolean =>
  isLoopback({ host: transport === 'ajam' ? new URL(url).hostname : host, port: 0 });
