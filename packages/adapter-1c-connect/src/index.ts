/** The 1С-Коннект adapter. */
export { oneCConnect } from './adapter.ts';
