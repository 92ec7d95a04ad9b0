import { say } from '@callbus/runtime';
import { type ListOptions, show } from '../list.ts';
import { messages } from '../messages.ts';
import { cellsOf, moment, wordFor } from '../table.ts';

export interface InteractionsOptions extends ListOptions {
  kind?: string;
  login?: string;
}

/** An interaction as the gateway lists it. */
interface InteractionRow {
  id: string;
  kind: string;
  pbx: string;
  login: string | null;
  at: string;
  updatedAt: string;
  text: string | null;
  details: { state?: string | null; rating?: number | null; durationSeconds?: number | null };
}

const cells = cellsOf([19, 14, 14, 12]);

/** `callbus interactions`: messages, remote sessions and treatments, the newest last, and with --follow those to come. */
export const interactions = (options: InteractionsOptions): Promise<void> =>
  show<InteractionRow>(
    {
      path: '/api/v1/interactions',
      query: { kind: options.kind, login: options.login },
      followQuery: { sort: '-updatedAt' },
      idOf: ({ pbx, kind, id }) => `${pbx} ${kind} ${id}`,
      versionOf: ({ updatedAt }) => Date.parse(updatedAt),
      header: () =>
        cells([
          say(messages.interactionTime),
          say(messages.interactionKind),
          say(messages.interactionLogin),
          say(messages.interactionState),
          say(messages.interactionText),
        ]),
      row: ({ at, kind, login, text, details }) =>
        cells([
          moment(at),
          wordFor(kind),
          login ?? '-',
          details.state ?? '-',
          [details.rating, details.durationSeconds, text?.replaceAll(/\s+/g, ' ').slice(0, 80)]
            .filter((part) => part !== null && part !== undefined)
            .join(' '),
        ]),
      none: () => say(messages.noInteractions),
    },
    options,
  );
