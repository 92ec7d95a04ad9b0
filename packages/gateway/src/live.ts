import {
  type AgentEvent,
  AgentEventCodec,
  type CallSnapshot,
  CallSnapshotCodec,
  filters,
  type JournalRecord,
  lastToken,
  PopupAction,
  PopupCodec,
  STREAMS,
} from '@callbus/contract';
import { type Bus, OrderedReader, reasonOf, type StreamMessage } from '@callbus/runtime';
import { agentView, liveView, popupView } from './view.ts';

/** Something for whoever watches. */
export interface LiveEvent {
  /** call, popup or agent. */
  event: string;
  data: Record<string, unknown>;
}

export interface LiveOptions {
  bus: Bus;
  /** When the journal got a call's newest record (broker time); undefined where it has none. */
  finishedAt: (callId: string) => number | undefined;
}

type Listener = (event: LiveEvent) => void;

/** Calls that are running and agents as they stand, with word of every change. */
export class Live {
  readonly #options: LiveOptions;
  readonly #calls = new Map<string, CallSnapshot>();
  readonly #agents = new Map<string, AgentEvent>();
  readonly #listeners = new Set<Listener>();
  #readers: OrderedReader[] = [];

  constructor(options: LiveOptions) {
    this.#options = options;
  }

  /** Resolves when it knows how things stand. */
  async start(signal: AbortSignal): Promise<void> {
    const stands = [
      this.#read(STREAMS.LIVE.name, filters.calls, 1, (m) =>
        this.#call(CallSnapshotCodec.decode(m.data), lastToken(m.subject)),
      ),
      this.#read(STREAMS.AGENTS.name, filters.agents, 1, (m) => {
        const agent = AgentEventCodec.decode(m.data);
        this.#agents.set(m.subject, agent);
        this.#tell(() => ({ event: 'agent', data: agentView(agent) }));
      }),
      // From the stream, where what core repeats after a restart is absorbed.
      this.#read(STREAMS.POPUP.name, filters.popups, 'new', (m) => this.#popup(m)),
    ];
    const aborted = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    await Promise.race([Promise.all(stands), aborted]);
    signal.throwIfAborted();
  }

  async stop(): Promise<void> {
    await Promise.all(this.#readers.map((r) => r.stop()));
  }

  /** Calls that are running now, the oldest first. */
  running(): CallSnapshot[] {
    return [...this.#calls.values()].sort((a, b) => (a.record?.startedAt ?? 0) - (b.record?.startedAt ?? 0));
  }

  find(callId: string): CallSnapshot | undefined {
    return this.#calls.get(callId);
  }

  /** How employees and devices stand, by PBX and extension. */
  agents(): Record<string, unknown>[] {
    return [...this.#agents.entries()]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, agent]) => agentView(agent));
  }

  /** How things stand: the running calls and the agents. */
  state(): LiveEvent[] {
    return [
      ...this.running().map((snapshot) => ({ event: 'call', data: liveView(snapshot) })),
      ...[...this.#agents.values()].map((agent) => ({ event: 'agent', data: agentView(agent) })),
    ];
  }

  /** Tells `listener` of every change, until the returned function is called. */
  onChange(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The journal has the call since `storedAt`: it is not running, whatever snapshot was missed. */
  finished(record: JournalRecord, storedAt: number): void {
    const snapshot = this.#calls.get(record.callId);
    if (!snapshot || snapshot.at > storedAt) return;
    this.#calls.delete(record.callId);
    const end = { record, at: storedAt, ended: true };
    this.#tell(() => ({ event: 'call', data: liveView(end) }));
  }

  /** Reads a stream; resolves when what it held is read. */
  #read(
    stream: string,
    filter: string,
    from: number | 'new',
    take: (m: StreamMessage) => void,
  ): Promise<void> {
    const { bus } = this.#options;
    return new Promise((onCaughtUp) => {
      // A message that cannot be read must not stop the others.
      const onMessage = (m: StreamMessage): void => {
        try {
          take(m);
        } catch (error) {
          bus.log.error({ subject: m.subject, error: reasonOf(error) }, 'live message not readable');
        }
      };
      const reader = new OrderedReader(bus, { stream, filters: [filter], from, onMessage, onCaughtUp });
      this.#readers.push(reader);
      reader.start();
    });
  }

  #call(snapshot: CallSnapshot, callId: string): void {
    if (snapshot.ended) this.#calls.delete(callId);
    else if (!this.#calls.has(callId) && this.#isOver(callId, snapshot)) return;
    else this.#calls.set(callId, snapshot);
    this.#tell(() => ({ event: 'call', data: liveView(snapshot) }));
  }

  // A snapshot from before the journal got the call is stale: its successor was
  // lost with a core that was killed. A younger one is a call that came to life again.
  #isOver(callId: string, { at }: CallSnapshot): boolean {
    const finishedAt = this.#options.finishedAt(callId);
    return finishedAt !== undefined && at <= finishedAt;
  }

  #popup(m: StreamMessage): void {
    const popup = PopupCodec.decode(m.data);
    const late = popup.expiresAt > 0 && this.#options.bus.clock.now() > popup.expiresAt;
    // A late popup is never shown, and never too late to take away.
    if (late && popup.action !== PopupAction.HIDE) return;
    this.#tell(() => ({ event: 'popup', data: popupView(popup) }));
  }

  #tell(event: () => LiveEvent): void {
    if (this.#listeners.size === 0) return;
    const told = event();
    for (const listener of this.#listeners) listener(told);
  }
}
