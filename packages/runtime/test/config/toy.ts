import { join } from 'node:path';
import { z } from 'zod';
import {
  adapterBase,
  ConfigError,
  type ConfigProblem,
  configSchema,
  httpUrl,
  type LoadedConfig,
  loadConfig,
  secret,
  serviceBase,
  timeZone,
} from '../../src/index.ts';
import { tempDir, tempFile } from '../support.ts';

const toy = {
  config: z.strictObject({
    ...adapterBase,
    type: z.literal('toy'),
    token: secret('A token.').min(6).optional(),
    url: httpUrl.optional(),
    zone: timeZone.optional(),
    limit: z.int().max(10).optional(),
    nested: z.strictObject({ flag: z.boolean(), list: z.array(z.string()).min(1) }).optional(),
  }),
  check: ({ limit }: { limit?: number }, { numberPlan }: { numberPlan: { country: string } }) =>
    limit === 7
      ? [
          { path: ['limit'], expected: `no seven in ${numberPlan.country}` },
          { path: ['nested', 'flag'], expected: 'a flag beside a seven' },
        ]
      : [],
};

const base = { config: z.strictObject({ ...serviceBase, type: z.literal('base') }) };

/** A schema with an adapter of type `toy` and a sink of type `base`. */
export const schema = configSchema({ adapters: [toy], sinks: [base] });

/** Loads a file with this text. */
export function load(text: string, env: NodeJS.ProcessEnv = {}, dir = tempDir()): LoadedConfig {
  return loadConfig({ file: tempFile('site.yaml', text, dir), schema, env });
}

/** The error that loading a file with this text ends in. */
export function refusal(text: string, env: NodeJS.ProcessEnv = {}, dir = tempDir()): ConfigError {
  return refusalOf(join(dir, 'site.yaml'), () => load(text, env, dir));
}

export function refusalOf(what: string, attempt: () => unknown): ConfigError {
  try {
    attempt();
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error(`${what} was accepted`);
}

/** The problems of a refused text, each as `line field: found / expected`. */
export const complaints = (text: string, env: NodeJS.ProcessEnv = {}): string[] =>
  refusal(text, env).problems.map(complaint);

export const complaint = ({ line, field, found, expected }: ConfigProblem): string =>
  `${line ?? '-'} ${field}: ${found} / ${expected}`;
