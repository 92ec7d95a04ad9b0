import { defineMessages } from '@callbus/runtime';

export const wireMessages = defineMessages('asterisk-wire', {
  fieldBreak: {
    ru: 'поле {field}: перевод строки и нулевой байт не допускаются',
    en: 'field {field}: line breaks and zero bytes are not allowed',
  },
  fieldName: {
    ru: 'имя поля {field} не годится: допускаются латинские буквы, цифры, «-» и «_»',
    en: 'field name {field} will not do: letters, digits, "-" and "_" are allowed',
  },
  fieldOurs: {
    ru: 'поле {field} заполняется само, его нельзя задать',
    en: 'field {field} is filled in by itself and cannot be given',
  },
  fieldLong: {
    ru: 'поле {field}: строка длиннее {bytes} байт, Asterisk такие строки отбрасывает',
    en: 'field {field}: the line is longer than {bytes} bytes, and Asterisk throws such lines away',
  },
  fieldsMany: {
    ru: 'в команде {action} больше {limit} строк, Asterisk лишние отбрасывает',
    en: 'action {action} has more than {limit} lines, and Asterisk throws the rest away',
  },
  variableName: {
    ru: 'имя переменной {field} не годится: оно не должно быть пустым и содержать «=» и «,»',
    en: 'variable name {field} will not do: it must not be empty nor contain "=" or ","',
  },
  down: { ru: 'нет связи с Asterisk {peer}', en: 'there is no connection to Asterisk {peer}' },
  closed: { ru: 'Asterisk {peer} закрыл соединение', en: 'Asterisk {peer} closed the connection' },
  cannot: {
    ru: 'не удаётся соединиться с Asterisk {peer}: {reason}',
    en: 'cannot connect to Asterisk {peer}: {reason}',
  },
  cannotRemedy: {
    ru: 'проверьте адрес и порт, что в manager.conf стоит enabled = yes (для AJAM также webenabled = yes и enabled = yes в http.conf), и межсетевой экран',
    en: 'check the address and port, that manager.conf has enabled = yes (for AJAM also webenabled = yes, and enabled = yes in http.conf), and the firewall',
  },
  tls: {
    ru: 'сертификат Asterisk {peer} не принят: {reason}',
    en: 'the certificate of Asterisk {peer} was not accepted: {reason}',
  },
  tlsRemedy: {
    ru: 'укажите свой центр сертификации в tls.ca или имя из сертификата в tls.servername',
    en: 'give your own authority in tls.ca, or the name in the certificate in tls.servername',
  },
  silent: {
    ru: 'Asterisk {peer} молчит {seconds} с и не отвечает на Ping',
    en: 'Asterisk {peer} has been silent for {seconds} s and does not answer a Ping',
  },
  noReply: {
    ru: 'Asterisk {peer} не ответил на {action} за {seconds} с',
    en: 'Asterisk {peer} did not answer {action} within {seconds} s',
  },
  login: {
    ru: 'Asterisk {peer} не принял пользователя {username}: {reason}',
    en: 'Asterisk {peer} did not accept user {username}: {reason}',
  },
  loginRemedy: {
    ru: 'проверьте username и secret и строки permit/deny пользователя в manager.conf: на неверный пароль и на запрещённый адрес Asterisk отвечает одинаково',
    en: 'check username and secret, and the permit/deny lines of the user in manager.conf: Asterisk answers a wrong secret and a forbidden address alike',
  },
  right: {
    ru: 'пользователю {username} не разрешена команда {action}',
    en: 'user {username} may not use action {action}',
  },
  rightRemedy: {
    ru: 'добавьте пользователю нужный класс в write= (manager.conf) и выполните manager reload',
    en: 'give the user the class it needs in write= (manager.conf) and do a manager reload',
  },
  peer: {
    ru: 'на {peer} отвечает не Asterisk: {found}',
    en: 'what answers at {peer} is no Asterisk: {found}',
  },
  peerRemedy: {
    ru: 'укажите порт AMI (обычно 5038), для TLS обычно 5039, для AJAM обычно 8088',
    en: 'give the port of AMI (5038 as a rule), of its TLS (5039 as a rule), or of AJAM (8088 as a rule)',
  },
  nothing: { ru: 'приветствия нет', en: 'no greeting' },
  session: { ru: 'Asterisk {peer} забыл наш вход', en: 'Asterisk {peer} has forgotten our log-in' },
  stopped: { ru: 'связь с Asterisk {peer} остановлена', en: 'the connection to Asterisk {peer} was stopped' },
  answer: {
    ru: 'Asterisk {peer} ответил непонятным образом: {found}',
    en: 'Asterisk {peer} gave an answer that cannot be understood: {found}',
  },
});
