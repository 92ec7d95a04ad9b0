import type { Dispatcher } from 'undici';
import type { Patience } from './patience.ts';

/** How one request ended. */
export interface Exchange {
  /** Whether a byte of it can have gone out. */
  sent: boolean;
  /** 0 where no whole answer came. */
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  /** Why no whole answer came. */
  reason: string;
}

export interface ExchangeOptions {
  path: string;
  headers: Record<string, string>;
  body: string;
  /** For the way until the bytes are out. */
  patience: Patience;
  /** Asked when the bytes go out: milliseconds the whole answer is waited for. */
  answerMs: () => number;
}

/** Why nothing was sent: patience was over. */
export const TOO_LATE = 'too late';
/** Why no answer came: it was not waited for any longer. */
export const NO_ANSWER = 'ETIMEDOUT';

/** More of an answer than this nobody reads. */
const LONGEST_ANSWER = 1 << 20;

/**
 * POSTs once. Never rejects: undici's handler interface tells what its promises
 * do not, whether the bytes went out, and that decides whether a popup may be
 * tried again.
 */
export function exchange(dispatcher: Dispatcher, options: ExchangeOptions): Promise<Exchange> {
  return new Promise((resolve) => {
    const handler = new Handler(options, resolve);
    if (handler.done) return;
    const { path, headers, body } = options;
    try {
      dispatcher.dispatch({ method: 'POST', path, headers, body }, handler);
    } catch (error) {
      handler.onResponseError(undefined, error as Error);
    }
  });
}

class Handler implements Dispatcher.DispatchHandler {
  readonly #options: ExchangeOptions;
  readonly #resolve: (exchange: Exchange) => void;
  readonly #chunks: Buffer[] = [];
  #size = 0;
  #status = 0;
  #headers: Exchange['headers'] = {};
  #sent = false;
  #done = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: ExchangeOptions, resolve: (exchange: Exchange) => void) {
    this.#options = options;
    this.#resolve = resolve;
    const late = (): void => this.#finish(0, TOO_LATE);
    if (options.patience.over) late();
    else options.patience.watch(late);
  }

  get done(): boolean {
    return this.#done;
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#done || this.#options.patience.over) {
      this.#finish(0, TOO_LATE);
      controller.abort(new Error(TOO_LATE));
      return;
    }
    this.#sent = true;
    this.#options.patience.unwatch();
    this.#timer = setTimeout(
      () => {
        this.#finish(0, NO_ANSWER);
        controller.abort(new Error(NO_ANSWER));
      },
      Math.max(1, this.#options.answerMs()),
    );
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Exchange['headers'],
  ): void {
    this.#status = status;
    this.#headers = headers;
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#done) return;
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    if (this.#size < LONGEST_ANSWER) return;
    this.#finish(this.#status, '');
    controller.abort(new Error('the answer is too long'));
  }

  onResponseEnd(): void {
    this.#finish(this.#status, '');
  }

  onResponseError(_controller: Dispatcher.DispatchController | undefined, error: Error): void {
    const { code, message } = error as NodeJS.ErrnoException;
    this.#finish(0, code ?? message);
  }

  #finish(status: number, reason: string): void {
    if (this.#done) return;
    this.#done = true;
    clearTimeout(this.#timer);
    this.#options.patience.unwatch();
    const text = status === 0 ? '' : Buffer.concat(this.#chunks).toString('utf8');
    this.#resolve({ sent: this.#sent, status, headers: this.#headers, text, reason });
  }
}
