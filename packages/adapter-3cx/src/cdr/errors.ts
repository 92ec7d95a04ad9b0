import { CallBusError } from '@callbus/runtime';

/** A CDR line that cannot be read; names the field. */
export class BadLine extends CallBusError {
  constructor(message: string) {
    super('3cx.cdr', message);
  }
}
