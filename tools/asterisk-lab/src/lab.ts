import { randomBytes, randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { CallBusError, freePort } from '@callbus/runtime';
import { makeCertificate } from './certificate.ts';
import { configFiles, FOLDERS } from './config/files.ts';
import type { LabPlan, LabPorts, ManagerUser } from './config/plan.ts';
import { PEOPLE, REGISTERING } from './config/sip.ts';
import { type AsteriskLine, ensureAsterisk, type WhyNot } from './install.ts';
import { Manager } from './manager.ts';
import { Phone } from './phone.ts';
import { ServerProcess } from './process.ts';
import type { AsteriskBuild } from './unpacked.ts';

/** There is no Asterisk here and none can be had; `why` says what is missing. */
export class AsteriskUnavailable extends CallBusError {
  readonly why: WhyNot;
  constructor(why: WhyNot, message: string) {
    super('asterisk-lab.unavailable', message);
    this.why = why;
  }
}

export interface LabOptions {
  /** 22, or the oldest we serve: 16. */
  version?: AsteriskLine;
  /** Whole contexts to add to the dialplan. */
  dialplan?: string;
  /** Where the dialplan asks its way (3333337); a free port where not given. */
  agiPort?: number;
  log?: (line: string) => void;
}

/**
 * A real Asterisk of our own on 127.0.0.1 and free ports, with the phones of a
 * small office and the world outside; all of it is gone after `stop`, and also
 * when this process dies.
 */
export class AsteriskLab {
  readonly build: AsteriskBuild;
  readonly plan: LabPlan;
  /** The phones of the office, by extension. */
  readonly phones: Readonly<Record<string, Phone>>;
  /** The world outside, behind the trunk `itsp`. */
  readonly outside: Phone;
  readonly #deadEnd: Phone;
  readonly #server: ServerProcess;

  private constructor(
    build: AsteriskBuild,
    plan: LabPlan,
    phones: Record<string, Phone>,
    outside: Phone,
    deadEnd: Phone,
  ) {
    this.build = build;
    this.plan = plan;
    this.phones = phones;
    this.outside = outside;
    this.#deadEnd = deadEnd;
    this.#server = new ServerProcess(build, plan.dir);
  }

  /** Starts one, fetching it first where that was never done. @throws AsteriskUnavailable */
  static async start(options: LabOptions = {}): Promise<AsteriskLab> {
    const installed = await ensureAsterisk({
      line: options.version ?? 22,
      ...(options.log ? { log: options.log } : {}),
    });
    if (installed.kind === 'unavailable') throw new AsteriskUnavailable(installed.why, installed.message);
    // Somebody else may take a free port before the server does.
    for (let tries = 1; ; tries++) {
      const lab = await AsteriskLab.#prepare(installed.build, options);
      try {
        await lab.launch();
        await Promise.all([...REGISTERING].map((name) => lab.phone(name).register()));
        return lab;
      } catch (error) {
        await lab.stop();
        if (tries === 3) throw error;
      }
    }
  }

  static async #prepare(build: AsteriskBuild, options: LabOptions): Promise<AsteriskLab> {
    const dir = mkdtempSync(join(tmpdir(), 'callbus-asterisk-'));
    for (const folder of FOLDERS) mkdirSync(join(dir, folder), { recursive: true });
    const sipPassword = fresh();
    const office = PEOPLE.map(
      ({ extension }) =>
        new Phone(
          extension,
          REGISTERING.has(extension) ? { user: extension, password: sipPassword } : undefined,
        ),
    );
    const [outside, deadEnd] = [new Phone('itsp'), new Phone('itsp-dead')];
    const everybody = [...office, outside, deadEnd];
    for (const phone of everybody) await phone.bind();
    const rtp = 10_000 + 2 * randomInt(10_000);
    const plan: LabPlan = {
      dir,
      modules: build.modules,
      data: build.data,
      ports: await freePorts(options.agiPort),
      rtp: [rtp, rtp + 1000],
      contacts: Object.fromEntries(everybody.map((phone) => [phone.name, phone.port])),
      users: { admin: fresh(), clean: fresh(), filtered: fresh() },
      sipPassword,
      certificate: await makeCertificate(join(dir, 'keys')),
      dialplan: options.dialplan ?? '',
    };
    for (const [path, text] of Object.entries(configFiles(plan))) {
      mkdirSync(dirname(join(dir, path)), { recursive: true });
      writeFileSync(join(dir, path), text, { mode: 0o600 });
    }
    for (const phone of [...office, outside]) phone.attach(plan.ports.sip);
    return new AsteriskLab(build, plan, Object.fromEntries(office.map((p) => [p.name, p])), outside, deadEnd);
  }

  get ports(): LabPorts {
    return this.plan.ports;
  }

  /** Folder of recordings (3333336). */
  get recordings(): string {
    return join(this.plan.dir, 'spool/monitor');
  }

  /** The CDR file. */
  get cdrFile(): string {
    return join(this.plan.dir, 'log/cdr-csv/Master.csv');
  }

  /** Process id of the server, undefined while it does not run. */
  get pid(): number | undefined {
    return this.#server.pid;
  }

  /** A phone of the office. @throws for an extension there is not */
  phone(extension: string): Phone {
    const phone = this.phones[extension];
    if (!phone) throw new Error(`there is no phone ${extension}`);
    return phone;
  }

  /** What a manager client needs to log in. */
  login(user: ManagerUser = 'admin'): { port: number; user: ManagerUser; secret: string } {
    return { port: this.ports.ami, user, secret: this.plan.users[user] };
  }

  /** A manager connection of one's own; close it. */
  manager(user: ManagerUser = 'admin'): Promise<Manager> {
    return Manager.open(this.login(user));
  }

  /** Starts the server, for the first time or after `kill` or `shutdown`, on the same ports. */
  async launch(): Promise<void> {
    await this.#server.launch(async () => {
      // Only our own server knows the secret, whoever else took the port.
      const manager = await this.manager();
      await manager.event('FullyBooted').finally(() => manager.close());
    });
  }

  /** kill -9. */
  async kill(): Promise<void> {
    await this.#server.end('SIGKILL');
  }

  /** An orderly end, as a restart of the service would be. */
  async shutdown(): Promise<void> {
    await this.#server.end('SIGTERM');
  }

  /** Ends the server and the phones, and takes the folder away. */
  async stop(): Promise<void> {
    for (const phone of [...Object.values(this.phones), this.outside, this.#deadEnd]) phone.close();
    await this.#server.end('SIGKILL');
    rmSync(this.plan.dir, { recursive: true, force: true });
    this.#server.release();
  }
}

const fresh = (): string => randomBytes(12).toString('hex');

async function freePorts(agiPort: number | undefined): Promise<LabPorts> {
  const names = ['ami', 'amiTls', 'http', 'https', 'agi', 'agiUp'] as const;
  const ports = new Set<number>();
  while (ports.size < names.length) ports.add(await freePort());
  const [ami = 0, amiTls = 0, http = 0, https = 0, agi = 0, agiUp = 0] = ports;
  return { sip: await freeUdpPort(), ami, amiTls, http, https, agi: agiPort ?? agi, agiUp };
}

function freeUdpPort(): Promise<number> {
  const socket = createSocket('udp4');
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(0, '127.0.0.1', () => {
      const { port } = socket.address();
      socket.close(() => resolve(port));
    });
  });
}
