import { defineMessages } from '@callbus/runtime';

export const messages = defineMessages('demo', {
  title: { ru: 'CallBus: открытая шина телефонии для 1С', en: 'CallBus: the open telephony bus for 1C' },
  parts: {
    ru: 'АТС (играет демо) → адаптер Простых Звонков → NATS JetStream → ядро → 1С (играет демо)',
    en: 'PBX (played here) → Простые Звонки adapter → NATS JetStream → core → 1C (played here)',
  },
  starting: { ru: 'Запускаю...', en: 'Starting...' },
  ready: { ru: 'Готово: {url}', en: 'Ready: {url}' },
  files: { ru: 'Настройки: {config}   Журнал работы: {log}', en: 'Configuration: {config}   Log: {log}' },
  sceneAnswered: {
    ru: 'Звонит постоянный клиент. АТС спрашивает 1С, кто за него отвечает',
    en: 'A regular customer calls. The PBX asks 1C who is responsible',
  },
  sceneGroup: {
    ru: 'Звонок на группу: звонят три телефона, трубку снимает один',
    en: 'A call to a group: three phones ring, one is picked up',
  },
  sceneMissed: {
    ru: 'Звонит незнакомый номер, трубку никто не снял',
    en: 'A stranger calls, nobody picks up',
  },
  sceneClick: { ru: 'Менеджер нажимает «Позвонить» в 1С', en: 'A manager clicks a number in 1C' },
  sceneLocked: {
    ru: '1С закрыта на обновление. Звонок не теряется: запись дождётся базы',
    en: '1C is locked for an update. The call is not lost: its record waits for the base',
  },
  unlocked: { ru: 'Обновление 1С закончилось', en: 'The update of 1C is over' },
  rings: { ru: 'звонит {who} → {to}', en: '{who} calls {to}' },
  dials: { ru: '{who} звонит {to}', en: '{who} calls {to}' },
  answers: { ru: 'трубку снял {who}', en: '{who} picks up' },
  ends: { ru: 'разговор окончен', en: 'the call is over' },
  gaveUp: { ru: 'звонивший не дождался', en: 'the caller gave up' },
  asks: { ru: 'кто отвечает за {who}?', en: 'who is responsible for {who}?' },
  responsible: { ru: 'ответ: {extension}', en: 'answer: {extension}' },
  popup: { ru: 'окно у {extension}: {title} {who}', en: 'popup at {extension}: {title} {who}' },
  incoming: { ru: 'входящий', en: 'incoming' },
  outgoing: { ru: 'исходящий', en: 'outgoing' },
  accepted: { ru: 'разговор', en: 'talking' },
  hidden: { ru: 'окно у {extension} убрано', en: 'popup at {extension} taken away' },
  record: { ru: 'запись в журнале: {row}', en: 'journal record: {row}' },
  clicked: { ru: 'POST /api/v1/makecall 100 → {number}', en: 'POST /api/v1/makecall 100 → {number}' },
  journal: { ru: 'Журнал звонков (GET /api/v1/calls):', en: 'The journal (GET /api/v1/calls):' },
  stays: {
    ru: 'CallBus продолжает работать; остановить: Ctrl-C. Попробуйте сами:',
    en: 'CallBus stays up; Ctrl-C stops it. Try it yourself:',
  },
  bye: { ru: 'Остановлено.', en: 'Stopped.' },
  seconds: { ru: '{n} с', en: '{n} s' },
  pbx: { ru: 'АТС', en: 'PBX' },
  base: { ru: '1С', en: '1C' },
});
