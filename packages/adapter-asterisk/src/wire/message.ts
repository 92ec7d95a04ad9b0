/**
 * One message of the manager interface: values by header name, spelt as the
 * server spells them; a name that comes more than once has a list.
 */
export type AmiMessage = Record<string, string | string[]>;

/** The value of a header, the first where there are several, empty where there is none. */
export function text(message: AmiMessage, name: string): string {
  const value = message[name];
  return value === undefined ? '' : typeof value === 'string' ? value : (value[0] ?? '');
}

/** Every value of a header, in order. */
export function texts(message: AmiMessage, name: string): readonly string[] {
  const value = message[name];
  return value === undefined ? [] : typeof value === 'string' ? [value] : value;
}
