import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AsteriskLab, asteriskIsThere } from '@callbus/asterisk-lab';
import { freePort } from '@callbus/runtime';
import { until } from '@callbus/runtime/testkit';
import { OneCSim } from '@callbus/sim-1c';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Process, Site } from './site.ts';

const DOCS = join(dirname(fileURLToPath(import.meta.url)), '../../../../docs/asterisk.md');

/** The dialplans that the documentation shows, with the addresses of this test. */
function snippets(agiPort: number, httpPort: number): string {
  const blocks = [...readFileSync(DOCS, 'utf8').matchAll(/```asterisk\n([\s\S]*?)```/g)].map((m) => m[1]);
  return blocks
    .join('\n')
    .replace('127.0.0.1:4573', `127.0.0.1:${agiPort}`)
    .replace('127.0.0.1:8080', `127.0.0.1:${httpPort}`);
}

const LINES = { agi: '3333360', curl: '3333361' } as const;
/** Whom 1C makes responsible for whom. */
const KNOWN = '79161110101';

interface Detail {
  answeredBy: string | null;
  decisions: { rule: string; outcome: string | null }[];
}

/** What comes at once takes its time on a busy machine. */
const LONG_MS = 60_000;
const SLOW_MS = 120_000;

for (const version of [22, 16] as const) {
  describe.skipIf(!(await asteriskIsThere(version)))(
    `Asterisk ${version} asks its way`,
    { timeout: SLOW_MS },
    () => {
      const oneC = new OneCSim({ contacts: [{ phones: [KNOWN], name: 'Вера Лис', responsible: '101' }] });
      let lab: AsteriskLab;
      let site: Site;
      let up: Process;
      let strangers = 0;

      beforeAll(async () => {
        await oneC.start();
        const agiPort = await freePort();
        site = await Site.create('');
        lab = await AsteriskLab.start({
          version,
          dialplan: [
            snippets(agiPort, site.port),
            '[from-trunk](+)',
            ...Object.entries(LINES).map(
              ([way, did]) => `exten => ${did},1,Goto(callbus-${way},\${EXTEN},1)`,
            ),
          ].join('\n'),
        });
        const { user, secret } = lab.login();
        site.write(`
routing: { deadlineMs: 5000 }
adapters:
  - { id: office, type: asterisk, host: 127.0.0.1, port: ${lab.ports.ami}, username: ${user}, secret: "${secret}",
      trunks: ["^PJSIP/itsp"], extensions: "^1\\\\d\\\\d$", agi: { listen: "127.0.0.1:${agiPort}" } }
sinks:
  - { id: ut, type: 1c, url: "${oneC.url}", timeZone: Europe/Moscow, lookup: { lastDigits: 10 } }`);
        up = await site.up();
        await until(
          'the link',
          async () => {
            const { links } = await site.get<{ links: { link: string; state: string }[] }>('/healthz');
            return links.some(({ link, state }) => link === 'office.ami' && state === 'ok');
          },
          LONG_MS,
        );
      }, SLOW_MS);
      afterAll(async () => {
        await site.dispose();
        await lab.stop();
        await oneC.stop();
      });

      const stranger = (): string => `7916222${String(1_000 + ++strangers)}`;

      /** A customer calls, and the phone that should ring answers. */
      async function calls(did: string, number: string, to: string): Promise<void> {
        const coming = lab.phone(to).expect({ from: number });
        const customer = await lab.outside.call(did, { number });
        const phone = await coming;
        await phone.answer();
        expect(await customer.answered).toBe(true);
        await talking(to);
        phone.hangup();
        await customer.ended;
      }

      /** Who hangs up before the server has put the two together has talked to nobody. */
      async function talking(extension: string): Promise<void> {
        if (!up.running) return;
        const talks = async (): Promise<boolean> => {
          const { items } = await site.get<{ items: { answeredBy: string | null }[] }>('/api/v1/live');
          return items.some(({ answeredBy }) => answeredBy === extension);
        };
        await until('the talk', talks, LONG_MS);
      }

      const detail = (number: string): Promise<Detail> =>
        until(
          'the record',
          async () => {
            const { items } = await site.get<{ items: { callId: string }[] }>(
              `/api/v1/calls?number=${number}`,
            );
            return items[0] && (await site.get<Detail>(`/api/v1/calls/${items[0].callId}`));
          },
          LONG_MS,
        );

      test.each(Object.entries(LINES))(
        'by %s: a customer reaches the manager 1C names',
        async (_way, did) => {
          await calls(did, KNOWN, '101');
        },
      );

      test('the decision stands in the record of the call', async () => {
        const { answeredBy, decisions } = await detail(KNOWN);
        expect(answeredBy).toBe('101');
        expect(decisions).toContainEqual(
          expect.objectContaining({ rule: 'route.responsible', outcome: '101' }),
        );
      });

      test.each(Object.entries(LINES))(
        'by %s: whom nobody knows goes the way of the dialplan',
        async (_way, did) => {
          await calls(did, stranger(), '100');
        },
      );

      test('without CallBus every call goes the way of the dialplan', async () => {
        await up.end();
        for (const did of Object.values(LINES)) await calls(did, KNOWN, '100');
      });
    },
  );
}
