import { httpUrl, secret, serviceBase, timeZone } from '@callbus/runtime';
import { z } from 'zod';

/** The sink's block of the file. */
export const config = z
  .strictObject({
    ...serviceBase,
    type: z.literal('1c'),
    transport: z.enum(['http-service']).default('http-service').meta({ description: 'How 1C is spoken to.' }),
    url: httpUrl.meta({
      description: 'Address of the published HTTP service; every request is POSTed there.',
      example: 'http://127.0.0.1:9000/hs/',
    }),
    token: secret('Sent as `crm_token` in every request («Токен 1С»).')
      .optional()
      .meta({ example: '${env:CRM_TOKEN}' }),
    auth: z
      .discriminatedUnion('type', [
        z.strictObject({
          type: z.literal('basic'),
          user: z.string().min(1).meta({ description: 'User of the web server or of 1C.' }),
          password: z.string().meta({ description: 'Password, UTF-8.', secret: true }),
        }),
        z.strictObject({ type: z.literal('bearer'), token: secret('Platform token (1C 8.3.21 and newer).') }),
        z.strictObject({ type: z.literal('none') }),
      ])
      .default({ type: 'none' })
      .meta({
        description: 'How we log in to the web server.',
        example: { type: 'basic', user: 'callbus', password: '${env:C1_PASSWORD}' },
      }),
    timeZone: timeZone.optional().meta({
      description:
        "The base's own zone: `start` and `end` are written in it; left out, the number plan's country's.",
      example: 'Europe/Moscow',
    }),
    mode: z.enum(['forward']).default('forward').meta({
      description: 'forward: every event goes to 1C, and 1C decides what to show and write.',
    }),
    lookup: z
      .strictObject({
        lastDigits: z.int().min(1).max(20).default(5).meta({
          description:
            'How many last digits decide whether a contact has the number; under 7, strangers are often taken for customers.',
        }),
        uuids: z.boolean().default(true).meta({
          description:
            'Ask the base for people whom the source knows by UUID only (1С-Коннект): a `contact` with `uuid` instead of `phone`.',
        }),
      })
      .prefault({}),
    phoneFormat: z.enum(['raw', 'digits', 'e164']).default('raw').meta({
      description: 'How `phone` is written: as the PBX gave it without punctuation, digits only, or E.164.',
    }),
    internal: z.boolean().default(false).meta({ description: 'Whether internal calls are sent too.' }),
    interactions: z.boolean().default(true).meta({
      description:
        'Whether messages, remote sessions and treatments (1С-Коннект) are sent: `cmd` = interaction.',
    }),
    upsert: z.boolean().default(false).meta({
      description: 'The base takes amended records: the same `callid` with a higher `revision`.',
    }),
    withdraw: z.boolean().default(false).meta({
      description: 'The base wants to know which popups to take away: an event of type CANCELLED.',
    }),
    concurrency: z.int().min(1).max(16).default(2).meta({
      description: 'Records sent at once; each is a session of 1C, so keep it low.',
    }),
    popupConcurrency: z.int().min(1).max(16).default(4).meta({ description: 'Popups and look-ups at once.' }),
    startFrom: z.enum(['all', 'now']).default('all').meta({
      description:
        'Where a base that is new to the bus begins: with every record still kept, or with the next.',
    }),
    timeouts: z
      .strictObject({
        connectMs: z.int().min(100).default(3_000).meta({ description: 'Milliseconds to connect.' }),
        readMs: z.int().min(100).default(10_000).meta({ description: 'Milliseconds to answer a record.' }),
        popupMs: z.int().min(100).default(2_000).meta({ description: 'Milliseconds to answer a popup.' }),
      })
      .prefault({})
      .meta({ description: 'How long 1C is waited for: to connect, to answer, to answer a popup.' }),
  })
  .meta({ description: 'A 1C base with an HTTP service that speaks the protocol of Простые Звонки.' });

export type Config = z.output<typeof config>;
