import type { FastifyInstance } from '@callbus/runtime';
import type { Keys } from '../auth.ts';
import { readExchangeQuery } from '../exchanges/query.ts';
import type { ExchangeStore } from '../exchanges/store.ts';

/** The technical journal: what neighbours asked and were asked. */
export function exchangeRoutes(app: FastifyInstance, keys: Keys, store: ExchangeStore): void {
  app.get('/api/v1/exchanges', (request) => {
    keys.require(request, 'read');
    return store.list(readExchangeQuery(request.query as Record<string, unknown>));
  });
}
