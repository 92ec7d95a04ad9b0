import {
  type Adapter,
  type AdapterContext,
  CommandFault,
  defineAdapter,
  type Message,
  say,
  timeZoneOfCountry,
} from '@callbus/runtime';
import { MakeCall } from './commands.ts';
import { check, config } from './config.ts';
import { Doors } from './doors.ts';
import { messages } from './messages.ts';
import { badField } from './wire/fields.ts';

const missing = (field: string, expected: Message): CommandFault =>
  new CommandFault('command.parameters', 400, badField(field, undefined, expected).message);

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Простые Звонки, both sides of the cloud: its requests to a CRM, and a PBX's requests to it. */
export const prostiezvonki = defineAdapter({
  type: 'prostiezvonki',
  title: { ru: 'Простые Звонки', en: 'Простые Звонки (Prostiye Zvonki)' },
  config,
  check,
  capabilities: {
    live: true,
    answerTime: true,
    features: ['recording'],
    commands: ['makeCall'],
    routing: true,
    repeats: true,
  },
  commandsOf: (block) => (block.makecall ? ['makeCall'] : []),
  warnings: (block, { http, numberPlan }) => [
    ...(block.timeZone || !block.crmToken
      ? []
      : [say(messages.zoneGuessed, { id: block.id, zone: timeZoneOfCountry(numberPlan.country) })]),
    ...(http.publicUrl && !block.pbxToken ? [say(messages.openDoor, { id: block.id })] : []),
  ],

  create(context: AdapterContext, block): Adapter {
    const zone = block.timeZone ?? timeZoneOfCountry(context.house.numberPlan.country);
    const doors = new Doors(context, block, zone);
    const makeCall = block.makecall && new MakeCall(context, block.makecall);
    return {
      routes: (app) => doors.routes(app),
      start: async () => makeCall?.start(),
      stop: async () => makeCall?.stop(),
      commands: makeCall
        ? {
            makeCall: async ({ extension, number }) => {
              const [user, phone] = [text(extension), text(number)];
              if (user === '') throw missing('extension', messages.extension);
              if (phone === '') throw missing('number', messages.number);
              return await makeCall.call(user, phone);
            },
          }
        : {},
    };
  },
});
