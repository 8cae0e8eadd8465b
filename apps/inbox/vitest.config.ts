import { defineConfig } from 'vitest/config';
import { longFirst } from '../../scripts/long-first.ts';

// The words of dates and spans are compared in English, whatever the machine speaks.
process.env.LC_ALL = 'en_US.UTF-8';

/** The browser tests look at a built inbox: test/build.ts makes one for the run. */
export default defineConfig({
  test: {
    environment: 'node',
    globalSetup: './test/build.ts',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // As long as everything else that a browser is waited for; a second is vitest's own.
    expect: { poll: { timeout: 15_000 } },
    // The fake server and what it loads are the same for every file.
    isolate: false,
    setupFiles: ['../../scripts/nothing-left.ts'],
    restoreMocks: true,
    unstubEnvs: true,
    unstubGlobals: true,
    maxWorkers: 2,
    sequence: longFirst(['/screens.test.ts', '/settings-screens.test.ts', '/messages.test.ts']),
  },
});
