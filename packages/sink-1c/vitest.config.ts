import { mergeConfig } from 'vitest/config';
import shared from '../../vitest.shared.ts';

/** These tests wait, for pauses and time-outs, more than they work. */
export default mergeConfig(shared, { test: { maxWorkers: 4 } });
