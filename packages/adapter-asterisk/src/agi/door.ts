import {
  type AdapterContext,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  sameSecret,
  say,
} from '@callbus/runtime';
import { agiMessages as messages } from './messages.ts';
import { askWay } from './way.ts';

const LONGEST = 200;

/**
 * The same question over HTTP, for a dialplan that asks by `CURL()`: the answer
 * is the extension and nothing else, empty where the dialplan should go its own way.
 * @param token the last part of the path, where the site asks for one
 */
export function routeDoor(
  app: FastifyInstance,
  context: Pick<AdapterContext, 'route' | 'log'>,
  token: string | undefined,
): void {
  const answer = async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const { token: given = '' } = request.params as { token?: string };
    const text = (status: number, body: string): unknown =>
      reply.code(status).header('Content-Type', 'text/plain; charset=utf-8').send(body);
    if (token !== undefined && !sameSecret(given, token)) return text(401, say(messages.token));
    const query = request.query as Record<string, unknown>;
    const field = (name: string): string => {
      const value = query[name];
      return typeof value === 'string' && value.length <= LONGEST ? value : '';
    };
    // A withheld number comes as a word or as nothing; no number at all is a mistake in the dialplan.
    if (typeof query.number !== 'string')
      return text(400, say(messages.field, { field: 'number', expected: say(messages.number) }));
    const way = await askWay(
      context,
      {
        key: field('linkedid') || field('uniqueid'),
        number: plus(field('number')),
        name: field('name'),
        did: plus(field('did')),
        queue: field('queue'),
      },
      () => context.log.warn({ code: 'asterisk.route' }, say(messages.extension)),
    );
    return text(200, way.extension);
  };
  app.get(token === undefined ? '/route' : '/route/:token', answer);
}

// A plus that was not encoded arrives as a space.
const plus = (number: string): string => number.replace(/^ (?=\d)/, '+');
