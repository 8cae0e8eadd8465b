import { defineConfig } from 'vitest/config';

/** One embedded Postgres serves the whole run (see test/global-setup.ts); every test file gets its own database in it. */
export default defineConfig({
  test: {
    environment: 'node',
    globalSetup: './test/global-setup.ts',
    testTimeout: 15_000,
    hookTimeout: 30_000,
    // Most files wait for sockets, graces and restarts more than they compute: on two cores one at a time takes twice as long.
    maxWorkers: 3,
  },
});
