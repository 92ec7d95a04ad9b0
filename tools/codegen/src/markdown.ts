/** Markdown for a text of ours: nothing in it but what stands in backticks is taken for markup. */
export const prose = (text: string): string =>
  text
    .split('`')
    .map((part, i) => (i % 2 === 1 ? code(part) : plain(part)))
    .join('');

const plain = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .replace(/[\\*[\]]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('|', '\\|');

/** A piece of code; also fit for the cell of a table. */
export const code = (text: string): string => `\`${text.replace(/\s+/g, ' ').replaceAll('|', '\\|')}\``;

/** A table; cells are Markdown already. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** A link to a heading of the same page, by GitHub's rule for anchors. */
export const linkTo = (heading: string): string => `[${heading}](#${anchorOf(heading)})`;

const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

/** The line at the head of a page that is made and not written. */
export const madeFrom = (sources: string): string =>
  `_Made by \`npm run generate\` from ${sources}. Change the source, not this page._`;

/** A page of blocks. */
export const page = (...blocks: readonly string[]): string => `${blocks.join('\n\n')}\n`;
