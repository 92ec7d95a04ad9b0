import { defineMessages } from '@callbus/runtime';

export const agiMessages = defineMessages('asterisk-agi', {
  long: {
    ru: 'запрос AGI длиннее {limit} байт',
    en: 'an AGI request is longer than {limit} bytes',
  },
  silent: {
    ru: 'запрос AGI не пришёл за {seconds} с',
    en: 'no AGI request came within {seconds} s',
  },
  line: {
    ru: 'запрос AGI: строка {line} не вида «agi_имя: значение»',
    en: 'AGI request: line {line} is not of the form "agi_name: value"',
  },
  cut: {
    ru: 'запрос AGI оборвался',
    en: 'an AGI request broke off',
  },
  taken: {
    ru: 'адрес {address} для AGI занять не удалось: {reason}',
    en: 'the address {address} for AGI could not be had: {reason}',
  },
  takenRemedy: {
    ru: 'проверьте agi.listen: порт не должен быть занят другой программой, а адрес должен принадлежать этой машине',
    en: 'check agi.listen: no other program may use the port, and the address must be one of this machine',
  },
  script: {
    ru: 'сценарий AGI {script} неизвестен, есть только route',
    en: 'there is no AGI script {script}, only route',
  },
  extension: {
    ru: 'ответ маршрутизации не похож на внутренний номер и не передан АТС',
    en: 'the route that was answered does not look like an extension and was not given to the PBX',
  },
  token: { ru: 'токен не тот или не указан', en: 'the token is wrong or missing' },
  number: { ru: 'номер звонящего', en: "the caller's number" },
  field: {
    ru: 'поле {field}: ожидается {expected}',
    en: 'field {field}: expected {expected}',
  },
});
