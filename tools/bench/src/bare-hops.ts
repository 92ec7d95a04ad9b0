import type { AddressInfo } from 'node:net';
import { filters, journalSubject, popupSubject, STREAMS } from '@callbus/contract';
import { Bus, ensureStreams } from '@callbus/runtime';
import { quietLog, TestNats } from '@callbus/runtime/testkit';
import { AckPolicy } from '@nats-io/jetstream';
import { fastify } from 'fastify';
import { Pool } from 'undici';
import { z } from 'zod';

// The bound for the whole road: webhook, stream, stream, request at 1C, with
// the same stream settings and as many acknowledged writes as our road makes,
// and none of our work. Per call: three events into CALLS, three popups, one
// look-up with its answer into CALLS, one journal record.
const oneC = new Pool(process.argv[2] as string, { connections: 6 });
const nats = await TestNats.start({ syncInterval: 'always' });
const bus = new Bus({ servers: nats.url, name: 'bare', log: quietLog() });
await bus.open();
await ensureStreams(bus, { diskMb: 200, replicas: 1 });
const { js, jsm } = bus;
const encoder = new TextEncoder();
const filler = 'x'.repeat(300);

const query = z
  .object({ event: z.enum(['1', '2', '3']), call_id: z.string(), src_num: z.string(), dst_num: z.string() })
  .loose();

const post = async (body: unknown): Promise<void> => {
  const answer = await oneC.request({
    method: 'POST',
    path: '/',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  await answer.body.text();
};

const events = await js.consumers.get(STREAMS.CALLS.name, { filter_subjects: 'callbus.v1.event.>' });
void (async () => {
  for await (const m of await events.consume({ max_messages: 500 })) {
    const { event, phone, info } = m.json<{ event: string; phone: string; info?: boolean }>();
    if (info) continue;
    const data = encoder.encode(JSON.stringify({ event, phone, filler }));
    void js.publish(popupSubject('100'), data, { msgID: `${phone}-${event}` });
    if (event === '1') {
      void post({ cmd: 'contact', phone }).then(() =>
        js.publish(
          'callbus.v1.event.1.bare.k',
          encoder.encode(JSON.stringify({ phone, info: true, filler })),
          { msgID: `${phone}-info` },
        ),
      );
    }
    if (event === '2')
      void js.publish(journalSubject(1, phone), data, { expect: { lastSubjectSequence: 0 } });
  }
})();

for (const [stream, filter, cmd] of [
  [STREAMS.POPUP.name, filters.popups, 'event'],
  [STREAMS.JOURNAL.name, filters.journal, 'history'],
] as const) {
  const durable = `bare-${cmd}`;
  await jsm.consumers.add(stream, {
    durable_name: durable,
    ack_policy: AckPolicy.Explicit,
    filter_subject: filter,
  });
  const consumer = await js.consumers.get(stream, durable);
  void (async () => {
    for await (const m of await consumer.consume({ max_messages: 256 })) {
      const { event, phone } = m.json<{ event: string; phone: string }>();
      const type = event === '1' ? 'INCOMING' : 'ACCEPTED';
      if (cmd === 'event' && event === '2') m.ack();
      else void post({ cmd, type, phone, filler }).then(() => m.ack());
    }
  })();
}

const app = fastify();
app.get('/bare/pbx/', async (request) => {
  const { event, src_num } = query.parse(request.query);
  const data = encoder.encode(JSON.stringify({ event, phone: src_num, filler }));
  await js.publish('callbus.v1.event.1.bare.k', data, { msgID: `${src_num}-e${event}` });
  return { result: 'ok' };
});
await app.listen({ host: '127.0.0.1', port: 0 });
process.stdout.write(`${(app.server.address() as AddressInfo).port}\n`);
process.on('SIGTERM', () => {
  void nats.stop().finally(() => process.exit(0));
});
