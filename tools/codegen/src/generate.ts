import { join } from 'node:path';
import { schema } from '@callbus/cli';
import { language, setLanguage } from '@callbus/runtime';
import { editorSchema } from './config/editor-schema.ts';
import { configPage } from './config/page.ts';
import { contractPage } from './contract-page.ts';
import type { GeneratedFile } from './output.ts';
import { loadProtos } from './proto.ts';
import { staticCode } from './static-code.ts';
import { streamsPage } from './streams-page.ts';

/** Everything that is made from sources; the same sources give the same bytes. */
export function generate(repo: string): GeneratedFile[] {
  // The pages are English; some of their words are what a refused file gets to read.
  const before = language();
  setLanguage('en');
  try {
    return inEnglish(repo);
  } finally {
    setLanguage(before);
  }
}

function inEnglish(repo: string): GeneratedFile[] {
  const root = loadProtos(join(repo, 'packages/contract/proto'));
  const { code, types } = staticCode(root);
  const config = schema();
  return [
    { path: 'packages/contract/src/generated/callbus.js', content: code },
    { path: 'packages/contract/src/generated/callbus.d.ts', content: types },
    { path: 'docs/reference/contract.md', content: contractPage(root) },
    { path: 'docs/reference/streams.md', content: streamsPage() },
    { path: 'docs/reference/configuration.md', content: configPage(config) },
    { path: 'docs/reference/callbus.schema.json', content: editorSchema(config) },
  ];
}
