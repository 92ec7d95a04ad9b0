import { defineMessages, language, say } from '@callbus/runtime';

const labels = defineMessages('table', {
  time: { ru: 'Начало', en: 'Start' },
  direction: { ru: 'Тип', en: 'Type' },
  status: { ru: 'Итог', en: 'Result' },
  number: { ru: 'Внешний номер', en: 'Outside number' },
  extension: { ru: 'Сотр.', en: 'Ext.' },
  duration: { ru: 'Длит.', en: 'Length' },
  talk: { ru: 'Разг.', en: 'Talk' },
  counterparty: { ru: 'Контрагент', en: 'Counterparty' },
});

const words = defineMessages('word', {
  inbound: { ru: 'входящий', en: 'inbound' },
  outbound: { ru: 'исходящий', en: 'outbound' },
  internal: { ru: 'внутренний', en: 'internal' },
  answered: { ru: 'разговор', en: 'answered' },
  missed: { ru: 'пропущен', en: 'missed' },
  noanswer: { ru: 'нет ответа', en: 'no answer' },
  busy: { ru: 'занято', en: 'busy' },
  declined: { ru: 'отклонён', en: 'declined' },
  cancelled: { ru: 'отменён', en: 'cancelled' },
  failed: { ru: 'не прошёл', en: 'failed' },
  message: { ru: 'сообщение', en: 'message' },
  'remote-session': { ru: 'удал. сеанс', en: 'remote session' },
  treatment: { ru: 'обращение', en: 'treatment' },
  rating: { ru: 'оценка', en: 'rating' },
  comment: { ru: 'комментарий', en: 'comment' },
});

/** A call as the gateway lists it, the part that is shown. */
export interface CallRow {
  callId: string;
  revision: number;
  direction: string;
  status: string;
  externalNumber: string | null;
  callerExtension: string | null;
  extension: string | null;
  startedAt: string;
  endedAt: string | null;
  talkSeconds: number | null;
  counterparty: { name: string | null; company: string | null } | null;
}

const WIDTHS = [19, 10, 10, 16, 6, 7, 7] as const;

/** Makes lines of columns that are so wide; the last ones may be as long as they like. */
export const cellsOf =
  (widths: readonly number[]) =>
  (values: readonly string[]): string =>
    values
      .map((v, i) => v.padEnd(widths[i] ?? 0))
      .join(' ')
      .trimEnd();

const cells = cellsOf(WIDTHS);

/** The head of the table. */
export const header = (): string =>
  cells([
    say(labels.time),
    say(labels.direction),
    say(labels.status),
    say(labels.number),
    say(labels.extension),
    say(labels.duration),
    say(labels.talk),
    say(labels.counterparty),
  ]);

/** The word for a direction or status in the operator's language. */
export const wordFor = (value: string): string =>
  value in words ? say(words[value as keyof typeof words]) : value;

/** A moment in the operator's language and the machine's time zone. */
export const moment = (at: string | number): string =>
  new Date(at).toLocaleString(language() === 'ru' ? 'ru-RU' : 'en-GB').replace(',', '');

/** One call as a line of the table. */
export function row(call: CallRow): string {
  const length = call.endedAt ? (Date.parse(call.endedAt) - Date.parse(call.startedAt)) / 1_000 : null;
  return cells([
    moment(call.startedAt),
    wordFor(call.direction),
    wordFor(call.status),
    call.externalNumber ?? call.callerExtension ?? '-',
    call.extension ?? '-',
    minutes(length),
    minutes(call.talkSeconds),
    call.counterparty?.name ?? call.counterparty?.company ?? '',
  ]);
}

function minutes(seconds: number | null): string {
  if (seconds === null) return '-';
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
