import { CallBusError, say } from '@callbus/runtime';
import { wireMessages as messages } from './messages.ts';

/** An action that must not be sent: a field is wrong. Nothing was sent. */
export class BadAction extends CallBusError {
  /** The field or variable at fault. */
  readonly field: string;
  constructor(field: string, message: string) {
    super('asterisk.action', message);
    this.field = field;
  }
}

/** There is no link, or it was lost while waiting; whether the action was done is not known then. */
export class LinkDown extends CallBusError {
  constructor(peer: string, cause?: unknown) {
    super('asterisk.down', say(messages.down, { peer }), { cause });
  }
}

/** The other side closed the link. */
export class LinkClosed extends CallBusError {
  constructor(peer: string) {
    super('asterisk.closed', say(messages.closed, { peer }));
  }
}

/** We stopped the link. */
export class LinkStopped extends CallBusError {
  constructor(peer: string) {
    super('asterisk.stopped', say(messages.stopped, { peer }));
  }
}

/** Nothing came any more, not even the answer to a Ping. */
export class LinkSilent extends CallBusError {
  constructor(peer: string, seconds: number) {
    super('asterisk.silent', say(messages.silent, { peer, seconds }));
  }
}

/** The address cannot be reached. */
export class CannotConnect extends CallBusError {
  constructor(peer: string, reason: string, cause?: unknown) {
    super('asterisk.connect', say(messages.cannot, { peer, reason }), {
      remedy: say(messages.cannotRemedy),
      cause,
    });
  }
}

/** The certificate is not one we trust, or not for this name. */
export class CertificateRefused extends CallBusError {
  constructor(peer: string, reason: string, cause?: unknown) {
    super('asterisk.certificate', say(messages.tls, { peer, reason }), {
      remedy: say(messages.tlsRemedy),
      cause,
    });
  }
}

/** An action was not answered in time; whether it was done is not known. */
export class NoReply extends CallBusError {
  constructor(peer: string, action: string, timeoutMs: number) {
    super('asterisk.noreply', say(messages.noReply, { peer, action, seconds: timeoutMs / 1_000 }));
  }
}

/** The user, the secret or our address is not accepted; trying again soon is of no use. */
export class LoginRefused extends CallBusError {
  constructor(peer: string, username: string, reason: string) {
    super('asterisk.login', say(messages.login, { peer, username, reason }), {
      remedy: say(messages.loginRemedy),
    });
  }
}

/** The user may not use an action. */
export class RightMissing extends CallBusError {
  readonly action: string;
  constructor(username: string, action: string) {
    super('asterisk.right', say(messages.right, { username, action }), { remedy: say(messages.rightRemedy) });
    this.action = action;
  }
}

/** Something else answers at the address. */
export class NotAsterisk extends CallBusError {
  constructor(peer: string, found: string) {
    super('asterisk.peer', say(messages.peer, { peer, found: found || say(messages.nothing) }), {
      remedy: say(messages.peerRemedy),
    });
  }
}

/** The server no longer knows the session we logged in to; it has to be done anew. */
export class SessionLost extends CallBusError {
  constructor(peer: string) {
    super('asterisk.session', say(messages.session, { peer }));
  }
}

/** An answer that follows no rule we know. */
export class BadAnswer extends CallBusError {
  constructor(peer: string, found: string, cause?: unknown) {
    super('asterisk.answer', say(messages.answer, { peer, found }), { cause });
  }
}

const CERTIFICATE =
  /CERT|SELF_SIGNED|ISSUER|SIGNATURE|ERR_TLS_CERT_ALTNAME_INVALID|UNABLE_TO_VERIFY_LEAF_SIGNATURE/;

/** What failed when a connection could not be made; several tried addresses give an error without a text. */
export function connectError(peer: string, error: unknown): CallBusError {
  if (error instanceof CallBusError) return error;
  const { code = '', message = '' } = (error ?? {}) as { code?: string; message?: string };
  if (CERTIFICATE.test(code)) return new CertificateRefused(peer, message || code, error);
  return new CannotConnect(peer, message || code || String(error), error);
}
