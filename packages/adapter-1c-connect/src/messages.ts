import { defineMessages } from '@callbus/runtime';

export const messages = defineMessages('1c-connect', {
  // What the agent sends and we cannot use.
  xml: { ru: 'это не XML: {reason}', en: 'this is not XML: {reason}' },
  dtd: {
    ru: 'в сообщении есть DTD или свои сущности, такие сообщения не принимаются',
    en: 'the message has a DTD or entities of its own; such messages are refused',
  },
  root: {
    ru: 'сообщение {found}: ожидается Event или CommandResult',
    en: 'message {found}: expected Event or CommandResult',
  },
  junk: { ru: 'между сообщениями пришло лишнее, байт: {bytes}', en: 'junk between messages, bytes: {bytes}' },
  truncated: {
    ru: 'сообщение оборвалось, байт: {bytes}',
    en: 'the message broke off, bytes: {bytes}',
  },
  oversize: {
    ru: 'сообщение длиннее допустимого, байт: {bytes}',
    en: 'the message is longer than allowed, bytes: {bytes}',
  },
  field: {
    ru: '{field}: найдено {found}, ожидается {expected}',
    en: '{field}: found {found}, expected {expected}',
  },
  nothing: { ru: 'ничего', en: 'nothing' },
  id: { ru: 'идентификатор или слово', en: 'an id or a word' },
  atMost: { ru: 'не больше {longest} знаков', en: 'at most {longest} characters' },
  readable: {
    ru: 'текст без управляющих символов',
    en: 'text without control characters',
  },
  moment: { ru: 'время вида 2026-03-02 09:00:00', en: 'a time like 2026-03-02 09:00:00' },
  seconds: { ru: 'секунды', en: 'seconds' },
  size: { ru: 'размер в байтах', en: 'a size in bytes' },
  initiatorNeeded: {
    ru: 'incoming или self: без него неизвестно, чей это звонок',
    en: 'incoming or self: without it nobody knows whose call this is',
  },
  unasked: {
    ru: 'ответ {action} на команду, которой мы не давали или уже не ждём',
    en: 'an answer {action} to a command that we did not give or do not wait for any more',
  },
  // How the link stands.
  absent: {
    ru: 'программа 1С-Коннект под логином {login} не запущена: канала {path} нет',
    en: 'the 1С-Коннект program of login {login} is not running: there is no pipe {path}',
  },
  absentRemedy: {
    ru: 'запустите 1С-Коннект на этой машине и войдите под логином {login}; подключение произойдёт само',
    en: 'start 1С-Коннект on this machine and log in as {login}; the link comes up by itself',
  },
  forbidden: {
    ru: 'нет прав на канал {path}',
    en: 'no right to open the pipe {path}',
  },
  forbiddenRemedy: {
    ru: 'запускайте адаптер от имени того же пользователя, что и программу 1С-Коннект',
    en: 'run the adapter as the same user as the 1С-Коннект program',
  },
  busy: {
    ru: 'канал {path} занят другой программой',
    en: 'the pipe {path} is taken by another program',
  },
  busyRemedy: {
    ru: 'закройте другие программы, подключённые к 1С-Коннект, например внешнюю компоненту 1С',
    en: 'close other programs that are connected to 1С-Коннект, the 1C add-in for instance',
  },
  refusedPipe: {
    ru: 'канал {path} не открывается: {reason}',
    en: 'the pipe {path} cannot be opened: {reason}',
  },
  gone: {
    ru: 'программа 1С-Коннект под логином {login} закрыла канал',
    en: 'the 1С-Коннект program of login {login} closed the pipe',
  },
  mute: {
    ru: 'программа 1С-Коннект под логином {login} не отвечает на команды',
    en: 'the 1С-Коннект program of login {login} does not answer commands',
  },
  muteRemedy: {
    ru: 'перезапустите 1С-Коннект под логином {login}',
    en: 'restart 1С-Коннект of login {login}',
  },
  subscription: {
    ru: '1С-Коннект не даёт подписаться: {list}',
    en: '1С-Коннект refuses subscriptions: {list}',
  },
  subscriptionRemedy: {
    ru: 'проверьте пакет дополнительных функций 1С-Коннект и список subscribe адаптера {id}',
    en: 'check the package of additional functions of 1С-Коннект, and subscribe of adapter {id}',
  },
  byRequest: { ru: 'отключено командой disconnect', en: 'disconnected by the command disconnect' },
  byRequestRemedy: { ru: 'дайте команду connect', en: 'give the command connect' },
  // Commands.
  noLogin: {
    ru: 'логин {login} не указан в logins адаптера {id}',
    en: 'login {login} is not among logins of adapter {id}',
  },
  noExtension: {
    ru: 'за номером {extension} нет логина в адаптере {id}',
    en: 'no login of adapter {id} has extension {extension}',
  },
  parameter: { ru: 'поле {field}: ожидается {expected}', en: 'field {field}: expected {expected}' },
  login: { ru: 'логин', en: 'a login' },
  number: { ru: 'номер телефона', en: 'a telephone number' },
  text: { ru: 'непустой текст', en: 'a text that is not empty' },
  status: { ru: 'статус, например Online', en: 'a status, for instance Online' },
  uuid: { ru: 'идентификатор UUID', en: 'a UUID' },
  notConnected: {
    ru: 'команда не передана: {reason}.\nЧто делать: {remedy}.',
    en: 'the command was not sent: {reason}.\nWhat to do: {remedy}.',
  },
  starting: { ru: 'подключение ещё не установлено', en: 'the link is not up yet' },
  noAnswer: {
    ru: '1С-Коннект под логином {login} не ответил за {seconds} с; выполнена ли команда, неизвестно',
    en: '1С-Коннект of login {login} did not answer within {seconds} s; whether the command was carried out is unknown',
  },
  cut: {
    ru: '1С-Коннект под логином {login} закрыл канал, не ответив; выполнена ли команда, неизвестно',
    en: '1С-Коннект of login {login} closed the pipe without an answer; whether the command was carried out is unknown',
  },
  rejected: { ru: '1С-Коннект отказал: {text}', en: '1С-Коннект refused: {text}' },
  rejectedSilently: { ru: 'без объяснения', en: 'without a reason' },
  // The spec's own words (I.2.2.1), and the constant that came.
  actionUnknown: { ru: 'не распознан атрибут Action ({text})', en: '{text}' },
  initiatorUnknown: { ru: 'не распознан атрибут Initiator ({text})', en: '{text}' },
  modeUnknown: { ru: 'не распознан атрибут Mode ({text})', en: '{text}' },
  objectUnknown: { ru: 'не распознан атрибут Object ({text})', en: '{text}' },
  statusUnknown: { ru: 'не распознан тег Status ({text})', en: '{text}' },
  xmlUnknown: { ru: 'ошибка парсинга XML ({text})', en: '{text}' },
  userNotFound: {
    ru: 'агент не нашёл UserID по указанному ServiceID ({text})',
    en: '{text}',
  },
  serviceNotFound: { ru: 'агент не нашёл указанный ServiceID ({text})', en: '{text}' },
  colleagueNotFound: { ru: 'агент не нашёл коллегу по UserID ({text})', en: '{text}' },
  offline: { ru: 'агент не в онлайн ({text})', en: '{text}' },
  notLogged: { ru: 'агент не авторизован ({text})', en: '{text}' },
  impossible: { ru: 'нет возможности установить заданный статус ({text})', en: '{text}' },
  // Configuration.
  loginTwice: { ru: 'другой логин: {login} уже есть', en: 'another login: {login} is there already' },
  extensionTwice: {
    ru: 'другой внутренний номер: {extension} уже есть',
    en: 'another extension: {extension} is there already',
  },
  loginPlace: { ru: 'место для логина: {login} в тексте', en: 'a place for the login: {login} in the text' },
  loginSigns: {
    ru: 'логин без знаков / и \\ и управляющих символов',
    en: 'a login without / and \\ and control characters',
  },
});
