/** A command as it goes to the agent (spec, I.2). */
export interface NativeCommand {
  action: string;
  /** Attributes beside Action and ID, in order. */
  attributes?: readonly (readonly [string, string])[];
  /** Tags, in order. */
  tags?: readonly (readonly [string, string])[];
}

const REPLACED: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

// What XML 1.0 cannot hold is left out: the agent would refuse the whole.
const escaped = (text: string): string =>
  text
    .toWellFormed()
    .replace(/(?![\t\n\r])\p{Cc}|[\ufffe\uffff]/gu, '')
    .replace(/[&<>"]/g, (sign) => REPLACED[sign] ?? sign);

/** The command as XML. @param id UUID that its CommandResult will carry */
export function writeCommand({ action, attributes = [], tags = [] }: NativeCommand, id: string): string {
  const head = [['Action', action] as const, ['ID', id] as const, ...attributes]
    .map(([name, value]) => ` ${name}="${escaped(value)}"`)
    .join('');
  const body = tags.map(([name, value]) => `<${name}>${escaped(value)}</${name}>`).join('');
  return `<Command${head}>${body}</Command>`;
}

/** A category of events (spec, I.2.2.1). */
export interface Category {
  mode: string;
  object: string;
  /** Whose events: the spec's example writes `Self`, its events `incoming`. */
  initiator: 'Self' | 'incoming';
}

const categoryOf = ({ mode, object, initiator }: Category): NonNullable<NativeCommand['attributes']> => [
  ['Mode', mode],
  ['Object', object],
  ['Initiator', initiator],
];

/** Spec, I.2.2.1. */
export const subscribe = (category: Category): NativeCommand => ({
  action: 'EventSubscribe',
  attributes: categoryOf(category),
});

/** Spec, I.2.2.2. */
export const unsubscribe = (category: Category): NativeCommand => ({
  action: 'EventUnSubscribe',
  attributes: categoryOf(category),
});

/** Spec, I.2.2.3. */
export const changeStatus = (status: string): NativeCommand => ({
  action: 'ChangeMyOnlineStatus',
  tags: [['Status', status]],
});

/** Spec, I.2.2.4. */
export const sendMessage = (
  mode: 'ServicesClients' | 'Colleagues',
  ids: readonly (readonly [string, string])[],
  body: string,
): NativeCommand => ({
  action: 'SendMessage',
  attributes: [['Mode', mode]],
  tags: [...ids, ['MessageBody', body]],
});
