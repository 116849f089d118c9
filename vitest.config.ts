import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/e2e/**', 'node_modules/**'],
    globalSetup: 'test/run-folder.ts',
    // A test that hangs is told soon enough; one on a machine that does six other things is not called broken.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
  },
});
