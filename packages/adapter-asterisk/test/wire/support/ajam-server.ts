import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { SECRET, serverCertificate, USERNAME } from './ami-server.ts';

/** One action as it came. */
export interface Asked {
  page: string;
  action: string;
  params: URLSearchParams;
  session: string | undefined;
  cookie: string | undefined;
}

/** Messages of an answer, each a list of headers. */
export type Told = [name: string, value: string][][];

interface HttpSession {
  loggedIn: boolean;
  challenge: string;
}

export interface AjamServerOptions {
  maxAge?: number;
  tls?: boolean;
  prefix?: string;
  /** What an action is answered with; nothing for the usual answer. */
  answer?: (asked: Asked) => Told | undefined;
  /** Sends no cookie where the client named a session. */
  cookieOnce?: boolean;
}

const md5 = (value: string): string => createHash('md5').update(value).digest('hex');
const escaped = (value: string): string =>
  value.replace(
    /[<>"'&]/g,
    (mark) => ({ '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;', '&': '&amp;' })[mark] ?? mark,
  );

/** An HTTP server that answers as Asterisk's does: a new session for whoever names none it knows. */
export class AjamServer {
  readonly asked: Asked[] = [];
  readonly sessions = new Map<string, HttpSession>();
  readonly digest = { nonce: '15cf555c', count: 0 };
  /** WaitEvents that wait; `tell` ends them. */
  readonly #waiting: ((told: Told) => void)[] = [];
  readonly #options: AjamServerOptions;
  readonly #server: Server;
  #sessions = 0;

  private constructor(options: AjamServerOptions) {
    this.#options = options;
    const serve = (request: IncomingMessage, response: ServerResponse): void =>
      void this.#serve(request, response);
    this.#server = options.tls ? createTlsServer(serverCertificate, serve) : createServer(serve);
  }

  static async start(options: AjamServerOptions = {}): Promise<AjamServer> {
    const server = new AjamServer(options);
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `${this.#options.tls ? 'https' : 'http'}://127.0.0.1:${port}${this.#options.prefix ?? ''}`;
  }

  get actions(): string[] {
    return this.asked.map(({ action }) => action);
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** Ends the WaitEvents that wait, with these events. */
  tell(...events: Told): void {
    const done: Told = [
      [
        ['Response', 'Success'],
        ['Message', 'Waiting for Event completed.'],
      ],
    ];
    for (const wait of this.#waiting.splice(0)) wait([...done, ...events, [['Event', 'WaitEventComplete']]]);
  }

  /** Cuts every connection. */
  cut(): void {
    this.#waiting.length = 0;
    this.#server.closeAllConnections();
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of request) body += chunk;
    const params = new URLSearchParams(body);
    const { prefix = '' } = this.#options;
    const page = (request.url ?? '').slice(prefix.length);
    const cookie = request.headers.cookie;
    const session = /mansession_id="([0-9a-f]+)"/.exec(cookie ?? '')?.[1];
    const asked = { page, action: params.get('Action') ?? '', params, session, cookie };
    response.setHeader('Server', 'Asterisk').setHeader('Connection', 'close');
    if (!['/rawman', '/mxml', '/arawman', '/amxml'].includes(page)) {
      response.writeHead(404).end('Not Found');
      return;
    }
    if (page.startsWith('/a') && !this.#authorized(request, response)) return;
    this.asked.push(asked);
    const own = page.startsWith('/a') ? { loggedIn: true, challenge: '' } : this.#session(asked, response);
    const told = this.#options.answer?.(asked) ?? (await this.#usual(asked, own));
    const id = params.get('ActionID') ?? '';
    const messages = told.map((message) =>
      message[0]?.[0] === 'Response' ? [message[0], ['ActionID', id] as const, ...message.slice(1)] : message,
    );
    response.setHeader('Content-Type', page.endsWith('mxml') ? 'text/xml' : 'text/plain');
    response.end(page.endsWith('mxml') ? xml(messages) : raw(messages));
  }

  #session({ session = '' }: Asked, response: ServerResponse): HttpSession {
    const known = this.sessions.get(session);
    const id = known ? session : (0xec3f7fd0 + ++this.#sessions).toString(16);
    const own = known ?? { loggedIn: false, challenge: '' };
    this.sessions.set(id, own);
    const { maxAge = 60, cookieOnce } = this.#options;
    if (!cookieOnce || session === '') {
      response.setHeader('Set-Cookie', `mansession_id="${id}"; Version=1; Max-Age=${maxAge}`);
    }
    return own;
  }

  async #usual({ action, params }: Asked, session: HttpSession): Promise<Told> {
    const denied: Told = [
      [
        ['Response', 'Error'],
        ['Message', 'Permission denied'],
      ],
    ];
    if (action === 'Challenge') {
      session.challenge = '840415273';
      return [
        [
          ['Response', 'Success'],
          ['Challenge', session.challenge],
        ],
      ];
    }
    if (action === 'Login') {
      session.loggedIn =
        params.get('Username') === USERNAME && params.get('Key') === md5(session.challenge + SECRET);
      return session.loggedIn
        ? [
            [
              ['Response', 'Success'],
              ['Message', 'Authentication accepted'],
            ],
          ]
        : [
            [
              ['Response', 'Error'],
              ['Message', 'Authentication failed'],
            ],
          ];
    }
    if (!session.loggedIn || action === 'Command') return denied;
    if (action === 'WaitEvent') return await new Promise((resolve) => this.#waiting.push(resolve));
    if (action === 'Ping')
      return [
        [
          ['Response', 'Success'],
          ['Ping', 'Pong'],
        ],
      ];
    return [[['Response', 'Success']]];
  }

  // As Asterisk: the count must grow, and a used-up nonce is «stale».
  #authorized(request: IncomingMessage, response: ServerResponse): boolean {
    const field = (name: string): string =>
      new RegExp(`${name}="?([^",]+)`).exec(request.headers.authorization ?? '')?.[1] ?? '';
    const { digest } = this;
    const ha2 = md5(`POST:${request.url}`);
    const middle = `${field('nonce')}:${field(' nc')}:${field('cnonce')}:auth`;
    const right = md5(`${md5(`${USERNAME}:asterisk:${SECRET}`)}:${middle}:${ha2}`) === field(' response');
    const count = Number.parseInt(field(' nc'), 16);
    const fresh = field(' nonce') === digest.nonce && count > digest.count;
    if (right && fresh) {
      digest.count = count;
      return true;
    }
    const stale = right ? ', stale=true' : '';
    response.setHeader(
      'WWW-Authenticate',
      `Digest algorithm=MD5, realm="asterisk", nonce="${digest.nonce}", qop="auth", opaque="${digest.nonce}"${stale}`,
    );
    response.writeHead(401).end('<html><body>Unauthorized</body></html>');
    return false;
  }
}

type Messages = readonly (readonly (readonly [string, string])[])[];

const raw = (messages: Messages): string =>
  messages
    .map((message) => `${message.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`)
    .join('');

function xml(messages: Messages): string {
  const elements = messages.map((message) => {
    const seen = new Map<string, number>();
    const attributes = message.map(([name, value]) => {
      const count = (seen.get(name) ?? 0) + 1;
      seen.set(name, count);
      const attribute = name.toLowerCase().replace(/[^a-z0-9]/g, '_');
      return `${attribute}${count > 1 ? `-${count}` : ''}='${escaped(value)}'`;
    });
    return `<response type='object' id='unknown'><generic ${attributes.join(' ')} /></response>\n`;
  });
  return `<ajax-response>\n${elements.join('')}</ajax-response>\n`;
}
