import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../../..');
const dir = mkdtempSync(join(tmpdir(), 'callbus-installed-'));
const modules = join(dir, 'node_modules');

// A folder as `npm install @callbus/cli` would leave it: the built packages,
// and everybody else's as they are.
beforeAll(() => {
  mkdirSync(join(modules, '@callbus'), { recursive: true });
  for (const name of readdirSync(join(ROOT, 'node_modules'))) {
    if (name !== '@callbus' && !name.startsWith('.'))
      symlinkSync(join(ROOT, 'node_modules', name), join(modules, name));
  }
  for (const name of readdirSync(join(ROOT, 'packages'))) {
    const target = join(modules, '@callbus', name);
    cpSync(join(ROOT, 'packages', name, 'dist'), target, { recursive: true });
    const own = join(ROOT, 'packages', name, 'node_modules');
    if (existsSync(own)) symlinkSync(own, join(target, 'node_modules'));
  }
  writeFileSync(join(dir, 'package.json'), '{ "type": "module" }');
});

afterAll(() => rmSync(dir, { recursive: true, force: true }));

const run = (...args: string[]): string =>
  execFileSync(process.execPath, args, { cwd: dir, encoding: 'utf8' });

test('the built command runs without the sources', () => {
  const bin = join(modules, '@callbus/cli/bin/callbus.js');
  writeFileSync(
    join(dir, 'site.yaml'),
    'site: built\nadapters:\n  - { id: pz, type: prostiezvonki, timeZone: Europe/Moscow }\nsinks: []\n',
  );
  expect(run(bin, '--version').trim()).toBe('0.1.0');
  expect(run(bin, 'check-config', '--config', 'site.yaml')).toContain('core, gateway, pz');
});

test('every built package says what it is, and none of its links leads nowhere', () => {
  for (const name of readdirSync(join(modules, '@callbus'))) {
    const folder = join(modules, '@callbus', name);
    const text = readFileSync(join(folder, 'README.md'), 'utf8');
    const { description } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
      description: string;
    };
    expect(text).toContain(`# @callbus/${name}`);
    expect(text).toContain(description);
    expect(text, name).not.toMatch(/\]\((?!https?:)/);
  }
});

test('every built package has types that a consumer can compile against', () => {
  writeFileSync(
    join(dir, 'consumer.ts'),
    `import { callId, CallEventCodec, EventType } from '@callbus/contract';
import { defineAdapter, type AdapterDefinition } from '@callbus/runtime';
import { prostiezvonki } from '@callbus/adapter-prostiezvonki';
import { NumberPlan } from '@callbus/core';
import { GatewayService } from '@callbus/gateway';
import { oneC } from '@callbus/sink-1c';
import { load } from '@callbus/cli';
const id: string = callId('pz', 'k', 1);
const bytes: Uint8Array = CallEventCodec.encode({ type: EventType.DELIVERED });
// @ts-expect-error an event's type is an enum, not text
CallEventCodec.encode({ type: 'delivered' });
export const all: unknown[] = [id, bytes, defineAdapter, prostiezvonki, NumberPlan, GatewayService, oneC, load];
export type Any = AdapterDefinition;
`,
  );
  const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2024', '--skipLibCheck'];
  const types = ['--types', 'node', '--typeRoots', join(ROOT, 'node_modules/@types')];
  expect(run(join(ROOT, 'node_modules/typescript/bin/tsc'), ...options, ...types, 'consumer.ts')).toBe('');
});
