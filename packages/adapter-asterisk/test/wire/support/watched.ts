import { until } from '@callbus/runtime/testkit';
import type { LinkChange, ManagerLink } from '../../../src/wire/link.ts';
import { type AmiMessage, text } from '../../../src/wire/message.ts';

/** A link, and all it told. */
export class Watched {
  readonly link: ManagerLink;
  readonly changes: LinkChange[] = [];
  readonly events: AmiMessage[] = [];

  constructor(link: ManagerLink) {
    this.link = link;
    link.onChange((change) => this.changes.push(change));
    link.events((event) => this.events.push(event));
    link.start();
  }

  get states(): string[] {
    return this.changes.map(({ state }) => state);
  }

  get names(): string[] {
    return this.events.map((event) => text(event, 'Event'));
  }

  /** The next change of this kind, counted from the first. */
  async told<S extends LinkChange['state']>(state: S, nth = 1): Promise<Extract<LinkChange, { state: S }>> {
    return await until(`${state} number ${nth}`, () => {
      const found = this.changes.filter((change) => change.state === state);
      return found[nth - 1] as Extract<LinkChange, { state: S }> | undefined;
    });
  }
}
