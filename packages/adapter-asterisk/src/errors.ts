import { CallBusError } from '@callbus/runtime';

/** The server did not show what is on it, so what it told before cannot be held against it. */
export class SnapshotFailed extends CallBusError {
  /** The action that brought nothing. */
  readonly action: string;
  constructor(action: string, message: string, cause?: unknown) {
    super('asterisk.snapshot', message, { cause });
    this.action = action;
  }
}
