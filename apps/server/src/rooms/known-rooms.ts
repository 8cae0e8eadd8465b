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
  #session: object | null = null;

  /**
   * What was known by another connection is forgotten. The server behind this one may lack the last commits of the one
   * before (a standby took over, a backup was restored), and have a row of the same place and version with another story.
   */
  believeIn(session: object | null): void {
    if (session !== this.#session) this.#rows.clear();
    this.#session = session;
  }

  get(place: string): RoomRow | undefined {
    return this.#rows.get(place);
  }

  /** After COMMIT. */
  keep(place: string, row: RoomRow): void {
    const until = this.#contended.get(place);
    if (until !== undefined && performance.now() < until) return;
    this.#contended.delete(place);
    // Last used, last to go.
    this.#rows.delete(place);
    this.#rows.set(place, row);
    if (this.#rows.size > MOST) this.#rows.delete(this.#rows.keys().next().value as string);
  }

  forget(place: string): void {
    this.#rows.delete(place);
  }

  /** Others write here as well, or a client repeats itself: asking first costs less than failing. */
  contend(place: string): void {
    this.#rows.delete(place);
    this.#contended.set(place, performance.now() + CONTENDED_MS);
    if (this.#contended.size > MOST) this.#contended.delete(this.#contended.keys().next().value as string);
  }
}
