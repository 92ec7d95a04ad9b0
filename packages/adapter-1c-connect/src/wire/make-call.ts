import type { NativeCommand } from './write.ts';

/**
 * UNVERIFIED: calls a number from the softphone. The driver of 1С-Коннект has a
 * method for it (spec, II.8) and the protocol shows no command, so this is the
 * form that the other commands imply: an action of their kind, the mode, and
 * the tag that events name the called party by. Whoever sees the real one
 * changes this function and nothing else.
 */
export const makeCall = (number: string): NativeCommand => ({
  action: 'MakeCall',
  attributes: [
    ['Mode', 'Softphone'],
    ['Object', 'Call'],
  ],
  tags: [['CallTo', number]],
});
