/** The 1C sink. */

import type { ServiceContext } from '@callbus/runtime';
import { type Config, config } from './config.ts';
import { OneCSink } from './service.ts';

/** What the sink type is; the composition reads it. */
export const oneC = {
  type: '1c',
  config,
  create: (block: Config, context: ServiceContext): OneCSink => new OneCSink(block, context),
} as const;

export type { Config as OneCConfig } from './config.ts';
export { OneCSink } from './service.ts';
