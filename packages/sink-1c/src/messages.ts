import { defineMessages } from '@callbus/runtime';

export const messages = defineMessages('sink', {
  away: { ru: 'база {id} не отвечает ({reason})', en: 'base {id} does not answer ({reason})' },
  awayRemedy: {
    ru: 'проверьте, что веб-сервер по адресу {url} запущен и доступен с этой машины; записи ждут и уйдут, когда база вернётся',
    en: 'check that the web server at {url} runs and can be reached from this machine; records wait and go out when it is back',
  },
  certificate: {
    ru: 'сертификат базы {id} не принят ({reason})',
    en: 'the certificate of base {id} is not accepted ({reason})',
  },
  certificateRemedy: {
    ru: 'поставьте на {url} сертификат известного центра или укажите файл своего центра сертификации в переменной NODE_EXTRA_CA_CERTS',
    en: 'give {url} a certificate of a known authority, or name the file of your own authority in NODE_EXTRA_CA_CERTS',
  },
  page: {
    ru: 'база {id} отвечает не по протоколу, а страницей для людей (код {status}): она заблокирована, обновляется или не опубликована',
    en: 'base {id} answers with a page for people (status {status}): it is locked, being updated, or not published',
  },
  pageRemedy: {
    ru: 'откройте {url} в браузере; если база обновляется, просто подождите: записи не потеряются',
    en: 'open {url} in a browser; if the base is being updated, just wait: no record is lost',
  },
  denied: {
    ru: 'база {id} не пускает нас (код {status})',
    en: 'base {id} does not let us in (status {status})',
  },
  deniedRemedy: {
    ru: 'проверьте пользователя и пароль (auth) и токен (token) базы {id}; отправка приостановлена',
    en: 'check user and password (auth) and the token (token) of base {id}; sending is paused',
  },
  busy: { ru: 'база {id} занята (код {status})', en: 'base {id} is busy (status {status})' },
  setAside: {
    ru: 'Запись звонка {callId} отложена: база {id} ответила {reason}',
    en: 'The record of call {callId} was set aside: base {id} answered {reason}',
  },
  interactionAside: {
    ru: 'Взаимодействие {interaction} отложено: база {id} ответила {reason}. Если база их не принимает, укажите у неё interactions: false',
    en: 'Interaction {interaction} was set aside: base {id} answered {reason}. If the base does not take them, give it interactions: false',
  },
  memory: {
    ru: 'Память базы {id} о посланном не читается или не пишется ({reason}); звонки доставляются, возможны повторы',
    en: 'What base {id} was sent cannot be read or kept ({reason}); calls are delivered, repeats are possible',
  },
  zoneGuessed: {
    ru: 'У базы {id} не указан timeZone: время пишется по зоне {zone}',
    en: 'Base {id} has no timeZone: times are written in {zone}',
  },
  fewDigits: {
    ru: 'У базы {id} lookup.lastDigits = {n}: по стольким цифрам чужого легко принять за клиента, лучше 10',
    en: 'Base {id} has lookup.lastDigits = {n}: with so few digits strangers pass for customers; 10 is better',
  },
  leaseLost: {
    ru: 'База {id} обслуживается и в другом месте: {holder}. Этот процесс её отпускает и ждёт, не освободится ли место',
    en: 'Base {id} is served elsewhere too: {holder}. This process lets go of it and stands by',
  },
});
