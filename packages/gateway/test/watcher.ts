import { get, type IncomingMessage } from 'node:http';
import { until } from '@callbus/runtime/testkit';
import { KEYS, type Site } from './site.ts';

/** A server-sent event. */
export interface Told {
  event: string;
  // biome-ignore lint/suspicious/noExplicitAny: whatever JSON came
  data: any;
}

/** One who watches `GET /api/v1/stream`. */
export class Watcher {
  readonly told: Told[] = [];
  /** Everything that came, as it came. */
  text = '';
  ended = false;
  readonly response: IncomingMessage;

  private constructor(response: IncomingMessage) {
    this.response = response;
    void this.#read();
  }

  static async open(
    site: Site,
    headers: Record<string, string> = { 'X-API-KEY': KEYS.read },
  ): Promise<Watcher> {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      get(`${site.origin}/api/v1/stream`, { headers, agent: false }, resolve).on('error', reject);
    });
    return new Watcher(response);
  }

  /** Waits until it was told something that `fits`. */
  async sees(what: string, fits: (told: Told) => boolean): Promise<Told> {
    return await until(what, () => this.told.find(fits));
  }

  close(): void {
    this.response.destroy();
  }

  async #read(): Promise<void> {
    const decoder = new TextDecoder();
    let rest = '';
    try {
      for await (const chunk of this.response) {
        const text = decoder.decode(chunk, { stream: true });
        this.text += text;
        const frames = (rest + text).split('\n\n');
        rest = frames.pop() ?? '';
        for (const frame of frames) this.#take(frame);
      }
    } catch {
      // Cut off, by us or by the server.
    }
    this.ended = true;
  }

  #take(frame: string): void {
    const fields = new Map<string, string>();
    for (const line of frame.split('\n')) {
      const at = line.indexOf(': ');
      fields.set(line.slice(0, at), line.slice(at + 2));
    }
    const data = fields.get('data');
    if (data !== undefined) this.told.push({ event: fields.get('event') ?? '', data: JSON.parse(data) });
  }
}
