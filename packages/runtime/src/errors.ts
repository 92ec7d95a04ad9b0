/**
 * The base of every error we raise on purpose: a stable `code` for programs,
 * a message for people, and where there is one, what to do about it.
 */
export class CallBusError extends Error {
  readonly code: string;
  readonly remedy: string | undefined;

  constructor(code: string, message: string, options: { remedy?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.remedy = options.remedy;
  }
}

/** The bus did not take or answer something; trying again later may work. */
export class BusUnavailable extends CallBusError {
  constructor(message: string, cause?: unknown) {
    super('bus.unavailable', message, { cause });
  }
}

/** A stream is full and refuses; nothing was stored. */
export class StreamFull extends CallBusError {
  constructor(message: string, cause?: unknown) {
    super('bus.full', message, { cause });
  }
}

/** Somebody else published on the subject since we looked. */
export class WrongLastSequence extends CallBusError {
  constructor(subject: string, cause?: unknown) {
    super('bus.sequence', `another revision stands on ${subject}`, { cause });
  }
}

/** Nobody answered a request in time, or nobody is there to answer. */
export class NoAnswer extends CallBusError {
  /** True where nobody listens at all. */
  readonly nobody: boolean;
  constructor(subject: string, nobody: boolean, cause?: unknown) {
    super('bus.noanswer', nobody ? `nobody listens on ${subject}` : `no answer in time on ${subject}`, {
      cause,
    });
    this.nobody = nobody;
  }
}

/** This service cannot go on until somebody acts; the host stops it and says so. */
export class StopService extends CallBusError {}

/** A message that must be set aside with its reason; the rest goes on. */
export class SetAside extends CallBusError {}

/** A command that the adapter refuses or that failed; `status` is the HTTP status that fits. */
export class CommandFault extends CallBusError {
  readonly status: number;
  constructor(code: string, status: number, message: string, cause?: unknown) {
    super(code, message, { cause });
    this.status = status;
  }
}

/** The message of anything thrown. */
export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The stable code of anything thrown. */
export const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : 'error';
