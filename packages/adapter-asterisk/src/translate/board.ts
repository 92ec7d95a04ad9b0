import { type Bridge, type Call, type Channel, type Leg, newCall } from './model.ts';
import { otherHalf } from './names.ts';

/** Bounds of what is kept. */
export interface BoardLimits {
  /** A channel of which nothing was heard for this long is let go. */
  forgetAfterMs: number;
  /** Most channels kept at a time; beyond it the one not heard of for longest goes. */
  maxChannels: number;
}

const SWEEP_EVERY_MS = 60_000;
/** What its threads still have to say of a channel, the server says at the latest so long after its end. */
const LATE_MS = 5_000;

/** Which channels there are, which call each belongs to, and who is bridged with whom. */
export class Switchboard {
  readonly #limits: BoardLimits;
  readonly #channels = new Map<string, Channel>();
  readonly #names = new Map<string, Channel>();
  readonly #bridges = new Map<string, Bridge>();
  /** By every Linkedid that was seen of it. */
  readonly #calls = new Map<string, Call>();
  /** Channels that are no more, for a little while. */
  readonly #gone = new Map<string, { channel: Channel; at: number }>();
  #order = 0;
  #sweptAt = 0;

  constructor(limits: BoardLimits) {
    this.#limits = limits;
  }

  /** How much is kept. */
  get size(): { channels: number; bridges: number; calls: number } {
    return {
      channels: this.#channels.size,
      bridges: this.#bridges.size,
      calls: new Set(this.#calls.values()).size,
    };
  }

  channel = (uniqueid: string): Channel | undefined => this.#channels.get(uniqueid);
  named = (name: string): Channel | undefined => this.#names.get(name);
  otherHalf = (channel: Channel): Channel | undefined => this.#names.get(otherHalf(channel.name));
  call = (linkedid: string): Call | undefined => this.#calls.get(linkedid);
  calls = (): Set<Call> => new Set(this.#calls.values());
  channels = (): IterableIterator<Channel> => this.#channels.values();

  /** A channel that was not there before, or undefined where it was. */
  add(
    facts: { uniqueid: string; linkedid: string; name: string; leg: Leg | undefined },
    at: number,
  ): Channel | undefined {
    if (facts.uniqueid === '' || this.#channels.has(facts.uniqueid)) return undefined;
    if (this.#channels.size >= this.#limits.maxChannels) this.#dropOldest();
    const linkedid = facts.linkedid || facts.uniqueid;
    let call = this.#calls.get(linkedid);
    if (!call) {
      call = newCall(linkedid, this.#order++);
      this.#calls.set(linkedid, call);
    }
    const channel: Channel = { ...facts, linkedid, call, bridge: undefined, dialler: undefined, seenAt: at };
    call.channels.add(channel);
    this.#channels.set(facts.uniqueid, channel);
    this.#names.set(facts.name, channel);
    return channel;
  }

  /** Puts a call and its channels back as they were kept. */
  restore(call: Call, channels: readonly Channel[]): void {
    this.#order = Math.max(this.#order, call.order + 1);
    for (const linkedid of call.linkedids) this.#calls.set(linkedid, call);
    for (const channel of channels) {
      call.channels.add(channel);
      this.#channels.set(channel.uniqueid, channel);
      this.#names.set(channel.name, channel);
    }
  }

  /**
   * Notes the Linkedid a channel has now.
   * @returns the other call this proves it to belong to
   */
  relink(channel: Channel, linkedid: string): Call | undefined {
    if (linkedid === '' || channel.linkedid === linkedid) return undefined;
    // Calls that wait in the same parking lot have nothing to do with each other.
    if (channel.bridge?.holding) return undefined;
    channel.linkedid = linkedid;
    const other = this.#calls.get(linkedid);
    if (other) return other === channel.call ? undefined : other;
    channel.call.linkedids.add(linkedid);
    this.#calls.set(linkedid, channel.call);
    return undefined;
  }

  /** Everything of one call becomes the other's. */
  join(survivor: Call, other: Call): void {
    for (const channel of other.channels) {
      channel.call = survivor;
      survivor.channels.add(channel);
    }
    other.channels.clear();
    for (const linkedid of other.linkedids) {
      survivor.linkedids.add(linkedid);
      this.#calls.set(linkedid, survivor);
    }
  }

  /** A masquerade swaps the devices of two channels, told as three renamings. */
  rename(channel: Channel, name: string): void {
    const gone = this.#names.get(`${name}<MASQ>`);
    if (this.#names.get(channel.name) === channel) this.#names.delete(channel.name);
    channel.name = name;
    this.#names.set(name, channel);
    if (!gone || gone === channel) return;
    const { leg } = channel;
    channel.leg = gone.leg;
    gone.leg = leg;
  }

  enter(channel: Channel, id: string, holding: boolean): void {
    this.leave(channel);
    let bridge = this.#bridges.get(id);
    if (!bridge) {
      bridge = { id, holding, channels: new Set() };
      this.#bridges.set(id, bridge);
    }
    bridge.channels.add(channel);
    channel.bridge = bridge;
  }

  /** @param id leaves only this bridge, where given */
  leave(channel: Channel, id = channel.bridge?.id): void {
    const { bridge } = channel;
    if (!bridge || bridge.id !== id) return;
    bridge.channels.delete(channel);
    channel.bridge = undefined;
    if (bridge.channels.size === 0) this.#bridges.delete(bridge.id);
  }

  /** Everyone who hears this channel through bridges and Local halves, itself included. */
  reach(start: Channel): Set<Channel> {
    const found = new Set([start]);
    for (const channel of found) {
      const { bridge } = channel;
      if (bridge && !bridge.holding) for (const other of bridge.channels) found.add(other);
      const half = this.otherHalf(channel);
      if (half) found.add(half);
    }
    return found;
  }

  /** The channel is no more; its call goes with the last of them. */
  remove(channel: Channel): void {
    this.leave(channel);
    this.#channels.delete(channel.uniqueid);
    if (this.#names.get(channel.name) === channel) this.#names.delete(channel.name);
    const { call } = channel;
    call.channels.delete(channel);
    if (call.channels.size > 0) return;
    for (const linkedid of call.linkedids) this.#calls.delete(linkedid);
  }

  /** The channel is no more, but something of it may still be told. */
  hangUp(channel: Channel, at: number): void {
    this.remove(channel);
    for (const [uniqueid, gone] of this.#gone) {
      if (at - gone.at < LATE_MS) break;
      this.#gone.delete(uniqueid);
    }
    this.#gone.set(channel.uniqueid, { channel, at });
  }

  /** A channel that was there a moment ago. */
  gone(uniqueid: string, at: number): Channel | undefined {
    const gone = this.#gone.get(uniqueid);
    return gone && at - gone.at < LATE_MS ? gone.channel : undefined;
  }

  /** Channels of originated calls that ended before it was said whom they were for, the oldest first. */
  unanswered = (at: number): Channel[] =>
    [...this.#gone.values()]
      .filter((gone) => at - gone.at < LATE_MS)
      .map(({ channel }) => channel)
      .filter(({ call }) => call.ended && call.originated && !call.called);

  /** Lets go of channels whose Hangup never came; core closes such a call by its silence. */
  sweep(at: number): void {
    if (at - this.#sweptAt < SWEEP_EVERY_MS) return;
    this.#sweptAt = at;
    for (const channel of this.#channels.values()) {
      if (at - channel.seenAt > this.#limits.forgetAfterMs) this.remove(channel);
    }
  }

  #dropOldest(): void {
    let oldest: Channel | undefined;
    for (const channel of this.#channels.values()) {
      if (!oldest || channel.seenAt < oldest.seenAt) oldest = channel;
    }
    if (oldest) this.remove(oldest);
  }
}
