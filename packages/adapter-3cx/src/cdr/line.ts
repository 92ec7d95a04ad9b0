import { maskNumbers, say } from '@callbus/runtime';
import type { CdrField } from '../config.ts';
import { BadLine } from './errors.ts';
import { messages } from './messages.ts';

/** The fields of a line by name; what the line does not have is absent. */
export type CdrLine = Partial<Record<CdrField, string>>;

const SPAN = /^(?:(?:\d+\.)?\d{1,3}:\d\d:\d\d(?:\.\d+)?|\d*)$/;
const TIME = /^(?:\d{4}[/.-]\d\d?[/.-]\d\d?[ T]\d\d?:\d\d:\d\d(?:\.\d+)?Z?|)$/;
const WORD = /^[A-Za-z_ ]*$/;
const DN = /^[\w.*#+:-]*$/;
const ID = /^[\w.-]*$/;
const MONEY = /^-?[\d., ]*$/;
const isTime = (text: string): boolean => text !== '' && TIME.test(text);
const isSpan = (text: string): boolean => /^\d+:\d\d:\d\d/.test(text);
const isChain = (text: string): boolean => /^chain:/i.test(text);

/** A number or a name, and nothing that is known to be something else. */
const free = (text: string): boolean => !isTime(text) && !isSpan(text) && !isChain(text);

interface Shape {
  fits(text: string): boolean;
  /** Commas may stand in it. */
  loose?: boolean;
}

const time: Shape = { fits: (text) => TIME.test(text) };
const word: Shape = { fits: (text) => WORD.test(text) };
const dn: Shape = { fits: (text) => DN.test(text) };
const number: Shape = { fits: (text) => free(text) && text.length <= 100 };
const name: Shape = { fits: free, loose: true };
const money: Shape = { fits: (text) => MONEY.test(text), loose: true };

const SHAPES: Record<CdrField, Shape> = {
  historyid: { fits: (text) => ID.test(text) },
  callid: { fits: (text) => ID.test(text) },
  duration: { fits: (text) => SPAN.test(text) },
  'time-start': time,
  'time-answered': time,
  'time-end': time,
  'reason-terminated': word,
  'from-no': number,
  'to-no': number,
  'from-dn': dn,
  'to-dn': dn,
  'dial-no': number,
  'reason-changed': word,
  'final-number': number,
  'final-dn': dn,
  'bill-code': number,
  'bill-rate': number,
  'bill-cost': money,
  'bill-name': name,
  chain: { fits: (text) => text === '' || isChain(text) || /^[^,]*;/.test(text), loose: true },
  'from-type': word,
  'to-type': word,
  'final-type': word,
  'from-dispname': name,
  'to-dispname': name,
  'final-dispname': name,
  'missed-queue-calls': name,
};

/**
 * Reads one line of the CDR socket. Names may have commas in them, so fields
 * are laid over the pieces where what is known of each (times, words, dns)
 * fits with the fewest joints; a shorter line lacks its last fields.
 * @param whole the line had its end, so that its last field is not cut
 * @throws {BadLine} naming the field that does not fit
 */
export function readLine(text: string, fields: readonly CdrField[], whole = true): CdrLine {
  const pieces = text
    .replace(/^\ufeff?\s*Call\s+/i, '')
    .trimEnd()
    .split(',');
  // Some versions end the line with one comma more.
  const bare = pieces.at(-1)?.trim() === '' ? pieces.slice(0, -1) : pieces;
  const line = exact(pieces, fields) ?? cheapest(laid(pieces, fields), laid(bare, fields));
  if (line === undefined) throw misfit(pieces, fields);
  const missing = fields[Object.keys(line).length];
  if (!whole && missing !== undefined) throw new BadLine(say(messages.cut));
  for (const [index, field] of fields.entries()) {
    if (NEEDED.has(field) && line[field] === undefined)
      throw new BadLine(say(messages.short, { field: fields[index] ?? '' }));
  }
  return line;
}

/** Without these a line, if it has them at all, is no call. */
const NEEDED: ReadonlySet<CdrField> = new Set<CdrField>([
  'time-start',
  'time-end',
  'from-no',
  'to-no',
  'time-answered',
  'final-number',
  'final-dn',
]);

function exact(pieces: readonly string[], fields: readonly CdrField[]): CdrLine | undefined {
  if (pieces.length !== fields.length || pieces.some((piece) => piece.startsWith(' '))) return undefined;
  const line: CdrLine = {};
  for (const [i, field] of fields.entries()) {
    const told = (pieces[i] ?? '').trim();
    if (!SHAPES[field].fits(told)) return undefined;
    line[field] = told;
  }
  return line;
}

interface Layout {
  cost: number;
  line: CdrLine;
}

const cheapest = (a: Layout | undefined, b: Layout | undefined): CdrLine | undefined =>
  (a && b ? (b.cost < a.cost ? b : a) : (a ?? b))?.line;

interface Way {
  cost: number;
  /** How many pieces the field before took. */
  took: number;
}

const MOST_JOINED = 6;

// What speaks against these pieces being one field. "Petrova, Anna" has a space
// after its comma and fields do not begin with one; "0,43" has figures on both
// sides; next to nothing there is seldom a comma that is not the list's.
function costOf(taken: readonly string[], shape: Shape): number {
  const joints = taken.slice(1).map((piece, i) => {
    const before = taken[i] ?? '';
    if (/^\s/.test(piece)) return 0;
    if (piece === '' || before === '') return 1.5;
    return shape === money ? 0.5 : 1;
  });
  return joints.reduce<number>((sum, joint) => sum + joint, /^\s/.test(taken[0] ?? '') ? 1 : 0);
}

// The cheapest way to give every field its pieces.
function laid(pieces: readonly string[], fields: readonly CdrField[]): Layout | undefined {
  if (pieces.length > fields.length * 3) return undefined;
  const ways: (Way | undefined)[][] = [[{ cost: 0, took: 0 }]];
  for (const [f, field] of fields.entries()) {
    const shape = SHAPES[field];
    const row: (Way | undefined)[] = [];
    for (const [p, way] of (ways[f] ?? []).entries()) {
      if (way === undefined) continue;
      for (let took = 1; took <= (shape.loose ? MOST_JOINED : 1) && p + took <= pieces.length; took++) {
        const taken = pieces.slice(p, p + took);
        if (!shape.fits(taken.join(',').trim())) continue;
        const cost = way.cost + costOf(taken, shape);
        if ((row[p + took]?.cost ?? Number.POSITIVE_INFINITY) > cost) row[p + took] = { cost, took };
      }
    }
    ways.push(row);
  }
  // Where the line is shorter than the list, it lacks the last fields.
  for (let last = fields.length; last > 0; last--) {
    const way = ways[last]?.[pieces.length];
    if (way) return { cost: way.cost, line: traced(ways, last, pieces, fields) };
  }
  return undefined;
}

function traced(
  ways: readonly (readonly (Way | undefined)[])[],
  last: number,
  pieces: readonly string[],
  fields: readonly CdrField[],
): CdrLine {
  const values: string[] = [];
  let end = pieces.length;
  for (let f = last; f > 0; f--) {
    const took = ways[f]?.[end]?.took ?? 1;
    values.unshift(
      pieces
        .slice(end - took, end)
        .join(',')
        .trim(),
    );
    end -= took;
  }
  return Object.fromEntries(values.map((value, i) => [fields[i], value])) as CdrLine;
}

function misfit(pieces: readonly string[], fields: readonly CdrField[]): BadLine {
  const at = fields.findIndex((field, i) => !SHAPES[field].fits((pieces[i] ?? '').trim()));
  const field = fields[at] ?? fields.at(-1) ?? 'historyid';
  const told = (pieces[at] ?? '').trim();
  const found = told === '' ? say(messages.nothing) : maskNumbers(JSON.stringify(told.slice(0, 60)));
  return new BadLine(say(messages.field, { field, found }));
}
