import { allMessages, type Message } from '../messages.ts';

const PLACEHOLDER = /\{(\w+)\}/g;
const CYRILLIC = /[А-Яа-яЁё]/;

/**
 * Walks the catalogue of messages as far as it is loaded.
 * @returns what is wrong with it, one line each; nothing when all is well
 */
export function checkMessages(catalogue: ReadonlyMap<string, Message> = allMessages()): string[] {
  return [...catalogue].flatMap(([id, message]) => faultsOf(message).map((fault) => `${id}: ${fault}`));
}

function faultsOf({ ru, en }: Message): string[] {
  const faults: string[] = [];
  if (!ru?.trim()) faults.push('no Russian text');
  else if (!CYRILLIC.test(withoutPlaceholders(ru)) && !isBare(ru))
    faults.push('Russian text without Cyrillic');
  if (!en?.trim()) faults.push('no English text');
  else if (CYRILLIC.test(en)) faults.push('English text with Cyrillic');
  const [inRu, inEn] = [placeholders(ru), placeholders(en)];
  if (inRu.join() !== inEn.join()) faults.push(`{${inRu}} in Russian, {${inEn}} in English`);
  return faults;
}

const placeholders = (text = ''): string[] =>
  [...new Set([...text.matchAll(PLACEHOLDER)].map(([, name]) => name as string))].sort();

const withoutPlaceholders = (text: string): string => text.replace(PLACEHOLDER, '');

/** Only placeholders and punctuation: there is nothing in it to translate. */
const isBare = (text: string): boolean => !/\p{L}/u.test(withoutPlaceholders(text));
