import { type FastifyInstance, type FastifyRequest, say } from '@callbus/runtime';
import type { Adapters, KnownAdapter } from '../adapters.ts';
import type { Keys } from '../auth.ts';
import { type Commands, commandIdOf } from '../commands.ts';
import { ApiError, bodyError } from '../errors.ts';
import { messages } from '../messages.ts';

const SHAPE = '{"extension":"100"}';
// What a form cannot say (numbers, lists) would reach an adapter as text.
const NO_JSON = /^(?:application\/x-www-form-urlencoded|text\/plain)\b/i;

/** What adapters there are and what each can do, and commands to one of them. */
export function adapterRoutes(
  app: FastifyInstance,
  keys: Keys,
  adapters: Adapters,
  commands: Commands,
): void {
  app.get('/api/v1/adapters', async (request) => {
    keys.require(request, 'read');
    const all = await adapters.all();
    return { items: all.map(shortView).sort((a, b) => (a.id < b.id ? -1 : 1)) };
  });
  app.get('/api/v1/adapters/:id', async (request) => {
    keys.require(request, 'read');
    const { id } = request.params as { id: string };
    return longView(await adapters.find(id));
  });
  // Strangers are turned away before their body is read.
  const onRequest = async (request: FastifyRequest): Promise<void> => void keys.require(request, 'control');
  const errorHandler = (error: unknown): never => {
    throw bodyError(error, SHAPE);
  };
  app.post('/api/v1/adapters/:id/commands/:verb', { onRequest, errorHandler }, async (request, reply) => {
    const issuedBy = keys.require(request, 'control');
    const { id: instance, verb } = request.params as { id: string; verb: string };
    if (NO_JSON.test(request.headers['content-type'] ?? ''))
      throw new ApiError(415, 'gateway.media', say(messages.media));
    const parameters = JSON.stringify(parametersIn(request.body));
    await adapters.able(instance, verb);
    const commandId = commandIdOf(request, issuedBy);
    const result = await commands.send({ commandId, instance, verb, issuedBy, parameters });
    return reply.type('application/json; charset=utf-8').send(result);
  });
}

const shortView = ({ id, type, live, enabled, commands }: KnownAdapter) => ({
  id,
  type,
  running: live,
  enabled,
  commands,
});

const longView = (adapter: KnownAdapter) => ({
  ...shortView(adapter),
  extensions: adapter.extensions ?? null,
  capabilities: adapter.capabilities ?? null,
});

// A verb without parameters may come without a body.
function parametersIn(body: unknown): Record<string, unknown> {
  if (body === undefined || body === null) return {};
  if (typeof body !== 'object' || Array.isArray(body))
    throw new ApiError(400, 'gateway.body', say(messages.body, { shape: SHAPE }));
  return body as Record<string, unknown>;
}
