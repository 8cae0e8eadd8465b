/**
 * The rooms as this node's last transactions left them, so that the next message need not ask first. Never trusted: whoever
 * writes by them says what it believes, and nothing is stored where the room has moved on (`write.ts`).
 */
import type { RoomRow } from './tables.ts';

/** About a kilobyte each. */
const MOST = 20_000;
/** Milliseconds for which a room that others write too is asked for each time. */
const CONTENDED_MS = 10_000;

export class KnownRooms {
  readonly #rows = new Map<string, RoomRow>();
  readonly #contended = new Map<string, number>();
  /** Believed by a transaction that failed: perhaps wrongly. */
  readonly #doubted = new Map<string, RoomRow>();
  #session: object | null = null;

  /**
   * What was known by another connection is forgotten. The server behind this one may lack the last commits of the one
   * before (a standby took over, a backup was restored), and have a row of the same place and version with another story.
   */
  believeIn(session: object | null): void {
    if (session !== this.#session) {
      this.#rows.clear();
      this.#doubted.clear();
    }
    this.#session = session;
  }

  get(place: string): RoomRow | undefined {
    return this.#rows.get(place);
  }

  /** After COMMIT, of a transaction that found the room as `before`. */
  keep(place: string, row: RoomRow, before: RoomRow): void {
    const doubted = this.#doubted.size === 0 ? undefined : this.#doubted.get(place);
    if (doubted) {
      this.#doubted.delete(place);
      if (doubted.last_seq !== before.last_seq || doubted.version !== before.version) return this.contend(place);
    }
    const until = this.#contended.get(place);
    if (until !== undefined && performance.now() < until) return;
    this.#contended.delete(place);
    // Last used, last to go.
    this.#rows.delete(place);
    this.#rows.set(place, row);
    if (this.#rows.size > MOST) this.#rows.delete(this.#rows.keys().next().value as string);
  }

  /** The transaction that believed failed. */
  doubt(place: string): void {
    const row = this.#rows.get(place);
    if (!row) return;
    this.#rows.delete(place);
    this.#doubted.set(place, row);
    if (this.#doubted.size > MOST) this.#doubted.delete(this.#doubted.keys().next().value as string);
  }

  /** Others write here as well, or a client repeats itself: asking first costs less than failing. */
  contend(place: string): void {
    this.#rows.delete(place);
    this.#contended.set(place, performance.now() + CONTENDED_MS);
    if (this.#contended.size > MOST) this.#contended.delete(this.#contended.keys().next().value as string);
  }
}
