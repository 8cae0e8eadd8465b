/** What speaking costs: seconds that went to the model, which is what its server asks money for. */
import { Counter } from 'prom-client';
import type { Core } from '../core/core.ts';

const KEY = Symbol('metrics of speech');

export const countSpeech = (core: Core, seconds: number): void =>
  core.state
    .get(
      KEY,
      () =>
        new Counter({
          name: 'parley_speech_seconds_total',
          help: 'Seconds of recorded speech that were sent to the model.',
          registers: [core.metrics.registry],
        }),
    )
    .inc(seconds);
