/**
 * Messages of rooms whose row another transaction holds: a node's short one, or somebody's long one. They wait here, room by
 * room in their order, and are tried again after short waits that grow; the log never waits for a row itself.
 */

/** Milliseconds: the first wait and the longest one. Growing slowly, or a node that writes without a pause shuts the other out. */
const FIRST_MS = 2;
const LONGEST_MS = 100;
const GROWTH = 1.25;

interface Held<Item> {
  readonly items: Item[];
  due: boolean;
}

export class HeldRooms<Item> {
  readonly #rooms = new Map<string, Held<Item>>();
  /** How long a room waits the next time; kept while its messages are tried. */
  readonly #waits = new Map<string, number>();
  readonly #mostOfRoom: number;
  readonly #wake: () => void;
  #size = 0;

  /** `wake` is called when a room should be tried again. */
  constructor(mostOfRoom: number, wake: () => void) {
    this.#mostOfRoom = mostOfRoom;
    this.#wake = wake;
  }

  get size(): number {
    return this.#size;
  }

  has(place: string): boolean {
    return this.#rooms.has(place);
  }

  /** Whether a room is to be tried again now. */
  get due(): boolean {
    for (const { due } of this.#rooms.values()) if (due) return true;
    return false;
  }

  /** Behind those of its room that wait already. False: too many do, and the item was not taken. */
  push(place: string, item: Item): boolean {
    const held = this.#rooms.get(place) ?? this.#hold(place);
    if (held.items.length >= this.#mostOfRoom) return false;
    held.items.push(item);
    this.#size++;
    return true;
  }

  /** All messages of rooms that are due, at most `count`, which is no less than the most of a room: none comes in part. */
  take(count: number): Item[] {
    const taken: Item[] = [];
    for (const [place, { items, due }] of this.#rooms) {
      if (!due) continue;
      if (taken.length + items.length > count) break;
      this.#rooms.delete(place);
      this.#size -= items.length;
      taken.push(...items);
    }
    return taken;
  }

  /** The room was had: when it is held again, its waits begin anew. */
  had(place: string): void {
    if (this.#waits.size > 0) this.#waits.delete(place);
  }

  #hold(place: string): Held<Item> {
    const held: Held<Item> = { items: [], due: false };
    this.#rooms.set(place, held);
    const wait = this.#waits.get(place) ?? FIRST_MS;
    this.#waits.set(place, Math.min(wait * GROWTH, LONGEST_MS));
    setTimeout(() => {
      held.due = true;
      this.#wake();
    }, wait);
    return held;
  }
}
