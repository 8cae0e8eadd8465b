/**
 * Who was told to come back later, and came back then. Each node remembers its own: behind a proxy that spreads calls somebody waits
 * once a node at worst. An address may call too early a few times, for several people may sit behind it; who keeps calling begins anew.
 */

/** With the random part no longer than the longest pause between two attempts of a client. */
const WAIT_MS = 10_000;
/** Calls within a wait: an office of old clients makes some, a program that only hammers more. */
const PATIENCE = 10;
/** After its time a place is kept for so long. */
const KEPT_MS = 5 * 60_000;
/** Some megabytes; the least recent go first. */
const MOST = 50_000;

interface Wait {
  readonly until: number;
  early: number;
}

export class Waits {
  readonly #waits = new Map<string, Wait>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Milliseconds that are left to wait; 0: it has waited. Whoever was not told yet is told now. */
  left(whom: string): number {
    const now = this.#now();
    const wait = this.#waits.get(whom);
    if (!wait || now > wait.until + KEPT_MS) return this.begin(whom, WAIT_MS);
    if (wait.until <= now) return 0;
    wait.early += 1;
    return wait.early > PATIENCE ? this.begin(whom, WAIT_MS) : wait.until - now;
  }

  /** From now on; a random while more, so that not all come back in one moment. */
  begin(whom: string, ms: number): number {
    const wait = ms + Math.floor(Math.random() * WAIT_MS);
    this.#waits.delete(whom);
    this.#waits.set(whom, { until: this.#now() + wait, early: 0 });
    if (this.#waits.size > MOST) this.#waits.delete(this.#waits.keys().next().value as string);
    return wait;
  }

  /** It came in. */
  end(whom: string): void {
    this.#waits.delete(whom);
  }
}
