const NAME = /(?:token|secret|password|key)s?$/i;
const USER_INFO = /(?<=:\/\/)([^\s/@:]*):([^\s/@]+)(?=@)/g;

/** Whether a field of this name holds a secret. */
export const isSecretName = (name: string): boolean => NAME.test(name);

/** Adds every value in a field with a secret's name, and every password in a URL. */
export function collectSecrets(value: unknown, into: Set<string>, name = ''): void {
  if (typeof value === 'string') {
    if (isSecretName(name)) into.add(value);
    for (const [, , password = ''] of value.matchAll(USER_INFO)) into.add(decoded(password));
  } else if (Array.isArray(value)) for (const v of value) collectSecrets(v, into, name);
  else if (typeof value === 'object' && value !== null)
    for (const [k, v] of Object.entries(value)) collectSecrets(v, into, k);
}

/** The value as it may be shown: what is a secret by its name or place is `***`. References stay, they tell nothing. */
export function withoutSecrets(value: unknown, name = ''): unknown {
  // A list of secrets has names and scopes beside them; in the place of one secret anything is one.
  if (typeof value === 'object' && isSecretName(name) && !name.endsWith('s')) return '***';
  if (Array.isArray(value)) return value.map((v) => withoutSecrets(v, name));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, withoutSecrets(v, k)]));
  if (typeof value === 'string' && /^\$\{(?:env|file):[^}]+\}$/.test(value)) return value;
  if (isSecretName(name)) return '***';
  return typeof value === 'string' ? value.replace(USER_INFO, '***:***') : value;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
