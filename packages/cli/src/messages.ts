import { defineMessages } from '@callbus/runtime';

export const messages = defineMessages('cli', {
  about: {
    ru: 'CallBus: открытая шина телефонии для 1С:Предприятия',
    en: 'CallBus: the open telephony bus for 1C:Enterprise',
  },
  config: { ru: 'файл настроек', en: 'configuration file' },
  listen: {
    ru: 'слушать этот адрес:порт, а не http.listen из файла',
    en: 'listen on this host:port and not on http.listen of the file',
  },
  lang: { ru: 'язык сообщений', en: 'language of messages' },
  example: { ru: 'Пример:', en: 'Example:' },
  up: {
    ru: 'запустить все службы файла в одном процессе (и свой nats-server, если bus.url не указан)',
    en: 'run every service of the file in one process (with a nats-server of its own where bus.url is not given)',
  },
  run: {
    ru: 'запустить одну службу на внешней шине (bus.url)',
    en: 'run one service on a bus that stands elsewhere (bus.url)',
  },
  runArgument: {
    ru: 'id адаптера или базы, либо core, gateway',
    en: 'id of an adapter or base, or core, gateway',
  },
  check: { ru: 'проверить файл настроек', en: 'check the configuration file' },
  natsConfig: {
    ru: 'напечатать учётную запись NATS: по пользователю на службу, и каждый может только своё',
    en: 'print a NATS account: one user per service, and each may do its own only',
  },
  natsMade: {
    ru: 'Учётная запись NATS для площадки {site}. Подключите её в nats-server.conf: include callbus.conf',
    en: 'The NATS account of site {site}. Put it into nats-server.conf: include callbus.conf',
  },
  natsPasswords: {
    ru: 'Пароли nats-server берёт из своего окружения; службе её пользователь пишется в bus.credentials:',
    en: 'nats-server takes passwords from its environment; a service is given its user in bus.credentials:',
  },
  natsFirst: {
    ru: 'Потоки создаёт ядро: запустите его раньше остальных.',
    en: 'Core makes the streams: start it before the others.',
  },
  natsAll: {
    ru: 'для callbus up и callbus doctor: вся площадка',
    en: 'for callbus up and callbus doctor: the whole site',
  },
  doctor: {
    ru: 'проверить каждое звено: шину, адаптеры, 1С; назвать сломанное и что делать',
    en: 'check every link: bus, adapters, 1C; name the broken one and what to do',
  },
  calls: { ru: 'показать завершённые звонки', en: 'show finished calls' },
  follow: { ru: 'показывать новые по мере появления', en: 'show new ones as they come' },
  json: { ru: 'по строке JSON', en: 'one line of JSON each' },
  limit: {
    ru: 'сколько последних показать (без ключа 20, с --csv все)',
    en: 'how many of the latest to show (20 where left out, all with --csv)',
  },
  csv: { ru: 'таблица для Excel (CSV)', en: 'a table for a spreadsheet (CSV)' },
  byType: {
    ru: 'только этого типа (можно несколько через запятую): inbound, outbound, internal, missed, notanswered',
    en: 'only of this type (several with commas): inbound, outbound, internal, missed, notanswered',
  },
  byCallDirection: {
    ru: 'только в эту сторону: inbound, outbound, internal',
    en: 'only in this direction: inbound, outbound, internal',
  },
  byCallStatus: {
    ru: 'только с этим итогом (можно несколько через запятую): answered, missed, noanswer, busy...',
    en: 'only with this result (several with commas): answered, missed, noanswer, busy...',
  },
  minDuration: { ru: 'не короче стольких секунд', en: 'no shorter than so many seconds' },
  maxDuration: { ru: 'не длиннее стольких секунд', en: 'no longer than so many seconds' },
  byNumber: { ru: 'только с этим внешним номером', en: 'only with this outside number' },
  byExtension: { ru: 'только этого внутреннего номера', en: 'only of this extension' },
  byCounterparty: { ru: 'только этого контрагента', en: 'only of this counterparty' },
  byPbx: { ru: 'только этой АТС (id адаптера)', en: 'only of this PBX (id of the adapter)' },
  sort: {
    ru: 'порядок: startedAt, type, duration, externalNumber, extension, counterparty...; со знаком - обратный (--sort=-duration)',
    en: 'order: startedAt, type, duration, externalNumber, extension, counterparty...; with - descending (--sort=-duration)',
  },
  cutShort: {
    ru: 'Шлюз оборвал ответ: таблица неполная, повторите',
    en: 'The gateway broke off: the table is not complete, try again',
  },
  exchanges: {
    ru: 'показать технический журнал: обмены с АТС, 1С и другими соседями',
    en: 'show the technical journal: exchanges with PBXs, 1C and other neighbours',
  },
  byService: {
    ru: 'только этой службы (id адаптера или базы)',
    en: 'only of this service (id of an adapter or base)',
  },
  byDirection: { ru: 'in: спросили нас, out: спросили мы', en: 'in: we were asked, out: we asked' },
  byStatus: {
    ru: 'код ответа: 404, 5xx или none (нет ответа)',
    en: 'status of the answer: 404, 5xx or none (no answer)',
  },
  from: { ru: 'не раньше этого времени (RFC 3339)', en: 'not before this time (RFC 3339)' },
  to: { ru: 'раньше этого времени (RFC 3339)', en: 'before this time (RFC 3339)' },
  bodies: { ru: 'показать и тела запросов и ответов', en: 'show the bodies, too' },
  noExchanges: { ru: 'Обменов пока нет', en: 'No exchanges yet' },
  exchangeTime: { ru: 'Время', en: 'Time' },
  exchangeService: { ru: 'Служба', en: 'Service' },
  exchangeStatus: { ru: 'Код', en: 'Status' },
  exchangeLatency: { ru: 'мс', en: 'ms' },
  exchangeMethod: { ru: 'Метод', en: 'Method' },
  exchangeRoute: { ru: 'Адрес', en: 'Address' },
  interactions: {
    ru: 'показать сообщения, удалённые сеансы, обращения, оценки',
    en: 'show messages, remote sessions, treatments, ratings',
  },
  byKind: { ru: 'только этого вида', en: 'only of this kind' },
  byLogin: { ru: 'только этого сотрудника', en: 'only of this employee' },
  noInteractions: { ru: 'Взаимодействий пока нет', en: 'No interactions yet' },
  interactionTime: { ru: 'Время', en: 'Time' },
  interactionKind: { ru: 'Вид', en: 'Kind' },
  interactionLogin: { ru: 'Сотрудник', en: 'Employee' },
  interactionState: { ru: 'Состояние', en: 'State' },
  interactionText: { ru: 'Текст', en: 'Text' },
  checked: { ru: 'Файл настроек в порядке: {file}', en: 'The configuration file is well: {file}' },
  services: { ru: 'службы: {list}', en: 'services: {list}' },
  needsBus: {
    ru: 'Для отдельной службы нужна внешняя шина: укажите bus.url в {file}',
    en: 'A service on its own needs a bus that stands elsewhere: set bus.url in {file}',
  },
  noService: {
    ru: 'В файле нет службы {id}. Есть: {list}',
    en: 'The file has no service {id}. There are: {list}',
  },
  noGateway: {
    ru: 'Шлюз не отвечает по адресу {url}: запущен ли CallBus? ({reason})',
    en: 'The gateway does not answer at {url}: does CallBus run? ({reason})',
  },
  noKey: {
    ru: 'Нет ключа с правом {scope}: укажите --key или такой ключ в gateway.apiKeys',
    en: 'No key with scope {scope}: give --key, or such a key in gateway.apiKeys',
  },
  refused: { ru: 'Шлюз ответил {status}: {message}', en: 'The gateway answered {status}: {message}' },
  noCalls: { ru: 'Звонков пока нет', en: 'No calls yet' },
  url: {
    ru: 'адрес шлюза, если он на другой машине',
    en: 'address of the gateway, if it is on another machine',
  },
  key: { ru: 'ключ X-API-KEY', en: 'X-API-KEY' },
  backfill: {
    ru: 'перенести историю звонков из журнала АТС (CDR); уже известные звонки не меняются',
    en: "take the history of calls from the PBX's own records (CDR); calls that are known stay as they are",
  },
  backfillFrom: {
    ru: 'с какого времени (2026-01-15, 2026-01-15T09:00 по часам АТС, 2026-01-15T09:00+03:00)',
    en: "from when (2026-01-15, 2026-01-15T09:00 by the PBX's clock, 2026-01-15T09:00+03:00)",
  },
  backfillTo: {
    ru: 'по какое время включительно; если не указано, по сейчас',
    en: 'until when; now where left out',
  },
  backfillAdapter: {
    ru: 'id адаптера; если не указан, единственный, кто это умеет',
    en: 'id of the adapter; the only one that can where left out',
  },
  backfillFound: { ru: 'найдено звонков', en: 'calls found' },
  backfillOpened: { ru: 'новых', en: 'new' },
  backfillAmended: { ru: 'дополнено', en: 'amended' },
  backfillKnown: { ru: 'уже известны', en: 'known already' },
  backfillRefused: { ru: 'не разобрано', en: 'not understood' },
  backfillNobody: {
    ru: 'Ни один работающий адаптер не умеет переносить историю: укажите cdr.csv у адаптера asterisk',
    en: 'No adapter that runs can take history: set cdr.csv of the asterisk adapter',
  },
  backfillSeveral: {
    ru: 'Историю могут перенести несколько адаптеров, выберите один ключом --adapter: {list}',
    en: 'Several adapters can take history, choose one with --adapter: {list}',
  },
  unexpected: { ru: 'Неожиданная ошибка: {reason}', en: 'Unexpected error: {reason}' },
});

export const unsetMessages = defineMessages('unset', {
  ignored: {
    ru: '! не заданы переменные окружения: {list}; без них продолжаю',
    en: '! environment variables that are not set: {list}; going on without them',
  },
  needed: {
    ru: 'не задана переменная окружения {list}',
    en: 'environment variable {list} is not set',
  },
  remedy: {
    ru: 'задайте её в этой консоли, как у службы CallBus, и повторите',
    en: 'set it in this shell as the CallBus service has it, and try again',
  },
});

export const doctorMessages = defineMessages('doctor', {
  ok: { ru: 'в порядке', en: 'ok' },
  config: { ru: 'настройки', en: 'configuration' },
  bus: { ru: 'шина NATS', en: 'NATS bus' },
  busEmbedded: { ru: 'своя, порт {port}', en: 'embedded, port {port}' },
  busDown: { ru: 'не отвечает: {reason}', en: 'does not answer: {reason}' },
  busRemedy: {
    ru: 'запустите nats-server по адресу {url} или проверьте сеть',
    en: 'start nats-server at {url} or check the network',
  },
  upRemedy: {
    ru: 'запустите CallBus: callbus up --config {file}',
    en: 'start CallBus: callbus up --config {file}',
  },
  streams: { ru: 'потоки', en: 'streams' },
  streamsMissing: { ru: 'нет потоков {list}', en: 'streams {list} are missing' },
  streamFull: { ru: 'поток {name} занят на {percent} %', en: 'stream {name} is {percent} % full' },
  fullRemedy: {
    ru: 'увеличьте bus.maxDiskMb или найдите базу, которая не принимает записи',
    en: 'raise bus.maxDiskMb or find the base that takes no records',
  },
  service: { ru: 'служба {id}', en: 'service {id}' },
  notRunning: { ru: 'не запущена', en: 'does not run' },
  running: { ru: 'работает', en: 'works' },
  starting: { ru: 'запускается', en: 'starts' },
  stopping: { ru: 'останавливается', en: 'stops' },
  standby: {
    ru: 'наготове: работу делает другой процесс',
    en: 'stands by: another process does the work',
  },
  failed: {
    ru: 'не работает; причина в журнале процесса',
    en: 'failed; the cause is in the log of its process',
  },
  runRemedy: {
    ru: 'запустите её: callbus run {id} --config {file}',
    en: 'start it: callbus run {id} --config {file}',
  },
  base: { ru: 'база 1С {id}', en: '1C base {id}' },
  reachable: { ru: 'порт отвечает ({host})', en: 'the port answers ({host})' },
  unreachable: {
    ru: 'порт не отвечает ({host}): {reason}',
    en: 'the port does not answer ({host}): {reason}',
  },
  baseRemedy: {
    ru: 'проверьте веб-сервер 1С и сеть до {host}',
    en: 'check the web server of 1C and the network to {host}',
  },
  keysAccepted: {
    ru: '1С отвечает, ключи приняты ({host})',
    en: '1C answers and takes our keys ({host})',
  },
  keysUnchecked: {
    ru: 'порт отвечает ({host}); ключи не проверены: {reason}',
    en: 'the port answers ({host}); the keys were not checked: {reason}',
  },
  denied: {
    ru: '1С не принимает наши ключи (код {status}, {host})',
    en: '1C does not take our keys (status {status}, {host})',
  },
  deniedRemedy: {
    ru: 'проверьте пользователя и пароль (auth) и токен (token) базы {id}',
    en: 'check user and password (auth) and the token (token) of base {id}',
  },
  oddAnswer: {
    ru: 'порт отвечает, но не по протоколу (код {status}, {host})',
    en: 'the port answers, but not by the protocol (status {status}, {host})',
  },
  oddRemedy: {
    ru: 'проверьте sinks.url базы {id}: опубликован ли там HTTP-сервис и не идёт ли обновление базы',
    en: 'check sinks.url of base {id}: whether the HTTP service is published there and the base is not being updated',
  },
  trouble: {
    ru: '1С отвечает ошибкой (код {status}, {host})',
    en: '1C answers with an error (status {status}, {host})',
  },
  troubleRemedy: {
    ru: 'ошибка внутри базы {id}: посмотрите её журнал регистрации',
    en: 'the error is inside base {id}: see its event log',
  },
  noAnswer: { ru: 'нет ответа на запрос', en: 'no answer to a request' },
  asterisk: { ru: 'сервер Asterisk {id}', en: 'Asterisk {id}' },
  makecall: { ru: 'звонок по клику {id}', en: 'click-to-call {id}' },
  makecallReachable: {
    ru: 'порт отвечает ({host}); ключ проверит первый звонок',
    en: 'the port answers ({host}); the first call will check the key',
  },
  makecallRemedy: {
    ru: 'проверьте makecall.url адаптера {id}, DNS и доступ в сеть с этой машины',
    en: 'check makecall.url of adapter {id}, DNS and the network of this machine',
  },
  waiting: {
    ru: 'ждут отправки: {count}, самая старая {minutes} мин',
    en: 'waiting to be sent: {count}, the oldest for {minutes} min',
  },
  waitingRemedy: {
    ru: 'запись уйдёт сама, когда база ответит; причина выше или в журнале',
    en: 'records go out by themselves once the base answers; the cause is above or in the log',
  },
  since: { ru: 'с {time}', en: 'since {time}' },
  well: { ru: 'Всё в порядке.', en: 'All is well.' },
  bad: { ru: 'Неисправно звеньев: {count}.', en: 'Links broken: {count}.' },
  unknownYet: { ru: 'ещё не было обмена', en: 'nothing exchanged yet' },
});

export const templateMessages = defineMessages('template', {
  group: { ru: 'для администратора 3CX', en: 'for the administrator of 3CX' },
  about: {
    ru: 'напечатать CRM-шаблон 3CX для этой установки',
    en: 'print the CRM template of 3CX for this site',
  },
  out: { ru: 'записать в файл, а не на экран', en: 'write to this file and not to the screen' },
  id: { ru: 'адаптер, если их в файле несколько', en: 'the adapter, where the file has several' },
  needsUrl: {
    ru: 'Шаблон не создан: 3CX должна знать адрес CallBus, а http.publicUrl не указан.',
    en: 'No template: 3CX has to know the address of CallBus, and http.publicUrl is not set.',
  },
  needsUrlRemedy: {
    ru: 'Укажите http.publicUrl, например https://callbus.example.ru, и повторите.',
    en: 'Set http.publicUrl, https://callbus.example.ru for instance, and try again.',
  },
  none: {
    ru: 'Шаблон не создан: в файле нет адаптера типа 3cx с блоком crm.',
    en: 'No template: the file has no adapter of type 3cx with a crm block.',
  },
  noneRemedy: {
    ru: 'Добавьте адаптеру блок crm с токеном: docs/3cx.md.',
    en: 'Give the adapter a crm block with a token: docs/3cx.md.',
  },
  several: {
    ru: 'Шаблон не создан: адаптеров 3cx с блоком crm несколько ({list}). Укажите нужный ключом --id.',
    en: 'No template: several 3cx adapters have a crm block ({list}). Choose one with --id.',
  },
  noDoor: {
    ru: 'Шаблон не создан: у адаптера {id} нет блока crm.',
    en: 'No template: adapter {id} has no crm block.',
  },
  noAdapter: {
    ru: 'Шаблон не создан: адаптера {id} типа 3cx в файле нет. С блоком crm есть: {list}.',
    en: 'No template: the file has no 3cx adapter {id}. With a crm block there are: {list}.',
  },
  written: {
    ru: 'Шаблон записан в {file}. Загрузите его в 3CX и впишите там токен из crm.token адаптера {id}.',
    en: 'The template is in {file}. Upload it to 3CX and enter there the token of crm.token of adapter {id}.',
  },
  notWritten: {
    ru: 'Файл {file} не записан: {reason}',
    en: 'File {file} was not written: {reason}',
  },
});
