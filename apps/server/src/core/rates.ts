/**
 * Counts how often somebody did something within a while, over all nodes: each counts by itself and tells the others, once a
 * second, of those callers alone that come near a limit: almost nobody, so it costs almost nothing. What the limits are
 * stands in `core/limits.ts`.
 */
import type { Bus } from './bus.ts';
import { refuse } from './errors.ts';
import { peers } from './peers.ts';

/** Share of a limit above which a caller's calls are told; on each node somebody may have so many unnoticed. */
const NEAR = 0.1;
const TELL_EVERY_MS = 1_000;
/** Callers that are remembered for one thing; the least recent go first. */
const MAX_CALLERS = 20_000;

export interface Counted {
  /** Within the window that is open, on all nodes, as far as is known here. */
  readonly calls: number;
  /** Milliseconds until a new one begins. */
  readonly endsIn: number;
}

interface Window {
  readonly ends: number;
  calls: number;
  /** On this node, that no other knows of. */
  untold: number;
}
interface Near {
  readonly what: string;
  readonly whom: string;
  readonly windowMs: number;
  readonly window: Window;
}
type Word = readonly (readonly [what: string, whom: string, calls: number, windowMs: number])[];

export class Rates {
  readonly #things = new Map<string, Map<string, Window>>();
  readonly #near = new Map<string, Near>();
  readonly #tell: (word: Word) => void;

  constructor(bus: Bus) {
    this.#tell = peers<Word>(bus, 'calls', (word) => {
      for (const [what, whom, calls, windowMs] of word) this.#window(what, whom, windowMs).calls += calls;
    });
  }

  /** Counts one more. */
  count(what: string, whom: string, most: number, windowMs: number): Counted {
    const window = this.#window(what, whom, windowMs);
    window.calls += 1;
    window.untold += 1;
    if (window.calls > most * NEAR) {
      this.#near.set(`${what} ${whom}`, { what, whom, windowMs, window });
      if (this.#near.size === 1) setTimeout(() => this.#tellAll(), TELL_EVERY_MS).unref();
    }
    return { calls: window.calls, endsIn: window.ends - Date.now() };
  }

  /** How many there were, as far as is known here; counts none. */
  calls(what: string, whom: string): number {
    const window = this.#things.get(what)?.get(whom);
    return window && window.ends > Date.now() ? window.calls : 0;
  }

  /** Counts one more, and throws `rate_limited` when it is one too many. */
  take(what: string, whom: string, most: number, windowMs: number): void {
    const { calls, endsIn } = this.count(what, whom, most, windowMs);
    if (calls > most) throw refuse('rate_limited', { retryAfter: Math.max(1, Math.ceil(endsIn / 1_000)) });
  }

  #window(what: string, whom: string, windowMs: number): Window {
    let callers = this.#things.get(what);
    if (!callers) this.#things.set(what, (callers = new Map()));
    const now = Date.now();
    let window = callers.get(whom);
    if (!window || window.ends <= now) window = { ends: now + windowMs, calls: 0, untold: 0 };
    callers.delete(whom);
    callers.set(whom, window);
    if (callers.size > MAX_CALLERS) callers.delete(callers.keys().next().value as string);
    return window;
  }

  #tellAll(): void {
    this.#tell(
      [...this.#near.values()].map(({ what, whom, windowMs, window }) => [what, whom, window.untold, windowMs]),
    );
    for (const { window } of this.#near.values()) window.untold = 0;
    this.#near.clear();
  }
}
