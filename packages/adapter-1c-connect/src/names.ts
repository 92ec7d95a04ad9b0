import { isDeepStrictEqual } from 'node:util';
import {
  derivedId,
  type InteractionEventInit,
  type LookupAnswer,
  LookupKind,
  LookupStatus,
  type Party,
  PartyKind,
} from '@callbus/contract';
import type { LookupRequest } from '@callbus/runtime';
import { LRUCache } from 'lru-cache';
import { wait } from './wait.ts';
import { idOf } from './wire/read.ts';

/** Answers that are remembered, and interactions that wait for theirs. */
const REMEMBERED = 5_000;
const MOST_WAITING = 1_000;
const FOUND_MS = 3_600_000;
const NOT_FOUND_MS = 600_000;
/** The first wait after a question nobody answered; it doubles up to the last. */
const FIRST_WAIT_MS = 1_000;
const LAST_WAIT_MS = 60_000;
/** So often somebody is asked for before they stay a UUID. */
const MOST_TRIES = 10;

/** Who a UUID is; both empty where no base knows. */
interface Known {
  name: string;
  company: string;
  /** Unix milliseconds. */
  until: number;
}

/** An interaction, as it was last told, and whom it still waits for. */
interface Waiting {
  event: InteractionEventInit;
  told: InteractionEventInit;
  left: Set<string>;
}

interface Asked {
  text: string;
  fields: Record<string, string>;
  tries: number;
}

export interface NamesOptions {
  lookup(question: LookupRequest): Promise<LookupAnswer>;
  /** Tells an interaction again, with its people's names. Must not reject. */
  tell(event: InteractionEventInit): Promise<void>;
  now(): number;
}

/**
 * Knows the people and organisations behind UUIDs, as far as 1C does. Nothing
 * waits for an answer: an interaction is told at once with the names that are
 * known, and once more when those that were not have come. One question is on
 * its way at a time, so that a chat never crowds out calls.
 */
export class Names {
  readonly #options: NamesOptions;
  readonly #known = new LRUCache<string, Known>({ max: REMEMBERED });
  readonly #waiting = new LRUCache<string, Waiting>({ max: MOST_WAITING });
  readonly #questions = new Map<string, Asked>();
  #stopping = new AbortController();
  #asking: Promise<void> | undefined;

  constructor(options: NamesOptions) {
    this.#options = options;
  }

  start(): void {
    this.#stopping = new AbortController();
  }

  /** Asks no more; resolves when nothing is on its way. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#asking;
    this.#asking = undefined;
    this.#questions.clear();
    this.#waiting.clear();
  }

  /** The interaction with the names that are known; for the others it is told again when they are. */
  take(event: InteractionEventInit): InteractionEventInit {
    const name = nameOf(event);
    const told = this.#named(event);
    const unknown = uuidsOf(event).filter((uuid) => !this.#isFresh(uuid));
    if (unknown.length === 0) this.#waiting.delete(name);
    else {
      this.#waiting.set(name, { event, told, left: new Set(unknown.map(idOf)) });
      for (const uuid of unknown) this.#ask(uuid, event);
    }
    return told;
  }

  #isFresh(uuid: string): boolean {
    const known = this.#known.get(idOf(uuid));
    return known !== undefined && known.until > this.#options.now();
  }

  #named(event: InteractionEventInit): InteractionEventInit {
    const { author, parties = [], details = {} } = event;
    const client = idOf(details?.clientId ?? '');
    const named = (party: Party): Party => {
      // A name that is old is better than none while it is asked for anew.
      const known = party.kind === PartyKind.UUID ? this.#known.get(idOf(party.uuid ?? '')) : undefined;
      if (!known) return party;
      const { name, company } = known;
      const words = idOf(party.uuid ?? '') === client ? company || name : name || company;
      return words === '' ? party : { ...party, name: words };
    };
    return {
      ...event,
      ...(author ? { author: named(author) } : {}),
      ...(parties ? { parties: parties.map(named) } : {}),
    };
  }

  #ask(uuid: string, { details }: InteractionEventInit): void {
    const { clientId, userId, serviceId } = details ?? {};
    const key = idOf(uuid);
    if (this.#stopping.signal.aborted || this.#questions.has(key)) return;
    // Too many to ask for: whoever is told of again is asked for then.
    if (this.#questions.size >= MOST_WAITING) return;
    const fields = {
      ...(clientId ? { clientId } : {}),
      ...(userId ? { userId } : {}),
      ...(serviceId ? { serviceId } : {}),
    };
    this.#questions.set(key, { text: uuid, fields, tries: 0 });
    this.#asking ??= this.#work();
  }

  async #work(): Promise<void> {
    const { signal } = this.#stopping;
    let pause = FIRST_WAIT_MS;
    // The event that asks is told before the answer can be.
    await Promise.resolve();
    for (;;) {
      const next = this.#questions.entries().next().value;
      if (!next) {
        this.#asking = undefined;
        return;
      }
      const [key, asked] = next;
      const { text, fields } = asked;
      if (signal.aborted) return;
      const answer = await this.#options.lookup({ kind: LookupKind.UUID, text, fields });
      if (signal.aborted) return;
      this.#questions.delete(key);
      if (answer.status !== LookupStatus.UNAVAILABLE) {
        pause = FIRST_WAIT_MS;
        await this.#answered(key, answer);
        continue;
      }
      // Others have their turn first.
      if (++asked.tries < MOST_TRIES) this.#questions.set(key, asked);
      else await this.#settle(key);
      await wait(pause, signal);
      pause = Math.min(pause * 2, LAST_WAIT_MS);
    }
  }

  async #answered(key: string, { status, counterparty }: LookupAnswer): Promise<void> {
    // Several may go by it: then it stays what it is.
    const contacts = counterparty?.contacts ?? [];
    const [contact] = status === LookupStatus.FOUND && contacts.length === 1 ? contacts : [];
    const [name, company] = [contact?.name ?? '', contact?.company ?? ''];
    const found = name !== '' || company !== '';
    const until = this.#options.now() + (found ? FOUND_MS : NOT_FOUND_MS);
    this.#known.set(key, { name, company, until });
    await this.#settle(key);
  }

  /** Nobody need wait for this one any more. */
  async #settle(key: string): Promise<void> {
    for (const name of [...this.#waiting.rkeys()]) {
      const waiting = this.#waiting.peek(name);
      if (!waiting?.left.delete(key)) continue;
      if (waiting.left.size > 0) continue;
      this.#waiting.delete(name);
      const { event, told } = waiting;
      const named = this.#named(event);
      if (isDeepStrictEqual(named, told)) continue;
      const eventId = derivedId('interaction-named', event.eventId ?? '');
      await this.#options.tell({ ...named, eventId });
    }
  }
}

const nameOf = ({ kind, id }: InteractionEventInit): string => `${kind ?? 0} ${(id ?? '').toLowerCase()}`;

function uuidsOf({ author, parties }: InteractionEventInit): string[] {
  const all = [author, ...(parties ?? [])].map((p) => (p?.kind === PartyKind.UUID ? (p.uuid ?? '') : ''));
  return [...new Map(all.filter((uuid) => uuid !== '').map((uuid) => [idOf(uuid), uuid])).values()];
}
