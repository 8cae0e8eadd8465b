/** What the bot counts: how long the model takes, and how often it gives nothing. */
import { Histogram } from 'prom-client';
import type { Core } from '../core/core.ts';

const KEY = Symbol('metrics of the bot');
/** Seconds of one call of the model, by outcome: done, or failed (each retry is a call of its own). */
const modelSeconds = (core: Core): Histogram =>
  core.state.get(
    KEY,
    () =>
      new Histogram({
        name: 'parley_model_seconds',
        help: 'Seconds of one call of the language model until its last word, by outcome (done, failed).',
        labelNames: ['outcome'],
        buckets: [0.25, 0.5, 1, 2, 4, 8, 15, 30, 60],
        registers: [core.metrics.registry],
      }),
  );

/** Measures one call. */
export async function measured<T>(core: Core, call: () => Promise<T>): Promise<T> {
  const begun = performance.now();
  let outcome = 'failed';
  try {
    const result = await call();
    outcome = 'done';
    return result;
  } finally {
    modelSeconds(core).observe({ outcome }, (performance.now() - begun) / 1_000);
  }
}
