import { defineMessages } from '@callbus/runtime';

export const messages = defineMessages('demo', {
  title: { ru: 'CallBus: открытая шина телефонии для 1С', en: 'CallBus: the open telephony bus for 1C' },
  parts: {
    ru: 'АТС и 1С-Коннект (играет демо) → адаптеры → NATS JetStream → ядро → 1С (играет демо)',
    en: 'PBX and 1С-Коннект (played here) → adapters → NATS JetStream → core → 1C (played here)',
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
  sceneAsterisk: {
    ru: 'Настоящий Asterisk {version} на этой машине: звонок по SIP с внешней линии на 100',
    en: 'A real Asterisk {version} on this machine: a SIP call from outside to 100',
  },
  asteriskFetched: {
    ru: 'Для примера беру настоящий Asterisk из пакетов системы (один раз, около 80 МБ, без root)...',
    en: "For the play a real Asterisk is taken from the system's packages (once, about 80 MB, without root)...",
  },
  asteriskMissing: {
    ru: 'Сцены с Asterisk не будет: {reason}',
    en: 'There will be no scene with Asterisk: {reason}',
  },
  asteriskLate: {
    ru: 'он ещё не загружен',
    en: 'it is not fetched yet',
  },
  sceneConnect: {
    ru: 'Сотрудник на 1С-Коннект: звонок клиента, сообщение в чате и оценка',
    en: 'An employee on 1С-Коннект: a call of a customer, a line of chat, a mark',
  },
  connectStatus: { ru: 'статус {login}: {status}', en: 'status of {login}: {status}' },
  connectBody: { ru: 'Не открывается отчёт', en: 'The report does not open' },
  connectMessage: { ru: 'сообщение клиента: {body}', en: 'message of the customer: {body}' },
  connectRating: { ru: 'оценка клиента: {mark}', en: 'mark of the customer: {mark}' },
  interaction: { ru: 'запись ({kind}): {text}', en: 'record ({kind}): {text}' },
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
  noNumber: { ru: 'номер скрыт', en: 'number withheld' },
  lockedRecord: {
    ru: 'ответ 503, «идёт обновление»: запись ждёт',
    en: 'answers 503, "being updated": the record waits',
  },
  lockedPopup: {
    ru: 'ответ 503, «идёт обновление»: окно не показано',
    en: 'answers 503, "being updated": no popup is shown',
  },
  lockedContact: {
    ru: 'ответ 503, «идёт обновление»: кто звонит, неизвестно',
    en: 'answers 503, "being updated": who calls stays unknown',
  },
  back: { ru: 'база снова отвечает', en: 'the base answers again' },
  hidden: { ru: 'окно у {extension} убрано', en: 'popup at {extension} taken away' },
  record: { ru: 'запись в журнале: {row}', en: 'journal record: {row}' },
  clicked: {
    ru: 'звонок по клику: POST /api/v1/makecall {user} → {number}',
    en: 'click-to-call: POST /api/v1/makecall {user} → {number}',
  },
  journal: { ru: 'Журнал звонков (GET /api/v1/calls):', en: 'The journal (GET /api/v1/calls):' },
  stays: {
    ru: 'CallBus продолжает работать; остановить: Ctrl-C. Попробуйте сами:',
    en: 'CallBus stays up; Ctrl-C stops it. Try it yourself:',
  },
  tryList: { ru: 'завершённые звонки', en: 'finished calls' },
  tryRing: {
    ru: 'звонит клиент; номер можно убрать: src_num=',
    en: 'a customer calls; the number may be left out: src_num=',
  },
  tryAnswer: { ru: '100 снимает трубку', en: '100 picks up' },
  tryEnd: { ru: 'разговор окончен', en: 'the call is over' },
  tryClick: { ru: 'звонок по клику', en: 'click-to-call' },
  tryStream: { ru: 'звонки и окна по мере появления', en: 'calls and popups as they come' },
  tryFollow: { ru: 'они же по мере появления', en: 'the same as they come' },
  tryConnect: {
    ru: 'статус сотрудника в 1С-Коннект из своей программы',
    en: "an employee's 1С-Коннект status, set by your program",
  },
  tryInteractions: {
    ru: 'сообщения, сеансы и обращения 1С-Коннект',
    en: 'messages, sessions and treatments of 1С-Коннект',
  },
  tryHealth: { ru: 'состояние звеньев', en: 'how each link stands' },
  tryExchanges: {
    ru: 'технический журнал: что спрашивали АТС и 1С и что им ответили',
    en: 'the technical journal: what PBX and 1C asked and were answered',
  },
  bye: { ru: 'Остановлено.', en: 'Stopped.' },
  seconds: { ru: '{n} с', en: '{n} s' },
  pbx: { ru: 'АТС', en: 'PBX' },
  base: { ru: '1С', en: '1C' },
});
