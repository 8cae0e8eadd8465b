/**
 * How many frames a socket may send: so many a second, and what it does not use it saves up, for bursts. Who has none left
 * is read more slowly; who stays at that for long is told to go.
 */

/** Seconds' worth that may be saved up. */
const SAVED_SECONDS = 100;
/** Milliseconds at the limit after which it is a flood and no burst. */
const FLOOD_MS = 30_000;

export class FrameAllowance {
  readonly #perSecond: number;
  readonly #now: () => number;
  #left: number;
  #at: number;
  #slowSince: number | null = null;

  constructor(perSecond: number, now: () => number = Date.now) {
    this.#perSecond = perSecond;
    this.#now = now;
    this.#left = perSecond * SAVED_SECONDS;
    this.#at = now();
  }

  /** Counts one frame. Milliseconds for which nothing more should be read; 0 almost always. Null: a flood. */
  take(): number | null {
    const now = this.#now();
    const most = this.#perSecond * SAVED_SECONDS;
    this.#left = Math.min(most, this.#left + ((now - this.#at) * this.#perSecond) / 1_000) - 1;
    this.#at = now;
    if (this.#left >= 0) {
      // A second's worth saved: it has come to rest.
      if (this.#left >= this.#perSecond) this.#slowSince = null;
      return 0;
    }
    this.#slowSince ??= now;
    const wait = Math.ceil((-this.#left / this.#perSecond) * 1_000);
    return now - this.#slowSince > FLOOD_MS || wait > FLOOD_MS ? null : wait;
  }
}
