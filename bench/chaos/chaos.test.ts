/** Ninety seconds of chaos: about a minute of faults, and the rest for all to settle. `pnpm chaos` is the long version. */
import { expect, test } from 'vitest';
import { hasRedis } from './installation.ts';
import { runChaos } from './run.ts';

test('two nodes keep every promise through a minute of faults', { timeout: 240_000 }, async () => {
  const outcome = await runChaos({
    seconds: 60,
    seed: 7,
    nodes: 2,
    redis: hasRedis(),
    visitors: 60,
    agents: 6,
    pauseMs: 5_000,
    rushMs: 15_000,
    tabs: false,
    broken: null,
    keep: false,
    say: console.log,
  });
  expect(Object.entries(outcome.verdict).filter(([, found]) => found.length > 0)).toEqual([]);
  // Green because nothing happened would prove nothing.
  expect(outcome.faults).toBeGreaterThan(10);
  expect(outcome.acknowledged).toBeGreaterThan(100);
  expect(outcome.spoken).toBeGreaterThan(50);
  expect(outcome.midAnswer).toBeGreaterThan(0);
  expect(outcome.labelled).toBeGreaterThan(10);
});
