import { connect, isIP } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { type Link, say } from '@callbus/runtime';
import type { Outcome } from './http/outcome.ts';
import { messages } from './messages.ts';

const LOOK_EVERY_MS = 15_000;
const LOOK_TIMEOUT_MS = 3_000;

/**
 * How a base stands, for /healthz, the log and doctor. Requests tell; while
 * there are none, a look at the port every fifteen seconds does.
 */
export class Standing {
  readonly #id: string;
  readonly #url: URL;
  readonly #link: Link;
  readonly #onBack: () => void;
  #heard = 0;
  #unreachable = false;
  #stopped = false;
  #timer: NodeJS.Timeout | undefined;

  /** @param onBack called when the port answers again after it did not */
  constructor(id: string, url: string, link: Link, onBack: () => void) {
    this.#id = id;
    this.#url = new URL(url);
    this.#link = link;
    this.#onBack = onBack;
  }

  start(): void {
    void this.#look();
    this.#timer = setInterval(() => {
      if (this.#unreachable || performance.now() - this.#heard > LOOK_EVERY_MS) void this.#look();
    }, LOOK_EVERY_MS);
  }

  stop(): void {
    this.#stopped = true;
    clearInterval(this.#timer);
  }

  /** The base took a request, or refused it for reasons of its own. */
  good(): void {
    this.#heard = performance.now();
    this.#unreachable = false;
    this.#link.ok();
  }

  /** The base did not take a request, and would not take any. */
  bad(outcome: Outcome): void {
    this.#heard = performance.now();
    const complaint = complaintAbout(outcome, this.#id, this.#url.href);
    if (outcome.kind === 'unsent' || outcome.kind === 'lost') this.#unreachable = outcome.kind === 'unsent';
    if (complaint) this.#link.degraded(complaint.reason, complaint.remedy);
  }

  // With https the port must also show a certificate we accept.
  #look(): Promise<void> {
    const secure = this.#url.protocol === 'https:';
    const host = this.#url.hostname.replace(/^\[|\]$/g, '');
    const port = Number(this.#url.port) || (secure ? 443 : 80);
    return new Promise((resolve) => {
      const socket = secure
        ? connectTls({ host, port, ...(isIP(host) ? {} : { servername: host }) })
        : connect({ host, port });
      const done = (reason?: string): void => {
        socket.destroy();
        if (!this.#stopped) this.#seen(reason);
        resolve();
      };
      socket.setTimeout(LOOK_TIMEOUT_MS, () => done('ETIMEDOUT'));
      socket.once(secure ? 'secureConnect' : 'connect', () => done());
      socket.once('error', (error: NodeJS.ErrnoException) => done(error.code ?? error.message));
    });
  }

  #seen(reason: string | undefined): void {
    if (reason !== undefined) {
      this.bad({ kind: 'unsent', reason });
      return;
    }
    if (this.#unreachable || this.#link.state === 'unknown') this.#link.ok();
    if (this.#unreachable) this.#onBack();
    this.#unreachable = false;
  }
}

const CERTIFICATE = /CERT|^ERR_TLS|^UNABLE_TO_|^CRL_|^HOSTNAME_MISMATCH/;

function complaintAbout(
  outcome: Outcome,
  id: string,
  url: string,
): { reason: string; remedy: string } | undefined {
  switch (outcome.kind) {
    case 'unsent':
    case 'lost':
      if (CERTIFICATE.test(outcome.reason)) {
        return {
          reason: say(messages.certificate, { id, reason: outcome.reason }),
          remedy: say(messages.certificateRemedy, { url }),
        };
      }
      return {
        reason: say(messages.away, { id, reason: outcome.reason }),
        remedy: say(messages.awayRemedy, { url }),
      };
    case 'page':
      return {
        reason: say(messages.page, { id, status: outcome.status }),
        remedy: say(messages.pageRemedy, { url }),
      };
    case 'busy':
      return {
        reason: say(messages.busy, { id, status: outcome.status }),
        remedy: say(messages.pageRemedy, { url }),
      };
    case 'denied':
      return {
        reason: say(messages.denied, { id, status: outcome.status }),
        remedy: say(messages.deniedRemedy, { id }),
      };
    default:
      return undefined;
  }
}
