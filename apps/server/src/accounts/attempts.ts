/** Slows down guessing: after some free attempts each further one makes the next wait longer, never for ever. In memory, per node. */
import { isIPv6 } from 'node:net';
import { refuse } from '../core/errors.ts';

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

/** Keys that are remembered; the least recent go first. */
const MAX_KEYS = 20_000;

export class Attempts {
  readonly #entries = new Map<string, Entry>();
  readonly #rules: AttemptRules;
  readonly #now: () => number;

  constructor(rules: AttemptRules, now: () => number) {
    this.#rules = rules;
    this.#now = now;
  }

  /** Counts one attempt, before its outcome is known. Throws `rate_limited` while the last wait lasts; that costs nothing further. */
  take(key: string): void {
    const { free, firstWaitMs, longestWaitMs, forgetMs } = this.#rules;
    const now = this.#now();
    const known = this.#entries.get(key);
    const entry = known && now - known.last < forgetMs ? known : { count: 0, waitUntil: 0, last: now };
    if (entry.waitUntil > now) throw refuse('rate_limited', { retryAfter: Math.ceil((entry.waitUntil - now) / 1000) });
    entry.count += 1;
    entry.last = now;
    if (entry.count >= free) entry.waitUntil = now + Math.min(longestWaitMs, firstWaitMs * 2 ** (entry.count - free));
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    if (this.#entries.size > MAX_KEYS) this.#entries.delete(this.#entries.keys().next().value as string);
  }

  /** The attempt was a good one: nothing of this key counts any more. */
  forgive(key: string): void {
    this.#entries.delete(key);
  }

  /** The attempt was a good one among others' bad ones: it alone does not count. */
  uncount(key: string): void {
    const entry = this.#entries.get(key);
    if (entry) Object.assign(entry, { count: entry.count - 1, waitUntil: 0 });
  }
}

/** Whom an address belongs to: itself, or the /64 that one IPv6 subscriber is given. */
export function addressBlock(ip: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1];
  if (mapped) return mapped;
  if (!isIPv6(ip)) return ip;
  const [head = '', tail] = ip.split('::');
  const left = head ? head.split(':') : [];
  const right = tail ? tail.split(':') : [];
  const zeros = tail === undefined ? [] : Array.from({ length: 8 - left.length - right.length }, () => '0');
  return `${[...left, ...zeros, ...right].slice(0, 4).join(':')}::/64`;
}
