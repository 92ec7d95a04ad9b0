import { defineMessages } from '@callbus/runtime';

export const messages = defineMessages('asterisk-lab', {
  fetching: {
    ru: 'Беру Asterisk {version} из пакетов системы ({suite}), без прав администратора...',
    en: "Taking Asterisk {version} from the system's packages ({suite}), without root...",
  },
  fetched: { ru: 'Asterisk {version} готов: {path}', en: 'Asterisk {version} is ready: {path}' },
  platform: {
    ru: 'Настоящий Asterisk ставится только на Debian и Ubuntu, здесь {platform}',
    en: 'A real Asterisk is installed on Debian and Ubuntu only, this is {platform}',
  },
  noSource: {
    ru: 'Для выпуска {release} в настройках apt нет источника пакетов',
    en: 'The settings of apt name no package source for the release {release}',
  },
  noTools: {
    ru: 'Чтобы взять Asterisk, нужны apt-get и dpkg-deb: {reason}',
    en: 'To take an Asterisk, apt-get and dpkg-deb are needed: {reason}',
  },
  nowhere: {
    ru: 'Asterisk {version} взять не удалось: {reasons}',
    en: 'Asterisk {version} could not be had: {reasons}',
  },
  notStarted: {
    ru: 'Asterisk не запустился ({reason}). Последнее, что он сказал:\n{log}',
    en: 'Asterisk did not start ({reason}). The last it said:\n{log}',
  },
  missing: {
    ru: 'Проверки с настоящим Asterisk не выполнялись: {reason}',
    en: 'The tests with a real Asterisk were not run: {reason}',
  },
});
