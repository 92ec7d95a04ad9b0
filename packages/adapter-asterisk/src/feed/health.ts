import { type Link, type Logger, say } from '@callbus/runtime';
import { messages } from '../messages.ts';
import type { LinkChange, RefusedAction } from '../wire/link.ts';
import type { FeedReports } from './options.ts';

/** Puts how the link stands into words for /healthz and doctor. */
export class LinkHealth implements FeedReports {
  readonly #link: Link;
  readonly #log: Logger;
  readonly #username: string;
  #refused: readonly RefusedAction[] = [];

  constructor(link: Link, log: Logger, username: string) {
    this.#link = link;
    this.#log = log;
    this.#username = username;
  }

  well(): void {
    const events = this.#refused.find(({ action }) => action.action === 'Events');
    if (!events) {
      this.#link.ok();
      return;
    }
    this.#link.degraded(
      say(messages.eventsRefused, { reason: events.message }),
      say(messages.noEventsRemedy, { username: this.#username }),
    );
  }

  changed(change: LinkChange): void {
    switch (change.state) {
      case 'up':
        this.#refused = change.refused;
        this.#log.debug({ server: change.banner }, 'Asterisk is there');
        // Filters only spare the network: what they would have kept back is dropped here.
        for (const { action, message } of change.refused)
          this.#log.warn({ action: action.action, reason: message }, 'Asterisk refused a part of the set-up');
        return;
      case 'shutdown':
        this.#link.degraded(say(change.restart ? messages.restart : messages.shutdown));
        return;
      case 'down': {
        const { message, remedy } = change.error;
        const wait = say(messages.remedyWait, { seconds: Math.ceil(change.retryInMs / 1_000) });
        this.#link.degraded(message, remedy ?? wait);
      }
    }
  }

  blind(error: Error): void {
    this.#link.degraded(error.message, say(messages.snapshotRemedy, { username: this.#username }));
  }

  deaf(): void {
    this.#link.degraded(say(messages.noEvents), say(messages.noEventsRemedy, { username: this.#username }));
  }
}
