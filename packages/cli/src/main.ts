import { CallBusError, languageFromEnvironment, listenAddress, say, setLanguage } from '@callbus/runtime';
import { Command, InvalidArgumentError, Option } from 'commander';
import { backfill } from './commands/backfill.ts';
import { calls } from './commands/calls.ts';
import { checkConfig } from './commands/check-config.ts';
import { doctor } from './commands/doctor.ts';
import { exchanges } from './commands/exchanges.ts';
import { interactions } from './commands/interactions.ts';
import { natsConfig } from './commands/nats-config.ts';
import { run } from './commands/run.ts';
import { template } from './commands/template.ts';
import { up } from './commands/up.ts';
import { localize } from './help.ts';
import { messages, templateMessages } from './messages.ts';

/** Exit codes of `callbus`: 0 well, 1 something is wrong, 2 it was asked for wrongly. */
export const EXIT = { ok: 0, wrong: 1, usage: 2 } as const;

const KINDS = ['message', 'remote-session', 'treatment', 'rating', 'comment'];

const VERSION = '0.1.0';

/** Runs one command line. */
export async function main(argv: readonly string[]): Promise<void> {
  chooseLanguage(argv);
  try {
    await program().parseAsync([...argv]);
  } catch (error) {
    if (error instanceof CallBusError) {
      process.stderr.write(`${error.message}\n${error.remedy ? `${error.remedy}\n` : ''}`);
    } else {
      const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
      process.stderr.write(`${say(messages.unexpected, { reason })}\n`);
    }
    process.exitCode = EXIT.wrong;
  }
}

// The help is written before options are parsed, so the language is looked for first.
function chooseLanguage(argv: readonly string[]): void {
  const at = argv.findIndex((a) => a === '--lang' || a.startsWith('--lang='));
  const wanted = at < 0 ? undefined : (argv[at]?.split('=')[1] ?? argv[at + 1]);
  setLanguage(wanted === 'en' || wanted === 'ru' ? wanted : languageFromEnvironment(process.env));
}

function program(): Command {
  const root = localize(new Command('callbus').description(say(messages.about)), VERSION);
  // Before the commands are made: they inherit it.
  root.exitOverride((error) => {
    process.exit(error.exitCode === 0 ? EXIT.ok : EXIT.usage);
  });
  const config = (): Option =>
    new Option('-c, --config <file>', say(messages.config)).default('callbus.yaml');
  const lang = (): Option => new Option('--lang <lang>', say(messages.lang)).choices(['ru', 'en']);
  const listen = (): Option =>
    new Option('--listen <host:port>', say(messages.listen)).argParser(checkedAddress);
  const example = (line: string): string => `\n${say(messages.example)}\n  ${line}`;
  const command = (name: string, about: string, line: string): Command =>
    root
      .command(name)
      .description(about)
      .addOption(config())
      .addOption(lang())
      .addHelpText('after', example(line));

  command('up', say(messages.up), 'callbus up --config site.yaml').addOption(listen()).action(up);
  command('run', say(messages.run), 'callbus run pz --config site.yaml')
    .argument('<service-id>', say(messages.runArgument))
    .addOption(listen())
    .action(run);
  command('check-config', say(messages.check), 'callbus check-config --config site.yaml').action(checkConfig);
  command(
    'nats-config',
    say(messages.natsConfig),
    'callbus nats-config --config site.yaml > callbus.conf',
  ).action(natsConfig);
  command('doctor', say(messages.doctor), 'callbus doctor --config site.yaml').action(doctor);
  // A list of the gateway, also of one on another machine.
  const list = (name: string, about: string, line: string): Command =>
    command(name, about, line)
      .option('-f, --follow', say(messages.follow))
      .option('--json', say(messages.json))
      .option('-n, --limit <n>', say(messages.limit))
      .option('--url <url>', say(messages.url))
      .option('--key <key>', say(messages.key));
  list('calls', say(messages.calls), 'callbus calls --follow --config site.yaml')
    .addOption(new Option('--csv', say(messages.csv)).conflicts(['json', 'follow']))
    .option('--from <time>', say(messages.from))
    .option('--to <time>', say(messages.to))
    .option('--type <types>', say(messages.byType))
    .option('--direction <direction>', say(messages.byCallDirection))
    .option('--status <statuses>', say(messages.byCallStatus))
    .option('--min-duration <seconds>', say(messages.minDuration))
    .option('--max-duration <seconds>', say(messages.maxDuration))
    .option('--number <number>', say(messages.byNumber))
    .option('--extension <extension>', say(messages.byExtension))
    .option('--counterparty <name>', say(messages.byCounterparty))
    .option('--pbx <id>', say(messages.byPbx))
    .option('--sort <column>', say(messages.sort))
    .action(calls);
  list('interactions', say(messages.interactions), 'callbus interactions --follow --config site.yaml')
    .addOption(new Option('--kind <kind>', say(messages.byKind)).choices(KINDS))
    .option('--login <login>', say(messages.byLogin))
    .action(interactions);
  list(
    'exchanges',
    say(messages.exchanges),
    'callbus exchanges --follow --service pz --status 5xx --config site.yaml',
  )
    .option('--service <id>', say(messages.byService))
    .addOption(new Option('--direction <direction>', say(messages.byDirection)).choices(['in', 'out']))
    .option('--status <status>', say(messages.byStatus))
    .option('--from <time>', say(messages.from))
    .option('--to <time>', say(messages.to))
    .option('--bodies', say(messages.bodies))
    .action(exchanges);
  command('backfill', say(messages.backfill), 'callbus backfill --from 2026-01-15 --config site.yaml')
    .requiredOption('--from <time>', say(messages.backfillFrom))
    .option('--to <time>', say(messages.backfillTo))
    .option('--adapter <id>', say(messages.backfillAdapter))
    .option('--json', say(messages.json))
    .option('--url <url>', say(messages.url))
    .option('--key <key>', say(messages.key))
    .action(backfill);
  root
    .command('3cx')
    .description(say(templateMessages.group))
    .command('template')
    .description(say(templateMessages.about))
    .addOption(config())
    .addOption(lang())
    .option('-o, --out <file>', say(templateMessages.out))
    .option('--id <id>', say(templateMessages.id))
    .addHelpText('after', example('callbus 3cx template --config site.yaml --out 3cx.xml'))
    .action(template);
  return root;
}

function checkedAddress(text: string): string {
  const read = listenAddress.safeParse(text);
  if (!read.success) throw new InvalidArgumentError(read.error.issues[0]?.message ?? '');
  return text;
}
