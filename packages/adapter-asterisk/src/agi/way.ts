import type { RouteAnswer } from '@callbus/contract';
import type { AdapterContext } from '@callbus/runtime';
import { outsideParty, present } from '../translate/names.ts';

/** What the dialplan tells of a call that asks its way. */
export interface WayQuestion {
  /** The call's Linkedid, or its first channel's Uniqueid; empty where it was not told. */
  key: string;
  number: string;
  name: string;
  /** The line that was dialled. */
  did: string;
  queue: string;
}

/** Where the call should go, in words that a dialplan may use as they are. */
export interface Way {
  /** Empty: the dialplan goes its own way. */
  extension: string;
  /** The customer's name, where 1C knows one; empty otherwise. */
  name: string;
  rule: string;
}

/** What may stand in Goto() and Dial(); nothing that a dialplan would read as more than a name. */
const EXTENSION = /^[A-Za-z0-9_*#+.-]{1,64}$/;
const LONGEST_NAME = 80;

/**
 * Asks core where a call should go (specification, "routing by 1C's logic").
 * Always answers within the site's deadline.
 * @param onOdd called for an answer that no dialplan could use
 */
export async function askWay(
  context: Pick<AdapterContext, 'route'>,
  question: WayQuestion,
  onOdd: () => void,
): Promise<Way> {
  const { key, number, name, did, queue } = question;
  const answer = await context.route({
    key,
    nativeId: key,
    calling: outsideParty(present(number), name),
    did: present(did),
    ...(queue === '' ? {} : { queue }),
  });
  const usable = answer.extension === '' || EXTENSION.test(answer.extension);
  if (!usable) onOdd();
  return {
    extension: usable ? answer.extension : '',
    name: nameOf(answer),
    rule: answer.decision?.rule ?? '',
  };
}

// Several contacts mean that the number did not decide.
function nameOf({ counterparty }: RouteAnswer): string {
  const [only, ...more] = counterparty?.contacts ?? [];
  if (!only || more.length > 0) return '';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they would break the line of the protocol
  return (only.name ?? '').replace(/[\u0000-\u001f"\\]/g, ' ').slice(0, LONGEST_NAME);
}
