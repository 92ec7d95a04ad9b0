import { CallBusError } from '@callbus/runtime';

/** A message of the other side that cannot be understood; names the field. */
export class BadMessage extends CallBusError {
  readonly status = 400;
  /** @param field the field at fault, empty where the whole is */
  constructor(field: string, message: string) {
    super(field === '' ? 'prostiezvonki.message' : 'prostiezvonki.field', message);
  }
}

/** The token of a request is missing or wrong. */
export class BadToken extends CallBusError {
  readonly status = 401;
  constructor(message: string) {
    super('prostiezvonki.token', message);
  }
}
