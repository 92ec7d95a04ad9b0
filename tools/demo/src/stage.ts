import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load, makeServices, serviceIds } from '@callbus/cli';
import { createLogger, freePort, House } from '@callbus/runtime';
import { OneCSim } from '@callbus/sim-1c';
import { AgentSim } from '@callbus/sim-1c-connect';

/** The key the demo's own requests carry. */
export const KEY = 'demo-key-0001';

/** What click-to-call asks the cloud for. */
export interface Order {
  user: string;
  phone: string;
}

/** Whose 1С-Коннект is followed. */
export const LOGIN = 'ivanov';

/** Fictional people; the numbers are of ranges nobody has. */
export const PEOPLE = {
  regular: { number: '89990000101', name: 'Синицына Вера', company: 'ООО «Северный ветер»' },
  wholesale: { number: '84950000202', name: 'Орлов Пётр', company: 'ИП Орлов' },
  stranger: { number: '89990000303' },
} as const;

/**
 * Everything the demo needs around CallBus: a 1C base, the address the cloud
 * takes click-to-call at, a configuration file, and CallBus itself on the
 * embedded default.
 */
export class Stage {
  readonly oneC = new OneCSim({
    token: 'demo-token',
    contacts: [
      {
        phones: [PEOPLE.regular.number],
        name: PEOPLE.regular.name,
        company: PEOPLE.regular.company,
        ref: 'demo-1',
        responsible: '100',
      },
      {
        phones: [PEOPLE.wholesale.number],
        name: PEOPLE.wholesale.name,
        company: PEOPLE.wholesale.company,
        ref: 'demo-2',
        responsible: '101',
      },
    ],
  });
  /** Called with what click-to-call asks for. */
  onMakeCall: (order: Order) => void = () => {};
  /** Whether 1C is being updated. */
  locked = false;
  readonly dir = mkdtempSync(join(tmpdir(), 'callbus-demo-'));
  /** The 1С-Коннект of an employee. */
  readonly agent = new AgentSim({ path: this.#pipe(LOGIN) });
  #cloud: Server | undefined;
  #house: House | undefined;
  #port = 0;

  get origin(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  get configFile(): string {
    return join(this.dir, 'demo.yaml');
  }

  get logFile(): string {
    return join(this.dir, 'callbus.log');
  }

  /** @param more further blocks of adapters, each without the list's dash */
  async start(more: readonly string[] = []): Promise<void> {
    await this.oneC.start();
    await this.agent.start();
    const cloud = await this.#startCloud();
    this.#port = await freePort('127.0.0.1', 8080);
    writeFileSync(this.configFile, this.#configuration(cloud, more));
    const out = createWriteStream(this.logFile, { flags: 'a' });
    this.#house = new House({
      loaded: load(this.configFile),
      services: (context) => makeServices(serviceIds(context.config), context),
      log: (scrubber) => createLogger({ level: 'info', scrubber, destination: out }),
    });
    await this.#house.start();
  }

  async stop(): Promise<void> {
    await this.#house?.stop();
    await this.agent.stop();
    await this.oneC.stop();
    this.#cloud?.close();
    rmSync(this.dir, { recursive: true, force: true });
  }

  /** Begins or ends an update of 1C, during which it answers with a page for people. */
  async update(locked: boolean): Promise<void> {
    this.locked = locked;
    await this.oneC.fault({ kind: locked ? 'locked' : 'none' });
  }

  #configuration(cloud: string, more: readonly string[]): string {
    return `# A whole site: its PBXs, an employee's 1С-Коннект, a 1C base, the rest at its defaults.
site: demo
dataDir: ./data
http: { listen: "127.0.0.1:${this.#port}" }
gateway: { apiKeys: [ { name: 1c, key: "${KEY}", scopes: [call, read, control] } ] }
adapters:
  - id: pz
    type: prostiezvonki
    extensions: ['^1\\d\\d$']
    crmToken: demo-token
    timeZone: Europe/Moscow
    makecall: { url: "${cloud}", apiKey: demo-cloud-key }
  - id: connect
    type: 1c-connect
    extensions: ['^2\\d\\d$']
    pipe: ${JSON.stringify(this.#pipe('{login}'))}
    logins: [ { login: ${LOGIN}, extension: "201" } ]
${more.map((block) => `  - ${block}\n`).join('')}sinks:
  - id: ut
    type: 1c
    url: "${this.oneC.url}"
    token: demo-token
    timeZone: ${Intl.DateTimeFormat().resolvedOptions().timeZone}
    lookup: { lastDigits: 10 }
    withdraw: true
`;
  }

  #pipe(login: string): string {
    if (process.platform === 'win32') return `\\\\.\\pipe\\callbus-demo-${process.pid}-${login}`;
    return join(this.dir, `${login}.sock`);
  }

  async #startCloud(): Promise<string> {
    const cloud = createServer((request, response) => {
      let text = '';
      request.on('data', (chunk) => {
        text += chunk;
      });
      request.on('end', () => {
        response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
        this.onMakeCall(JSON.parse(text) as Order);
      });
    });
    await new Promise<void>((resolve) => cloud.listen(0, '127.0.0.1', resolve));
    this.#cloud = cloud;
    return `http://127.0.0.1:${(cloud.address() as AddressInfo).port}/makecall`;
  }
}
