import { basename, isAbsolute, posix, relative, sep } from 'node:path';

/** Where the recorder of a server puts files, whatever stands before it: the rest is the name. */
const SPOOL = /\/monitor\//;
/** FreePBX's folders by day. */
const BY_DAY = /(?:^|\/)(\d{4}\/\d{2}\/\d{2}\/[^/]+)$/;

/**
 * The name under which a recording is known: its path below the directory, with
 * `/` between the parts. The server may know the directory by another path.
 * Never leads out of it.
 * @param path as the server tells it
 */
export function nameOf(path: string, directory: string | undefined): string {
  const name = inside(path, directory).replaceAll('\\', '/').replace(/^\/+/, '');
  return name.split('/').some((part) => part === '..' || part === '.' || part === '') ? lastOf(name) : name;
}

function inside(path: string, directory: string | undefined): string {
  if (directory !== undefined && isAbsolute(path)) {
    const below = relative(directory, path);
    if (below !== '' && !below.startsWith('..') && !isAbsolute(below)) return below.split(sep).join('/');
  }
  if (!isAbsolute(path)) return path;
  const spooled = path.split(SPOOL);
  if (spooled.length > 1) return spooled.at(-1) as string;
  return BY_DAY.exec(path)?.[1] ?? lastOf(path);
}

const lastOf = (path: string): string => posix.basename(path).replace(/^\.+$/, '');

/** What a link may name. */
export interface LinkFacts {
  /** Name of the recording, as `nameOf` gives it. */
  file: string;
  /** Key of its call. */
  key: string;
  /** Day of the call in the site's zone, `2026-01-15`. */
  date: string;
}

/**
 * The link of a recording. `{file}` and `{path}` are its path below the
 * directory, `{name}` the last part of it, `{date}` `{year}` `{month}` `{day}`
 * the day of the call, `{linkedid}` its id in the PBX.
 */
export function linkOf(template: string, { file, key, date }: LinkFacts): string {
  const path = file.split('/').map(encodeURIComponent).join('/');
  const [year = '', month = '', day = ''] = date.split('-');
  const values: Readonly<Record<string, string>> = {
    file: path,
    path,
    name: encodeURIComponent(basename(file)),
    date,
    year,
    month,
    day,
    linkedid: encodeURIComponent(key),
  };
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}
