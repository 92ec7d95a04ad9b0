import { type ExchangeRecord, reasonOf } from '@callbus/runtime';
import type { Answer } from './pending.ts';

/** No more of a document is looked through: the technical journal keeps less of it. */
const LONGEST = 16_384;
/** What people wrote to each other; the journal of exchanges is not the place to read it. */
const WRITTEN = /(<(MessageBody|Comment)(?![\w.-])[^<>]*(?<!\/)>)(?:[\s\S]*(<\/\2\s*>)|[\s\S]*$)/gi;
/** The same where it is written as `<MessageBody="...">`. */
const PRIVATE: readonly string[] = ['MessageBody'];

type What = Omit<ExchangeRecord, 'direction' | 'method' | 'route' | 'secrets'>;

const shown = ({ request, ...rest }: What): What => ({
  ...rest,
  ...(typeof request === 'string' ? { request: request.slice(0, LONGEST).replace(WRITTEN, '$1***$3') } : {}),
});

/** What goes over one login's pipe, for the technical journal; what people wrote is left out of it. */
export class PipeNotes {
  readonly #login: string;
  readonly #tell: (record: ExchangeRecord) => void;

  constructor(login: string, tell: (record: ExchangeRecord) => void) {
    this.#login = login;
    this.#tell = tell;
  }

  /** A document from the program; `what` names it. */
  told(what: string, how: What): void {
    this.#note('in', what, how);
  }

  /** A command and what comes of it, which is passed on. */
  async asked(action: string, request: string, answered: Promise<Answer>): Promise<Answer> {
    const begun = performance.now();
    const note = (how: What): void =>
      this.#note('out', action, { latencyMs: performance.now() - begun, request, ...how });
    try {
      const answer = await answered;
      const { result } = answer;
      note(result ? { response: { result: result.result, error: result.error } } : {});
      return answer;
    } catch (error) {
      note({ error: reasonOf(error) });
      throw error;
    }
  }

  #note(direction: 'in' | 'out', what: string, how: What): void {
    const route = `${this.#login}/${what}`;
    this.#tell({ direction, method: 'PIPE', route, secrets: PRIVATE, ...shown(how) });
  }
}
