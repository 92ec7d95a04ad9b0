import type { Reply } from './link.ts';
import { type AmiMessage, text } from './message.ts';

/** Whether a message is an event. `OriginateResponse` and others are events and have a `Response` header. */
export const isEvent = (message: AmiMessage): boolean => Object.hasOwn(message, 'Event');

/** Whether items follow the answer. */
export const opensList = (response: AmiMessage): boolean =>
  text(response, 'EventList').toLowerCase() === 'start';

/** Whether an item is the last of its list; some servers forget to say so in `EventList`. */
export const closesList = (item: AmiMessage): boolean =>
  /^(complete|cancelled)$/i.test(text(item, 'EventList')) || text(item, 'Event').endsWith('Complete');

export const isError = (response: AmiMessage): boolean =>
  text(response, 'Response').toLowerCase() === 'error';

/** The words Asterisk has for a right that is missing, and for a session that never logged in. */
export const isDenied = (response: AmiMessage): boolean =>
  isError(response) && /^permission denied$/i.test(text(response, 'Message').trim());

/** Whether the server did what it was asked. */
export const succeeded = ({ response }: Reply): boolean => !isError(response);
