import { defineMessages, say } from '@callbus/runtime';
import { type Command, Help, type Option } from 'commander';

const messages = defineMessages('help', {
  usage: { ru: 'Вызов:', en: 'Usage:' },
  arguments: { ru: 'Аргументы:', en: 'Arguments:' },
  options: { ru: 'Ключи:', en: 'Options:' },
  commands: { ru: 'Команды:', en: 'Commands:' },
  optionsTerm: { ru: 'ключи', en: 'options' },
  commandTerm: { ru: 'команда', en: 'command' },
  choices: { ru: 'одно из: {values}', en: 'one of: {values}' },
  byDefault: { ru: 'если не указан: {value}', en: 'default: {value}' },
  help: { ru: 'показать эту справку', en: 'show this help' },
  helpCommand: { ru: 'показать справку о команде', en: 'show the help of a command' },
  version: { ru: 'показать версию', en: 'show the version' },
});

const errors = defineMessages('usage', {
  unknownCommand: { ru: 'Неизвестная команда «{name}».', en: 'Unknown command "{name}".' },
  unknownOption: { ru: 'Неизвестный ключ {name}.', en: 'Unknown option {name}.' },
  missingArgument: { ru: 'Не указан аргумент {name}.', en: 'Argument {name} is missing.' },
  missingOption: { ru: 'Не указан ключ {name}.', en: 'Option {name} is missing.' },
  noValue: { ru: 'У ключа {name} нет значения.', en: 'Option {name} has no value.' },
  badChoice: {
    ru: 'Ключ {name}: найдено «{value}», ожидается одно из: {choices}.',
    en: 'Option {name}: found "{value}", expected one of: {choices}.',
  },
  badValue: {
    ru: 'Ключ {name}: найдено «{value}», ожидается {expected}.',
    en: 'Option {name}: found "{value}", expected {expected}.',
  },
  tooMany: { ru: 'Лишние аргументы: {list}.', en: 'Too many arguments: {list}.' },
  maybe: { ru: 'Возможно, имелось в виду {names}.', en: 'Did you mean {names}?' },
});

const TITLES: Record<string, string> = {
  'Usage:': 'usage',
  'Arguments:': 'arguments',
  'Options:': 'options',
  'Commands:': 'commands',
};

/** Commander's help, in the operator's language. */
class OurHelp extends Help {
  override styleTitle(title: string): string {
    const id = TITLES[title] as 'usage' | 'arguments' | 'options' | 'commands' | undefined;
    return id ? say(messages[id]) : title;
  }

  override commandUsage(command: Command): string {
    return terms(super.commandUsage(command));
  }

  override subcommandTerm(command: Command): string {
    return terms(super.subcommandTerm(command));
  }

  override optionDescription(option: Option): string {
    const more = [
      ...(option.argChoices ? [say(messages.choices, { values: option.argChoices.join(', ') })] : []),
      ...(option.defaultValue === undefined
        ? []
        : [say(messages.byDefault, { value: String(option.defaultValue) })]),
    ];
    return more.length > 0 ? `${option.description} (${more.join('; ')})` : option.description;
  }
}

const terms = (text: string): string =>
  text
    .replace('[options]', `[${say(messages.optionsTerm)}]`)
    .replace('[command]', `[${say(messages.commandTerm)}]`);

/** Makes a command, and those added to it later, speak the operator's language. */
export function localize(command: Command, version: string): Command {
  const help = new OurHelp();
  return command
    .configureHelp({
      styleTitle: (title) => help.styleTitle(title),
      commandUsage: (cmd) => help.commandUsage(cmd),
      subcommandTerm: (cmd) => help.subcommandTerm(cmd),
      optionDescription: (option) => help.optionDescription(option),
    })
    .configureOutput({ outputError: (text, write) => write(`${translated(text.trim())}\n`) })
    .helpOption('-h, --help', say(messages.help))
    .helpCommand('help [command]', say(messages.helpCommand))
    .version(version, '-V, --version', say(messages.version));
}

/** What commander says is wrong with a command line, in the operator's language. */
export function translated(text: string): string {
  const [, wrong = '', , similar] =
    /^error: ([\s\S]*?)(\n\(Did you mean (?:one of )?([\s\S]*?)\?\))?$/.exec(text) ?? [];
  const said = sentence(wrong);
  // Something commander learnt to say since: better in English than not at all.
  if (said === undefined) return text;
  return similar === undefined ? said : `${said} ${say(errors.maybe, { names: similar })}`;
}

function sentence(text: string): string | undefined {
  const match = (pattern: RegExp): string[] | undefined => pattern.exec(text)?.slice(1);
  let found = match(/^unknown command '(.*)'$/);
  if (found) return say(errors.unknownCommand, { name: found[0] ?? '' });
  found = match(/^unknown option '(.*)'$/);
  if (found) return say(errors.unknownOption, { name: found[0] ?? '' });
  found = match(/^missing required argument '(.*)'$/);
  if (found) return say(errors.missingArgument, { name: `<${found[0]}>` });
  found = match(/^required option '(.*)' not specified$/);
  if (found) return say(errors.missingOption, { name: longName(found[0]) });
  found = match(/^option '(.*)' argument missing$/);
  if (found) return say(errors.noValue, { name: longName(found[0]) });
  found = match(/^option '(.*)' argument '(.*)' is invalid\. Allowed choices are (.*)\.$/s);
  if (found)
    return say(errors.badChoice, {
      name: longName(found[0]),
      value: found[1] ?? '',
      choices: found[2] ?? '',
    });
  found = match(/^option '(.*)' argument '(.*)' is invalid\. (.*)$/s);
  if (found)
    return say(errors.badValue, {
      name: longName(found[0]),
      value: found[1] ?? '',
      expected: found[2] ?? '',
    });
  found = match(/^too many arguments.*: (.*)\.$/s);
  if (found) return say(errors.tooMany, { list: found[0] ?? '' });
  return undefined;
}

/** `--config` of `-c, --config <file>`. */
const longName = (flags = ''): string => /--[\w-]+/.exec(flags)?.[0] ?? flags;
