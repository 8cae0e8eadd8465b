import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    environment: 'node',
    globalSetup: './test/build.ts',
    // One browser at a time: two of them make each other slow, not the run fast.
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // A second is vitest's own, and a busy machine's page may take it.
    expect: { poll: { timeout: 15_000 } },
  },
});
