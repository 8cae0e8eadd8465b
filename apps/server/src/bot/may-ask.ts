/** Whether the model may be asked for this visitor: so often by visitor, network and site, over all nodes, before anything is spent. */
import type { Core } from '../core/core.ts';
import { MODEL } from '../core/limits.ts';
import type { Turn } from './turn.ts';

/** Counts the question. Whoever tries the bot out is not counted here. */
export function mayAsk(core: Core, { place, asker }: Turn): boolean {
  if (!asker) return true;
  const { visitorId, from } = asker;
  const whom = { visitor: visitorId, address: from, site: place.siteId };
  return (Object.keys(MODEL) as (keyof typeof MODEL)[]).every((by) => {
    const [most, seconds] = MODEL[by];
    const key = whom[by];
    return key === null || core.rates.count(`model by ${by}`, key, most, seconds * 1_000).calls <= most;
  });
}
