import { mergeConfig } from 'vitest/config';
import shared from '../../vitest.shared.ts';

// Most of these tests wait for servers that are killed and leases that end, so more of them fit beside each other.
export default mergeConfig(shared, { test: { maxWorkers: 4 } });
