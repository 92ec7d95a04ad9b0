import { readFileSync } from 'node:fs';
import {
  adapterBase,
  codeOf,
  type HouseConfig,
  httpUrl,
  listenAddress,
  pattern,
  say,
  secret,
  timeZone,
} from '@callbus/runtime';
import { z } from 'zod';
import { messages } from './messages.ts';

const tls = z.strictObject({
  ca: z.string().min(1).optional().meta({
    description: 'The CA that signed the server: a file, or the PEM text itself.',
    example: '/etc/callbus/pbx-ca.pem',
  }),
  rejectUnauthorized: z
    .boolean()
    .default(true)
    .meta({ description: 'false takes any certificate; then anybody on the way can listen.' }),
  servername: z
    .string()
    .min(1)
    .optional()
    .meta({ description: "The name in the certificate, where it is not the host's." }),
});

const originate = z.strictObject({
  channel: z.string().min(1).meta({
    description: "Dial string of the employee's phone; `{extension}` stands for the extension.",
    example: 'PJSIP/{extension}',
  }),
  context: z
    .string()
    .min(1)
    .meta({ description: 'Context of the dialplan in which numbers are dialled.', example: 'from-internal' }),
  timeoutMs: z
    .int()
    .min(1_000)
    .max(600_000)
    .default(30_000)
    .meta({ description: "How long the employee's phone rings." }),
  callerId: z.string().min(1).optional().meta({
    description:
      "What the employee's phone shows while it rings; `{extension}` and `{number}` stand for the call's. Left out, the number.",
    example: '{number}',
  }),
  variables: z
    .record(z.string().regex(/^[^=,\s]+$/, { error: () => say(messages.variableName) }), z.string())
    .optional()
    .meta({
      description: 'Channel variables; `{extension}` and `{number}` stand for what was asked for.',
      example: { __CLICK_TO_CALL: 'yes' },
    }),
});

/** The adapter's block of the file. */
export const config = z
  .strictObject({
    ...adapterBase,
    type: z.literal('asterisk'),
    transport: z.enum(['ami', 'ajam']).default('ami').meta({
      description: 'ami: the manager interface over TCP or TLS; ajam: the same over HTTP or HTTPS.',
    }),
    host: z
      .string()
      .min(1)
      .optional()
      .meta({ description: 'Address of the server; only with ami.', example: '127.0.0.1' }),
    port: z.int().min(1).max(65_535).optional().meta({
      description: 'Port of the manager interface; left out, 5038, or 5039 with tls. Only with ami.',
    }),
    url: httpUrl.optional().meta({
      description: "Address of Asterisk's HTTP server, with the prefix of http.conf; only with ajam.",
      example: 'http://127.0.0.1:8088',
    }),
    tls: z
      .union([z.boolean(), tls])
      .default(false)
      .meta({ description: 'TLS: true, or how certificates are checked; with ajam the url says https.' }),
    username: z.string().min(1).meta({ description: 'The user in manager.conf.', example: 'integration' }),
    secret: secret('The secret of the user in manager.conf.').meta({ example: '${env:AMI_SECRET}' }),
    login: z.enum(['auto', 'md5', 'plain', 'digest']).default('auto').meta({
      description:
        'How to log in. auto answers a challenge (MD5) and says the secret only where the server gives none; digest is HTTP’s own, with ajam.',
    }),
    trunks: z
      .array(pattern)
      .min(1)
      .meta({
        description:
          "Patterns of the names of outside lines' channels; whatever else looks like an extension is inside.",
        example: ['^PJSIP/itsp-'],
      }),
    extensions: z
      .union([pattern, z.array(pattern).min(1)])
      .optional()
      .meta({
        description: "What an extension of this PBX looks like; left out, the number plan's pattern.",
        example: '^\\d{3}$',
      }),
    originate: originate
      .optional()
      .meta({ description: 'Click-to-call; left out, no calls are placed through this PBX.' }),
    agi: z
      .strictObject({
        listen: listenAddress.meta({
          description: 'Where the dialplan asks its way (FastAGI); only the PBX may reach it.',
          example: '127.0.0.1:4573',
        }),
      })
      .optional()
      .meta({ description: 'Routing in real time for the dialplan; left out, the door stays shut.' }),
    routeToken: secret(
      'The last part of the address at which the dialplan asks its way by CURL(), `/<id>/route/<routeToken>`; without it the address is `/<id>/route` and open to this machine only.',
    )
      .regex(/^[A-Za-z0-9_.~-]+$/, { error: () => say(messages.tokenSigns) })
      .optional()
      .meta({ example: '${env:ROUTE_TOKEN}' }),
    recordings: z
      .strictObject({
        urlTemplate: z.string().min(1).optional().meta({
          description:
            'Address of a recording for 1C. `{file}` or `{path}` stands for its path below the directory, `{name}` for the last part of it; `{date}`, `{year}`, `{month}`, `{day}` for the day of the call, `{linkedid}` for its id in the PBX.',
          example: 'http://pbx.example.ru/rec/{file}',
        }),
        directory: z.string().min(1).optional().meta({
          description:
            'Where the files are, as this process sees them; a recording is ready when its file no longer grows.',
          example: '/var/spool/asterisk/monitor',
        }),
      })
      .optional()
      .meta({ description: 'Recordings of calls; their names are told in any case.' }),
    cdr: z
      .strictObject({
        csv: z.string().min(1).meta({
          description: 'The Master.csv of cdr_csv, as this process sees it.',
          example: '/var/log/asterisk/cdr-csv/Master.csv',
        }),
        timeZone: timeZone.optional().meta({
          description: "The zone its times are written in; left out, the number plan's country's.",
          example: 'Europe/Moscow',
        }),
      })
      .optional()
      .meta({ description: "The PBX's own call records: they mend what happened while there was no link." }),
    events: z
      .strictObject({
        variables: z
          .array(z.string().regex(/^[A-Za-z0-9_]+$/, { error: () => say(messages.plainVariable) }))
          .default([])
          .meta({
            description: "Channel variables to be told with a call; they become the record's attributes.",
            example: ['CALL_TAG'],
          }),
      })
      .prefault({})
      .meta({ description: 'What crosses the network beside the events that calls need.' }),
  })
  .meta({ description: 'Asterisk 16 to 22 over the manager interface: AMI, or AJAM.' });

export type Config = z.output<typeof config>;

interface Complaint {
  path: string[];
  expected: string;
}

/** Rules that need more than one field. */
export function check(block: Config, _house: HouseConfig): Complaint[] {
  return [...transportRules(block), ...tlsRules(block), ...originateRules(block), ...recordingRules(block)];
}

function* transportRules({ transport, host, port, url, login }: Config): Generator<Complaint> {
  if (transport === 'ami') {
    if (host === undefined) yield { path: ['host'], expected: say(messages.hostNeeded) };
    if (url !== undefined) yield { path: ['url'], expected: say(messages.onlyAjam) };
    if (login === 'digest') yield { path: ['login'], expected: say(messages.digestOnlyAjam) };
    return;
  }
  if (url === undefined) yield { path: ['url'], expected: say(messages.urlNeeded) };
  if (host !== undefined) yield { path: ['host'], expected: say(messages.onlyAmi) };
  if (port !== undefined) yield { path: ['port'], expected: say(messages.onlyAmi) };
}

function* tlsRules({ transport, url, tls: given }: Config): Generator<Complaint> {
  if (transport === 'ajam' && given !== false && url !== undefined && !url.startsWith('https:'))
    yield { path: ['tls'], expected: say(messages.tlsNeedsHttps) };
  if (typeof given !== 'object' || given.ca === undefined || isPem(given.ca)) return;
  try {
    readFileSync(given.ca);
  } catch (error) {
    yield { path: ['tls', 'ca'], expected: say(messages.caReadable, { reason: codeOf(error) }) };
  }
}

function* originateRules({ originate: given }: Config): Generator<Complaint> {
  if (given && !given.channel.includes('{extension}'))
    yield {
      path: ['originate', 'channel'],
      expected: say(messages.extensionInChannel, { mark: '{extension}' }),
    };
}

function* recordingRules({ recordings }: Config): Generator<Complaint> {
  const template = recordings?.urlTemplate;
  if (template === undefined) return;
  if (!/\{(?:file|path|name)\}/.test(template) || !isUrl(template.replace(/\{\w+\}/g, 'x')))
    yield {
      path: ['recordings', 'urlTemplate'],
      expected: say(messages.fileInTemplate, { marks: '{file}, {path}, {name}' }),
    };
}

const isUrl = (text: string): boolean => URL.canParse(text) && /^https?:/.test(text);

/** Whether the text is a certificate itself and not the name of its file. */
export const isPem = (text: string): boolean => text.includes('-----BEGIN');
