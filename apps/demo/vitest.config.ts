import { defineConfig } from 'vitest/config';

// Programs are started: five seconds, vitest's own, are not many on a busy machine.
export default defineConfig({ test: { environment: 'node', testTimeout: 30_000 } });
