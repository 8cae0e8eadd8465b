/**
 * What waits for the next transaction, site by site: each site's in the order in which it came, and no site before its turn.
 * A site that sends without measure fills its own share and is told to come back; the others go on.
 */

export class FairQueue<Item> {
  readonly #bySite = new Map<string, { items: Item[]; first: number }>();
  readonly #mostOfSite: number;
  readonly #most: number;
  #size = 0;

  constructor(mostOfSite: number, most: number) {
    this.#mostOfSite = mostOfSite;
    this.#most = most;
  }

  get size(): number {
    return this.#size;
  }

  /** False: this site's share, or the whole, is full, and the item was not taken. */
  push(site: string, item: Item): boolean {
    const queue = this.#bySite.get(site);
    if (this.#size >= this.#most || (queue && queue.items.length - queue.first >= this.#mostOfSite)) return false;
    if (queue) queue.items.push(item);
    else this.#bySite.set(site, { items: [item], first: 0 });
    this.#size++;
    return true;
  }

  /** At most `count` of the first ones, in equal shares of the sites that wait; a share that is not used goes to the others. */
  take(count: number): Item[] {
    const taken: Item[] = [];
    const share = Math.max(1, Math.floor(count / this.#bySite.size));
    // Whoever was served goes to the end of the row, where this very loop comes by again, and the next batch later.
    for (const [site, queue] of this.#bySite) {
      const mine = Math.min(share, count - taken.length, queue.items.length - queue.first);
      if (mine === 0) break;
      for (let i = 0; i < mine; i++) taken.push(queue.items[queue.first++] as Item);
      this.#size -= mine;
      this.#bySite.delete(site);
      if (queue.first === queue.items.length) continue;
      // Moving the rest now and then is cheaper than moving it each time.
      const rest = queue.first > 1_000 ? { items: queue.items.slice(queue.first), first: 0 } : queue;
      this.#bySite.set(site, rest);
    }
    return taken;
  }
}
