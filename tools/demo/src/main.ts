import { languageFromEnvironment, say, setLanguage } from '@callbus/runtime';
import type { Message } from '@callbus/sim-1c';
import { messages } from './messages.ts';
import { Play } from './play.ts';
import { Screen } from './screen.ts';
import { KEY, Stage } from './stage.ts';
import { journalTable } from './table.ts';

// What `npm start` shows: CallBus on the embedded default between a simulated
// PBX and a simulated 1C, a short play of calls, and then it stays up.
setLanguage(languageFromEnvironment(process.env));
const once = process.argv.includes('--once');
const speed = Number(/--speed=([\d.]+)/.exec(process.argv.join(' '))?.[1] ?? 1);
const screen = new Screen();
const stage = new Stage();

let stopping = false;
const stop = async (): Promise<void> => {
  if (stopping) process.exit(1);
  stopping = true;
  await stage.stop();
  screen.note(say(messages.bye));
  process.exit(0);
};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop());

screen.title(say(messages.title));
screen.note(say(messages.parts));
screen.note(say(messages.starting));
await stage.start();
screen.line(say(messages.ready, { url: stage.origin }));
screen.note(say(messages.files, { config: stage.configFile, log: stage.logFile }));

stage.oneC.on('accepted', (body) => show(body));
await new Play(stage, screen, speed).run();

screen.title(say(messages.journal));
screen.line(await journalTable(stage.origin, KEY));
if (once) await stop();
screen.title(say(messages.stays));
screen.line(`  curl -H 'X-API-KEY: ${KEY}' '${stage.origin}/api/v1/calls?limit=5'`);
screen.line(
  `  curl '${stage.origin}/pz/pbx/?event=1&src_type=1&call_id=my-1&line=74950000000&dst_num=100&src_num=89990000101'`,
);
screen.line(`  curl ${stage.origin}/healthz`);
screen.line(`  npx callbus calls --follow --config ${stage.configFile}`);
screen.line(`  npx callbus doctor --config ${stage.configFile}`);

function show(body: Message): void {
  const text = (name: string): string => String(body[name] ?? '');
  if (body.cmd === 'history') {
    const row = [
      text('start').slice(9),
      text('type'),
      text('status'),
      text('phone'),
      text('ext'),
      say(messages.seconds, { n: text('duration') }),
      `callid ${text('callid')}`,
    ];
    screen.base('▤', say(messages.record, { row: row.join('  ') }));
    return;
  }
  if (body.type === 'CANCELLED') {
    screen.base('▢', say(messages.hidden, { extension: text('ext') }));
    return;
  }
  const title = { INCOMING: messages.incoming, OUTGOING: messages.outgoing, ACCEPTED: messages.accepted }[
    text('type')
  ];
  if (title)
    screen.base(
      '▣',
      say(messages.popup, { extension: text('ext'), title: say(title), who: whoIs(text('phone')) }),
    );
}

function whoIs(phone: string): string {
  const contact = stage.oneC.contacts.find((c) => c.phones.includes(phone));
  return contact ? `${phone} (${contact.name}, ${contact.company})` : phone;
}
