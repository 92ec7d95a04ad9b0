import { CallBusError } from '@callbus/runtime';

/** A message of 3CX that cannot be understood; names the field. */
export class BadMessage extends CallBusError {
  readonly status: number = 400;
  /** @param field the field at fault, empty where the whole is */
  constructor(field: string, message: string) {
    super(field === '' ? '3cx.message' : '3cx.field', message);
  }
}

/** The token of a request is missing or wrong. */
export class BadToken extends CallBusError {
  readonly status: number = 401;
  constructor(message: string) {
    super('3cx.token', message);
  }
}

/** What was asked for cannot be done by the 1C that is behind. */
export class NotPossible extends CallBusError {
  readonly status: number = 422;
  constructor(message: string) {
    super('3cx.unsupported', message);
  }
}

/** 1C did not answer in time; who asked may ask again. */
export class NoAnswerNow extends CallBusError {
  readonly status: number = 503;
  constructor(message: string) {
    super('3cx.unavailable', message);
  }
}
