import { defineConfig } from 'vitest/config';

/** Drives the real Claude Code; slow, so apart from `npm test`. `.ci/run` runs both. */
export default defineConfig({
  test: {
    include: ['test/e2e/**/*.test.ts'],
    testTimeout: 240_000,
    hookTimeout: 240_000,
    pool: 'forks',
    fileParallelism: false,
  },
});
