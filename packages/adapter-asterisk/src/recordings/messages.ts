import { defineMessages } from '@callbus/runtime';

export const messages = defineMessages('asterisk-recording', {
  outside: {
    ru: 'файл записи лежит вне каталога recordings.directory',
    en: 'the file of a recording lies outside recordings.directory',
  },
});
