import { CallBusError, say } from '@callbus/runtime';
import { messages } from './messages.ts';

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
  new ApiError(
    400,
    'gateway.parameter',
    say(messages.parameter, { name, found: JSON.stringify(found ?? null).slice(0, 60), expected }),
  );
