import { adapterBase, type HouseConfig, httpUrl, isLoopback, say, secret, timeZone } from '@callbus/runtime';
import { z } from 'zod';
import { messages } from './messages.ts';

/** The adapter's block of the file. */
export const config = z
  .strictObject({
    ...adapterBase,
    type: z.literal('prostiezvonki'),
    crmToken: secret(
      'The token the cloud sends as `crm_token` («Токен 1С» in its cabinet); left out, the CRM door stays shut.',
    )
      .optional()
      .meta({ example: '${env:PZ_CRM_TOKEN}' }),
    pbxToken: secret(
      'The last part of the address a PBX reports to, `/<id>/pbx/<pbxToken>/`; required where it can be reached from outside.',
    )
      .regex(/^[A-Za-z0-9_.~-]+$/, { error: () => say(messages.pbxTokenSigns) })
      .optional()
      .meta({ example: '${env:PZ_PBX_TOKEN}' }),
    timeZone: timeZone.optional().meta({
      description:
        "The zone the cloud's `start` and `end` are written in; left out, the number plan's country's.",
      example: 'Europe/Moscow',
    }),
    reports: z.enum(['auto', 'call', 'leg']).default('auto').meta({
      description:
        'What a `history` without a conversation speaks of where several phones rang: the whole call, or one phone (leg); auto waits 0.8 s for the others to speak up.',
    }),
    makecall: z
      .strictObject({
        url: httpUrl.meta({
          description: 'Where click-to-call is sent.',
          example: 'https://pz.example.ru/httpapiinteg/crmapi/v1/makecall',
        }),
        apiKey: secret('Sent as X-API-KEY («Токен Простых Звонков»).').meta({ example: '${env:PZ_API_KEY}' }),
        timeoutMs: z
          .int()
          .min(500)
          .max(60_000)
          .default(10_000)
          .meta({ description: 'How long its answer is waited for.' }),
      })
      .optional()
      .meta({ description: 'Click-to-call; left out, this PBX cannot place calls.' }),
  })
  .meta({ description: 'Простые Звонки: webhooks of the cloud, or of a PBX that speaks its protocol.' });

export type Config = z.output<typeof config>;

/** Rules that need the rest of the file. */
export function check(block: Config, house: HouseConfig): { path: string[]; expected: string }[] {
  const listen = block.listen ?? house.http.listen;
  if (block.pbxToken !== undefined || isLoopback(listen)) return [];
  return [
    {
      path: ['pbxToken'],
      expected: say(messages.pbxTokenNeeded, { address: addressOf(listen) }),
    },
  ];
}

const addressOf = ({ host, port }: HouseConfig['http']['listen']): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
