/** What Простые Звонки say, whichever side says it; numbers and times as told. */
export type Native = NativeEvent | NativeHistory | NativeContact;

export type NativeDirection = 'in' | 'out';

/** A call began, or was answered. */
export interface NativeEvent {
  kind: 'event';
  type: 'INCOMING' | 'OUTGOING' | 'ACCEPTED';
  direction: NativeDirection;
  /** The employee's internal number. */
  extension: string;
  /** The customer's number as told; empty when withheld. */
  phone: string;
  /** The line the customer dialled. */
  line: string;
  callId: string;
}

/** A call, or one leg of it, is over. */
export interface NativeHistory {
  kind: 'history';
  direction: NativeDirection;
  /** Empty where the call reached nobody. */
  extension: string;
  phone: string;
  line: string;
  callId: string;
  times: ToldTimes | UnixTimes;
  /** Seconds, ringing included, where told. */
  duration: number | undefined;
  link: string;
  answered: boolean;
  /** The word that was used for the outcome. */
  word: string;
}

/** Wall-clock text without a zone, and not always on a 24-hour clock. */
export interface ToldTimes {
  clock: 'told';
  /** yyyyMMddTHHmmss */
  start: string;
  end: string;
}

/** Unix milliseconds; what was not told is absent. */
export interface UnixTimes {
  clock: 'unix';
  start?: number;
  answer?: number;
  end?: number;
}

/** Where should this customer's call go? */
export interface NativeContact {
  kind: 'contact';
  phone: string;
  line: string;
  /** Empty where the question comes without a call. */
  callId: string;
}
