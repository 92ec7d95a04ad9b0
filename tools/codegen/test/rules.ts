import type { Key } from '../src/config/keys.ts';

const nameOf = ({ path, only }: Key): string => (only === undefined ? path : `${path} (${only})`);

/** Keys that a reader of the reference page would have to guess at. */
export const keysWithoutDescription = (keys: readonly Key[]): string[] =>
  keys.filter((k) => !k.meta.description?.trim()).map(nameOf);

/** Keys whose example would be refused, with the reason. */
export const examplesThatFail = (keys: readonly Key[]): string[] =>
  keys
    .filter((k) => k.meta.example !== undefined && !isReference(k.meta.example))
    .flatMap((key) => {
      const { error } = key.schema.safeParse(key.meta.example);
      return error ? [`${nameOf(key)}: ${error.issues.map((i) => i.message).join('; ')}`] : [];
    });

/** Secrets that a page or an editor would show: by a default, or by an example that is no reference. */
export const openSecrets = (keys: readonly Key[]): string[] =>
  keys
    .filter(
      (k) => k.meta.secret && (k.defaultValue !== undefined || !isReference(k.meta.example ?? '${env:}')),
    )
    .map(nameOf);

/** Whether the value is kept elsewhere; what it is there nobody knows. */
const isReference = (value: unknown): boolean =>
  typeof value === 'string' && /^\$\{(?:env|file):[^}]*\}$/.test(value);
