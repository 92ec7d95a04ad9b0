import { defineMessages } from '@callbus/runtime';

export const messages = defineMessages('asterisk-cdr', {
  unreadable: {
    ru: 'файл CDR {file} не читается ({reason})',
    en: 'CDR file {file} cannot be read ({reason})',
  },
  unreadableRemedy: {
    ru: 'проверьте cdr.csv адаптера {id} и право CallBus читать этот файл',
    en: 'check cdr.csv of adapter {id}, and that CallBus may read that file',
  },
  line: { ru: 'строка CDR не разобрана: кавычки', en: 'a CDR line cannot be read: its quotes' },
  field: {
    ru: 'строка CDR не разобрана: поле {field}, найдено «{found}»',
    en: 'a CDR line cannot be read: field {field}, found "{found}"',
  },
  conference: {
    ru: 'звонок из CDR не восстановлен: кто был в конференции, строки не говорят',
    en: 'a call in the CDR is not mended: its rows do not tell who met in the conference',
  },
  nobody: {
    ru: 'звонок из CDR не восстановлен: не видно, кто звонил (ни внешней линии, ни внутреннего номера)',
    en: 'a call in the CDR is not mended: who called does not show (neither a line nor an extension)',
  },
  noSource: {
    ru: 'у адаптера {id} не указан cdr.csv: историю брать неоткуда',
    en: 'adapter {id} has no cdr.csv: there is no history to take',
  },
  moment: {
    ru: 'поле {field}: найдено «{found}», ожидается время вида 2026-01-15T09:00 или 2026-01-15T09:00:00+03:00',
    en: 'field {field}: found "{found}", expected a time like 2026-01-15T09:00 or 2026-01-15T09:00:00+03:00',
  },
  order: { ru: 'поле to: раньше, чем from', en: 'field to: before from' },
  busy: { ru: 'перенос истории уже идёт', en: 'a transfer of history is already running' },
  archive: {
    ru: 'архив CDR {file} не распаковывается ({reason}), его строки пропущены',
    en: 'the CDR archive {file} cannot be unpacked ({reason}), its lines are left out',
  },
  noMemory: {
    ru: 'память о рассказанных звонках не открывается ({reason}): звонки, пропущенные без связи, не восстанавливаются',
    en: 'the memory of calls that were told cannot be opened ({reason}): calls missed without sight are not mended',
  },
  noMemoryRemedy: {
    ru: 'проверьте место на диске и права на каталог данных CallBus, затем перезапустите его',
    en: 'check the free space on the disk and the rights to the data directory of CallBus, then restart it',
  },
});
