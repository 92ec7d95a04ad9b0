import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { AsteriskLab, asteriskIsThere } from '@callbus/asterisk-lab';
import { freePort } from '@callbus/runtime';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Process, Site } from './site.ts';

const SLOW = 120_000;
let site: Site;
beforeEach(async () => {
  site = await Site.create('');
});
afterEach(() => site.dispose());

const yaml = (port: number, username: string, secret: string): string =>
  `adapters: [ { id: office, type: asterisk, host: 127.0.0.1, port: ${port}, username: ${username}, secret: "${secret}", trunks: ["^PJSIP/itsp-"], originate: { channel: "PJSIP/{extension}", context: phones } } ]`;

async function doctor(parts: string, env: NodeJS.ProcessEnv = {}): Promise<string> {
  const process = new Process(['doctor', '--config', site.write(parts)], { CALLBUS_LANG: 'ru', ...env });
  await process.ended();
  return process.output;
}

test('doctor names an Asterisk that is not there', { timeout: SLOW }, async () => {
  const output = await doctor(yaml(await freePort(), 'integration', 'fictional-1'));
  expect(output).toMatch(
    /✗ сервер Asterisk office: не удаётся соединиться с Asterisk .*\n\s+→ проверьте адрес и порт/,
  );
  expect(output).not.toContain('fictional-1');
});

test('doctor does not ask one whose secret is not in this shell', { timeout: SLOW }, async () => {
  const output = await doctor(yaml(1, 'integration', '${env:AMI_SECRET}'), { AMI_SECRET: undefined });
  expect(output).toMatch(/✗ сервер Asterisk office: не задана переменная окружения AMI_SECRET/);
});

describe.skipIf(!(await asteriskIsThere()))('a real Asterisk', () => {
  test('doctor says what the user may not do, and nothing of one who may', { timeout: SLOW }, async () => {
    const lab = await AsteriskLab.start();
    try {
      const poor = '\n[poor]\nsecret=fictional-1\nread=call\nwrite=command\n';
      appendFileSync(join(lab.plan.dir, 'etc/manager.conf'), poor);
      const manager = await lab.manager();
      await manager.action({ Action: 'Command', Command: 'manager reload' });
      manager.close();
      const output = await doctor(yaml(lab.ports.ami, 'poor', 'fictional-1'));
      expect(output).toMatch(/✓ сервер Asterisk office: .* отвечает, пользователь poor принят/);
      for (const right of ['write = reporting', 'write = originate', 'read = dialplan', 'read = agent'])
        expect(output).toContain(`✗ сервер Asterisk office: пользователю poor не хватает ${right}`);
      expect(output).not.toContain('read = call:');
      const { user, secret } = lab.login();
      const well = await doctor(yaml(lab.ports.ami, user, secret));
      expect(well).toContain(`✓ сервер Asterisk office: Asterisk ${lab.build.version}`);
      expect(well).not.toContain('✗ сервер Asterisk');
    } finally {
      await lab.stop();
    }
  });
});
