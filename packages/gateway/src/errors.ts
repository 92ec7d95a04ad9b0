import { CallBusError, codeOf, maskNumbers, say } from '@callbus/runtime';
import { messages } from './messages.ts';

/** What the HTTP server takes of a body. */
const BODY_KB = 256;

/** An answer other than success, with the HTTP status it goes out with. */
export class ApiError extends CallBusError {
  readonly status: number;
  constructor(status: number, code: string, message: string) {
    super(code, message);
    this.status = status;
  }
}

/** A query parameter or body field that is not what it should be. */
export const badParameter = (name: string, found: unknown, expected: string): ApiError =>
  new ApiError(400, 'gateway.parameter', say(messages.parameter, { name, found: shown(found), expected }));

const shown = (found: unknown): string =>
  found === undefined || found === null
    ? say(messages.nothing)
    : maskNumbers(JSON.stringify(found).slice(0, 60));

/**
 * The error of a body that the HTTP server could not read, in our words; every
 * other error is as it was.
 */
export function bodyError(error: unknown, shape: string): unknown {
  switch (codeOf(error)) {
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return new ApiError(400, 'gateway.body', say(messages.body, { shape }));
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new ApiError(413, 'gateway.too-big', say(messages.tooBig, { limit: BODY_KB }));
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new ApiError(415, 'gateway.media', say(messages.media));
    default:
      return error;
  }
}
