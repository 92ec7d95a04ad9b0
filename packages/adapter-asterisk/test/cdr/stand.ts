import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CallEventInit, Direction, enumWord, ReportOutcome } from '@callbus/contract';
import type { Refusal } from '@callbus/runtime';
import { quietLog } from '@callbus/runtime/testkit';
import { CsvCdr } from '../../src/cdr/csv.ts';
import { CdrMender, type LiveChannel, type MendTiming } from '../../src/cdr/mend.ts';
import type { Window } from '../../src/cdr/port.ts';

/** 2026-01-15 12:00 in Moscow. */
export const BASE = Date.UTC(2026, 0, 15, 9, 0, 0);
export const ZONE = 'Europe/Moscow';
const OFFSET_MS = 3 * 3_600_000;

export const at = (seconds: number): number => BASE + Math.round(seconds * 1_000);

const wall = (seconds: string): string =>
  seconds === '-'
    ? ''
    : `"${new Date(at(Number(seconds)) + OFFSET_MS).toISOString().slice(0, 19).replace('T', ' ')}"`;

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

export interface TextOptions {
  /** As in cdr.conf; both by default. */
  columns?: readonly ('uniqueid' | 'userfield' | 'new')[];
}

/**
 * Master.csv as a server writes it, from a table with one row per line:
 *
 *     start  answer  end  disposition  channel#id  other  source>destination  application:data
 *
 * Times are seconds since noon, an id is the channel's number (`#3`), `-` is nothing, `~` a blank.
 */
export function csv(table: string, { columns = ['uniqueid', 'userfield'] }: TextOptions = {}): string {
  return table
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => textOf(line, columns))
    .join('');
}

function textOf(line: string, columns: readonly string[]): string {
  const [
    start = '',
    answer = '',
    end = '',
    disposition = '',
    first = '',
    other = '',
    numbers = '',
    ran = '',
  ] = line.split(/\s+/).map((word) => word.replaceAll('~', ' '));
  const [channel = '', id = '0'] = first.split('#');
  const [source = '', destination = ''] = numbers.split('>');
  const [application = '', ...data] = ran.split(':');
  const length = Number(end) - Number(start);
  const billed = answer === '-' ? 0 : Number(end) - Number(answer);
  // The number after the point counts on; the seconds are those of the channel's beginning.
  const [born = start, serial = id] = id.includes('.') ? id.split('.') : [start, id];
  const uniqueid = /^\d/.test(id) ? `${at(Number(born)) / 1_000}.${serial}` : id;
  const fields = [
    '""',
    quoted(source),
    quoted(destination === '-' ? '' : destination),
    '"from-trunk"',
    quoted(`"Client" <${source}>`),
    quoted(channel),
    quoted(other === '-' ? '' : other),
    quoted(application === '-' ? '' : application),
    quoted(data.join(':')),
    wall(start),
    wall(answer),
    wall(end),
    String(length),
    String(billed),
    quoted(disposition.replace('_', ' ')),
    '"DOCUMENTATION"',
    ...(columns.includes('uniqueid') ? [quoted(uniqueid)] : []),
    ...(columns.includes('userfield') ? ['""'] : []),
    ...(columns.includes('new') ? ['""', quoted(uniqueid), '7'] : []),
  ];
  return `${fields.join(',')}\n`;
}

/** A server's CDR folder, the mender beside it, and what it told. */
export class Stand {
  readonly dir = mkdtempSync(join(tmpdir(), 'callbus-cdr-'));
  readonly file = join(this.dir, 'cdr-csv', 'Master.csv');
  readonly told: CallEventInit[] = [];
  readonly refused: Refusal[] = [];
  readonly live: LiveChannel[] = [];
  /** Our clock. */
  now = at(3_600);
  /** How the CDR stands, in words. */
  health = '';
  #mender: CdrMender | undefined;

  constructor(text = '') {
    mkdirSync(join(this.dir, 'cdr-csv'));
    writeFileSync(this.file, text);
  }

  get source(): CsvCdr {
    return new CsvCdr({ file: this.file, timeZone: ZONE, refuse: (refusal) => this.refused.push(refusal) });
  }

  mender(timing: Partial<MendTiming> = {}): CdrMender {
    const context = {
      id: 'office',
      dataDir: join(this.dir, 'data'),
      log: quietLog(),
      now: () => this.now,
      publishOrKeep: async (events: readonly CallEventInit[]) => void this.told.push(...events),
      refuse: (refusal: Refusal) => void this.refused.push(refusal),
    };
    this.#mender = new CdrMender({
      context,
      trunks: ['^PJSIP/itsp'],
      extensions: '^\\d{3}$',
      source: this.source,
      live: () => this.live,
      link: {
        state: 'unknown',
        ok: () => {
          this.health = 'ok';
        },
        degraded: (reason) => {
          this.health = `degraded ${reason}`;
        },
      },
      timing: { rereadMs: 5, ...timing },
    });
    this.#mender.start();
    return this.#mender;
  }

  append(text: string): void {
    appendFileSync(this.file, text);
  }

  async stop(): Promise<void> {
    await this.#mender?.stop();
    rmSync(this.dir, { recursive: true, force: true });
  }
}

export const ALL: Window = { from: at(-86_400), to: at(86_400) };

/** What reports say, one line each: key, direction, outcome, and what is known of who and when. */
export function lines(events: readonly CallEventInit[]): string[] {
  return events.map((event) => {
    const { report, calling, called, connection, merge } = event;
    if (merge) return `${shortKey(event.key)} with ${shortKey(merge.otherKey)}`;
    const words = [
      shortKey(event.key),
      enumWord(Direction, event.direction) ?? '?',
      enumWord(ReportOutcome, report?.outcome) ?? '?',
      `${calling?.extension || calling?.number}${called ? `>${called.extension || called.number}` : ''}`,
      `${since(report?.startedAt)}..${since(report?.endedAt)}`,
      event.did ? `did=${event.did}` : '',
      event.queue ? `queue=${event.queue}` : '',
      event.trunk ? `trunk=${event.trunk}` : '',
      connection ? `caller=${connection.party?.extension}` : '',
      event.attributes?.divertedBy ? `owner=${event.attributes.divertedBy}` : '',
      report?.rang?.length ? `rang=${report.rang.join(',')}` : '',
      ...(report?.talks ?? []).map(
        (t) => `${t.extension || t.number || '-'}:${since(t.startedAt)}-${since(t.endedAt)}`,
      ),
      report?.fromRecords ? '' : 'seen',
    ];
    return words.filter((word) => word !== '').join(' ');
  });
}

// Keys are seconds of the stand's day and the number of the channel.
const shortKey = (key: string | null | undefined): string => {
  const [, born, serial] = /^(\d{10})\.(\d+)$/.exec(key ?? '') ?? [];
  return born ? `${Number(born) - BASE / 1_000}.${serial}` : (key ?? '');
};

const since = (ms: number | null | undefined): string =>
  ms === null || ms === undefined ? '?' : String((ms - BASE) / 1_000);
