import { dirname } from 'node:path';
import { filters, interactionConsumer, journalConsumer, STREAMS } from '@callbus/contract';
import {
  askHealth,
  Bus,
  busOptionsOf,
  createLogger,
  isAlive,
  type LoadedConfig,
  type Message,
  nextOn,
  readEmbeddedState,
  reasonOf,
  Scrubber,
  type ServiceState,
  say,
} from '@callbus/runtime';
import { serviceIds } from '../compose.ts';
import { doctorMessages as m, unsetMessages } from '../messages.ts';
import { moment } from '../table.ts';
import { unsetIn } from '../unset.ts';
import type { Finding } from './finding.ts';

/** Connects to the bus of a file, or says why not. */
export async function openBus({
  config,
  dataDir,
  file,
}: LoadedConfig): Promise<{ bus?: Bus; finding: Finding }> {
  const log = createLogger({ level: 'silent', scrubber: new Scrubber() });
  const embedded = config.bus.url === undefined;
  const state = embedded ? readEmbeddedState(dataDir) : undefined;
  const remedy = embedded ? say(m.upRemedy, { file }) : say(m.busRemedy, { url: String(config.bus.url) });
  const link = say(m.bus);
  if (embedded && (!state || !isAlive(state.pid))) {
    return { finding: { link, ok: false, detail: say(m.notRunning), remedy } };
  }
  const unset = state ? [] : unsetIn(config.bus);
  if (unset.length > 0) {
    const detail = say(unsetMessages.needed, { list: unset.join(', ') });
    return { finding: { link, ok: false, detail, remedy: say(unsetMessages.remedy) } };
  }
  const options = state
    ? { servers: `${state.host}:${state.port}`, credentials: { user: state.user, password: state.password } }
    : busOptionsOf(config.bus, dirname(file));
  const bus = new Bus({ ...options, name: 'callbus doctor', log });
  try {
    await bus.open(AbortSignal.timeout(4_000));
    const detail = state ? say(m.busEmbedded, { port: state.port }) : bus.url;
    return {
      bus,
      finding: { link, ok: true, detail: `${say(m.ok)} (${detail}, ${bus.nc.info?.version ?? '?'})` },
    };
  } catch (error) {
    const reason = error instanceof DOMException ? 'timeout' : reasonOf(error);
    return { finding: { link, ok: false, detail: say(m.busDown, { reason }), remedy } };
  }
}

/** Whether the streams are there and have room. */
export async function streamFindings(bus: Bus): Promise<Finding[]> {
  const missing: string[] = [];
  const full: Finding[] = [];
  for (const { name, discard } of Object.values(STREAMS)) {
    try {
      const { state, config } = await bus.jsm.streams.info(name);
      const percent = Math.round((100 * state.bytes) / config.max_bytes);
      if (discard === 'new' && percent >= 80) {
        full.push({
          link: say(m.streams),
          ok: false,
          detail: say(m.streamFull, { name, percent }),
          remedy: say(m.fullRemedy),
        });
      }
    } catch {
      missing.push(name);
    }
  }
  const detail = missing.length === 0 ? say(m.ok) : say(m.streamsMissing, { list: missing.join(', ') });
  return [{ link: say(m.streams), ok: missing.length === 0, detail }, ...full];
}

/** What each service says of itself and its links. */
export async function serviceFindings(bus: Bus, { config, file }: LoadedConfig): Promise<Finding[]> {
  const out: Finding[] = [];
  const embedded = config.bus.url === undefined;
  for (const id of serviceIds(config)) {
    const link = say(m.service, { id });
    const health = await askHealth(bus, id);
    if (!health) {
      const remedy = embedded ? say(m.upRemedy, { file }) : say(m.runRemedy, { id, file });
      out.push({ link, ok: false, detail: say(m.notRunning), remedy });
      continue;
    }
    const state = health.services[0]?.state;
    out.push({ link, ok: state !== 'failed', detail: say(stateWords[state as ServiceState] ?? m.ok) });
    for (const l of health.links) {
      const since = say(m.since, { time: moment(l.since) });
      const detail =
        l.state === 'degraded'
          ? `${l.reason ?? ''} (${since})`
          : l.state === 'ok'
            ? say(m.ok)
            : say(m.unknownYet);
      out.push({
        link: l.link,
        ok: l.state !== 'degraded',
        detail,
        ...(l.remedy ? { remedy: l.remedy } : {}),
      });
    }
  }
  return out;
}

const stateWords: Record<ServiceState, Message> = {
  starting: m.starting,
  running: m.running,
  standby: m.standby,
  stopping: m.stopping,
  stopped: m.notRunning,
  failed: m.failed,
};

/** What waits for a base. */
export async function queueFindings(bus: Bus, { config }: LoadedConfig): Promise<Finding[]> {
  const out: Finding[] = [];
  const queues = config.sinks
    .filter((s) => s.enabled)
    .flatMap(({ id }) => [
      { id, stream: STREAMS.JOURNAL.name, durable: journalConsumer(id), filter: filters.journal },
      { id, stream: STREAMS.CALLS.name, durable: interactionConsumer(id), filter: filters.interactions },
    ]);
  for (const { id, stream, durable, filter } of queues) {
    try {
      const info = await bus.jsm.consumers.info(stream, durable);
      const count = info.num_pending + info.num_ack_pending;
      if (count === 0) continue;
      const oldest = await nextOn(bus, stream, filter, info.ack_floor.stream_seq + 1);
      const minutes = oldest ? Math.round((Date.now() - oldest.timestamp) / 60_000) : 0;
      const detail = say(m.waiting, { count, minutes });
      out.push({ link: say(m.base, { id }), ok: minutes < 1, detail, remedy: say(m.waitingRemedy) });
    } catch {
      // The base has never been served, or takes none; its service's own finding says so.
    }
  }
  return out;
}
