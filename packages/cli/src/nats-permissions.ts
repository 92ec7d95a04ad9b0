import {
  agentSubject,
  BUCKETS,
  commandSubject,
  deadSubject,
  directorySubject,
  eventSubject,
  exchangeSubject,
  filters,
  healthSubject,
  historyConsumer,
  interactionConsumer,
  interactionHistoryConsumer,
  interactionSubject,
  journalConsumer,
  lookupSubject,
  popupConsumer,
  ROOT,
  routeSubject,
  STREAMS,
} from '@callbus/contract';
import { inboxOf } from '@callbus/runtime';

/** What a NATS user may do. */
export interface Permissions {
  publish: string[];
  subscribe: string[];
}

export type ServiceKind = 'core' | 'gateway' | 'sink' | 'adapter';

const KV = {
  leases: `$KV.${BUCKETS.leases}`,
  progress: `$KV.${BUCKETS.progress}`,
};
const LEASES_STREAM = `KV_${BUCKETS.leases}`;

/** The contract's subject with wildcards where it has these tokens, counted from behind. */
function any(subject: string, ...places: readonly number[]): string {
  const tokens = subject.split('.');
  for (const place of places) tokens[tokens.length - 1 - place] = '*';
  return tokens.join('.');
}

/** What every service does: it holds its lease, sets things aside, says how it stands. */
const common = (id: string): Permissions => ({
  publish: [
    deadSubject(id),
    exchangeSubject(id),
    `${KV.leases}.${id}`,
    '$JS.API.INFO',
    '$JS.API.STREAM.INFO.*',
    `$JS.API.STREAM.MSG.GET.${LEASES_STREAM}`,
    `$JS.API.DIRECT.GET.${LEASES_STREAM}.>`,
  ],
  subscribe: [`${inboxOf(id)}.>`, healthSubject(id)],
});

/** Reads streams through consumers of its own making, and keeps its place in them. */
const reading = (streams: readonly string[]): string[] => [
  ...streams.flatMap((stream) => [
    `$JS.API.CONSUMER.*.${stream}`,
    `$JS.API.CONSUMER.*.${stream}.>`,
    `$JS.API.CONSUMER.*.*.${stream}.>`,
    `$JS.API.STREAM.MSG.GET.${stream}`,
    `$JS.API.DIRECT.GET.${stream}.>`,
    `$JS.API.DIRECT.GET.${stream}`,
    `$JS.ACK.${stream}.>`,
  ]),
  '$JS.FC.>',
];

/** Takes from a stream through the one durable consumer that is its own; those of others it cannot touch. */
const queue = (stream: string, durable: string): string[] => [
  `$JS.API.CONSUMER.*.${stream}.${durable}`,
  `$JS.API.CONSUMER.*.${stream}.${durable}.>`,
  `$JS.API.CONSUMER.*.*.${stream}.${durable}`,
  `$JS.API.DIRECT.GET.${stream}`,
  `$JS.ACK.${stream}.${durable}.>`,
];

const { CALLS, JOURNAL, POPUP } = STREAMS;
/** What the gateway shows as it happens. */
const SHOWN = Object.values(STREAMS)
  .map((s) => s.name)
  .filter((name) => name !== CALLS.name && name !== JOURNAL.name);

/**
 * What a service may do with the bus, and nothing else. An adapter, which may
 * stand on an employee's PC, tells of itself only, and reads nothing but the
 * commands it is given.
 */
export function permissionsOf(kind: ServiceKind, id: string): Permissions {
  const { publish, subscribe } = common(id);
  switch (kind) {
    case 'adapter':
      return {
        publish: [
          any(eventSubject(id, 'key'), 2, 0),
          any(interactionSubject(id, 'id'), 2, 0),
          any(agentSubject(id, 'extension'), 0),
          routeSubject,
          lookupSubject,
          ...publish,
        ],
        subscribe: [filters.commandsOf(id), ...subscribe],
      };
    case 'sink':
      return {
        publish: [
          ...publish,
          ...queue(JOURNAL.name, journalConsumer(id)),
          ...queue(POPUP.name, popupConsumer(id)),
          ...queue(CALLS.name, interactionConsumer(id)),
        ],
        subscribe: [directorySubject(id), ...subscribe],
      };
    case 'gateway':
      return {
        publish: [
          any(commandSubject('instance', 'verb'), 1, 0),
          lookupSubject,
          any(directorySubject('base'), 0),
          any(healthSubject('service'), 0),
          ...publish,
          ...queue(JOURNAL.name, historyConsumer),
          ...queue(CALLS.name, interactionHistoryConsumer),
          ...reading([...SHOWN, LEASES_STREAM]),
        ],
        subscribe,
      };
    case 'core':
      return {
        publish: [
          filters.events,
          filters.journal,
          filters.calls,
          filters.popups,
          any(directorySubject('base'), 0),
          ...publish,
          `${KV.leases}.>`,
          `${KV.progress}.>`,
          '$JS.API.>',
          '$JS.ACK.>',
          '$JS.FC.>',
        ],
        subscribe: [routeSubject, lookupSubject, ...subscribe],
      };
  }
}

/** What one process that runs everything, or looks at everything, may do. */
export const wholeSite = (user: string): Permissions => ({
  publish: [`${ROOT}.>`, `${KV.leases}.>`, `${KV.progress}.>`, '$JS.API.>', '$JS.ACK.>', '$JS.FC.>'],
  subscribe: [`${inboxOf(user)}.>`, `${ROOT}.>`],
});
