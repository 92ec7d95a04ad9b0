/** What one phone lived through in one call. Times are epoch milliseconds of this machine. */
export interface Leg {
  /** Whose phone: an extension, or `itsp` for the world outside. */
  phone: string;
  /** `placed` by the phone, or `rung` by the server. */
  way: 'placed' | 'rung';
  /** Placed: what was dialled. Rung: the number shown. */
  number: string;
  startedAt: number;
  /** When it began to ring, here or at the far end. */
  ringAt: number | null;
  answerAt: number | null;
  endAt: number | null;
  /** Which side ended it. */
  endedBy: 'phone' | 'server' | null;
  how: 'bye' | 'cancel' | 'refused' | null;
  /** The SIP status that refused it. */
  status: number | null;
  /** When the phone handed the other party over, by REFER. */
  letGoAt: number | null;
  holds: { from: number; to: number | null }[];
  /** Media packets that came. */
  packets: number;
}

/** What became of a REFER: its answer, and the status lines that were told afterwards. */
export interface Referred {
  status: number;
  told: readonly string[];
}

/** An empty record of a call that begins now. */
export const newLeg = (phone: string, way: Leg['way'], number: string): Leg => ({
  phone,
  way,
  number,
  startedAt: Date.now(),
  ringAt: null,
  answerAt: null,
  endAt: null,
  endedBy: null,
  how: null,
  status: null,
  letGoAt: null,
  holds: [],
  packets: 0,
});

/** Seconds between two times with one decimal, null where one is not known. */
export const seconds = (from: number | null | undefined, to: number | null | undefined): number | null =>
  from == null || to == null ? null : Math.round((to - from) / 100) / 10;
