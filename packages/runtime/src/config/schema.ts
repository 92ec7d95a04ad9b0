import { z } from 'zod';
import { say } from '../messages.ts';
import { httpUrl, listenAddress, pattern, secret, serviceId } from './fields.ts';
import { configMessages } from './messages.ts';

/** What every adapter's and sink's block has beside its own fields. */
export const serviceBase = {
  id: serviceId.meta({ description: 'Names this service in subjects, URLs, logs and the journal (`pbx`).' }),
  enabled: z.boolean().default(true).meta({ description: 'false leaves the service out of `callbus up`.' }),
  listen: listenAddress.optional().meta({
    description: 'A listener of its own, so that a public webhook does not expose the rest.',
    example: '0.0.0.0:8090',
  }),
};

/** Beside `serviceBase`, what every adapter's block has. */
export const adapterBase = {
  ...serviceBase,
  extensions: z
    .array(pattern)
    .optional()
    .meta({
      description: 'Patterns of the extensions that belong to this PBX; left out, it owns them all.',
      example: ['^1\\d\\d$'],
    }),
  orderGroup: serviceId.optional().meta({
    description: 'Adapters whose calls can join share a name here; left out, the adapter stands alone.',
  }),
};

const scopes = ['call', 'read', 'control'] as const;
/** What an API key may do. */
export type Scope = (typeof scopes)[number];

const apiKey = z.strictObject({
  name: z
    .string()
    .min(1)
    .meta({ description: 'Who uses the key; appears in logs instead of it.', example: '1c' }),
  key: secret('The key itself, sent as X-API-KEY.').meta({ example: '${env:CALLBUS_KEY}' }),
  scopes: z
    .array(z.enum(scopes))
    .min(1)
    .meta({
      description:
        'call: click-to-call; read: every GET; control: every command of an adapter, placing calls included.',
      example: ['call', 'read'],
    }),
});

const credentials = z.union([
  z.string().min(1),
  z.strictObject({
    file: z.string().min(1).meta({ description: 'Path of the .creds file, relative to this file.' }),
  }),
  z.strictObject({
    user: z.string().min(1).meta({ description: 'User name.' }),
    password: secret('Password.'),
  }),
]);

const bus = z
  .strictObject({
    url: z
      .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
      .optional()
      .meta({
        description: 'NATS to use; left out, one is started under dataDir.',
        example: 'nats://10.0.0.5:4222',
      }),
    credentials: credentials.optional().meta({
      description: 'A NATS .creds file, or user and password.',
      example: { user: 'callbus', password: '${env:NATS_PASSWORD}' },
    }),
    tls: z
      .strictObject({
        ca: z.string().optional().meta({ description: 'File of the CA that signed the server.' }),
        cert: z.string().optional().meta({ description: 'File of the client certificate.' }),
        key: z.string().optional().meta({ description: "File of the client certificate's key." }),
      })
      .optional()
      .meta({ description: 'Files of the CA, the client certificate and its key.' }),
    replicas: z
      .int()
      .min(1)
      .max(5)
      .default(1)
      .meta({ description: 'Copies of each stream in a NATS cluster.' }),
    maxDiskMb: z.int().min(64).default(8192).meta({
      description:
        'Disk the streams may use, MB; the embedded server never takes more than 80 % of what is free.',
    }),
  })
  .prefault({});

/** The parts of the file that belong to no adapter or sink. */
export const houseShape = {
  site: z.string().min(1).meta({ description: 'Name of this installation.', example: 'office' }),
  language: z
    .enum(['ru', 'en'])
    .optional()
    .meta({ description: 'Language of operator messages; CALLBUS_LANG or ru where left out.' }),
  dataDir: z
    .string()
    .min(1)
    .default('./data')
    .meta({ description: 'Everything that must survive, relative to this file.' }),
  http: z
    .strictObject({
      listen: listenAddress.prefault('127.0.0.1:8080').meta({ description: "The process's HTTP server." }),
      publicUrl: httpUrl
        .optional()
        .meta({ description: 'How others reach it.', example: 'https://pbx.example.ru' }),
    })
    .prefault({}),
  bus,
  log: z
    .strictObject({
      level: z
        .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
        .default('info')
        .meta({ description: 'Least important line that is written.' }),
      phones: z
        .enum(['masked', 'plain'])
        .default('masked')
        .meta({ description: 'Whether telephone numbers can be read in logs.' }),
    })
    .prefault({}),
  numberPlan: z
    .strictObject({
      country: z
        .string()
        .regex(/^[A-Z]{2}$/, { error: () => say(configMessages.country) })
        .default('RU')
        .meta({ description: 'Country whose rules read a number without a plus sign.' }),
      cityCode: z
        .string()
        .regex(/^\d{2,5}$/, { error: () => say(configMessages.cityCode) })
        .optional()
        .meta({ description: 'Put before local numbers of 5 to 7 digits.', example: '495' }),
      extension: pattern.default('^\\d{2,5}$').meta({ description: 'What an internal number looks like.' }),
    })
    .prefault({}),
  gateway: z
    .strictObject({
      enabled: serviceBase.enabled,
      listen: serviceBase.listen,
      apiKeys: z.array(apiKey).default([]).meta({
        description: 'Who may use the HTTP API; without keys nobody may, but `callbus` on this machine.',
      }),
    })
    .prefault({}),
  core: z
    .strictObject({
      enabled: serviceBase.enabled,
      maxCallMinutes: z
        .number()
        .positive()
        .default(240)
        .meta({ description: 'A call of which nothing is heard for so long is closed, evidence partial.' }),
      maxRingingMinutes: z
        .number()
        .positive()
        .default(3)
        .meta({ description: 'The same while it only rings.' }),
    })
    .prefault({}),
  exchanges: z
    .strictObject({
      enabled: z.boolean().default(true).meta({
        description: 'Whether the technical journal is kept: what each neighbour asked and was asked.',
      }),
      keepDays: z.number().positive().default(7).meta({ description: 'Days an exchange is kept.' }),
      maxMb: z.int().min(1).default(256).meta({
        description: 'Disk the journal may use, MB; when it is full the oldest go first.',
      }),
      bodyLength: z.int().min(0).max(65_536).default(2_048).meta({
        description: 'Characters kept of each body; 0 keeps none.',
      }),
    })
    .prefault({}),
  popups: z
    .strictObject({
      maxAgeMs: z
        .int()
        .min(500)
        .max(10_000)
        .default(5_000)
        .meta({ description: "A popup older than this, by the broker's clock, is never shown." }),
    })
    .prefault({}),
  routing: z
    .strictObject({
      smartTransfer: z
        .boolean()
        .default(true)
        .meta({ description: 'Answer route questions with the responsible manager.' }),
      deadlineMs: z
        .int()
        .min(50)
        .max(10_000)
        .default(800)
        .meta({ description: 'A PBX gets an answer within this time.' }),
      fallback: z
        .string()
        .regex(/^[0-9*#+]*$/, { error: () => say(configMessages.fallback) })
        .default('')
        .meta({ description: 'What it gets when 1C did not answer; empty leaves the call to the PBX.' }),
    })
    .prefault({}),
};

/** The house's own part of the configuration. */
export type HouseConfig = { [K in keyof typeof houseShape]: z.output<(typeof houseShape)[K]> };

/** An adapter's block as the house sees it. */
export interface AdapterBlock {
  id: string;
  type: string;
  enabled: boolean;
  listen?: { host: string; port: number } | undefined;
  /** One pattern or several, as the type has it. */
  extensions?: string | string[] | undefined;
  orderGroup?: string | undefined;
  /** The fields of its own type. */
  [key: string]: unknown;
}

/** A sink's block as the house sees it. */
export interface SinkBlock {
  id: string;
  type: string;
  enabled: boolean;
  listen?: { host: string; port: number } | undefined;
  [key: string]: unknown;
}

/** The whole file, read and checked. */
export interface Config extends HouseConfig {
  adapters: AdapterBlock[];
  sinks: SinkBlock[];
}

/** What the schema needs to know of an adapter or sink type. */
export interface BlockType {
  config: z.ZodObject;
  // biome-ignore lint/suspicious/noExplicitAny: each type's own block; its schema has checked it
  check?(block: any, house: HouseConfig): { path: string[]; expected: string }[];
}

/** The types a composition knows. */
export interface SchemaSet {
  adapters: readonly BlockType[];
  sinks: readonly BlockType[];
}

const oneOf = (schemas: readonly z.ZodObject[]): z.ZodType =>
  schemas.length === 0
    ? z.never()
    : z.discriminatedUnion(
        'type',
        schemas as unknown as [z.core.$ZodTypeDiscriminable, ...z.core.$ZodTypeDiscriminable[]],
      );

/** The type name a block's schema stands for. */
export const literalOf = (schema: z.ZodObject): string =>
  String((schema.shape.type as z.ZodLiteral<string> | undefined)?.value ?? '');

/**
 * The schema of the whole file for the adapters and sinks that are known.
 * Cross-field rules report at the field that must change.
 */
export function configSchema({ adapters, sinks }: SchemaSet): z.ZodType<Config> {
  return z
    .strictObject({
      ...houseShape,
      adapters: z
        .array(oneOf(adapters.map((a) => a.config)))
        .default([])
        .meta({ description: 'PBXs and softphones.' }),
      sinks: z
        .array(oneOf(sinks.map((s) => s.config)))
        .default([])
        .meta({ description: '1C bases.' }),
    })
    .check((ctx) => {
      const config = ctx.value as unknown as Config;
      const seen = new Map<string, string>();
      for (const list of ['adapters', 'sinks'] as const) {
        for (const [i, { id }] of config[list].entries()) {
          const first = seen.get(id);
          if (first) {
            ctx.issues.push({
              code: 'custom',
              input: id,
              path: [list, i, 'id'],
              message: say(configMessages.otherId, { first }),
            });
          } else seen.set(id, `${list}[${i}]`);
        }
      }
      if (config.adapters.length + config.sinks.length === 0) {
        ctx.issues.push({
          code: 'custom',
          input: undefined,
          path: ['adapters'],
          message: say(configMessages.oneService),
        });
      }
      for (const [list, types] of [
        ['adapters', adapters],
        ['sinks', sinks],
      ] as const) {
        for (const [i, block] of config[list].entries()) {
          const type = types.find((t) => literalOf(t.config) === block.type);
          for (const { path, expected } of type?.check?.(block, config) ?? []) {
            ctx.issues.push({
              code: 'custom',
              input: undefined,
              path: [list, i, ...path],
              message: expected,
            });
          }
        }
      }
      const names = new Set<string>();
      for (const [i, { name }] of config.gateway.apiKeys.entries()) {
        if (names.has(name))
          ctx.issues.push({
            code: 'custom',
            input: name,
            path: ['gateway', 'apiKeys', i, 'name'],
            message: say(configMessages.otherName),
          });
        names.add(name);
      }
    }) as unknown as z.ZodType<Config>;
}
