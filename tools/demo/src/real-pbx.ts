import { setTimeout as delay } from 'node:timers/promises';
import { AsteriskLab, AsteriskUnavailable, DIDS } from '@callbus/asterisk-lab';
import { reasonOf, say } from '@callbus/runtime';
import { messages } from './messages.ts';
import type { Screen } from './screen.ts';

/** Fetched for the first time it may take a while; the play does not wait for ever. */
const PATIENCE_MS = 120_000;

/** A real Asterisk on loopback with scripted phones, where this machine can have one. */
export class RealPbx {
  readonly #screen: Screen;
  #lab: AsteriskLab | undefined;
  #starting: Promise<AsteriskLab> | undefined;

  constructor(screen: Screen) {
    this.#screen = screen;
  }

  /** Starts it, fetching it first where that was never done; says why where there is none. */
  async start(): Promise<void> {
    let told = false;
    const log = (line: string): void => {
      if (!told) this.#screen.note(say(messages.asteriskFetched));
      told = true;
      this.#screen.note(`  ${line}`);
    };
    this.#starting = AsteriskLab.start({ version: 22, log });
    const late = new AbortController();
    try {
      this.#lab = await Promise.race([
        this.#starting,
        delay(PATIENCE_MS, undefined, { signal: late.signal }).then(() => {
          throw new Error(say(messages.asteriskLate));
        }),
      ]);
    } catch (error) {
      const reason = error instanceof AsteriskUnavailable ? error.message : reasonOf(error);
      this.#screen.note(say(messages.asteriskMissing, { reason }));
    } finally {
      late.abort();
    }
  }

  async stop(): Promise<void> {
    const lab = this.#lab ?? (await this.#starting?.catch(() => undefined));
    await lab?.stop();
  }

  /** The adapter's block of the site's file, without the list's dash; empty where there is no server. */
  get block(): string {
    if (!this.#lab) return '';
    const { port, user, secret } = this.#lab.login();
    return `{ id: office, type: asterisk, host: 127.0.0.1, port: ${port}, username: ${user}, secret: ${secret}, trunks: ["^PJSIP/itsp-"], extensions: "^1\\\\d\\\\d$" }`;
  }

  /** A customer calls a real extension over SIP, is answered, and lets go. */
  async call(scene: number, number: string, speed: number): Promise<void> {
    const lab = this.#lab;
    if (!lab) return;
    this.#screen.scene(scene, say(messages.sceneAsterisk, { version: lab.build.version }));
    const coming = lab.phone('100').expect({ from: number });
    const customer = await lab.outside.call(DIDS.phone, { number });
    const phone = await coming;
    this.#screen.pbx(say(messages.rings, { who: number, to: '100' }));
    await delay(2_000 / speed);
    await phone.answer();
    this.#screen.pbx(say(messages.answers, { who: '100' }));
    await customer.answered;
    await delay(2_000 / speed);
    customer.hangup();
    await Promise.all([customer.ended, phone.ended]);
    this.#screen.pbx(say(messages.ends));
    await delay(1_500 / speed);
  }
}
