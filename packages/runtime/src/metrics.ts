import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** The process's metrics (Prometheus). Labels never carry numbers, keys or other people's data. */
export class Metrics {
  readonly registry = new Registry();

  /** Events an adapter published. */
  readonly events = this.#counter('callbus_events_total', 'Canonical events published', ['instance', 'type']);
  /** Native messages that were refused, by reason. */
  readonly refused = this.#counter('callbus_refused_total', 'Native messages refused', ['service', 'code']);
  readonly deadLetters = this.#counter('callbus_set_aside_total', 'Messages set aside', ['service', 'code']);
  readonly records = this.#counter('callbus_journal_records_total', 'Journal revisions published', ['state']);
  readonly popups = this.#counter('callbus_popups_total', 'Popups by what became of them', [
    'service',
    'outcome',
  ]);
  readonly deliveries = this.#counter('callbus_deliveries_total', 'Journal deliveries by outcome', [
    'base',
    'outcome',
  ]);
  readonly lookups = this.#counter('callbus_lookups_total', 'Counterparty look-ups by outcome', ['outcome']);
  readonly routes = this.#counter('callbus_routes_total', 'Route questions by the rule that answered', [
    'rule',
  ]);
  readonly commands = this.#counter('callbus_commands_total', 'Commands by outcome', [
    'instance',
    'verb',
    'outcome',
  ]);
  readonly pending = this.#gauge(
    'callbus_oldest_unacknowledged_seconds',
    'Age of the oldest record a reader has not acknowledged',
    ['reader'],
  );
  readonly outbox = this.#gauge('callbus_outbox_bytes', 'Bytes waiting in the outbox', ['service']);
  readonly openCalls = this.#gauge('callbus_open_calls', 'Calls that are running', []);
  readonly link = this.#gauge('callbus_link_up', '1 when a link is ok, 0 when degraded', ['link']);
  readonly http = new Histogram({
    name: 'callbus_http_seconds',
    help: 'HTTP requests served',
    labelNames: ['route', 'status'],
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2],
    registers: [this.registry],
  });
  readonly delivery = new Histogram({
    name: 'callbus_delivery_seconds',
    help: 'Requests to 1C',
    labelNames: ['base', 'kind'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  #counter<T extends string>(name: string, help: string, labelNames: readonly T[]): Counter<T> {
    return new Counter({ name, help, labelNames, registers: [this.registry] });
  }

  #gauge<T extends string>(name: string, help: string, labelNames: readonly T[]): Gauge<T> {
    return new Gauge({ name, help, labelNames, registers: [this.registry] });
  }
}
