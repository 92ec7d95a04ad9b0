import { say } from '@callbus/runtime';
import { type ListOptions, show } from '../list.ts';
import { messages } from '../messages.ts';
import { type CallRow, header, row } from '../table.ts';

/** `callbus calls`: the latest finished calls, the newest last, and with --follow those to come. */
export const calls = (options: ListOptions): Promise<void> =>
  show<CallRow>(
    {
      path: '/api/v1/calls',
      followQuery: { sort: '-endedAt' },
      idOf: (call) => call.callId,
      versionOf: (call) => call.revision,
      header,
      row,
      none: () => say(messages.noCalls),
    },
    options,
  );
