/** The Asterisk adapter: so far its wire (AMI and AJAM) and its translator. */
export { Translator, type TranslatorOptions } from './translate.ts';
export { type AjamOptions, ajamLink } from './wire/ajam.ts';
export { type AmiOptions, amiLink } from './wire/connection.ts';
export type { LinkChange, ManagerLink } from './wire/link.ts';
export { type AmiMessage, text, texts } from './wire/message.ts';
export { AmiParser } from './wire/parser.ts';
