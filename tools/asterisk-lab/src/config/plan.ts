/** Everything the configuration of one lab is written from. */
export interface LabPlan {
  /** The lab's own folder. */
  dir: string;
  /** Folder of Asterisk's modules, and of its sounds and documentation. */
  modules: string;
  data: string;
  ports: LabPorts;
  /** First and last UDP port for media. */
  rtp: readonly [number, number];
  /** Where the phones stand: UDP ports of 127.0.0.1, by extension; the trunk's far end is `itsp`. */
  contacts: Readonly<Record<string, number>>;
  users: Readonly<Record<ManagerUser, string>>;
  /** Password of the phone that registers. */
  sipPassword: string;
  /** Certificate and key in one file, where there is one. */
  certificate: string | undefined;
  /** Dialplan to add, whole contexts. */
  dialplan: string;
}

/** Ports of 127.0.0.1. */
export interface LabPorts {
  sip: number;
  ami: number;
  amiTls: number;
  http: number;
  https: number;
  /** Where the dialplan looks for a FastAGI server; nobody stands there unless a test does. */
  agi: number;
  /** Where the line `routed` looks for one; a scenario stands there. */
  agiUp: number;
}

/**
 * `admin` sees and may do all; `clean` lacks TestEvent, as most builds do;
 * `filtered` lacks the noise (VarSet, Newexten, RTCP) as well.
 */
export type ManagerUser = 'admin' | 'clean' | 'filtered';

/** One section of a configuration file: `[name]` and its lines. */
export const section = (name: string, lines: readonly string[]): string => `[${name}]\n${lines.join('\n')}\n`;
