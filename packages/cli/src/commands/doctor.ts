import { connect } from 'node:net';
import { dirname } from 'node:path';
import { journalConsumer, STREAMS } from '@callbus/contract';
import {
  askHealth,
  Bus,
  busOptionsOf,
  createLogger,
  isAlive,
  type LoadedConfig,
  type Message,
  readEmbeddedState,
  reasonOf,
  Scrubber,
  type ServiceState,
  say,
} from '@callbus/runtime';
import { load, serviceIds } from '../compose.ts';
import { doctorMessages as m } from '../messages.ts';

interface Finding {
  link: string;
  ok: boolean;
  detail: string;
  remedy?: string;
}

/** `callbus doctor`: looks at every link and names the broken ones. Exit code 1 when there are any. */
export async function doctor({ config: file }: { config: string }): Promise<void> {
  const loaded = load(file);
  const report = (f: Finding): void => {
    process.stdout.write(`${f.ok ? '✓' : '✗'} ${f.link}: ${f.detail}\n`);
    if (!f.ok && f.remedy) process.stdout.write(`    → ${f.remedy}\n`);
  };
  const findings: Finding[] = [{ link: say(m.config), ok: true, detail: loaded.file }];
  const { bus, finding } = await openBus(loaded);
  findings.push(finding);
  if (bus) {
    findings.push(
      ...(await streamFindings(bus)),
      ...(await serviceFindings(bus, loaded)),
      ...(await queueFindings(bus, loaded)),
    );
    await bus.close();
  }
  findings.push(...(await baseFindings(loaded)));
  for (const f of findings) report(f);
  const bad = findings.filter((f) => !f.ok).length;
  process.stdout.write(`${bad === 0 ? say(m.well) : say(m.bad, { count: bad })}\n`);
  process.exitCode = bad === 0 ? 0 : 1;
}

async function openBus({ config, dataDir, file }: LoadedConfig): Promise<{ bus?: Bus; finding: Finding }> {
  const log = createLogger({ level: 'silent', scrubber: new Scrubber() });
  const embedded = config.bus.url === undefined;
  const state = embedded ? readEmbeddedState(dataDir) : undefined;
  const remedy = embedded ? say(m.upRemedy, { file }) : say(m.busRemedy, { url: String(config.bus.url) });
  const link = say(m.bus);
  if (embedded && (!state || !isAlive(state.pid))) {
    return { finding: { link, ok: false, detail: say(m.notRunning), remedy } };
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

async function streamFindings(bus: Bus): Promise<Finding[]> {
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

async function serviceFindings(bus: Bus, { config, file }: LoadedConfig): Promise<Finding[]> {
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
      const since = say(m.since, { time: new Date(l.since).toLocaleString() });
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

async function queueFindings(bus: Bus, { config }: LoadedConfig): Promise<Finding[]> {
  const out: Finding[] = [];
  for (const { id } of config.sinks.filter((s) => s.enabled)) {
    try {
      const info = await bus.jsm.consumers.info(STREAMS.JOURNAL.name, journalConsumer(id));
      const count = info.num_pending + info.num_ack_pending;
      if (count === 0) continue;
      const oldest = await bus.jsm.streams.getMessage(STREAMS.JOURNAL.name, {
        seq: info.ack_floor.stream_seq + 1,
      });
      const minutes = oldest ? Math.round((Date.now() - oldest.time.getTime()) / 60_000) : 0;
      const detail = say(m.waiting, { count, minutes });
      out.push({ link: say(m.base, { id }), ok: minutes < 1, detail, remedy: say(m.waitingRemedy) });
    } catch {
      // The base has never been served; its service's own finding says so.
    }
  }
  return out;
}

async function baseFindings({ config }: LoadedConfig): Promise<Finding[]> {
  const out: Finding[] = [];
  for (const sink of config.sinks.filter((s) => s.enabled)) {
    const url = new URL(String(sink.url));
    const host = url.host;
    const reason = await reach(url);
    const link = say(m.base, { id: sink.id });
    out.push(
      reason === undefined
        ? { link, ok: true, detail: say(m.reachable, { host }) }
        : {
            link,
            ok: false,
            detail: say(m.unreachable, { host, reason }),
            remedy: say(m.baseRemedy, { host }),
          },
    );
  }
  return out;
}

function reach(url: URL): Promise<string | undefined> {
  return new Promise((resolve) => {
    const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
    const socket = connect({ host: url.hostname.replace(/^\[|\]$/g, ''), port });
    const done = (reason?: string): void => {
      socket.destroy();
      resolve(reason);
    };
    socket.setTimeout(3_000, () => done('ETIMEDOUT'));
    socket.once('connect', () => done());
    socket.once('error', (error: NodeJS.ErrnoException) => done(error.code ?? error.message));
  });
}
