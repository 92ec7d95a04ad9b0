import {
  type Counterparty,
  directorySubject,
  LookupAnswerCodec,
  LookupKind,
  LookupQuestionCodec,
  LookupStatus,
} from '@callbus/contract';
import type { Bus, Metrics } from '@callbus/runtime';
import { reasonOf } from '@callbus/runtime';
import { LRUCache } from 'lru-cache';

/** What the bases said about a number. */
export interface DirectoryAnswer {
  status: 'found' | 'not-found' | 'ambiguous' | 'unavailable' | 'unsupported';
  /** The rule that decided, for the record. */
  rule: string;
  counterparty: Counterparty | undefined;
  responsible: string;
  base: string;
  cached: boolean;
  tookMs: number;
  reason: string;
}

export interface DirectoryOptions {
  bus: Bus;
  metrics: Metrics;
  /** Bases to ask, in order of trust. */
  bases: () => readonly string[];
  now?: () => number;
}

export interface Question {
  /** What is asked by; a number where left out. */
  kind?: LookupKind;
  /** As received: the number, or the text that is looked for. */
  number: string;
  e164: string;
  /** The digits of a number; its answer is remembered by them. */
  digits: string;
  deadlineMs: number;
  /** Do not take a remembered answer: a responsible manager may have changed. */
  fresh?: boolean;
  fields?: Record<string, string>;
}

const FOUND_MS = 60_000;
const NOT_FOUND_MS = 30_000;
const REMEMBERED = 10_000;

/**
 * Asks the 1C bases who a number is. Answers are remembered for a minute, a
 * question that is already on its way is joined, and the deadline holds
 * whatever the bases do.
 */
export class Directory {
  readonly #options: DirectoryOptions;
  readonly #now: () => number;
  readonly #known = new LRUCache<string, { answer: DirectoryAnswer; until: number }>({ max: REMEMBERED });
  readonly #asking = new Map<string, Promise<DirectoryAnswer>>();

  constructor(options: DirectoryOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
  }

  /** Never rejects and never outlasts its deadline: a base that does not answer is `unavailable`. */
  async ask(question: Question): Promise<DirectoryAnswer> {
    const { kind = LookupKind.NUMBER, number, digits, deadlineMs, fresh = false } = question;
    if (kind === LookupKind.NUMBER && digits === '')
      return this.#counted(none('not-found', 'lookup.no-number', '', 0));
    // To make somebody is to do something: it is asked once for each time it is asked.
    if (kind === LookupKind.CREATE) return this.#counted(await this.#askBases(question));
    const key = kind === LookupKind.NUMBER ? digits : `${kind} ${number}`;
    const known = fresh ? undefined : this.#known.get(key);
    if (known && known.until > this.#now())
      return this.#counted({ ...known.answer, cached: true, tookMs: 0 });
    const asking = fresh ? undefined : this.#asking.get(key);
    if (asking) return this.#counted(await within(asking, deadlineMs));
    const work = this.#askBases(question).then((answer) => this.#remember(key, answer));
    this.#asking.set(key, work);
    const answer = await work;
    if (this.#asking.get(key) === work) this.#asking.delete(key);
    return this.#counted(answer);
  }

  async #askBases(question: Question): Promise<DirectoryAnswer> {
    const begun = performance.now();
    const bases = this.#options.bases();
    const answers = await Promise.all(bases.map((base) => this.#askBase(base, question)));
    const tookMs = Math.round(performance.now() - begun);
    const best =
      answers.find((a) => a.status === 'found' && a.responsible !== '') ??
      answers.find((a) => a.status === 'found') ??
      answers.find((a) => a.status === 'ambiguous') ??
      // One base that is away leaves the question open, whatever the others do not know.
      answers.find((a) => a.status === 'unavailable') ??
      answers.find((a) => a.status === 'not-found') ??
      answers[0];
    return best ? { ...best, tookMs } : none('unavailable', 'lookup.no-base', '', tookMs);
  }

  async #askBase(
    base: string,
    { kind = LookupKind.NUMBER, number, e164, deadlineMs, fresh = false, fields = {} }: Question,
  ): Promise<DirectoryAnswer> {
    const data = LookupQuestionCodec.encode({ kind, text: number, e164, deadlineMs, fresh, fields });
    try {
      const reply = await this.#options.bus.request(directorySubject(base), data, deadlineMs);
      const answer = LookupAnswerCodec.decode(reply);
      const counterparty = answer.counterparty ?? undefined;
      const several = (counterparty?.contacts?.length ?? 0) > 1;
      if (answer.status === LookupStatus.NOT_FOUND) return none('not-found', 'lookup.not-found', base, 0);
      if (answer.status === LookupStatus.UNSUPPORTED)
        return { ...none('unsupported', 'lookup.unsupported', base, 0), reason: answer.reason };
      if (answer.status !== LookupStatus.FOUND) {
        return { ...none('unavailable', 'lookup.unavailable', base, 0), reason: answer.reason };
      }
      return {
        status: several ? 'ambiguous' : 'found',
        rule: several ? 'lookup.ambiguous' : 'lookup.found',
        counterparty,
        responsible: several ? '' : answer.responsible,
        base,
        cached: false,
        tookMs: 0,
        reason: '',
      };
    } catch (error) {
      return { ...none('unavailable', 'lookup.deadline', base, 0), reason: reasonOf(error) };
    }
  }

  #remember(key: string, answer: DirectoryAnswer): DirectoryAnswer {
    // That a base is away says nothing about what it knew a moment ago.
    if (answer.status === 'unavailable') return answer;
    const until =
      this.#now() + (answer.status === 'found' || answer.status === 'ambiguous' ? FOUND_MS : NOT_FOUND_MS);
    this.#known.set(key, { answer, until });
    return answer;
  }

  #counted(answer: DirectoryAnswer): DirectoryAnswer {
    this.#options.metrics.lookups.inc({ outcome: answer.cached ? 'cached' : answer.status });
    return answer;
  }
}

/** An answer that somebody else waits for already, as far as our own deadline allows. */
async function within(asking: Promise<DirectoryAnswer>, deadlineMs: number): Promise<DirectoryAnswer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<DirectoryAnswer>((resolve) => {
    timer = setTimeout(() => resolve(none('unavailable', 'lookup.deadline', '', deadlineMs)), deadlineMs);
  });
  try {
    return await Promise.race([asking, late]);
  } finally {
    clearTimeout(timer);
  }
}

function none(
  status: 'not-found' | 'unavailable' | 'unsupported',
  rule: string,
  base: string,
  tookMs: number,
): DirectoryAnswer {
  return { status, rule, counterparty: undefined, responsible: '', base, cached: false, tookMs, reason: '' };
}
