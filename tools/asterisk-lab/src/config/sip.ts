import { type LabPlan, section } from './plan.ts';

interface Person {
  extension: string;
  name: string;
  /** Pickup group: `*8` takes a call that rings in one's own. */
  group: number;
}

/** The office. 103 registers itself; the others stand where the plan says. */
export const PEOPLE: readonly Person[] = [
  { extension: '100', name: 'Ivan Petrov', group: 1 },
  { extension: '101', name: 'Мария Орлова', group: 1 },
  { extension: '102', name: 'Oleg Belov', group: 2 },
  { extension: '103', name: 'Anna Zimina', group: 2 },
  { extension: '104', name: 'Pavel Dolgov', group: 3 },
];

/** Extensions that log in with a password instead of standing at a known place. */
export const REGISTERING: ReadonlySet<string> = new Set(['103']);

/** The header by which the trunk's far end is known, since all stand on one address. */
export const TRUNK_HEADER = { name: 'X-Lab-Trunk', value: 'itsp' } as const;

/** pjsip.conf: phones, the trunk `itsp`, and `itsp-dead`, whose far end never answers. */
export function pjsip(plan: LabPlan): string {
  return [
    section('global', ['type=global', 'user_agent=Lab', 'endpoint_identifier_order=header,username,ip']),
    section('udp', ['type=transport', 'protocol=udp', `bind=127.0.0.1:${plan.ports.sip}`]),
    ...PEOPLE.flatMap((person) => phone(plan, person)),
    ...trunk(plan, 'itsp'),
    ...trunk(plan, 'itsp-dead'),
    section('itsp-known', [
      'type=identify',
      'endpoint=itsp',
      `match_header=${TRUNK_HEADER.name}: ${TRUNK_HEADER.value}`,
    ]),
  ].join('\n');
}

const MEDIA = [
  'disallow=all',
  'allow=ulaw',
  'direct_media=no',
  'dtmf_mode=rfc4733',
  'media_address=127.0.0.1',
  'bind_rtp_to_media_address=yes',
  'rtp_symmetric=no',
  'timers=no',
];

function phone(plan: LabPlan, { extension, name, group }: Person): string[] {
  const registers = REGISTERING.has(extension);
  return [
    section(extension, [
      'type=endpoint',
      `aors=${extension}`,
      ...(registers ? [`auth=${extension}-auth`] : []),
      'context=internal',
      `callerid="${name}" <${extension}>`,
      `call_group=${group}`,
      `pickup_group=${group}`,
      ...MEDIA,
    ]),
    section(extension, [
      'type=aor',
      ...(registers
        ? ['max_contacts=1', 'remove_existing=yes']
        : [`contact=sip:${extension}@127.0.0.1:${plan.contacts[extension]}`]),
    ]),
    ...(registers
      ? [
          section(`${extension}-auth`, [
            'type=auth',
            'auth_type=userpass',
            `username=${extension}`,
            `password=${plan.sipPassword}`,
          ]),
        ]
      : []),
  ];
}

const trunk = (plan: LabPlan, name: string): string[] => [
  section(name, ['type=endpoint', `aors=${name}`, 'context=from-trunk', ...MEDIA]),
  section(name, ['type=aor', `contact=sip:127.0.0.1:${plan.contacts[name]}`]),
];
