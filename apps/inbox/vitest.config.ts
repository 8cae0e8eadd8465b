import { defineConfig } from 'vitest/config';

// The words of dates and spans are compared in English, whatever the machine speaks.
process.env.LC_ALL = 'en_US.UTF-8';

/** The browser tests look at a built inbox: test/build.ts makes one for the run. */
export default defineConfig({
  test: {
    environment: 'node',
    globalSetup: './test/build.ts',
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    // As long as everything else that a browser is waited for.
    expect: { poll: { timeout: 10_000 } },
  },
});
