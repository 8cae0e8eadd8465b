/** Slows down guessing: after some free attempts each further one makes the next wait longer, never for ever. In memory; nodes tell each other. */
import type { Bus } from '../core/bus.ts';
import { refuse } from '../core/errors.ts';
import { peers } from '../core/peers.ts';

export interface AttemptRules {
  /** Attempts before any wait. */
  readonly free: number;
  /** Milliseconds of the first wait; each further one doubles. */
  readonly firstWaitMs: number;
  readonly longestWaitMs: number;
  /** Milliseconds of quiet after which everything is forgotten. */
  readonly forgetMs: number;
}

interface Entry {
  count: number;
  waitUntil: number;
  last: number;
}

type Deed = 'take' | 'forgive' | 'uncount';

/** Keys that are remembered; the least recent go first. */
const MAX_KEYS = 20_000;

export class Attempts {
  readonly #entries = new Map<string, Entry>();
  readonly #rules: AttemptRules;
  readonly #now: () => number;

  readonly #tell: (word: readonly [deed: Deed, key: string]) => void;

  /** Those of the same name on other nodes count together with this one, as far as they hear of each other. */
  constructor(name: string, rules: AttemptRules, { bus, now }: { readonly bus: Bus; readonly now: () => number }) {
    this.#rules = rules;
    this.#now = now;
    this.#tell = peers(bus, `attempts: ${name}`, ([deed, key]: readonly [Deed, string]) => this.#do(deed, key));
  }

  /** Counts one attempt, before its outcome is known. Throws `rate_limited` while the last wait lasts; that costs nothing further. */
  take(key: string): void {
    const left = this.#entry(key).waitUntil - this.#now();
    if (left > 0) throw refuse('rate_limited', { retryAfter: Math.ceil(left / 1000) });
    this.#do('take', key);
    this.#tell(['take', key]);
  }

  /** The attempt was a good one: nothing of this key counts any more. */
  forgive(key: string): void {
    this.#do('forgive', key);
    this.#tell(['forgive', key]);
  }

  /** The attempt was a good one among others' bad ones: it alone does not count. */
  uncount(key: string): void {
    this.#do('uncount', key);
    this.#tell(['uncount', key]);
  }

  #entry(key: string): Entry {
    const now = this.#now();
    const known = this.#entries.get(key);
    return known && now - known.last < this.#rules.forgetMs ? known : { count: 0, waitUntil: 0, last: now };
  }

  #do(deed: Deed, key: string): void {
    if (deed === 'take') return this.#count(key);
    const entry = this.#entries.get(key);
    if (deed === 'forgive') this.#entries.delete(key);
    else if (entry) Object.assign(entry, { count: entry.count - 1, waitUntil: 0 });
  }

  #count(key: string): void {
    const { free, firstWaitMs, longestWaitMs } = this.#rules;
    const now = this.#now();
    const entry = this.#entry(key);
    entry.count += 1;
    entry.last = now;
    if (entry.count >= free) entry.waitUntil = now + Math.min(longestWaitMs, firstWaitMs * 2 ** (entry.count - free));
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    if (this.#entries.size > MAX_KEYS) this.#entries.delete(this.#entries.keys().next().value as string);
  }
}
