import { setupMessages } from './setup/messages.mjs';

/** A message for operators, in every language we speak. */
export interface Message {
  readonly ru: string;
  readonly en: string;
}

export type Language = keyof Message;

const catalogue = new Map<string, Message>();
let current: Language = 'ru';

/**
 * Adds messages to the one catalogue. `{name}` in a text is filled in by `say`.
 * @throws when an id is taken
 */
export function defineMessages<const T extends Record<string, Message>>(prefix: string, messages: T): T {
  for (const [id, message] of Object.entries(messages)) {
    const full = `${prefix}.${id}`;
    if (catalogue.has(full)) throw new Error(`message ${full} is defined twice`);
    catalogue.set(full, message);
  }
  return messages;
}

/** Every message of the catalogue, by id; for the tests that walk it. */
export const allMessages = (): ReadonlyMap<string, Message> => catalogue;

/** Chooses the language of `say` for this process. */
export function setLanguage(language: Language): void {
  current = language;
}

/** The language of this process. */
export const language = (): Language => current;

/** The language `CALLBUS_LANG` names; Russian where it names none of ours. */
export function languageFromEnvironment(env: NodeJS.ProcessEnv): Language {
  const wanted = env.CALLBUS_LANG;
  if (wanted === 'en' || wanted === 'ru') return wanted;
  return 'ru';
}

type Placeholders<S extends string> = S extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never;

/** What `say` needs for a message. */
export type Values<M extends Message> = Record<Placeholders<M['ru']>, string | number>;

/** The text of a message in the process's language, its placeholders filled in. */
export function say<const M extends Message>(
  message: M,
  ...[values]: Placeholders<M['ru']> extends never ? [] : [Values<M>]
): string {
  return fill(message[current], values as Record<string, string | number> | undefined);
}

function fill(text: string, values: Record<string, string | number> | undefined): string {
  if (!values) return text;
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    return value === undefined ? whole : String(value);
  });
}

// Set-up runs before TypeScript can; its texts join the catalogue here.
defineMessages('setup', setupMessages);
