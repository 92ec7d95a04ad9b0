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
  suiteFailed: { ru: 'В {suite} не вышло: {reason}', en: '{suite} did not do: {reason}' },
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
