import { CallBusError } from '@callbus/runtime';

/** 3CX is out of reach, or did not answer in time. */
export class PbxAway extends CallBusError {
  /** Whether it was too slow rather than not there. */
  readonly slow: boolean;
  constructor(message: string, options: { slow?: boolean; cause?: unknown } = {}) {
    super('3cx.away', message, { cause: options.cause });
    this.slow = options.slow ?? false;
  }
}

/** 3CX refused the client id or secret: trying again soon would not help. */
export class CredentialsRefused extends CallBusError {
  constructor(message: string) {
    super('3cx.credentials', message);
  }
}

/** 3CX answered with a status that is no use. */
export class PbxRefused extends CallBusError {
  readonly status: number;
  constructor(status: number, message: string) {
    super('3cx.refused', message);
    this.status = status;
  }
}

/** What 3CX told cannot be read; names the field. */
export class BadAnswer extends CallBusError {
  constructor(message: string) {
    super('3cx.answer', message);
  }
}
