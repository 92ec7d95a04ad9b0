import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { Child } from './child.ts';
import { Product } from './product.ts';
import { atMost, type Verdict } from './stats.ts';

const rssMb = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1_024;

/** What the idle product weighs: Node and nats-server together. */
export async function memory(): Promise<Verdict[]> {
  if (process.platform !== 'linux') return [];
  const oneC = await Child.start('one-c.ts');
  const yaml = `adapters: [ { id: pz, type: prostiezvonki } ]\nsinks: [ { id: ut, type: 1c, url: "http://127.0.0.1:${oneC.said}", timeZone: Europe/Moscow } ]`;
  // The first start of a checkout strips types and keeps what it stripped; every later one is what runs for years.
  await (await Product.start(['up'], yaml)).stop();
  const product = await Product.start(['up'], yaml);
  await delay(10_000);
  const children = execFileSync('ps', ['-o', 'pid=', '--ppid', String(product.pid)], { encoding: 'utf8' });
  const nats = children.trim().split(/\s+/).filter(Boolean).map(Number);
  const node = rssMb(product.pid);
  const server = nats.reduce((sum, pid) => sum + rssMb(pid), 0);
  await product.stop();
  await oneC.child.stop();
  const total = node + server;
  return [
    atMost(
      'idle memory, of 150 MB',
      total / 150,
      1,
      `${Math.round(total)} MB: Node ${Math.round(node)}, nats-server ${Math.round(server)}`,
    ),
  ];
}
