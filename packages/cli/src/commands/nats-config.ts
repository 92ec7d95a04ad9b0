import { type Config, say } from '@callbus/runtime';
import { serviceIds } from '../compose.ts';
import { messages } from '../messages.ts';
import { type Permissions, permissionsOf, type ServiceKind, wholeSite } from '../nats-permissions.ts';
import { loadToLook } from '../unset.ts';

/** The user of a process that runs the whole site. */
const WHOLE = 'callbus';

/** `callbus nats-config`: prints an account for nats-server in which each service may do its own only. */
export function natsConfig({ config: file }: { config: string }): void {
  process.stdout.write(accountOf(loadToLook(file).config));
}

/** The account of a site, in the language of nats-server's configuration. */
export function accountOf(config: Config): string {
  const ids = serviceIds(config);
  const users = [
    { user: WHOLE, permissions: wholeSite(WHOLE), note: say(messages.natsAll) },
    ...ids.map((id) => ({ user: id, permissions: permissionsOf(kindOf(config, id), id), note: '' })),
  ];
  const example = ids.at(-1) ?? WHOLE;
  return `${[
    `# ${say(messages.natsMade, { site: config.site })}`,
    `# ${say(messages.natsPasswords)}`,
    `#   bus: { credentials: { user: ${example}, password: "\${env:${variableOf(example)}}" } }`,
    `# ${say(messages.natsFirst)}`,
    'accounts {',
    '  CALLBUS {',
    '    jetstream: enabled',
    '    users: [',
    ...users.flatMap(({ user, permissions, note }) => [
      ...(note === '' ? [] : [`      # ${note}`]),
      `      { user: ${JSON.stringify(user)}, password: $${variableOf(user)}, permissions: {`,
      ...subjects(permissions),
      '        allow_responses: true',
      '      } }',
    ]),
    '    ]',
    '  }',
    '}',
  ].join('\n')}\n`;
}

const subjects = ({ publish, subscribe }: Permissions): string[] => [
  `        publish: { allow: [${[...new Set(publish)].map((s) => JSON.stringify(s)).join(', ')}] }`,
  `        subscribe: { allow: [${[...new Set(subscribe)].map((s) => JSON.stringify(s)).join(', ')}] }`,
];

/** The environment variable that holds a user's password. */
export const variableOf = (user: string): string =>
  `CALLBUS_NATS_${user.toUpperCase().replace(/[^A-Z0-9]/g, '_')}`;

function kindOf(config: Config, id: string): ServiceKind {
  if (id === 'core' || id === 'gateway') return id;
  return config.sinks.some((s) => s.id === id) ? 'sink' : 'adapter';
}
