import type { Translator } from '../translate.ts';
import type { ManagerLink } from '../wire/link.ts';
import { type Timers, wait } from '../wire/timers.ts';
import { type Disagreement, disagreement } from './audit.ts';
import type { Snapshot } from './snapshot.ts';

/** What both watches live by. */
interface Watch {
  timers: Timers;
  everyMs: number;
  now(): number;
}

export interface Beat extends Watch {
  link: ManagerLink;
  /** When the server was last heard, Unix milliseconds. */
  heardAt(): number;
  /** Told after each turn; `answeredAt` is when a Ping that was answered was sent. */
  after(answeredAt: number | undefined): void;
}

/** Asks a server that says nothing whether we would have heard it; runs until `login` is over. */
export async function beat(
  { link, timers, everyMs, now, heardAt, after }: Beat,
  login: AbortSignal,
): Promise<void> {
  for (;;) {
    await wait(timers, everyMs, login);
    if (login.aborted) return;
    const asked = now();
    const silent = asked - heardAt() >= everyMs;
    const answered = silent && (await pinged(link));
    if (login.aborted) return;
    after(answered ? asked : undefined);
  }
}

const pinged = (link: ManagerLink): Promise<boolean> =>
  link.request({ action: 'Ping' }).then(
    () => true,
    () => false,
  );

export interface Audit extends Watch {
  translator: Pick<Translator, 'channels' | 'concerns'>;
  snapshot(): Promise<Snapshot>;
  /** Told what does not agree, and since when it may not. */
  missed(found: Disagreement, since: number): Promise<void>;
  /** Told that all agrees. */
  agreed(): Promise<void>;
}

/** Looks now and then whether messages went missing though the link stood; runs until `login` is over. */
export async function audit(
  { translator, timers, everyMs, now, snapshot, missed, agreed }: Audit,
  login: AbortSignal,
): Promise<void> {
  for (;;) {
    const since = now();
    await wait(timers, everyMs, login);
    if (login.aborted) return;
    const before = new Set([...translator.channels()].map(({ uniqueid }) => uniqueid));
    const at = now();
    const taken = await snapshot().catch(() => undefined);
    if (login.aborted) return;
    if (!taken) continue;
    const isOurs = (name: string): boolean => translator.concerns(name);
    const found = disagreement(taken.view, before, translator.channels(), { at, isOurs });
    if (found.unknown || found.gone) await missed(found, since);
    else await agreed();
  }
}
