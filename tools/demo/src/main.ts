import { onStopSignal } from '@callbus/cli';
import { languageFromEnvironment, say, setLanguage } from '@callbus/runtime';
import { messages } from './messages.ts';
import { OneCWindow } from './one-c.ts';
import { Play } from './play.ts';
import { RealPbx } from './real-pbx.ts';
import { Screen } from './screen.ts';
import { KEY, Stage } from './stage.ts';
import { journalTable } from './table.ts';
import { offers } from './try.ts';

// What `npm start` shows: CallBus on the embedded default between a simulated
// PBX and a simulated 1C, a short play of calls, and then it stays up.
setLanguage(languageFromEnvironment(process.env));
const once = process.argv.includes('--once');
const withAsterisk = !process.argv.includes('--without-asterisk');
const speed = Number(/--speed=([\d.]+)/.exec(process.argv.join(' '))?.[1] ?? 1);
const screen = new Screen();
const stage = new Stage();
const real = new RealPbx(screen);
let play: Play | undefined;

let stopping: Promise<void> | undefined;
const stop = (): Promise<void> => {
  stopping ??= (async () => {
    await play?.close();
    await stage.stop();
    await real.stop();
    screen.note(say(messages.bye));
    process.exit(0);
  })();
  return stopping;
};
onStopSignal(() => void stop());
// Who watches may go away (`| head`): then there is nothing left to show.
process.stdout.on('error', () => void stop());

try {
  await show();
} catch (error) {
  // What breaks off because we stop is no failure.
  if (!stopping) {
    await stage.stop();
    await real.stop();
    throw error;
  }
}
if (once) await stop();

async function show(): Promise<void> {
  screen.title(say(messages.title));
  screen.note(say(messages.parts));
  screen.note(say(messages.starting));
  if (withAsterisk) await real.start();
  await stage.start(real.block === '' ? [] : [real.block]);
  screen.line(say(messages.ready, { url: stage.origin }));
  screen.note(say(messages.files, { config: stage.configFile, log: stage.logFile }));

  new OneCWindow(stage, screen).open();
  play = new Play(stage, screen, real, speed);
  await play.run();

  screen.title(say(messages.journal));
  screen.line(await journalTable(stage.origin, KEY));
  if (once) return;
  screen.title(say(messages.stays));
  for (const { note, command } of offers(stage)) {
    screen.note(`  # ${note}`);
    screen.line(`  ${command}`);
  }
}
