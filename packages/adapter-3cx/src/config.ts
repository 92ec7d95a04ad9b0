import {
  adapterBase,
  type HouseConfig,
  httpUrl,
  listenAddress,
  say,
  secret,
  timeZone,
} from '@callbus/runtime';
import { z } from 'zod';
import { messages } from './messages.ts';

/** Every field of a CDR line, in the order 3CX writes them where all are switched on. */
export const CDR_FIELDS = [
  'historyid',
  'callid',
  'duration',
  'time-start',
  'time-answered',
  'time-end',
  'reason-terminated',
  'from-no',
  'to-no',
  'from-dn',
  'to-dn',
  'dial-no',
  'reason-changed',
  'final-number',
  'final-dn',
  'bill-code',
  'bill-rate',
  'bill-cost',
  'bill-name',
  'chain',
  'from-type',
  'to-type',
  'final-type',
  'from-dispname',
  'to-dispname',
  'final-dispname',
  'missed-queue-calls',
] as const;

/** The name of a CDR field. */
export type CdrField = (typeof CDR_FIELDS)[number];

const crm = z
  .strictObject({
    token: secret(
      'The token the CRM template sends; `callbus 3cx template` asks for it as a parameter.',
    ).meta({
      example: '${env:TCX_CRM_TOKEN}',
    }),
    contactUrlTemplate: z
      .string()
      .regex(/^https?:\/\/\S*\{ref\}\S*$/, { error: () => say(messages.contactUrl, { ref: '{ref}' }) })
      .optional()
      .meta({
        description:
          "The address of a counterparty's card in the web client of 1C; `{ref}` stands for its reference.",
        example: 'https://1c.example.ru/ut/#e1cib/data/Справочник.Контрагенты?ref={ref}',
      }),
  })
  .meta({ description: 'The CRM template of 3CX (PRO and up); left out, its routes stay shut.' });

const callControl = z
  .strictObject({
    url: httpUrl.meta({ description: 'The address of 3CX.', example: 'https://pbx.example.ru:5001' }),
    clientId: z.string().min(1).meta({ description: 'Client ID of the API application.', example: '900' }),
    clientSecret: secret('API key of the API application.').meta({ example: '${env:TCX_CLIENT_SECRET}' }),
    extensions: z
      .array(z.string().regex(/^[0-9*#]{1,16}$/, { error: () => say(messages.extension) }))
      .default([])
      .meta({
        description:
          'Numbers that the API application must see: a missing one is named by health. Left out, whatever it shows is taken.',
        example: ['101', '102', '800'],
      }),
    timeoutMs: z
      .int()
      .min(500)
      .max(60_000)
      .default(10_000)
      .meta({ description: 'How long one answer of 3CX is waited for.' }),
  })
  .meta({ description: 'The Call Control API (Enterprise): calls while they run, and commands.' });

const cdr = z
  .strictObject({
    mode: z.enum(['active', 'passive']).meta({
      description: 'active: 3CX connects to `listen`; passive: we connect to 3CX at `connect`.',
    }),
    listen: listenAddress
      .optional()
      .meta({ description: 'Where 3CX connects to, active mode.', example: '192.0.2.10:9090' }),
    connect: listenAddress
      .optional()
      .meta({ description: 'Where 3CX listens, passive mode.', example: 'pbx.example.ru:5015' }),
    allow: z
      .array(z.union([z.ipv4(), z.ipv6()]))
      .default([])
      .meta({
        description: 'Addresses that may connect, active mode; the socket has no password. Empty: anybody.',
        example: ['192.0.2.1'],
      }),
    fields: z
      .array(z.enum(CDR_FIELDS))
      .min(3)
      .refine((list) => new Set(list).size === list.length, { error: () => say(messages.fieldTwice) })
      .default([...CDR_FIELDS])
      .meta({
        description: 'Fields of a line in the order set in 3CX.',
        example: ['time-start', 'from-no', 'to-no'],
      }),
    timeZone: timeZone.optional().meta({
      description: "The zone of its times; left out, the number plan's country's.",
      example: 'Europe/Moscow',
    }),
  })
  .meta({ description: 'The CDR socket (any edition).' });

/** The adapter's block of the file. */
export const config = z
  .strictObject({
    ...adapterBase,
    type: z.literal('3cx'),
    crm: crm.optional(),
    callControl: callControl.optional(),
    cdr: cdr.optional(),
    xapi: z
      .strictObject({
        historyBackfill: z.boolean().default(true).meta({
          description: 'After an outage, read what was missed from the call history of 3CX.',
        }),
      })
      .optional()
      .meta({ description: 'The configuration API, with the credentials of callControl.' }),
    join: z
      .strictObject({
        toleranceSeconds: z.int().min(1).max(600).default(60).meta({
          description:
            'How far apart two doors may put the start, or the end, of what is then taken for one call.',
        }),
      })
      .prefault({})
      .meta({ description: 'How records of the same call are found where several doors are open.' }),
  })
  .meta({ description: '3CX: CRM template, Call Control API, CDR; each is a door that its block opens.' });

export type Config = z.output<typeof config>;

/** Rules that one field alone cannot state. */
export function check(block: Config, _house: HouseConfig): { path: string[]; expected: string }[] {
  const problems: { path: string[]; expected: string }[] = [];
  const { crm, callControl, cdr, xapi } = block;
  if (!crm && !callControl && !cdr) problems.push({ path: ['crm'], expected: say(messages.oneDoor) });
  if (xapi && !callControl) problems.push({ path: ['callControl'], expected: say(messages.xapiNeeds) });
  if (cdr?.mode === 'active' && !cdr.listen)
    problems.push({ path: ['cdr', 'listen'], expected: say(messages.cdrListen) });
  if (cdr?.mode === 'passive' && !cdr.connect)
    problems.push({ path: ['cdr', 'connect'], expected: say(messages.cdrConnect) });
  return problems;
}
