import { defineMessages } from '@callbus/runtime';

export const messages = defineMessages('prostiezvonki', {
  badJson: { ru: 'тело запроса не JSON', en: 'the body is not JSON' },
  tooBig: { ru: 'тело запроса больше {limit} КБ', en: 'the body is larger than {limit} KB' },
  field: {
    ru: 'поле {field}: найдено {found}, ожидается {expected}',
    en: 'field {field}: found {found}, expected {expected}',
  },
  nothing: { ru: 'ничего', en: 'nothing' },
  list: { ru: 'список', en: 'a list' },
  object: { ru: 'объект', en: 'an object' },
  text: { ru: 'одна строка', en: 'one text' },
  readable: {
    ru: 'текст в UTF-8 без управляющих символов',
    en: 'text in UTF-8 without control characters',
  },
  atMost: { ru: 'не больше {longest} знаков', en: 'at most {longest} characters' },
  extension: { ru: 'внутренний номер', en: 'an internal number' },
  number: { ru: 'номер телефона', en: 'a telephone number' },
  callId: { ru: 'идентификатор звонка', en: 'a call id' },
  seconds: { ru: 'секунды', en: 'seconds' },
  unixTime: { ru: 'время Unix', en: 'Unix time' },
  moment: { ru: 'существующее время yyyyMMddTHHmmss', en: 'a yyyyMMddTHHmmss that exists' },
  token: { ru: 'токен не тот или не указан', en: 'the token is wrong or missing' },
  again: {
    ru: 'событие пока не сохранено, повторите запрос',
    en: 'the event is not stored yet, send it again',
  },
  // The spec's own words («Возможные ошибки»); what a 1C user is to be shown.
  makecallFailed: {
    ru: 'При выполнении запроса к Простым звонкам произошла ошибка: {text}.\nПожалуйста, обратитесь в поддержку Простых звонков.',
    en: 'A request to Простые Звонки failed: {text}.\nPlease turn to the support of Простые Звонки.',
  },
  makecallAway: {
    ru: 'сервер {host} не отвечает ({reason})',
    en: 'server {host} does not answer ({reason})',
  },
  makecallOdd: { ru: 'сервер {host} ответил: {text}', en: 'server {host} answered: {text}' },
  makecallSlow: { ru: 'нет ответа за {seconds} с', en: 'no answer within {seconds} s' },
  makecallUnknownHost: { ru: 'имя не найдено в DNS, {code}', en: 'the name is not in DNS, {code}' },
  makecallRefused: { ru: 'соединение отклонено, {code}', en: 'connection refused, {code}' },
  makecallCut: { ru: 'соединение оборвано, {code}', en: 'the connection broke off, {code}' },
  makecallNetwork: { ru: 'ошибка связи, {code}', en: 'connection error, {code}' },
  makecallRemedy: {
    ru: 'проверьте makecall.url адаптера {id} и доступ к этому адресу с машины, где работает адаптер',
    en: 'check makecall.url of adapter {id}, and that the machine it runs on can reach that address',
  },
  makecallToUser: { ru: '{what}.\nЧто делать: {remedy}.', en: '{what}.\nWhat to do: {remedy}.' },
  makecallKey: { ru: 'ключ makecall.apiKey не принят', en: 'makecall.apiKey was refused' },
  makecallKeyRemedy: {
    ru: 'возьмите «Токен Простых Звонков» в личном кабинете и впишите его в makecall.apiKey адаптера {id}',
    en: 'take «Токен Простых Звонков» from the cabinet and put it into makecall.apiKey of adapter {id}',
  },
  pbxTokenSigns: { ru: 'латинские буквы, цифры и знаки -_.~', en: 'letters, digits and -_.~' },
  pbxTokenNeeded: {
    ru: 'токен, потому что адрес {address} доступен с других машин',
    en: 'a token, because {address} can be reached from other machines',
  },
  openDoor: {
    ru: 'У адаптера {id} нет pbxToken, а http.publicUrl указан: через этот адрес события может прислать кто угодно',
    en: 'Adapter {id} has no pbxToken and http.publicUrl is set: anybody can send events through that address',
  },
  zoneGuessed: {
    ru: 'У адаптера {id} не указан timeZone: время Простых Звонков читается как {zone}',
    en: 'Adapter {id} has no timeZone: the times of Простые Звонки are read as {zone}',
  },
});
