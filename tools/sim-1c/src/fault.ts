import type { FastifyReply } from 'fastify';

/**
 * What the base does instead of working.
 * - down: nobody listens
 * - slow: works, and answers after `ms`
 * - hang: takes the request and says nothing, for ever
 * - locked: an HTML page for people, as a base that is being updated
 * - page: such a page with another status
 * - answer: any answer, and nothing done
 * - error: 500 with a text
 * - lost: does its work and breaks the connection before it answers
 * - cut: breaks the connection and does nothing
 * - denied: 401
 * - refuse: 400 with a reason
 */
export type Fault =
  | { kind: 'none' }
  | { kind: 'down' }
  | { kind: 'slow'; ms: number }
  | { kind: 'hang' }
  | { kind: 'locked' }
  | { kind: 'page'; status: number }
  | { kind: 'answer'; status: number; body?: string; type?: string }
  | { kind: 'error' }
  | { kind: 'lost' }
  | { kind: 'cut' }
  | { kind: 'denied' }
  | { kind: 'refuse' };

const PAGE = '<!DOCTYPE html><html><body><h1>База заблокирована: идёт обновление</h1></body></html>';

/** What the platform (not the extension) says when a session it is asked for is gone. */
export const NO_SESSION = `<?xml version="1.0" encoding="UTF-8"?><exception xmlns="http://v8.1c.ru/8.2/virtual-resource-system" reason="406"><descr>Истекло время ожидания сеанса</descr></exception>`;

/** Answers a request instead of working. @returns whether it did */
export function misbehave(fault: Fault, reply: FastifyReply): boolean {
  switch (fault.kind) {
    case 'locked':
      void reply.code(503).type('text/html; charset=utf-8').send(PAGE);
      return true;
    case 'page':
      void reply.code(fault.status).type('text/html; charset=utf-8').send(PAGE);
      return true;
    case 'answer':
      if (fault.type !== undefined) void reply.type(fault.type);
      void reply.code(fault.status).send(fault.body ?? '');
      return true;
    case 'error':
      void reply.code(500).send({ error: 'Ошибка при вызове метода контекста (Записать)' });
      return true;
    case 'denied':
      void reply.code(401).send({ error: 'unauthorized' });
      return true;
    case 'refuse':
      void reply.code(400).send({ error: 'поле callid: не указано' });
      return true;
    case 'hang':
      reply.hijack();
      return true;
    case 'cut':
      breakOff(reply);
      return true;
    default:
      return false;
  }
}

/** Breaks the connection before anything was answered. */
export function breakOff(reply: FastifyReply): void {
  reply.hijack();
  reply.raw.destroy();
}
