/** Wires the daily clean-up. */
import type { Feature } from '../core/feature.ts';
import { cleanUp } from './clean-up.ts';

export const retention: Feature = {
  name: 'retention',
  tasks: { clean_up: cleanUp },
  // A program that was off at that minute makes up for it when it starts.
  cron: ['17 3 * * * clean_up ?fill=1d&jobKey=clean_up'],
};
