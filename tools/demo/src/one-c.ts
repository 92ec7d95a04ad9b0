import { wordFor } from '@callbus/cli';
import { say } from '@callbus/runtime';
import type { Message } from '@callbus/sim-1c';
import { messages } from './messages.ts';
import type { Screen } from './screen.ts';
import type { Stage } from './stage.ts';

const TITLES = { INCOMING: messages.incoming, OUTGOING: messages.outgoing, ACCEPTED: messages.accepted };
const LOCKED = {
  history: messages.lockedRecord,
  event: messages.lockedPopup,
  contact: messages.lockedContact,
};

/** Shows what 1C does: the popups and records it takes, and what it refuses while it is locked. */
export class OneCWindow {
  readonly #stage: Stage;
  readonly #screen: Screen;
  /** What it was seen to refuse, each kind once: what waits is tried again and again. */
  readonly #refused = new Set<string>();

  constructor(stage: Stage, screen: Screen) {
    this.#stage = stage;
    this.#screen = screen;
  }

  /** Begins to show. */
  open(): void {
    this.#stage.oneC.on('request', ({ body }) => {
      if (this.#stage.locked) this.#refuse(body);
    });
    this.#stage.oneC.on('accepted', (body) => this.#accept(body));
  }

  #refuse({ cmd = '' }: Message): void {
    if (this.#refused.has(cmd)) return;
    this.#refused.add(cmd);
    const message = LOCKED[cmd as keyof typeof LOCKED];
    if (message) this.#screen.base('✗', say(message));
  }

  #accept(body: Message): void {
    const text = (name: string): string => String(body[name] ?? '');
    if (this.#refused.delete('history')) this.#screen.base('✓', say(messages.back));
    if (body.cmd === 'history') {
      this.#screen.base('▤', say(messages.record, { row: recordOf(text) }));
      return;
    }
    if (body.cmd === 'interaction') {
      const what = text('text') || text('rating');
      this.#screen.base('✉', say(messages.interaction, { kind: wordFor(text('kind')), text: what }));
      return;
    }
    const extension = text('ext');
    if (body.type === 'CANCELLED') {
      this.#screen.base('▢', say(messages.hidden, { extension }));
      return;
    }
    const title = TITLES[text('type') as keyof typeof TITLES];
    if (!title) return;
    const who = this.#whoIs(text('phone'));
    this.#screen.base('▣', say(messages.popup, { extension, title: say(title), who }));
  }

  #whoIs(phone: string): string {
    if (phone === '') return say(messages.noNumber);
    const contact = this.#stage.oneC.contacts.find((c) => c.phones.includes(phone));
    return contact ? `${phone} (${contact.name}, ${contact.company})` : phone;
  }
}

/** A journal record as a person reads it. */
function recordOf(text: (name: string) => string): string {
  const inbound = text('type') === 'in';
  const success = text('status') === 'success';
  return [
    // `yyyyMMddTHHmmss` in the base's zone, which here is this machine's.
    text('start')
      .slice(9)
      .replace(/(\d\d)(\d\d)(\d\d)/, '$1:$2:$3'),
    wordFor(inbound ? 'inbound' : 'outbound'),
    wordFor(success ? 'answered' : inbound ? 'missed' : 'noanswer'),
    text('phone') || say(messages.noNumber),
    text('ext'),
    say(messages.seconds, { n: text('duration') }),
    `callid ${text('callid')}`,
  ].join('  ');
}
