import { defineMessages } from '@callbus/runtime';

export const messages = defineMessages('3cx-crm', {
  badJson: { ru: 'тело запроса не JSON-объект', en: 'the body is not a JSON object' },
  field: {
    ru: 'поле {field}: найдено {found}, ожидается {expected}',
    en: 'field {field}: found {found}, expected {expected}',
  },
  nothing: { ru: 'ничего', en: 'nothing' },
  object: { ru: 'список или объект', en: 'a list or an object' },
  moment: { ru: 'время', en: 'a time' },
  length: { ru: 'длительность чч:мм:сс', en: 'a duration hh:mm:ss' },
  number: { ru: 'номер телефона', en: 'a telephone number' },
  numberOrMail: { ru: 'номер телефона или адрес почты', en: 'a telephone number or a mail address' },
  searched: { ru: 'что искать', en: 'what to look for' },
  anybody: { ru: 'имя, организация или номер', en: 'a name, a company or a number' },
  token: {
    ru: 'токен не тот или не указан: проверьте поле «API key» в настройках CRM-интеграции 3CX и crm.token',
    en: 'the token is wrong or missing: check the field "API key" of the CRM integration of 3CX, and crm.token',
  },
  again: {
    ru: 'запись о звонке пока не сохранена, повторите запрос',
    en: 'the call is not stored yet, send it again',
  },
  tooBig: { ru: 'тело запроса больше {limit} КБ', en: 'the body is larger than {limit} KB' },
  unavailable: { ru: '1С не ответила вовремя', en: '1C did not answer in time' },
  noCreate: {
    ru: 'эта база 1С не создаёт контрагентов по запросу 3CX: создайте карточку в 1С',
    en: 'this 1C base does not create counterparties on request of 3CX: make the card in 1C',
  },
  several: { ru: 'Несколько: {list}', en: 'Several: {list}' },
  apiKeyTitle: { ru: 'Токен (crm.token)', en: 'Token (crm.token)' },
  urlTitle: { ru: 'Адрес CallBus', en: 'Address of CallBus' },
  journalTitle: { ru: 'Вести журнал вызовов', en: 'Enable call journaling' },
  createTitle: { ru: 'Создавать контакты в 1С', en: 'Create contacts in 1C' },
});
