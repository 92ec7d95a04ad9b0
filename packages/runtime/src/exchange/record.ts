/**
 * One exchange with a neighbour, for the technical journal. Secrets and
 * telephone numbers need not be taken out: that is done here, as for the log.
 */
export interface ExchangeRecord {
  /** `out`: we asked; `in`: we were asked, or told over a socket. */
  direction: 'in' | 'out';
  /** HTTP method, or the word for what a socket carried (`WS`, `CDR`, `AMI`). */
  method: string;
  /** Path and query, an address, or the name of a frame or command. */
  route: string;
  /** Names in the query, in a body's form, JSON or XML whose values are secret, beside the usual ones (token, secret, password...). */
  secrets?: readonly string[];
  /** HTTP status; left out where no answer came or the door has none. */
  status?: number;
  /** How long it took, milliseconds; left out for what is told and not asked. */
  latencyMs?: number;
  /** When it began, Unix milliseconds; now, less the latency, where left out. */
  at?: number;
  /** What was asked or told; anything but text and bytes is written as JSON. */
  request?: unknown;
  /** What was answered. */
  response?: unknown;
  /** Why there was no answer. */
  error?: string;
}
