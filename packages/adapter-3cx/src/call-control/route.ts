import { DeviceRole, Direction } from '@callbus/contract';
import { type AdapterContext, reasonOf } from '@callbus/runtime';
import { type LiveCall, legOf } from '../translate/model.ts';
import { roleOf } from '../translate/parties.ts';
import type { PbxApi } from './wire/api.ts';
import type { DnState, Participant } from './wire/native.ts';

/**
 * Smart transfer: a call that rings at a route point of the API application
 * goes to whom core names. Where core names nobody the route point's own
 * settings in 3CX decide, as they do when we are not there.
 */
export class RoutePoints {
  readonly #context: AdapterContext;
  readonly #api: PbxApi;
  /** Calls that were asked about. */
  readonly #asked = new Set<string>();

  constructor(context: AdapterContext, api: PbxApi) {
    this.#context = context;
    this.#api = api;
  }

  /** A participant was seen; asks and diverts where it stands at a route point. Never rejects. */
  see(p: Participant, call: LiveCall | undefined, numbers: readonly DnState[]): void {
    if (p.status !== 'Ringing' || !call?.outside || call.direction !== Direction.INBOUND) return;
    const type = numbers.find((n) => n.dn === p.dn)?.type ?? '';
    if (!/routepoint$/i.test(type) || roleOf(type) !== DeviceRole.SERVICE) return;
    const name = `${call.key}|${legOf(call, p.dn)?.id}`;
    if (this.#asked.has(name)) return;
    this.#asked.add(name);
    void this.#route(p, call)
      .catch((error: unknown) =>
        this.#context.log.warn({ error: reasonOf(error) }, 'call not diverted; 3CX goes on with it'),
      )
      // It rings no longer than this.
      .finally(() => setTimeout(() => this.#asked.delete(name), 60_000).unref());
  }

  async #route(p: Participant, { key, callid, outside, did, queue }: LiveCall): Promise<void> {
    const { extension } = await this.#context.route({
      key,
      nativeId: String(callid),
      calling: outside ?? {},
      did,
      queue,
    });
    if (extension === '' || extension === p.dn) return;
    const path = `/callcontrol/${encodeURIComponent(p.dn)}/participants/${p.id}/divert`;
    const { status } = await this.#api.post(path, { reason: 'None', destination: extension });
    // 404: the customer gave up meanwhile.
    if (status !== 404 && (status < 200 || status >= 300)) throw new Error(`divert: ${status}`);
  }
}
