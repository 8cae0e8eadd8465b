/** What the visitors count: how new ones came in, and which proofs did not let anybody in. */
import { Counter } from 'prom-client';
import type { Core } from '../core/core.ts';

const KEY = Symbol('metrics of the visitors');

export const visitorMetrics = (core: Core) =>
  core.state.get(KEY, () => {
    const registers = [core.metrics.registry];
    return {
      newVisitors: new Counter({
        name: 'parley_new_visitors_total',
        help: 'New visitors by the way they came in: unasked, or in a flood by a proof of work or by having waited.',
        labelNames: ['way'],
        registers,
      }),
      proofsRefused: new Counter({
        name: 'parley_proofs_refused_total',
        help: 'Proofs of work that were none: malformed, foreign, expired, unsolved, used.',
        labelNames: ['why'],
        registers,
      }),
    };
  });
