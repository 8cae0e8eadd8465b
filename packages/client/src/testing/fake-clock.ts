/** A clock that moves only when told, and a chance that is always the same. */
import type { Clock } from '../clock.ts';

export class FakeClock implements Clock {
  #now = 1_750_000_000_000;
  #serial = 0;
  #timers = new Map<number, { at: number; run: () => void }>();
  /** What `random` answers. */
  chance = 0.5;

  now(): number {
    return this.#now;
  }

  random(): number {
    return this.chance;
  }

  setTimeout(run: () => void, ms: number): unknown {
    this.#timers.set(++this.#serial, { at: this.#now + Math.max(0, ms), run });
    return this.#serial;
  }

  clearTimeout(handle: unknown): void {
    this.#timers.delete(handle as number);
  }

  get waiting(): number {
    return this.#timers.size;
  }

  /** Runs what is due within `ms`, in order, letting promises settle in between. */
  async advance(ms: number): Promise<void> {
    const until = this.#now + ms;
    await settled();
    for (;;) {
      const due = [...this.#timers].filter(([, { at }]) => at <= until).sort(([, a], [, b]) => a.at - b.at)[0];
      if (!due) break;
      const [handle, { at, run }] = due;
      this.#timers.delete(handle);
      this.#now = Math.max(this.#now, at);
      run();
      await settled();
    }
    this.#now = until;
  }
}

/** Every promise that can go on by itself has, as far as `turns` of the microtask queue reach. */
export async function settled(turns = 100): Promise<void> {
  for (let i = 0; i < turns; i++) await Promise.resolve();
}
