import { defineConfig } from 'vitest/config';

/**
 * The vitest settings every package shares. The JSON report is what `.ci/run`
 * adds up, and what Nx restores when a package's tests come from the cache.
 */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    environment: 'node',
    pool: 'forks',
    testTimeout: 30_000,
    hookTimeout: 60_000,
    reporters: ['default', 'json'],
    outputFile: { json: '.reports/vitest.json' },
  },
});
