import { setImmediate as turn } from 'node:timers/promises';
import type { JournalRecord } from '@callbus/contract';
import { defineMessages, say } from '@callbus/runtime';
import { callView } from '../view.ts';
import type { CallQuery, Place } from './query.ts';

const labels = defineMessages('csv', {
  startedAt: { ru: 'Дата', en: 'Date' },
  type: { ru: 'Тип', en: 'Type' },
  duration: { ru: 'Длительность, с', en: 'Duration, s' },
  number: { ru: 'Внешний номер', en: 'External number' },
  extension: { ru: 'Внутренний номер', en: 'Extension' },
  counterparty: { ru: 'Контрагент', en: 'Counterparty' },
  talk: { ru: 'Разговор, с', en: 'Talk, s' },
  direction: { ru: 'Направление', en: 'Direction' },
  status: { ru: 'Итог', en: 'Result' },
  caller: { ru: 'Кто звонил', en: 'Caller' },
  did: { ru: 'Набранная линия', en: 'Dialled line' },
  pbx: { ru: 'АТС', en: 'PBX' },
  callId: { ru: 'Код звонка', en: 'Call id' },
});

const words = defineMessages('csvword', {
  inbound: { ru: 'входящий', en: 'inbound' },
  outbound: { ru: 'исходящий', en: 'outbound' },
  internal: { ru: 'внутренний', en: 'internal' },
  notanswered: { ru: 'нет ответа абонента', en: 'not answered' },
  answered: { ru: 'разговор', en: 'answered' },
  missed: { ru: 'пропущен', en: 'missed' },
  noanswer: { ru: 'нет ответа', en: 'no answer' },
  busy: { ru: 'занято', en: 'busy' },
  declined: { ru: 'отклонён', en: 'declined' },
  cancelled: { ru: 'отменён', en: 'cancelled' },
  failed: { ru: 'не прошёл', en: 'failed' },
});

/** Calls read from the store in one go; between two the event loop has a turn. */
const PAGE = 500;
/** A spreadsheet shows longer numbers as 7,9E+10. */
const SHORT_NUMBER = 7;

/** Where pages of calls come from. */
export interface Pages {
  list(query: CallQuery): { items: JournalRecord[]; last?: Place };
}

/**
 * Calls as a table for a spreadsheet: UTF-8 with its mark, `;` between cells,
 * CRLF, a head. Made page by page as it is read, whatever number of calls there are.
 * @param most rows, all where left out
 */
export async function* csvOf(
  store: Pages,
  query: CallQuery,
  most = Number.POSITIVE_INFINITY,
): AsyncGenerator<string> {
  yield `\ufeff${line(Object.values(labels).map((label) => say(label)))}`;
  let after = query.after;
  for (let left = most; left > 0; ) {
    const limit = Math.min(PAGE, left);
    const { items, last } = store.list({ ...query, limit, ...(after ? { after } : {}) });
    if (items.length > 0) yield items.map(rowOf).join('');
    if (!last) return;
    after = last;
    left -= limit;
    await turn();
  }
}

function rowOf(record: JournalRecord): string {
  const call = callView(record);
  const { counterparty } = call as { counterparty: { name: string | null; company: string | null } | null };
  const { startedAt, endedAt, talkSeconds } = record;
  return line([
    local(startedAt),
    word(call.type),
    endedAt ? seconds((endedAt - startedAt) / 1_000) : '',
    number(record.externalNumber || record.externalNumberRaw),
    number(record.extension),
    text(counterparty?.name ?? counterparty?.company),
    talkSeconds === null || talkSeconds === undefined ? '' : seconds(talkSeconds),
    word(call.direction),
    word(call.status),
    number(record.callerExtension),
    number(record.did),
    text(record.instance),
    text(record.callId),
  ]);
}

const line = (cells: readonly string[]): string => `${cells.map(quoted).join(';')}\r\n`;

const quoted = (cell: string): string => (/[";\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

// What begins like a formula would be one; an apostrophe makes it text.
const text = (value: string | null | undefined): string =>
  /^[=+\-@\t\r\n＝＋－＠]/.test(value ?? '') ? `'${value}` : (value ?? '');

// A number is not to be reckoned with: every digit of it is to be read.
const number = (value: string): string =>
  /^0\d/.test(value) || (/^\d+$/.test(value) && value.length > SHORT_NUMBER) ? `'${value}` : text(value);

// Whole ones: a decimal point would be read as a date.
const seconds = (value: number): string =>
  Number.isFinite(value) ? String(Math.max(0, Math.round(value))) : '';

const word = (value: unknown): string =>
  typeof value !== 'string' ? '' : value in words ? say(words[value as keyof typeof words]) : text(value);

/** This machine's time, as every spreadsheet reads it. */
function local(at: number): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return '';
  const two = (n: number): string => String(n).padStart(2, '0');
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
  return `${day} ${[date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')}`;
}
