import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { Bus, busOptionsOf, CallBusError, freePort, StopService } from '../../src/index.ts';
import { quietLog, TestNats, until } from '../../src/testkit/index.ts';
import { tempFile, watchedLog } from '../support.ts';

let nats: TestNats;
beforeAll(async () => {
  nats = await TestNats.start({ user: 'callbus', password: 'nats-secret-1' });
});
afterAll(() => nats.stop());

/** What a NATS server of another version says first; there is no such server here to stand on. */
async function greeter(version: string): Promise<number> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    const info = {
      server_id: 'X',
      server_name: 'old',
      version,
      proto: 1,
      headers: true,
      max_payload: 1_048_576,
    };
    socket.write(`INFO ${JSON.stringify(info)}\r\n`);
    socket.on('data', (chunk) => {
      if (chunk.toString().includes('PING')) socket.write('PONG\r\n');
    });
    socket.on('error', () => {});
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

const bus = (servers: string | string[], credentials?: { user: string; password: string }): Bus => {
  const made = new Bus({ servers, ...(credentials ? { credentials } : {}), name: 'test', log: quietLog() });
  onTestFinished(() => made.close());
  return made;
};

test.each(['2.9.10', '2.9.99', '1.4.1'])(
  'a server of version %s is refused by its version',
  async (version) => {
    const port = await greeter(version);
    const opening = bus(`127.0.0.1:${port}`).open();
    await expect(opening).rejects.toThrow(StopService);
    await expect(opening).rejects.toMatchObject({ code: 'bus.version' });
    await expect(opening).rejects.toThrow(version);
    await expect(opening).rejects.toThrow(String(port));
  },
);

test.each(['2.10.0', '2.11.3', '3.0.0-RC.1'])('a server of version %s will do', async (version) => {
  const made = bus(`127.0.0.1:${await greeter(version)}`);
  await made.open();
  expect(made.connected).toBe(true);
});

test.each([
  ['a wrong password', { user: 'callbus', password: 'nats-secret-2' }],
  ['a wrong user', { user: 'nobody', password: 'nats-secret-1' }],
  ['no credentials', undefined],
])('%s ends it, naming the server and the field but no secret', async (_, credentials) => {
  const error = await bus(nats.url, credentials)
    .open()
    .catch((e: unknown) => e);
  expect(error).toBeInstanceOf(StopService);
  expect(error).toMatchObject({ code: 'bus.credentials' });
  expect(String(error)).toContain(nats.url);
  expect(String(error)).toContain('bus.credentials');
  expect(String(error)).not.toContain('nats-secret');
});

test('a server that is not there yet is waited for, and that is said once', async () => {
  const port = await freePort();
  const { log, lines } = watchedLog();
  const made = new Bus({ servers: `127.0.0.1:${port}`, name: 'test', log });
  const opening = made.open();
  await until('the word that it waits', () => lines().length > 0);
  const server = createServer((socket) => {
    socket.write(
      `INFO ${JSON.stringify({ version: '2.10.27', server_name: 'late', max_payload: 1_048_576 })}\r\n`,
    );
    socket.on('data', (chunk) => chunk.toString().includes('PING') && socket.write('PONG\r\n'));
    socket.on('error', () => {});
  });
  server.listen(port, '127.0.0.1');
  await opening;
  expect(made.connected).toBe(true);
  expect(lines().filter((l) => l.level === 'warn')).toHaveLength(1);
  expect(lines()[0]?.msg).toContain(String(port));
  await made.close();
  server.close();
});

test('an abort ends the waiting', async () => {
  const abort = new AbortController();
  const opening = bus(`127.0.0.1:${await freePort()}`).open(abort.signal);
  abort.abort(new Error('stopped meanwhile'));
  await expect(opening).rejects.toThrow('stopped meanwhile');
});

test('an abort while the server greets leaves no connection behind', async () => {
  let greet: () => void = () => {};
  const connections = new Set<Socket>();
  const server = createServer((socket) => {
    connections.add(socket);
    socket.on('close', () => connections.delete(socket));
    socket.on('error', () => {});
    socket.on('data', (chunk) => chunk.toString().includes('PING') && socket.write('PONG\r\n'));
    greet = () => socket.write(`INFO ${JSON.stringify({ version: '2.10.27', max_payload: 1_048_576 })}\r\n`);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const abort = new AbortController();
  const made = bus(`127.0.0.1:${(server.address() as AddressInfo).port}`);
  const opening = made.open(abort.signal);
  await until('the connection', () => connections.size === 1);
  abort.abort(new Error('stopped meanwhile'));
  greet();
  await expect(opening).rejects.toThrow('stopped meanwhile');
  await until('the connection to be gone', () => connections.size === 0);
  expect(made.connected).toBe(false);
});

describe('how a bus is reached', () => {
  const settings = { replicas: 1, maxDiskMb: 64 };

  test('user and password, several servers, TLS files beside the configuration', async () => {
    const options = busOptionsOf(
      {
        ...settings,
        url: [nats.url],
        credentials: { user: 'callbus', password: 'nats-secret-1' },
        tls: { ca: 'ca.pem', key: '/etc/key.pem' },
      },
      '/etc/callbus',
    );
    expect(options).toEqual({
      servers: [nats.url],
      replicas: 1,
      credentials: { user: 'callbus', password: 'nats-secret-1' },
      tls: { caFile: '/etc/callbus/ca.pem', keyFile: '/etc/key.pem' },
    });
    const made = bus(options.servers, { user: 'callbus', password: 'nats-secret-1' });
    await made.open();
    expect(await made.alive()).toBe(true);
  });

  test('a credentials file, by its name or as a section', () => {
    const file = tempFile('site.creds', 'creds');
    for (const credentials of [file, { file }]) {
      expect(busOptionsOf({ ...settings, url: 'x', credentials }, '/').credentials).toEqual({
        creds: Buffer.from('creds'),
      });
    }
  });

  test('a credentials file that cannot be read is named with its field', () => {
    const attempt = (): unknown =>
      busOptionsOf({ ...settings, url: 'x', credentials: 'no.creds' }, '/nowhere');
    expect(attempt).toThrow(CallBusError);
    expect(attempt).toThrow(/\/nowhere\/no\.creds.*bus\.credentials.*ENOENT/);
  });
});
