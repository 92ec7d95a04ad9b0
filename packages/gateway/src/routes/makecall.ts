import type { FastifyInstance, FastifyRequest } from '@callbus/runtime';
import { say } from '@callbus/runtime';
import type { Adapters } from '../adapters.ts';
import type { Keys } from '../auth.ts';
import { type Commands, commandIdOf } from '../commands.ts';
import { ApiError, badParameter, bodyError } from '../errors.ts';
import { messages } from '../messages.ts';

const SHAPE = '{"user":"100","phone":"89991234567"}';
const NUMBER = /^[+\d*#() -]{1,64}$/;

/** Click-to-call: our path, and the one an extension built to the spec calls. */
export function makecallRoutes(
  app: FastifyInstance,
  keys: Keys,
  adapters: Adapters,
  commands: Commands,
): void {
  const handler = async (request: FastifyRequest): Promise<unknown> => {
    const issuedBy = keys.require(request, 'call');
    const { user, phone, pbx } = readBody(request.body);
    const instance = await adapters.owner(user, 'makeCall', pbx);
    const commandId = commandIdOf(request, issuedBy);
    const makeCall = { extension: user, number: phone };
    const told = toldOfCall(
      await commands.send({ commandId, instance, verb: 'makeCall', issuedBy, makeCall }),
    );
    // What the adapter has to tell of the call stands beside what every order is answered with.
    return { ...told, result: 'ok', pbx: instance };
  };
  // Strangers are turned away before their body is read.
  const onRequest = async (request: FastifyRequest): Promise<void> => void keys.require(request, 'call');
  const errorHandler = (error: unknown): never => {
    throw bodyError(error, SHAPE);
  };
  for (const path of ['/api/v1/makecall', '/httpapiinteg/crmapi/v1/makecall'])
    app.post(path, { onRequest, errorHandler }, handler);
}

// The call is on its way, whatever was said of it. The HTTP status of somebody
// else's server would be taken for that of our answer.
function toldOfCall(json: string): object {
  try {
    const told: unknown = JSON.parse(json);
    if (typeof told !== 'object' || told === null || Array.isArray(told)) return {};
    return Object.fromEntries(
      Object.entries(told).filter(([name, value]) => name !== 'status' || typeof value !== 'number'),
    );
  } catch {
    return {};
  }
}

function readBody(body: unknown): { user: string; phone: string; pbx?: string } {
  if (typeof body !== 'object' || body === null)
    throw new ApiError(400, 'gateway.body', say(messages.body, { shape: SHAPE }));
  const { user, phone, pbx } = body as Record<string, unknown>;
  if (typeof user !== 'string' || !NUMBER.test(user.trim()) || !/\d/.test(user))
    throw badParameter('user', user, say(messages.internalNumber));
  if (typeof phone !== 'string' || !NUMBER.test(phone.trim()) || !/\d/.test(phone))
    throw badParameter('phone', phone, say(messages.phoneNumber));
  if (pbx !== undefined && pbx !== null && (typeof pbx !== 'string' || pbx === ''))
    throw badParameter('pbx', pbx, say(messages.adapterId));
  return { user: user.trim(), phone: phone.trim(), ...(typeof pbx === 'string' ? { pbx } : {}) };
}
