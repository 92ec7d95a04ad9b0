import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { language } from '@callbus/runtime';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { generate } from '../src/generate.ts';
import { differing, report, write } from '../src/output.ts';

const repo = join(import.meta.dirname, '../../..');
const generated = generate(repo);

test('every generated file is what its sources say (npm run generate)', () => {
  const main = join(import.meta.dirname, '../src/main.ts');
  const { status, stderr } = spawnSync(process.execPath, [main, '--check'], { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(status).toBe(0);
});

test('the same sources give the same bytes, on any machine and day', () => {
  expect(generate(repo)).toEqual(generated);
  for (const { path, content } of generated) {
    expect(path).toMatch(/^(?:docs\/reference|packages\/contract\/src\/generated)\/[\w.]+$/);
    expect(content).not.toContain(repo);
    expect(content).not.toContain('\r');
    expect(content.endsWith('\n')).toBe(true);
  }
});

test('pages are English, whatever language the process speaks', () => {
  expect(language()).toBe('ru');
  const page = generated.find((f) => f.path === 'docs/reference/configuration.md')?.content ?? '';
  expect(page).toContain('| `http.listen` | text: host:port |');
  const types = page.split('\n').flatMap((line) => line.match(/^\| `[^|]*\|([^|]*)\|/)?.[1] ?? []);
  expect(types.length).toBeGreaterThan(50);
  expect(types.filter((type) => /[а-яё]/i.test(type))).toEqual([]);
});

test('every page says at its head how it was made', () => {
  for (const { path, content } of generated) {
    if (path.startsWith('docs/')) expect(content.slice(0, 300)).toContain('Made by `npm run generate` from ');
  }
});

describe('check', () => {
  const files = [
    { path: 'docs/reference/a.md', content: '# A\n' },
    { path: 'docs/reference/b.md', content: '# B\n' },
  ];
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'callbus-codegen-test-'));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const check = (): { code: number; told: string[] } => {
    const told: string[] = [];
    return { code: report(root, files, (line) => told.push(line)), told };
  };

  test('is content with what was written', () => {
    write(root, files);
    expect(check()).toEqual({ code: 0, told: [] });
    expect(readFileSync(join(root, 'docs/reference/a.md'), 'utf8')).toBe('# A\n');
  });

  test('names what is missing or was changed, says what to do, and changes nothing', () => {
    const changed = join(root, 'docs/reference/b.md');
    mkdirSync(dirname(changed), { recursive: true });
    writeFileSync(changed, '# B, by hand\n');
    expect(check()).toEqual({
      code: 1,
      told: [
        'docs/reference/a.md is not what its sources say',
        'docs/reference/b.md is not what its sources say',
        'Run: npm run generate',
      ],
    });
    expect(readFileSync(changed, 'utf8')).toBe('# B, by hand\n');
    expect(differing(root, files)).toHaveLength(2);
    write(root, files);
    expect(differing(root, files)).toEqual([]);
  });
});
