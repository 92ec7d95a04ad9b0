import { type AmiMessage, text } from '../../src/wire/message.ts';
import { AmiServer, type Visitor } from '../wire/support/ami-server.ts';

/** A channel as the scripted server shows it. */
export interface Standing {
  Channel: string;
  Uniqueid: string;
  Linkedid: string;
  ChannelStateDesc: string;
  [header: string]: string;
}

const LISTS: Readonly<Record<string, string>> = {
  Status: 'Status',
  CoreShowChannels: 'CoreShowChannel',
  BridgeList: 'BridgeListItem',
  ParkedCalls: 'ParkedCall',
  QueueStatus: 'QueueMember',
  DeviceStateList: 'DeviceStateChange',
  ExtensionStateList: 'ExtensionStatus',
  PresenceStateList: 'PresenceStateChange',
};

/** A scripted server: what stands on it is shown when it is asked for, and events are told by hand. */
export class Pbx {
  readonly server: AmiServer;
  /** Items of lists, by action. */
  readonly lists: Record<string, Record<string, string>[]> = {};
  /** Actions that the user may not do. */
  readonly denied = new Set<string>();
  /** Lists that never come to their end, by action. */
  readonly endless = new Set<string>();
  /** Called before a list is shown: what is told in it comes before the list. */
  before: ((visitor: Visitor, action: string) => void) | undefined;
  /** Called after a list was shown. */
  after: ((visitor: Visitor, action: string) => void) | undefined;

  private constructor(server: AmiServer) {
    this.server = server;
    server.script = (visitor, action) => this.#answer(visitor, action);
  }

  static async start(): Promise<Pbx> {
    return new Pbx(await AmiServer.start());
  }

  get port(): number {
    return this.server.port;
  }

  /** What stands from now on. */
  stands(...channels: Standing[]): void {
    this.lists.Status = channels;
  }

  /** Tells events to who is logged in. */
  tell(...events: AmiMessage[]): void {
    for (const event of events) say(this.server.visitor, event);
  }

  /** Cuts the connection. */
  cut(): void {
    this.server.visitor.socket.destroy();
  }

  stop(): Promise<void> {
    return this.server.stop();
  }

  #answer(visitor: Visitor, message: AmiMessage): boolean {
    const action = text(message, 'Action');
    if (this.denied.has(action)) {
      visitor.reply(message, 'Error', 'Message: Permission denied');
      return true;
    }
    const event = LISTS[action];
    if (event === undefined) return false;
    this.before?.(visitor, action);
    const id = `ActionID: ${text(message, 'ActionID')}`;
    visitor.reply(message, 'Success', 'EventList: start');
    for (const item of this.lists[action] ?? [])
      visitor.say([
        `Event: ${item.Event ?? event}`,
        id,
        ...Object.entries(item)
          .filter(([name]) => name !== 'Event')
          .map(([name, value]) => `${name}: ${value}`),
      ]);
    if (!this.endless.has(action)) visitor.say([`Event: ${action}Complete`, id, 'EventList: Complete']);
    this.after?.(visitor, action);
    return true;
  }
}

export function say(visitor: Visitor, event: AmiMessage): void {
  visitor.say(Object.entries(event).map(([name, value]) => `${name}: ${String(value)}`));
}
