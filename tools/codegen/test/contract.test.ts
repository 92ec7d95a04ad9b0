import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import protobuf from 'protobufjs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { contractPage } from '../src/contract-page.ts';
import { loadProtos } from '../src/proto.ts';
import { staticCode } from '../src/static-code.ts';

const real = loadProtos(join(import.meta.dirname, '../../../packages/contract/proto'));
const entries = (real.lookup('callbus.v1') as protobuf.Namespace).nestedArray;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'callbus-proto-'));
  mkdirSync(join(folder, 'callbus/v1'), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Loads a .proto with this text behind its head. */
function load(text: string): protobuf.Root {
  writeFileSync(join(folder, 'callbus/v1/x.proto'), `syntax = "proto3";\n\npackage callbus.v1;\n\n${text}`);
  return loadProtos(folder);
}

describe('enum values', () => {
  test('lose the prefix of their enum and keep numbers and comments', () => {
    const root = load(
      'enum LineState {\n  LINE_STATE_UNSPECIFIED = 0;\n  // Nobody talks.\n  LINE_STATE_IDLE = 3;\n}\n',
    );
    const e = root.lookupEnum('callbus.v1.LineState');
    expect(e.values).toEqual({ UNSPECIFIED: 0, IDLE: 3 });
    expect(e.comments.IDLE).toBe('Nobody talks.');
    expect(staticCode(root).types).toMatch(/\/\*\* Nobody talks\. \*\/\s+IDLE = 3/);
  });

  test('of an enum inside of a message lose it too', () => {
    const root = load(
      'message Line {\n  enum State {\n    STATE_UNSPECIFIED = 0;\n  }\n  State state = 1;\n}\n',
    );
    expect(root.lookupEnum('callbus.v1.Line.State').values).toEqual({ UNSPECIFIED: 0 });
  });

  test('without the prefix are an error that names enum, value and prefix', () => {
    expect(() => load('enum LineState {\n  LINE_STATE_UNSPECIFIED = 0;\n  IDLE = 1;\n}\n')).toThrow(
      'enum LineState: value IDLE lacks the prefix LINE_STATE_',
    );
  });
});

test('a .proto that cannot be read is an error that says where', () => {
  expect(() => load('message Line {\n  strin name = 1;\n}\n')).toThrow(/strin/);
  expect(() => load('message Line {\n  string name = ;\n}\n')).toThrow(/line 6/);
});

test('64-bit fields are read as numbers, and nothing asks for Long', () => {
  const { code, types } = staticCode(
    load('message Line {\n  int64 at = 1;\n  uint64 sequence = 2;\n  optional sint64 offset = 3;\n}\n'),
  );
  expect(code).toContain('$number(reader.int64())');
  expect(code).toContain('$number(reader.uint64())');
  expect(code).toContain('$number(reader.sint64())');
  expect(code).not.toContain('$util.Long');
  expect(types).toMatch(/\bat: number;/);
  expect(types).not.toContain('Long');
});

describe('the page', () => {
  test('says in words what a field is', () => {
    const text = contractPage(
      load(
        [
          '// A line of a PBX. Published on callbus.v1.line.<p>.<id>.',
          'message Line {',
          '  // Unix milliseconds; a | b, <c> and call_id.',
          '  optional int64 started_at = 2;',
          '  repeated Line next = 1;',
          '  map<string, uint32> counts = 3;',
          '  oneof detail {',
          '    // Why.',
          '    string reason = 4;',
          '    Line other = 5;',
          '  }',
          '}',
          '',
          'message Empty {}',
          '',
        ].join('\n'),
      ),
    );
    expect(text).toContain('A line of a PBX. Published on `callbus.v1.line.<p>.<id>`.');
    expect(text.split('\n').filter((l) => l.startsWith('| `'))).toEqual([
      '| `next` | 1 | list of [Line](#line) |  |',
      '| `started_at` | 2 | optional int64 | Unix milliseconds; a \\| b, &lt;c> and `call_id`. |',
      '| `counts` | 3 | map of string to uint32 |  |',
      '| `reason` | 4 | string | One of `detail`. Why. |',
      '| `other` | 5 | [Line](#line) | One of `detail`. |',
    ]);
    expect(text).toContain('### Empty\n\nNo fields.');
  });

  test('has every message with every field, and every enum with every value', () => {
    const sections = new Map(
      contractPage(real)
        .split('\n### ')
        .slice(1)
        .map((s) => [s.slice(0, s.indexOf('\n')), s]),
    );
    expect([...sections.keys()].sort()).toEqual(entries.map((e) => e.name).sort());
    for (const entry of entries) {
      const rows = [...(sections.get(entry.name) ?? '').matchAll(/^\| `(\w+)` \| (\d+) \|/gm)];
      const found = rows.map(([, name, number]) => [name?.replaceAll('_', '').toLowerCase(), Number(number)]);
      const names: [string, number][] =
        entry instanceof protobuf.Enum
          ? Object.entries(entry.values)
          : (entry as protobuf.Type).fieldsArray.map((f) => [f.name, f.id]);
      const expected = names.map(([name, n]) => [name.replaceAll('_', '').toLowerCase(), n]);
      expect(found).toEqual(expected.sort((a, b) => Number(a[1]) - Number(b[1])));
    }
  });

  test('has no link without a heading, and no heading twice', () => {
    const text = contractPage(real);
    const anchors = [...text.matchAll(/^#+ (.+)$/gm)].map((m) =>
      (m[1] ?? '')
        .toLowerCase()
        .replace(/[^a-z0-9 -]/g, '')
        .replaceAll(' ', '-'),
    );
    expect(new Set(anchors).size).toBe(anchors.length);
    const links = [...text.matchAll(/\]\(#([^)]*)\)/g)].map((m) => m[1]);
    expect(links.length).toBeGreaterThan(entries.length);
    for (const link of links) expect(anchors).toContain(link);
  });
});

test('every message and every enum of the contract says what it is', () => {
  expect(entries.filter((e) => !e.comment).map((e) => e.name)).toEqual([]);
});
