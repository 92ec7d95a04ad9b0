/** The Asterisk adapter. */
export { asterisk } from './adapter.ts';
export type { Config } from './config.ts';
export { examine, type ServerFinding } from './doctor.ts';
export { wanted } from './feed/filters.ts';
export { Translator, type TranslatorOptions } from './translate.ts';
export { type AjamOptions, ajamLink } from './wire/ajam.ts';
export { type AmiOptions, amiLink } from './wire/connection.ts';
export type { LinkChange, ManagerLink } from './wire/link.ts';
export { type AmiMessage, text, texts } from './wire/message.ts';
export { AmiParser } from './wire/parser.ts';
