import { type ScriptedCall, toldBy } from './calls.ts';
import { type EventText, messageEvent, sessionEvents, statusEvent, treatmentEvent } from './events.ts';

/** Nobody's UUID: the last digits tell them apart. */
export const uuid = (n: number): string => `0a1b2c3d-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;

/** Fictional people and organisations. */
export const CAST = {
  employee: uuid(0x101),
  colleague: uuid(0x102),
  client: uuid(0x201),
  user: uuid(0x202),
  service: uuid(0x301),
} as const;

/** How a call of the day should come out in the journal. */
export interface Expected {
  direction: 'inbound' | 'outbound' | 'internal';
  status: string;
}

export interface DayCall {
  call: ScriptedCall;
  expected: Expected;
}

const RESULTS: readonly [string, string, string][] = [
  ['Success', 'answered', 'answered'],
  ['NobodyToAnswer', 'missed', 'noanswer'],
  ['RingingTimeout', 'missed', 'noanswer'],
  ['RejectedByCallee', 'missed', 'declined'],
  ['RejectedByCaller', 'missed', 'cancelled'],
  ['PBXunreachableForMe', 'missed', 'failed'],
  ['PBXunreachableForTarget', 'missed', 'failed'],
  ['TargetHaveNoSoundDevices', 'missed', 'failed'],
  ['IHaveNoSoundDevices', 'missed', 'failed'],
];

/** A call of every result, in and out, from a customer known by UUID and from a number. */
export function dayCalls(startAt: number): DayCall[] {
  const calls: DayCall[] = [];
  for (const [result, missed, gone] of RESULTS)
    for (const initiator of ['incoming', 'self'] as const) {
      const n = calls.length + 1;
      const inbound = initiator === 'incoming';
      const softphone = n % 4 > 1;
      const customer = softphone ? `8999000${String(n).padStart(4, '0')}` : CAST.user;
      const [from, to] = inbound ? [customer, CAST.employee] : [CAST.employee, customer];
      const success = result === 'Success';
      calls.push({
        call: {
          id: uuid(0x1000 + n),
          mode: softphone ? 'Softphone' : 'ServicesClients',
          ...(softphone ? {} : { client: CAST.client, user: CAST.user, service: CAST.service }),
          initiator,
          from,
          to,
          startedAt: startAt + n * 60_000,
          ringSeconds: 6,
          talkSeconds: success ? 30 : 0,
          result,
          ...(success ? { keys: '1#', recording: `https://rec.example/connect/${n}.mp3` } : {}),
        },
        expected: { direction: inbound ? 'inbound' : 'outbound', status: inbound ? missed : gone },
      });
    }
  return calls;
}

/** What is told of everything but calls: statuses, a chat, a remote session, a treatment with its rating. */
export function dayInteractions(at: number): EventText[] {
  const { employee, colleague, client, user, service } = CAST;
  const about = { client, user, service };
  const treatment = uuid(0x5001);
  return [
    statusEvent({ mode: 'Colleagues', initiator: 'self', at, status: 'Online' }),
    statusEvent({ mode: 'Colleagues', initiator: 'incoming', at, colleague, status: 'Away' }),
    treatmentEvent(
      { ...about, initiator: 'incoming', at, treatment },
      { state: 'Appointed', specialist: employee },
    ),
    messageEvent({
      ...about,
      mode: 'ServicesClients',
      initiator: 'incoming',
      at: at + 1_000,
      message: uuid(0x3001),
      author: user,
      body: 'Не открывается отчёт',
      specialist: employee,
    }),
    messageEvent({
      colleague,
      mode: 'Colleagues',
      initiator: 'self',
      at: at + 2_000,
      message: uuid(0x3002),
      author: employee,
      body: 'Посмотри, пожалуйста',
    }),
    ...sessionEvents({
      ...about,
      mode: 'ServicesClients',
      initiator: 'self',
      at: at + 3_000,
      seconds: 600,
      session: uuid(0x4001),
      author: employee,
      host: 'CLIENT-PC',
      admin: 'SUPPORT-PC',
      uploaded: [
        { name: 'Отчёт.epf', from: 'C:\\Out', to: 'D:\\In', size: 20_480, at: at + 60_000, seconds: 3 },
      ],
      downloaded: [{ name: 'log.txt', from: 'D:\\', to: 'C:\\', size: 512, at: at + 90_000, seconds: 1 }],
    }),
    treatmentEvent(
      { ...about, initiator: 'self', at: at + 700_000, treatment },
      { state: 'Finished', seconds: 700 },
    ),
    treatmentEvent(
      { ...about, initiator: 'incoming', at: at + 800_000, treatment },
      { state: 'ServiceQualityAssessment', mark: 5 },
    ),
    treatmentEvent(
      { ...about, initiator: 'incoming', at: at + 810_000, treatment },
      { state: 'Comments', comments: [{ author: user, at: at + 805_000, text: 'Спасибо, быстро помогли' }] },
    ),
    statusEvent({ mode: 'Colleagues', initiator: 'self', at: at + 900_000, status: 'BusyForNewRequests' }),
  ];
}

/** The whole day of one employee, in the order it is told. */
export const day = (startAt: number): EventText[] => [
  ...dayCalls(startAt).flatMap(({ call }) => toldBy(call)),
  ...dayInteractions(startAt + 3_600_000),
];
