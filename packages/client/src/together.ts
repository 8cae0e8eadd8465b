/** What a visitor needs from the first word on: tabs that know of each other, and what outlives the page. Loaded then: the rest is there sooner. */
export { Tabs } from './tabs.ts';

import { unsentStore } from './unsent-store.ts';

export { unsentStore };

/** What was not sent yet goes on as another one's: before anything is sent from there. */
export async function inherit(from: string, to: string): Promise<void> {
  const [before, now] = [unsentStore(from), unsentStore(to)];
  for (const message of await before.all()) {
    await now.put(message);
    await before.delete(message.client_id);
  }
}
