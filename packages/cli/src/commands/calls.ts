import { CallBusError, say } from '@callbus/runtime';
import { open } from '../api.ts';
import { accessFor, type ListOptions, show } from '../list.ts';
import { messages } from '../messages.ts';
import { type CallRow, header, row } from '../table.ts';

export interface CallsOptions extends ListOptions {
  csv?: boolean;
  from?: string;
  to?: string;
  type?: string;
  direction?: string;
  status?: string;
  minDuration?: string;
  maxDuration?: string;
  number?: string;
  extension?: string;
  counterparty?: string;
  pbx?: string;
  sort?: string;
}

/** `callbus calls`: the latest finished calls, the newest last, and with --follow those to come; --csv is a table of all. */
export const calls = (options: CallsOptions): Promise<void> => {
  const { from, to, type, direction, status, number, extension, counterparty, pbx, sort } = options;
  const { minDuration, maxDuration } = options;
  const filters = { from, to, type, direction, status, number, extension, counterparty, pbx };
  const query = { ...filters, minDuration, maxDuration, sort };
  if (options.csv) return table(query, options);
  return show<CallRow>(
    {
      path: '/api/v1/calls',
      query,
      asOrdered: sort !== undefined,
      followQuery: { sort: '-endedAt' },
      idOf: (call) => call.callId,
      versionOf: (call) => call.revision,
      header,
      row,
      none: () => say(messages.noCalls),
    },
    options,
  );
};

/** Hands the gateway's table on as it comes; as many rows as are asked for, all where nobody says. */
async function table(query: Record<string, string | undefined>, options: CallsOptions): Promise<void> {
  process.stdout.on('error', () => process.exit());
  const asked = Object.entries({ ...query, limit: options.limit, format: 'csv' }).filter(
    (e): e is [string, string] => e[1] !== undefined,
  );
  const answer = await open(accessFor(options), `/api/v1/calls?${new URLSearchParams(asked)}`);
  try {
    for await (const chunk of answer.body ?? [])
      if (!process.stdout.write(chunk)) await new Promise((resolve) => process.stdout.once('drain', resolve));
  } catch (error) {
    throw new CallBusError('cli.cut', say(messages.cutShort), { cause: error });
  }
}
