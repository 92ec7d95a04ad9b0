import type { FastifyInstance, FastifyRequest } from '../http/server.ts';
import { isSecretName } from './mask.ts';
import type { ExchangeNotes } from './notes.ts';

/**
 * Notes every request to the routes that are hung on `app` after this.
 * @param wanted which of them, where not all
 */
export function noteRequests(
  app: FastifyInstance,
  notes: ExchangeNotes,
  wanted: (request: FastifyRequest) => boolean = () => true,
): void {
  if (!notes.on) return;
  const answers = new WeakMap<FastifyRequest, unknown>();
  app.addHook('onSend', (request, _reply, payload, done) => {
    if (typeof payload === 'string' || payload instanceof Uint8Array) answers.set(request, payload);
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    if (!wanted(request)) return done();
    notes.note({
      direction: 'in',
      method: request.method,
      route: routeOf(request),
      status: reply.statusCode,
      latencyMs: reply.elapsedTime,
      request: request.body,
      response: answers.get(request),
    });
    done();
  });
}

/** The address that was asked, but for those of its parameters that are secrets. */
function routeOf(request: FastifyRequest): string {
  const pattern = request.routeOptions.url;
  const params = request.params as Record<string, string> | undefined;
  if (pattern === undefined || !params || !Object.keys(params).some(isSecretName)) return request.url;
  const at = request.url.indexOf('?');
  const path = pattern.replace(/:(\w+)(?:\([^)]*\))?\??/g, (_, name: string) =>
    isSecretName(name) ? '***' : encodeURIComponent(params[name] ?? ''),
  );
  return at < 0 ? path : path + request.url.slice(at);
}
