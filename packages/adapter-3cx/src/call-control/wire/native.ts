import { z } from 'zod';

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '');

/** A device in a call, as `/callcontrol/{dn}/participants/{id}` tells it. */
export const participant = z.object({
  id: z.int(),
  /** Dialing, Ringing or Connected; other words belong to the old interface. */
  status: text,
  dn: z.string().min(1),
  party_caller_name: text,
  party_dn: text,
  party_caller_id: text,
  party_did: text,
  device_id: text,
  party_dn_type: text,
  direct_control: z
    .boolean()
    .nullish()
    .transform((value) => value ?? false),
  originated_by_dn: text,
  originated_by_type: text,
  referred_by_dn: text,
  referred_by_type: text,
  on_behalf_of_dn: text,
  on_behalf_of_type: text,
  callid: z.int(),
  legid: z
    .int()
    .nullish()
    .transform((value) => value ?? 0),
});
export type Participant = z.output<typeof participant>;

const device = z.object({ dn: text, device_id: z.string().min(1), user_agent: text });
export type Device = z.output<typeof device>;

const list = <T extends z.ZodType>(item: T) =>
  z
    .array(item)
    .nullish()
    .transform((value) => value ?? []);

/** A number that the API application sees, `/callcontrol`. */
export const dnState = z.object({
  dn: z.string().min(1),
  type: text,
  devices: list(device),
  participants: list(z.unknown()),
});
export type DnState = z.output<typeof dnState>;
export const devices = list(device);

/** Kinds of events on the WebSocket. */
export const EventKind = { UPSERT: 0, REMOVE: 1, DTMF: 2, PROMPT_FINISHED: 3, RESPONSE: 4 } as const;

/** A frame of the WebSocket: it carries no state, no time, no cause. */
export const frame = z.object({
  sequence: z
    .int()
    .nullish()
    .transform((value) => value ?? undefined),
  event: z.object({ event_type: z.int(), entity: text, attached_data: z.unknown() }),
});
export type Frame = z.output<typeof frame>;

const dtmf = z.object({ dtmf_input: z.string() });

/** The key of a DTMF event; empty where it tells none. */
export const digitIn = (data: unknown): string => dtmf.safeParse(data).data?.dtmf_input ?? '';

const PARTICIPANT = /^\/callcontrol\/([^/]+)\/participants\/(\d+)$/;

/** The participant a path names; undefined where it names something else. */
export function participantOf(entity: string): { dn: string; id: number } | undefined {
  const [, dn, id] = PARTICIPANT.exec(entity) ?? [];
  if (dn === undefined) return undefined;
  try {
    return { dn: decodeURIComponent(dn), id: Number(id) };
  } catch {
    // No number of any PBX is spelt so.
    return undefined;
  }
}

/**
 * What became of a request. 3CX's own type has numbers for the final status
 * (-1 failed, 0 rejected, 1 success) and its pages words; both are read.
 */
export const result = z.object({
  finalstatus: z
    .union([z.string(), z.number()])
    .nullish()
    .transform((value) => String(value ?? '')),
  reason: text,
  reasontext: text,
  result: participant.nullish().catch(null),
});
export type Result = z.output<typeof result>;

/** Whether a final status says that it was done; one that says nothing is taken at its HTTP status. */
export const isDone = (finalstatus: string): boolean => /^(?:success|1|)$/i.test(finalstatus);
