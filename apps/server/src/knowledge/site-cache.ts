/**
 * What is derived of sites' knowledge and kept in memory: of those sites that were asked for last, until what it was made of
 * changes. Each program has its own; nothing is stored.
 */

interface Kept<Value> {
  readonly stamp: string;
  readonly value: Promise<Value>;
  weight: number;
}

export class SiteCache<Value> {
  /** The one that was asked for last stands last. */
  readonly #sites = new Map<string, Kept<Value>>();
  readonly #most: number;
  readonly #weigh: (value: Value) => number;

  /** `most`: of all sites together, as `weigh` weighs them. */
  constructor(most: number, weigh: (value: Value) => number) {
    this.#most = most;
    this.#weigh = weigh;
  }

  /** As of that stamp, made once for all who ask meanwhile. What cannot be made is not kept. */
  get(siteId: string, stamp: string, make: () => Promise<Value>): Promise<Value> {
    const known = this.#sites.get(siteId);
    this.#sites.delete(siteId);
    const kept = known?.stamp === stamp ? known : { stamp, value: make(), weight: 0 };
    this.#sites.set(siteId, kept);
    if (kept !== known) {
      kept.value.then(
        (value) => {
          kept.weight = this.#weigh(value);
          this.#makeRoom(siteId);
        },
        () => {
          if (this.#sites.get(siteId) === kept) this.#sites.delete(siteId);
        },
      );
    }
    return kept.value;
  }

  #makeRoom(besides: string): void {
    let sum = [...this.#sites.values()].reduce((all, { weight }) => all + weight, 0);
    for (const [siteId, { weight }] of this.#sites) {
      if (sum <= this.#most) return;
      if (siteId === besides) continue;
      sum -= weight;
      this.#sites.delete(siteId);
    }
  }
}
