import { EventEmitter } from 'node:events';
import type { SimCall, SimLeg } from './model.ts';
import { type Party, participant, type SimParticipant } from './participant.ts';
import { SimServer, type SimServerOptions } from './server.ts';

export interface SimOptions extends Partial<SimServerOptions> {
  extensions?: readonly string[];
  queues?: readonly string[];
  groups?: readonly string[];
  routePoints?: readonly string[];
  /** Whether the API application sees the trunk as well. */
  trunkSeen?: boolean;
  now?: () => number;
}

/** How a phone came to ring. */
export interface RingOptions {
  referredBy?: string;
  onBehalfOf?: string;
}

const TRUNK = '10007';

/**
 * A scripted 3CX: its calls are made by hand, and everything it tells - Call
 * Control, CDR, CRM, history - comes from them.
 *
 * Emits `ended` with the finished call.
 */
export class ThreeCxSim extends EventEmitter<{ ended: [SimCall] }> {
  readonly server: SimServer;
  /** Calls that are over, oldest first. */
  readonly history: SimCall[] = [];
  readonly #now: () => number;
  readonly #running = new Map<SimCall, { participants: SimParticipant[]; party: Party }>();
  readonly #groups: ReadonlySet<string>;
  #nextCall = 1;
  #nextParticipant = 1;
  #nextHistory = 1;
  /** Every upsert is told twice, as 3CX often does. */
  twice = false;

  constructor(options: SimOptions = {}) {
    super();
    const {
      extensions = ['101', '102', '103'],
      queues = ['800'],
      groups = ['600'],
      routePoints = [],
    } = options;
    this.#now = options.now ?? Date.now;
    this.#groups = new Set(groups);
    this.server = new SimServer({
      port: 0,
      clientId: '900',
      clientSecret: 'sim-client-secret',
      numbers: () => [
        ...extensions.map((dn) => ({ dn, type: 'Wextension' })),
        ...queues.map((dn) => ({ dn, type: 'Wqueue' })),
        ...routePoints.map((dn) => ({ dn, type: 'Wroutepoint' })),
        ...(options.trunkSeen ? [{ dn: TRUNK, type: 'Wexternalline' }] : []),
      ],
      participants: () => [...this.#running.values()].flatMap((c) => c.participants),
      act: (action) => this.#act(action),
      history: () => this.history,
      ...options,
    });
  }

  get url(): string {
    return this.server.url;
  }

  async start(): Promise<void> {
    await this.server.start();
  }

  async stop(): Promise<void> {
    await this.server.stop();
  }

  /** A customer calls; nobody rings yet. */
  inbound(number: string, more: { name?: string; did?: string } = {}): SimCall {
    const { name = '', did = '' } = more;
    return this.#begin({ direction: 'inbound', number, name, did, trunk: TRUNK }, outside(number, name));
  }

  /** An employee calls out. */
  outbound(dn: string, number: string): SimCall {
    const call = this.#begin(
      { direction: 'outbound', number, trunk: TRUNK, caller: dn },
      outside(number, ''),
    );
    this.#seat(call, dn, 'Dialing', {});
    return call;
  }

  /** An employee calls a colleague, who rings. */
  internal(from: string, to: string): SimCall {
    const call = this.#begin({ direction: 'internal', caller: from }, inside(to));
    this.#seat(call, from, 'Dialing', {});
    this.#state(call).party = inside(from);
    this.#seat(call, to, 'Ringing', {});
    return call;
  }

  /** The call waits in a queue. */
  enqueue(call: SimCall, queue: string): void {
    call.queue = queue;
    this.#seat(call, queue, 'Connected', {});
  }

  /** The call goes to a ring group. */
  group(call: SimCall, group: string): void {
    call.group = group;
  }

  /** A phone rings. */
  ring(call: SimCall, dn: string, more: RingOptions = {}): void {
    this.#seat(call, dn, 'Ringing', more);
  }

  /** A phone stops ringing, or hangs up while the call goes on. */
  leave(call: SimCall, dn: string): void {
    this.#unseat(call, dn);
  }

  /** Whoever rings at a number picks up: the other phones stop, the queue lets go. */
  answer(call: SimCall, dn: string): void {
    const at = this.#now();
    call.answeredAt ??= at;
    call.outcome = 'answered';
    for (const p of [...this.#state(call).participants]) {
      if (p.dn === dn || (call.direction === 'internal' && p.dn === call.caller)) this.#connect(call, p);
      else if (p.status === 'Ringing' || p.dn === call.queue) this.#unseat(call, p.dn);
    }
  }

  /** The customer picks up. */
  farAnswer(call: SimCall): void {
    call.answeredAt = this.#now();
    call.outcome = 'answered';
    for (const p of this.#state(call).participants) if (p.dn === call.caller) this.#connect(call, p);
  }

  /** A blind transfer: the target rings, who transferred lets go. */
  transfer(call: SimCall, from: string, to: string): void {
    call.transfers.push({ from, to, at: this.#now() });
    this.ring(call, to, { referredBy: from });
    this.#unseat(call, from);
  }

  /** An attended one: the colleague who was asked in `consultation` takes the call over. */
  complete(call: SimCall, consultation: SimCall, from: string, to: string): void {
    call.transfers.push({ from, to, at: this.#now() });
    this.#seat(call, to, 'Connected', { referredBy: from });
    this.#unseat(call, from);
    for (const p of [...this.#state(consultation).participants]) this.#unseat(consultation, p.dn);
    this.#running.delete(consultation);
  }

  /** The call goes out again to a mobile, which answers: only the trunk has it. */
  forwardOut(call: SimCall, number: string): void {
    call.forwardedTo = number;
    call.answeredAt ??= this.#now();
    call.outcome = 'answered';
    if (this.server.options.numbers().some((n) => n.dn === TRUNK)) this.#seat(call, TRUNK, 'Connected', {});
  }

  /** The call is over. */
  hangUp(call: SimCall, by: SimCall['endedBy'] = 'source', outcome?: SimCall['outcome']): void {
    const state = this.#state(call);
    call.endedBy = by;
    if (outcome) call.outcome = outcome;
    for (const p of [...state.participants]) this.#unseat(call, p.dn);
    call.endedAt = this.#now();
    this.#running.delete(call);
    this.history.push(call);
    this.emit('ended', call);
  }

  /** The PBX restarts: its calls are gone, nobody is told, and its numbers start again. */
  restart(): void {
    for (const call of this.#running.keys()) {
      call.endedAt = this.#now();
      call.endedBy = 'system';
      this.history.push(call);
    }
    this.#running.clear();
    this.#nextCall = 1;
    this.#nextParticipant = 1;
    this.server.cut();
  }

  #begin(what: Partial<SimCall>, party: Party): SimCall {
    const call: SimCall = {
      callid: this.#nextCall++,
      historyId: String(this.#nextHistory++),
      direction: 'inbound',
      number: '',
      name: '',
      trunk: '',
      did: '',
      caller: '',
      queue: '',
      group: '',
      legs: [],
      transfers: [],
      forwardedTo: '',
      startedAt: this.#now(),
      endedBy: 'source',
      outcome: 'noanswer',
      ...what,
    };
    this.#running.set(call, { participants: [], party });
    return call;
  }

  #state(call: SimCall): { participants: SimParticipant[]; party: Party } {
    const state = this.#running.get(call);
    if (!state) throw new Error('the call is over');
    return state;
  }

  #seat(call: SimCall, dn: string, status: SimParticipant['status'], more: RingOptions): void {
    const state = this.#state(call);
    const p = participant(
      { id: this.#nextParticipant++, status, dn, callid: call.callid, legid: call.legs.length + 1 },
      state.party,
    );
    if (status !== 'Dialing') {
      const by = call.queue && dn !== call.queue ? call.queue : call.group;
      p.originated_by_dn = by || (call.direction === 'internal' ? call.caller : 'ROUTER');
      p.originated_by_type = by
        ? this.#groups.has(by)
          ? 'Wringgroup'
          : 'Wqueue'
        : call.direction === 'internal'
          ? 'Wextension'
          : 'Wroutepoint';
    }
    if (more.referredBy) [p.referred_by_dn, p.referred_by_type] = [more.referredBy, 'Wextension'];
    if (more.onBehalfOf) [p.on_behalf_of_dn, p.on_behalf_of_type] = [more.onBehalfOf, 'Wextension'];
    const at = this.#now();
    const leg: SimLeg = {
      dn,
      kind: dn === TRUNK ? 'trunk' : dn === call.queue ? 'queue' : 'extension',
      at,
      ...(status === 'Connected' ? { answeredAt: at } : {}),
      ...more,
    };
    call.legs.push(leg);
    state.participants.push(p);
    this.#tell(0, p);
  }

  #connect(call: SimCall, p: SimParticipant): void {
    p.status = 'Connected';
    const leg = call.legs.findLast((l) => l.dn === p.dn);
    if (leg) leg.answeredAt ??= this.#now();
    this.#tell(0, p);
  }

  #unseat(call: SimCall, dn: string): void {
    const state = this.#state(call);
    for (const p of state.participants.filter((one) => one.dn === dn)) {
      state.participants = state.participants.filter((one) => one !== p);
      const leg = call.legs.findLast((l) => l.dn === dn);
      if (leg) leg.endedAt ??= this.#now();
      this.#tell(1, p);
    }
  }

  #tell(kind: 0 | 1, { dn, id }: SimParticipant): void {
    const entity = `/callcontrol/${dn}/participants/${id}`;
    for (let n = 0; n < (this.twice && kind === 0 ? 2 : 1); n++) this.server.event(kind, entity);
  }

  // What a program asks for by the API.
  #act({ dn, id, verb, destination }: SimAction): SimParticipant | string {
    if (verb === 'makecall') {
      const call = /^\d{3}$/.test(destination)
        ? this.internal(dn, destination)
        : this.outbound(dn, destination);
      return this.#state(call).participants[0] as SimParticipant;
    }
    const found = [...this.#running].find(([, s]) => s.participants.some((p) => p.id === id && p.dn === dn));
    const p = found?.[1].participants.find((one) => one.id === id);
    if (!found || !p) return 'gone';
    const [call] = found;
    if (verb === 'drop') {
      if (found[1].participants.length > 1 && p.status === 'Ringing') this.leave(call, dn);
      else this.hangUp(call, 'destination');
    } else if (verb === 'answer') {
      if (!p.direct_control || p.status !== 'Ringing') return 'state';
      this.answer(call, dn);
    } else if (verb === 'divert') {
      if (p.status !== 'Ringing') return 'state';
      this.leave(call, dn);
      this.ring(call, destination, { onBehalfOf: dn });
    } else if (verb === 'routeto') this.ring(call, destination);
    else if (verb === 'transferto') {
      if (p.status !== 'Connected') return 'state';
      this.transfer(call, dn, destination);
    }
    return p;
  }

  /** Lets an application control the phone behind a participant (uaCSTA). */
  control(call: SimCall, dn: string): void {
    for (const p of this.#state(call).participants) if (p.dn === dn) p.direct_control = true;
  }
}

/** A request to do something. */
export interface SimAction {
  dn: string;
  /** Participant; absent for makecall. */
  id?: number;
  verb: string;
  destination: string;
}

const outside = (number: string, name: string): Party => ({
  dn: TRUNK,
  type: 'Wexternalline',
  number: number === '' ? 'Anonymous' : number,
  name,
});

const inside = (dn: string): Party => ({ dn, type: 'Wextension', number: dn, name: '' });
