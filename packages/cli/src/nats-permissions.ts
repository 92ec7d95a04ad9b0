import {
  agentSubject,
  BUCKETS,
  deadSubject,
  directorySubject,
  filters,
  healthSubject,
  ROOT,
  STREAMS,
  token,
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

/** What every service does: it holds its lease, sets things aside, says how it stands. */
const common = (id: string): Permissions => ({
  publish: [
    deadSubject(id),
    `${ROOT}.exchange.${token(id)}`,
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

const EVERY_STREAM = [...Object.values(STREAMS).map((s) => s.name), 'EXCHANGES'];

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
          `${ROOT}.event.*.${token(id)}.>`,
          `${ROOT}.interaction.*.${token(id)}.>`,
          `${agentSubject(id, 'x').slice(0, -1)}*`,
          `${ROOT}.query.route`,
          ...publish,
        ],
        subscribe: [filters.commandsOf(id), ...subscribe],
      };
    case 'sink':
      return {
        publish: [...publish, ...reading([STREAMS.JOURNAL.name, STREAMS.POPUP.name, STREAMS.CALLS.name])],
        subscribe: [directorySubject(id), ...subscribe],
      };
    case 'gateway':
      return {
        publish: [
          `${ROOT}.command.*.*`,
          `${ROOT}.query.lookup`,
          `${ROOT}.query.directory.*`,
          `${ROOT}.query.health.*`,
          ...publish,
          ...reading([...EVERY_STREAM, LEASES_STREAM]),
        ],
        subscribe,
      };
    case 'core':
      return {
        publish: [
          `${ROOT}.event.>`,
          `${ROOT}.journal.>`,
          `${ROOT}.call.*`,
          `${ROOT}.popup.*`,
          `${ROOT}.query.directory.*`,
          ...publish,
          `${KV.leases}.>`,
          `${KV.progress}.>`,
          '$JS.API.>',
          '$JS.ACK.>',
          '$JS.FC.>',
        ],
        subscribe: [`${ROOT}.query.route`, `${ROOT}.query.lookup`, ...subscribe],
      };
  }
}

/** What one process that runs everything, or looks at everything, may do. */
export const wholeSite = (user: string): Permissions => ({
  publish: [`${ROOT}.>`, `${KV.leases}.>`, `${KV.progress}.>`, '$JS.API.>', '$JS.ACK.>', '$JS.FC.>'],
  subscribe: [`${inboxOf(user)}.>`, `${ROOT}.>`],
});
