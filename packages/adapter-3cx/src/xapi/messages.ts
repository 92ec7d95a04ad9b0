import { defineMessages } from '@callbus/runtime';

export const messages = defineMessages('3cx-xapi', {
  refused: {
    ru: '3CX не отдаёт историю вызовов (HTTP {status})',
    en: '3CX does not give its call history (HTTP {status})',
  },
  refusedRemedy: {
    ru: 'дайте приложению API адаптера {id} доступ к XAPI с ролью System Owner',
    en: 'give the API application of adapter {id} access to XAPI with the role System Owner',
  },
  away: {
    ru: 'история вызовов 3CX не прочитана ({reason}), попробуем ещё раз',
    en: 'the call history of 3CX was not read ({reason}); it will be tried again',
  },
  row: {
    ru: 'строка истории вызовов: поле {field}: найдено {found}',
    en: 'call history row: field {field}: found {found}',
  },
  nothing: { ru: 'ничего', en: 'nothing' },
});
