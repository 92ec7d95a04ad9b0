import { defineMessages } from '@callbus/runtime';

export const messages = defineMessages('asterisk', {
  tokenSigns: { ru: 'латинские буквы, цифры и знаки -_.~', en: 'letters, digits and -_.~' },
  variableName: {
    ru: 'имя переменной без пробелов, «=» и «,»',
    en: 'the name of a variable without blanks, "=" and ","',
  },
  plainVariable: {
    ru: 'имя переменной: латинские буквы, цифры и «_»',
    en: 'the name of a variable: letters, digits and "_"',
  },
  hostNeeded: {
    ru: 'адрес сервера Asterisk (при transport: ami)',
    en: 'the address of the Asterisk server (with transport: ami)',
  },
  urlNeeded: {
    ru: 'адрес HTTP-сервера Asterisk, http://адрес:8088 (при transport: ajam)',
    en: "the address of Asterisk's HTTP server, http://address:8088 (with transport: ajam)",
  },
  onlyAjam: { ru: 'ничего: поле только для transport: ajam', en: 'nothing: only transport: ajam has it' },
  onlyAmi: { ru: 'ничего: поле только для transport: ami', en: 'nothing: only transport: ami has it' },
  digestOnlyAjam: {
    ru: 'auto, md5 или plain: digest бывает только с transport: ajam',
    en: 'auto, md5 or plain: digest comes only with transport: ajam',
  },
  tlsNeedsHttps: {
    ru: 'false, или https:// в url',
    en: 'false, or https:// in url',
  },
  caReadable: {
    ru: 'файл, который можно прочитать ({reason}), или сам сертификат в PEM',
    en: 'a file that can be read ({reason}), or the certificate itself as PEM',
  },
  extensionInChannel: {
    ru: 'строка с {mark}, например PJSIP/{mark}',
    en: 'a text with {mark}, for instance PJSIP/{mark}',
  },
  fileInTemplate: {
    ru: 'адрес http:// или https:// с {marks}',
    en: 'an http:// or https:// address with {marks}',
  },
  anyCertificate: {
    ru: 'Адаптер {id} принимает любой сертификат Asterisk (tls.rejectUnauthorized: false): пароль может узнать тот, кто стоит на пути',
    en: 'Adapter {id} takes any certificate of Asterisk (tls.rejectUnauthorized: false): whoever stands on the way can learn the secret',
  },
  openSecret: {
    ru: 'Адаптер {id} передаёт пароль Asterisk открытым текстом: включите tls или login: md5',
    en: 'Adapter {id} sends the secret of Asterisk in clear: switch on tls or login: md5',
  },
  openAgi: {
    ru: 'Адаптер {id} слушает FastAGI на {address}: спросить маршрут сможет любая машина сети, закройте порт от всех, кроме АТС',
    en: 'Adapter {id} listens for FastAGI on {address}: any machine of the network can ask for a route, shut the port for all but the PBX',
  },
  noSnapshot: {
    ru: 'Asterisk не показывает, какие звонки идут ({action}: {reason}): после обрыва связи идущие звонки будут потеряны из виду',
    en: 'Asterisk does not show what calls there are ({action}: {reason}): after a loss of the link running calls will be lost sight of',
  },
  noEvents: {
    ru: 'Asterisk не присылает событий о звонках, хотя звонки идут',
    en: 'Asterisk sends no events of calls though there are calls',
  },
  noEventsRemedy: {
    ru: 'добавьте пользователю {username} read = call,dialplan,agent в manager.conf, уберите его eventfilter и выполните manager reload',
    en: 'give user {username} read = call,dialplan,agent in manager.conf, take its eventfilter away and do a manager reload',
  },
  snapshotRemedy: {
    ru: 'добавьте пользователю {username} write = system,reporting в manager.conf и выполните manager reload',
    en: 'give user {username} write = system,reporting in manager.conf and do a manager reload',
  },
  eventsRefused: {
    ru: 'Asterisk не включает события: {reason}',
    en: 'Asterisk does not switch events on: {reason}',
  },
  shutdown: { ru: 'Asterisk останавливается', en: 'Asterisk goes down' },
  restart: { ru: 'Asterisk перезапускается', en: 'Asterisk restarts' },
  remedyWait: {
    ru: 'связь восстановится сама, следующая попытка через {seconds} с',
    en: 'the link comes back by itself, the next try is in {seconds} s',
  },
  examined: {
    ru: '{server} отвечает, пользователь {username} принят',
    en: '{server} answers and takes user {username}',
  },
  readUnchecked: {
    ru: 'read не проверен (нет права command), нужно {classes}',
    en: 'read was not checked (no right to command), {classes} is needed',
  },
  rightLacking: {
    ru: 'пользователю {username} не хватает {list} = {name}: {what}',
    en: 'user {username} lacks {list} = {name}: {what}',
  },
  rightLackingRemedy: {
    ru: 'добавьте {name} в {list} пользователя {username} (manager.conf) и выполните manager reload',
    en: 'add {name} to {list} of user {username} (manager.conf) and do a manager reload',
  },
  needSnapshot: {
    ru: 'после обрыва связи не узнать, какие звонки идут',
    en: 'after a loss of the link there is no telling what calls there are',
  },
  needBridges: {
    ru: 'после обрыва связи не отличить парковку от разговора',
    en: 'after a loss of the link parking looks like talk',
  },
  needFilter: {
    ru: 'лишние события передаются по сети',
    en: 'events that are of no use cross the network',
  },
  needStates: {
    ru: 'состояние сотрудников известно не сразу',
    en: 'the state of employees is not known at once',
  },
  needControl: {
    ru: 'не будет управления звонками',
    en: 'there will be no control of calls',
  },
  needOriginate: { ru: 'не будет звонка по клику', en: 'there will be no click-to-call' },
  readCall: { ru: 'не придут события о звонках', en: 'no events of calls will come' },
  readDialplan: {
    ru: 'не придут имена файлов записей и переменные',
    en: 'no names of recordings and no variables will come',
  },
  readAgent: {
    ru: 'не придут события очередей и операторов',
    en: 'no events of queues and agents will come',
  },
  dropped: {
    ru: 'сообщение Asterisk длиннее допустимого',
    en: 'a message of Asterisk is longer than messages may be',
  },
});
