import { type FastifyInstance, say } from '@callbus/runtime';
import type { Keys } from '../auth.ts';
import { ApiError } from '../errors.ts';
import { readQuery } from '../history/query.ts';
import type { HistoryStore } from '../history/store.ts';
import type { Live } from '../live.ts';
import { messages } from '../messages.ts';
import { callDetailView, callView, liveView } from '../view.ts';

/** Finished calls, one call with its decisions, and the calls that are running. */
export function callRoutes(app: FastifyInstance, keys: Keys, store: HistoryStore, live: Live): void {
  app.get('/api/v1/calls', (request) => {
    keys.require(request, 'read');
    const { items, next } = store.list(readQuery(request.query as Record<string, unknown>));
    return { items: items.map(callView), next };
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
