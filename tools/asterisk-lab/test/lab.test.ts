import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createConnection } from 'node:net';
import { isAlive } from '@callbus/runtime';
import { until } from '@callbus/runtime/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AsteriskLab, asteriskIsThere, DIDS, Manager, type ManagerMessage } from '../src/index.ts';

const refuses = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port });
    socket.once('connect', () => resolve(false)).once('error', () => resolve(true));
    socket.once('connect', () => socket.destroy());
  });

for (const version of [22, 16] as const) {
  describe.skipIf(!(await asteriskIsThere(version)))(`Asterisk ${version}`, () => {
    let lab: AsteriskLab;
    beforeAll(async () => {
      lab = await AsteriskLab.start({ version });
    });
    afterAll(() => lab.stop());

    test('answers on the manager interface, plain and TLS', async () => {
      for (const address of [lab.login(), { ...lab.login(), port: lab.ports.amiTls, tls: true }]) {
        const manager = await Manager.open(address);
        expect(manager.greeting).toMatch(/^Asterisk Call Manager\/\d/);
        const settings = await manager.action({ Action: 'CoreSettings' });
        expect(settings.get('AsteriskVersion')).toContain(lab.build.version);
        manager.close();
      }
    });

    test('refuses a wrong secret', async () => {
      await expect(Manager.open({ ...lab.login(), secret: 'guessed' })).rejects.toThrow(
        'Authentication failed',
      );
    });

    test('answers on AJAM to who has logged in', async () => {
      const at = `http://127.0.0.1:${lab.ports.http}/rawman`;
      const { user, secret } = lab.login();
      const login = await fetch(`${at}?action=login&username=${user}&secret=${secret}`);
      expect(await login.text()).toContain('Authentication accepted');
      const cookie = login.headers.get('set-cookie')?.split(';')[0] ?? '';
      const ping = await fetch(`${at}?action=ping`, { headers: { cookie } });
      expect(await ping.text()).toContain('Ping: Pong');
    });

    test('tells of a call between two phones what the phones know of it', async () => {
      const manager = await lab.manager();
      const number = '79161112233';
      const coming = lab.phone('100').expect({ from: number });
      const customer = await lab.outside.call(DIDS.phone, { number, name: 'Пётр Ильин' });
      const phone = await coming;
      expect(await customer.rang).toBe(true);
      await phone.answer();
      expect(await customer.answered).toBe(true);
      phone.hangup();
      const [theirs, ours] = await Promise.all([customer.ended, phone.ended]);
      // Told by two threads of the server: which comes first is its race.
      const [told, asked] = await Promise.all([
        manager.event('Cdr', (e) => e.get('Source') === number),
        manager.event('HangupRequest'),
      ]);
      manager.close();

      expect(theirs).toMatchObject({ way: 'placed', number: DIDS.phone, how: 'bye', endedBy: 'server' });
      expect(ours).toMatchObject({ way: 'rung', number, how: 'bye', endedBy: 'phone' });
      const of = (name: string): ManagerMessage[] => manager.events.filter((e) => e.get('Event') === name);
      expect(of('Newchannel').map((e) => [e.get('Channel').split('-')[0], e.get('Exten')])).toEqual([
        ['PJSIP/itsp', DIDS.phone],
        ['PJSIP/100', 's'],
      ]);
      expect(of('Newchannel')[0]?.get('CallerIDName')).toBe('Пётр Ильин');
      expect(of('DialEnd').map((e) => [e.get('DestChannel').split('-')[0], e.get('DialStatus')])).toEqual([
        ['PJSIP/100', 'ANSWER'],
      ]);
      expect(asked.get('Channel')).toMatch(/^PJSIP\/100-/);
      expect([told.get('Disposition'), told.get('DID')]).toEqual(['ANSWERED', DIDS.phone]);
    });

    test('spares the filtered user what is noise, and the clean one what only test builds tell', async () => {
      const managers = await Promise.all(
        (['admin', 'clean', 'filtered'] as const).map((u) => lab.manager(u)),
      );
      const number = '79161112244';
      const coming = lab.phone('100').expect({ from: number, ring: false });
      const customer = await lab.outside.call(DIDS.phone, { number });
      (await coming).refuse(486);
      await customer.ended;
      const ends = (e: ManagerMessage): boolean => e.get('Channel').startsWith('PJSIP/itsp-');
      const heard = await Promise.all(
        managers.map(async (m) => {
          await m.event('Hangup', ends);
          m.close();
          return new Set(m.events.map((e) => e.get('Event')));
        }),
      );
      const noise = ['TestEvent', 'VarSet', 'Newexten'];
      expect(heard.map((names) => noise.map((name) => names.has(name)))).toEqual([
        [true, true, true],
        [false, true, true],
        [false, false, false],
      ]);
    });

    test('comes back on the same ports after it was killed', async () => {
      const before = lab.pid;
      await lab.kill();
      expect(await refuses(lab.ports.ami)).toBe(true);
      await lab.launch();
      expect(lab.pid).not.toBe(before);
      const manager = await lab.manager();
      expect((await manager.action({ Action: 'Ping' })).get('Ping')).toBe('Pong');
      manager.close();
    });
  });
}

describe.skipIf(!(await asteriskIsThere()))('nothing stays behind', () => {
  test('after stop', async () => {
    const lab = await AsteriskLab.start();
    const { pid = 0 } = lab;
    expect(isAlive(pid)).toBe(true);
    await lab.stop();
    expect([isAlive(pid), existsSync(lab.plan.dir), await refuses(lab.ports.ami)]).toEqual([
      false,
      false,
      true,
    ]);
  });

  test('when the process that started it is killed', async () => {
    const script = `
      import { AsteriskLab } from '${new URL('../src/index.ts', import.meta.url)}';
      const lab = await AsteriskLab.start();
      process.stdout.write(JSON.stringify([lab.pid, lab.plan.dir]) + '\\n');
      setInterval(() => {}, 1000);`;
    const owner = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(owner.stdout, 'data')) as [Buffer];
    const [pid, dir] = JSON.parse(line.toString()) as [number, string];
    expect([isAlive(pid), existsSync(dir)]).toEqual([true, true]);
    owner.kill('SIGKILL');
    await until('the end of the server and its folder', () => !isAlive(pid) && !existsSync(dir));
  });
});
