/** Time for tests: what waits a moment for a server, and goes on without it, waits long enough for a busy machine. */
import { vi } from 'vitest';

const TIMES = 20;

/** Of one test: `restoreMocks` takes it back, as a test does by `vi.restoreAllMocks()` that is about the moment itself. */
export function longerMoments(): void {
  const timeout = AbortSignal.timeout.bind(AbortSignal);
  vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => timeout(TIMES * ms));
}
