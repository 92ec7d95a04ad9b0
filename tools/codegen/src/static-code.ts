import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type protobuf from 'protobufjs';

const bin = (name: string): string =>
  join(dirname(createRequire(import.meta.url).resolve('protobufjs-cli/package.json')), 'bin', name);

/** The static codec of the messages, and its types. */
export function staticCode(root: protobuf.Root): { code: string; types: string } {
  const tmp = mkdtempSync(join(tmpdir(), 'callbus-codegen-'));
  const file = (name: string): string => join(tmp, name);
  const run = (tool: string, ...args: string[]): void => {
    execFileSync(process.execPath, [bin(tool), ...args]);
  };
  try {
    writeFileSync(file('callbus.json'), JSON.stringify(root.toJSON({ keepComments: true })));
    const common = ['-t', 'static-module', '-w', 'esm', '-r', 'callbus', '--force-number'];
    const lean = ['--no-verify', '--no-convert', '--no-delimited', '--no-typeurl'];
    run('pbjs', ...common, ...lean, '-o', file('commented.js'), file('callbus.json'));
    run('pbts', '-o', file('callbus.d.ts'), file('commented.js'));
    run('pbjs', ...common, ...lean, '--no-comments', '-o', file('callbus.js'), file('callbus.json'));
    return {
      code: int64AsNumber(readFileSync(file('callbus.js'), 'utf8')),
      types: readFileSync(file('callbus.d.ts'), 'utf8').replace(/^import Long = require\("long"\);\n/m, ''),
    };
  } finally {
    rmSync(tmp, { recursive: true, force: true });
  }
}

/**
 * pbjs types 64-bit fields as numbers but still reads them as Long objects.
 * Ours are milliseconds and stream sequences, which a double holds exactly.
 */
function int64AsNumber(code: string): string {
  const helper = 'const $number = (v) => (typeof v === "object" ? v.toNumber() : v);\n';
  return code
    .replace(/\$util\.Long \? \$util\.Long\.fromBits\(0,0,(?:true|false)\) : 0/g, '0')
    .replace(/reader\.(u?int64|sint64|s?fixed64)\(\)/g, '$number(reader.$1())')
    .replace(/^(const \$root = )/m, `${helper}$1`);
}
