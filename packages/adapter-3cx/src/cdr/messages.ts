import { defineMessages } from '@callbus/runtime';

export const messages = defineMessages('3cx-cdr', {
  field: {
    ru: 'строка CDR: на месте поля {field} найдено {found}; сверьте cdr.fields с порядком полей в 3CX',
    en: 'CDR line: found {found} in the place of field {field}; compare cdr.fields with the order set in 3CX',
  },
  short: {
    ru: 'строка CDR обрывается перед полем {field}',
    en: 'the CDR line breaks off before field {field}',
  },
  cut: {
    ru: 'строка CDR оборвана вместе с соединением',
    en: 'the CDR line was cut off with its connection',
  },
  long: { ru: 'строка CDR длиннее {limit} байт', en: 'the CDR line is longer than {limit} bytes' },
  nothing: { ru: 'ничего', en: 'nothing' },
  stranger: {
    ru: 'соединение с адреса {address}, которого нет в cdr.allow',
    en: 'a connection from {address}, which is not in cdr.allow',
  },
  noListen: {
    ru: 'адрес {address} для CDR занять не удалось ({reason})',
    en: 'the address {address} for CDR cannot be had ({reason})',
  },
  noListenRemedy: {
    ru: 'освободите адрес или поменяйте cdr.listen адаптера {id}',
    en: 'free the address, or change cdr.listen of adapter {id}',
  },
  away: {
    ru: 'сокет CDR {address} не отвечает ({reason})',
    en: 'the CDR socket {address} does not answer ({reason})',
  },
  awayRemedy: {
    ru: 'проверьте, что в 3CX включён CDR в режиме Passive Socket, а порт cdr.connect адаптера {id} открыт',
    en: 'check that 3CX has CDR switched on as Passive Socket and that the port of cdr.connect of adapter {id} is open',
  },
});
