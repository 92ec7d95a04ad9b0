import { defineMessages } from '@callbus/runtime';

export const messages = defineMessages('gateway', {
  key: { ru: 'ключ X-API-KEY не указан или неизвестен', en: 'X-API-KEY is missing or unknown' },
  scope: { ru: 'у ключа {name} нет права {scope}', en: 'key {name} has no scope {scope}' },
  parameter: {
    ru: 'параметр {name}: найдено {found}, ожидается {expected}',
    en: 'parameter {name}: found {found}, expected {expected}',
  },
  nothing: { ru: 'ничего', en: 'nothing' },
  seconds: { ru: 'секунды, не меньше нуля (90 или 12.5)', en: 'seconds, nought or more (90 or 12.5)' },
  oneValue: { ru: 'одно значение', en: 'one value' },
  internalNumber: { ru: 'внутренний номер', en: 'an extension' },
  phoneNumber: { ru: 'номер телефона', en: 'a telephone number' },
  adapterId: { ru: 'id адаптера', en: 'the id of an adapter' },
  digits: { ru: 'цифры номера', en: 'digits of a number' },
  cursor: {
    ru: '`next` предыдущей страницы с той же сортировкой',
    en: 'the `next` of the page before, with the same sort',
  },
  pageCursor: { ru: '`next` предыдущей страницы', en: 'the `next` of the page before' },
  body: { ru: 'нужен JSON вида {shape}', en: 'JSON like {shape} is needed' },
  tooBig: { ru: 'тело запроса больше {limit} КБ', en: 'the body is larger than {limit} KB' },
  media: {
    ru: 'нужен заголовок Content-Type: application/json',
    en: 'the header Content-Type: application/json is needed',
  },
  noCall: { ru: 'нет звонка {id}', en: 'no call {id}' },
  noExtension: {
    ru: 'внутренний номер {user} не принадлежит ни одной АТС',
    en: 'extension {user} belongs to no PBX',
  },
  noPbx: { ru: 'нет АТС {pbx}', en: 'no PBX {pbx}' },
  notOwner: {
    ru: 'номер {user} не принадлежит АТС {pbx}',
    en: 'extension {user} does not belong to PBX {pbx}',
  },
  several: {
    ru: 'номер {user} есть у нескольких АТС ({list}); укажите pbx',
    en: 'several PBXs own extension {user} ({list}); name one in pbx',
  },
  cannotCall: {
    ru: 'АТС {pbx} не умеет звонить по команде (нет makecall)',
    en: 'PBX {pbx} cannot place calls (no makecall)',
  },
  noAdapter: { ru: 'нет адаптера {id}', en: 'no adapter {id}' },
  cannotDo: {
    ru: 'АТС {pbx} не умеет команду {verb}; умеет: {list}',
    en: 'PBX {pbx} cannot do {verb}; it can do: {list}',
  },
  notRunning: { ru: 'служба {pbx} не запущена', en: 'service {pbx} does not run' },
  noAnswer: { ru: 'служба {pbx} не ответила вовремя', en: 'service {pbx} did not answer in time' },
  busAway: { ru: 'шина не отвечает', en: 'the bus does not answer' },
  closed: {
    ru: 'шлюз ещё не запущен или уже остановлен',
    en: 'the gateway has not started yet or has stopped',
  },
  historyStuck: {
    ru: 'история не записывается: {reason}',
    en: 'the history is not written: {reason}',
  },
  historyRemedy: {
    ru: 'проверьте место на диске и права на файл {file}; записи ждут на шине и не пропадут',
    en: 'check disk space and the permissions of {file}; records wait on the bus and are not lost',
  },
  historyBroken: {
    ru: 'Файл истории был повреждён и отложен: {file}. История собирается заново из того, что есть на шине',
    en: 'The history file was damaged and moved aside: {file}. The history is made again from what lies on the bus',
  },
  exchangesStuck: {
    ru: 'Технический журнал обменов не пишется ({reason}); работе это не мешает',
    en: 'The technical journal of exchanges is not written ({reason}); nothing else suffers',
  },
  exchangesBroken: {
    ru: 'Файл технического журнала был повреждён и отложен: {file}. Журнал начат заново',
    en: 'The file of the technical journal was damaged and moved aside: {file}. It begins anew',
  },
  leaseLost: {
    ru: 'Шлюз запущен и в другом месте: {holder}. Этот процесс его останавливает',
    en: 'The gateway was started elsewhere too: {holder}. This process stops it',
  },
});
