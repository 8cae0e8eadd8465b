import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Longer than anything is waited for; five seconds, vitest's own, are not many on a busy machine.
  test: { environment: 'node', setupFiles: ['src/testing/at-hand.ts'], testTimeout: 30_000 },
});
