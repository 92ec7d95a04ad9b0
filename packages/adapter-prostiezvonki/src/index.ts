/** The Простые Звонки adapter. */
export { prostiezvonki } from './adapter.ts';
