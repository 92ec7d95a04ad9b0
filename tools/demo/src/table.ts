import { type CallRow, journalHeader, journalRow } from '@callbus/cli';

/** The journal as `callbus calls` prints it. */
export async function journalTable(origin: string, key: string): Promise<string> {
  const answer = await fetch(`${origin}/api/v1/calls?sort=startedAt`, { headers: { 'X-API-KEY': key } });
  const { items } = (await answer.json()) as { items: CallRow[] };
  return [journalHeader(), ...items.map(journalRow)].map((line) => `  ${line}`).join('\n');
}
