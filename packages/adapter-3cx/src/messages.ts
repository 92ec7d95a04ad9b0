import { defineMessages } from '@callbus/runtime';

/** What the adapter says of its configuration and of Call Control; the other doors have their own. */
export const messages = defineMessages('3cx', {
  contactUrl: {
    ru: 'адрес http или https, в котором {ref} стоит на месте ссылки на контрагента',
    en: 'an http or https address in which {ref} stands for the reference of the counterparty',
  },
  extension: { ru: 'внутренний номер', en: 'an internal number' },
  fieldTwice: { ru: 'каждое поле только один раз', en: 'each field only once' },
  oneDoor: {
    ru: 'хотя бы один из блоков crm, callControl, cdr',
    en: 'at least one of the blocks crm, callControl, cdr',
  },
  xapiNeeds: {
    ru: 'блок callControl: xapi входит в 3CX с его clientId и clientSecret',
    en: 'a callControl block: xapi uses its clientId and clientSecret',
  },
  cdrListen: {
    ru: 'адрес, по которому подключается 3CX (mode: active)',
    en: 'the address 3CX connects to (mode: active)',
  },
  cdrConnect: {
    ru: 'адрес, по которому слушает 3CX (mode: passive)',
    en: 'the address 3CX listens on (mode: passive)',
  },
  token: {
    ru: 'вход в API отклонён: {reason}',
    en: 'the API refused the log-in: {reason}',
  },
  tokenStatus: {
    ru: 'сервер входа ответил {status}',
    en: 'the log-in server answered {status}',
  },
  tokenRemedy: {
    ru: 'проверьте clientId и clientSecret адаптера {id} в 3CX: Интеграции — API; одним приложением API может пользоваться только одна программа',
    en: 'check clientId and clientSecret of adapter {id} in 3CX: Integrations - API; only one program may use an API application',
  },
  away: { ru: '3CX не отвечает: {reason}', en: '3CX does not answer: {reason}' },
  awayRemedy: {
    ru: 'проверьте callControl.url адаптера {id}, сертификат 3CX и доступ к этому адресу с машины, где работает адаптер',
    en: 'check callControl.url of adapter {id}, the certificate of 3CX, and that the machine it runs on can reach that address',
  },
  forbidden: {
    ru: '3CX ответил {status}: Call Control недоступен этому приложению API',
    en: '3CX answered {status}: Call Control is closed to this API application',
  },
  forbiddenRemedy: {
    ru: 'нужна редакция Enterprise (AI) и флажок «Call Control» у приложения API в 3CX',
    en: 'it takes the Enterprise (AI) edition, and Call Control ticked for the API application in 3CX',
  },
  odd: { ru: '3CX ответил {status} на {what}', en: '3CX answered {status} to {what}' },
  hidden: {
    ru: 'приложение API не видит номера {list}',
    en: 'the API application does not see {list}',
  },
  hiddenRemedy: {
    ru: 'добавьте эти номера в список приложения API в 3CX или уберите их из callControl.extensions адаптера {id}',
    en: 'add these numbers to the API application in 3CX, or take them out of callControl.extensions of adapter {id}',
  },
  cut: { ru: 'соединение событий оборвано: {reason}', en: 'the event connection broke off: {reason}' },
  deaf: {
    ru: 'соединение событий молчит, хотя звонки идут',
    en: 'the event connection is silent though there are calls',
  },
  participant: {
    ru: 'участник {entity}: поле {field} — {problem}',
    en: 'participant {entity}: field {field}: {problem}',
  },
  frame: { ru: 'событие не читается: {problem}', en: 'an event that cannot be read: {problem}' },
  zoneGuessed: {
    ru: 'У адаптера {id} не указан cdr.timeZone: время CDR читается как {zone}',
    en: 'Adapter {id} has no cdr.timeZone: the times of its CDR are read as {zone}',
  },
  openSocket: {
    ru: 'У адаптера {id} пуст cdr.allow: записи о звонках может прислать любой, кто дотянется до порта',
    en: 'Adapter {id} has an empty cdr.allow: anybody who reaches the port can send records of calls',
  },
  needed: { ru: 'параметр {name}: {expected}', en: 'parameter {name}: {expected}' },
  number: { ru: 'номер телефона', en: 'a telephone number' },
  object: { ru: 'объект JSON с текстами', en: 'a JSON object of texts' },
  noCall: {
    ru: 'у номера {extension} нет такого звонка',
    en: 'extension {extension} has no such call',
  },
  severalCalls: {
    ru: 'у номера {extension} несколько звонков: укажите callid',
    en: 'extension {extension} has several calls: name the callid',
  },
  notSeen: {
    ru: '3CX не знает номера {extension} или не показывает его приложению API',
    en: '3CX does not know {extension}, or does not show it to the API application',
  },
  goneAlready: { ru: 'звонок уже закончился', en: 'the call is over already' },
  wrongState: {
    ru: '3CX не может выполнить «{verb}» в этом состоянии звонка или на этом телефоне{reason}',
    en: '3CX cannot do {verb} in this state of the call, or on this phone{reason}',
  },
  notDone: { ru: '3CX не выполнил команду{reason}', en: '3CX did not carry out the command{reason}' },
});
