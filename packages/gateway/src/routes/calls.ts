import { Readable } from 'node:stream';
import { type FastifyInstance, say } from '@callbus/runtime';
import type { Keys } from '../auth.ts';
import { ApiError, badParameter } from '../errors.ts';
import { csvOf } from '../history/csv.ts';
import { mostIn, type Raw, readQuery, textIn, writeCursor } from '../history/query.ts';
import type { HistoryStore } from '../history/store.ts';
import type { Live } from '../live.ts';
import { messages } from '../messages.ts';
import { callDetailView, callView, liveView } from '../view.ts';

/** Finished calls, one call with its decisions, and the calls that are running. */
export function callRoutes(app: FastifyInstance, keys: Keys, store: HistoryStore, live: Live): void {
  app.get('/api/v1/calls', (request, reply) => {
    keys.require(request, 'read');
    const raw = request.query as Raw;
    if (isCsv(raw)) {
      const { limit, ...filters } = raw;
      const most = mostIn({ limit });
      const table = Readable.from(csvOf(store, readQuery(filters), most));
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="calls.csv"')
        .send(table);
    }
    const query = readQuery(raw);
    const { items, last } = store.list(query);
    return reply.send({ items: items.map(callView), next: last ? writeCursor(query, last) : null });
  });
  app.get('/api/v1/calls/:callId', (request) => {
    keys.require(request, 'read');
    const { callId } = request.params as { callId: string };
    // Live first: a call that was closed by silence may have come to life again.
    const record = live.find(callId)?.record ?? store.get(callId);
    if (!record) throw new ApiError(404, 'gateway.call', say(messages.noCall, { id: callId.slice(0, 40) }));
    return callDetailView(record);
  });
  app.get('/api/v1/live', (request) => {
    keys.require(request, 'read');
    return { items: live.running().map(liveView) };
  });
}

function isCsv(raw: Raw): boolean {
  const format = textIn(raw, 'format') ?? 'json';
  if (format !== 'json' && format !== 'csv') throw badParameter('format', format, 'json | csv');
  return format === 'csv';
}
