import { defineConfig } from 'vitest/config';

// Five seconds, vitest's own, are not many on a busy machine.
export default defineConfig({ test: { environment: 'node', testTimeout: 30_000 } });
