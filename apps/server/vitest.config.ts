import { defineConfig } from 'vitest/config';
import { longFirst } from '../../scripts/long-first.ts';

/** One embedded Postgres serves the whole run (see test/global-setup.ts); every test file gets its own database in it. */
export default defineConfig({
  test: {
    environment: 'node',
    globalSetup: './test/global-setup.ts',
    // Longer than eventually() waits, so that what did not come is what fails; a machine may be busy with other suites.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
    // Loading the program anew for each of 150 files took two fifths of the processor's time. So files share what modules keep:
    // a test leaves no clock, spy or environment variable behind, and what a server remembers hangs on its `Core`.
    isolate: false,
    setupFiles: ['../../scripts/nothing-left.ts'],
    restoreMocks: true,
    unstubEnvs: true,
    unstubGlobals: true,
    // Most files wait for sockets, graces and restarts more than they compute: three at a time leave a third of two cores idle.
    maxWorkers: 4,
    sequence: longFirst(['/main.test.ts', '/import-killed.test.ts']),
  },
});
