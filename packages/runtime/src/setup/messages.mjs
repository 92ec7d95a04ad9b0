/**
 * What set-up says. Plain JavaScript, because set-up runs on whatever Node the
 * machine has; the runtime adds these to the one catalogue.
 */
export const setupMessages = /** @type {const} */ ({
  installing: {
    ru: 'Ставлю {what} из пакетов системы ({suite}), без прав администратора...',
    en: "Installing {what} from the system's packages ({suite}), without root...",
  },
  installed: { ru: '{what} {version} готов: {path}', en: '{what} {version} is ready: {path}' },
  npm: { ru: 'Ставлю пакеты npm...', en: 'Installing npm packages...' },
  natsMissing: {
    ru: 'Нужен nats-server {version} или новее, а его нет. Установите его одной командой и повторите:\n  {command}',
    en: 'nats-server {version} or newer is needed and not there. Install it with one command and try again:\n  {command}',
  },
  natsManual: {
    ru: 'скачайте архив для своей системы со страницы nats.io/download и положите nats-server в PATH',
    en: 'download the archive for your system from nats.io/download and put nats-server on the PATH',
  },
  suiteFailed: {
    ru: 'Взять {what} из {suite} не удалось: {reason}',
    en: '{what} could not be taken from {suite}: {reason}',
  },
  tooOld: {
    ru: 'В {suite} слишком старый {what}: {version}, а нужен {minimum} или новее',
    en: '{suite} has {what} {version}, which is too old: {minimum} or newer is needed',
  },
  absent: { ru: 'В {suite} нет {what}', en: '{suite} has no {what}' },
  tryNext: { ru: '{problem}. Беру из {next}', en: '{problem}. Taking it from {next} instead' },
  noSource: {
    ru: 'источник пакетов {suite} в настройках apt не найден',
    en: 'no package source of {suite} found in the settings of apt',
  },
  doesNotRun: {
    ru: 'программа из пакета здесь не запускается',
    en: 'the program of the package does not run here',
  },
  noValue: { ru: 'После {name} не указано значение.', en: '{name} has no value.' },
  badSpeed: {
    ru: '--speed: найдено {value}, ожидается число больше 0.',
    en: '--speed: found {value}, expected a number above 0.',
  },
  unknownArgument: { ru: 'Неизвестный аргумент {name}.', en: 'Unknown argument {name}.' },
  onlySite: {
    ru: '{name} действует только вместе с --config.',
    en: '{name} only works together with --config.',
  },
  onlyDemo: {
    ru: '{name} действует только без --config: это для показа.',
    en: '{name} only works without --config: it is for the demo.',
  },
  startOptions: {
    ru: [
      'npm start -- [аргументы]',
      '  без аргументов        показ: имитатор АТС, имитатор 1С и несколько звонков',
      '  --once                остановиться после показа',
      '  --without-asterisk    не брать настоящий Asterisk, показать без него',
      '  --speed ЧИСЛО         во сколько раз быстрее показывать',
      '  --config ФАЙЛ         запустить настоящую установку по файлу настроек',
      '    --listen АДРЕС:ПОРТ   слушать здесь, а не на http.listen из файла',
      '    --lang ru|en          язык сообщений',
      '  --help                эта справка',
    ].join('\n'),
    en: [
      'npm start -- [arguments]',
      '  no arguments          the demo: a simulated PBX, a simulated 1C and a few calls',
      '  --once                stop after the demo',
      '  --without-asterisk    fetch no real Asterisk, show the rest',
      '  --speed NUMBER        how many times faster to play',
      '  --config FILE         run a real site by its configuration file',
      '    --listen HOST:PORT    listen here and not on http.listen of the file',
      '    --lang ru|en          language of messages',
      '  --help                this help',
    ].join('\n'),
  },
  nodeTooOld: {
    ru: 'Нужен Node.js 20 или новее; здесь {version}.',
    en: 'Node.js 20 or newer is needed; this is {version}.',
  },
});

/** @param {NodeJS.ProcessEnv} env */
export const setupLanguage = (env) => (env.CALLBUS_LANG === 'en' ? 'en' : 'ru');

/**
 * @param {keyof typeof setupMessages} id
 * @param {Record<string, string>} [values]
 * @param {NodeJS.ProcessEnv} [env]
 */
export function setupSay(id, values = {}, env = process.env) {
  const text = setupMessages[id][setupLanguage(env)];
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}
