import type { FastifyInstance } from '@callbus/runtime';
import type { Keys } from '../auth.ts';
import { readInteractionQuery } from '../interactions/query.ts';
import type { InteractionStore } from '../interactions/store.ts';
import type { Live } from '../live.ts';

/** What happens beside calls: messages, sessions and treatments, and how employees stand. */
export function interactionRoutes(
  app: FastifyInstance,
  keys: Keys,
  store: InteractionStore,
  live: Live,
): void {
  app.get('/api/v1/interactions', (request) => {
    keys.require(request, 'read');
    return store.list(readInteractionQuery(request.query as Record<string, unknown>));
  });
  app.get('/api/v1/agents', (request) => {
    keys.require(request, 'read');
    return { items: live.agents() };
  });
}
