import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  AsteriskLab,
  type AsteriskLine,
  playScenarios,
  recordingName,
  SCENARIOS,
  Tap,
  writeRecording,
} from '@callbus/asterisk-lab';
import { until } from '@callbus/runtime/testkit';
import { feedLink } from '../../src/connect.ts';

// `node test/recordings/record.ts [NAME...]`: plays each scenario alone on 22
// and on 16, and keeps what the adapter's link receives, with its filters.

const LABS = 3;
const QUIET_MS = 500;

async function record(lab: AsteriskLab, scenario: string): Promise<void> {
  const tap = await Tap.open(lab.ports.ami);
  const { user, secret } = lab.login();
  const link = feedLink(
    {
      transport: 'ami',
      host: '127.0.0.1',
      port: tap.port,
      username: user,
      secret,
      tls: false,
      login: 'auto',
      events: { variables: [] },
    },
    {},
  );
  link.start();
  await until('the link', () => link.up);
  try {
    const truths = await playScenarios(lab, [scenario]);
    await until('an idle server', async () => {
      const { events } = await link.request({ action: 'CoreShowChannels' });
      return events.at(-1)?.ListItems === '0';
    });
    // Its threads may still have something to say.
    while (Date.now() - tap.heardAt < QUIET_MS) await delay(QUIET_MS / 5);
    const dir = join(import.meta.dirname, lab.build.version.split('.')[0] ?? '');
    mkdirSync(dir, { recursive: true });
    writeRecording(join(dir, recordingName(scenario)), {
      scenario,
      asterisk: lab.build.version,
      truths,
      ...tap.taken(lab.plan.dir),
    });
    process.stdout.write(`${lab.build.version}: ${scenario}\n`);
  } finally {
    await link.stop();
    await tap.close();
  }
}

async function recordOn(version: AsteriskLine, left: string[]): Promise<void> {
  const lab = await AsteriskLab.start({ version });
  try {
    for (let name = left.shift(); name !== undefined; name = left.shift()) await record(lab, name);
  } finally {
    await lab.stop();
  }
}

const asked = process.argv.slice(2);
const labs = ([22, 16] as const).flatMap((version) => {
  const left = asked.length > 0 ? asked : [...SCENARIOS];
  const share = [...left];
  return Array.from({ length: Math.min(LABS, left.length) }, () => recordOn(version, share));
});
await Promise.all(labs);
