/**
 * The order in which a list is shown while a hand is on it. Rows never move under the pointer: the order stands still,
 * older pages are added at its end, and everything that would move is counted for the "3 updates" pill.
 */

export interface HeldView {
  order: readonly string[];
  /** How many rows would appear or move if the list were let go now. One that left says so itself, where it stood. */
  updates: number;
}

/** `held` is the order when the hand came, null when no hand is on the list. */
export function viewOf(live: readonly string[], held: readonly string[] | null): HeldView {
  if (!held) return { order: live, updates: 0 };
  const place = new Map(held.map((name, index) => [name, index]));
  const tail = olderThanHeld(live, place);
  const kept = live.flatMap((name) => place.get(name) ?? []);
  const appeared = live.length - kept.length - tail.length;
  return {
    order: tail.length > 0 ? [...held, ...tail] : held,
    updates: appeared + (kept.length - longestRise(kept)),
  };
}

/** What stands in `live` below the last held row: pages that were loaded since. */
function olderThanHeld(live: readonly string[], place: ReadonlyMap<string, number>): string[] {
  const last = live.findLastIndex((name) => place.has(name));
  return last === -1 ? [] : live.slice(last + 1);
}

/** Length of the longest increasing subsequence: so many rows can stay while the others move around them. */
function longestRise(numbers: readonly number[]): number {
  const ends: number[] = [];
  for (const number of numbers) {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] as number) < number) low = middle + 1;
      else high = middle;
    }
    ends[low] = number;
  }
  return ends.length;
}

/** Where j and k lead from `current`; a row that is gone is taken at the place where it stood. */
export function step(order: readonly string[], current: string | null, lastIndex: number, by: 1 | -1): string | null {
  if (order.length === 0) return null;
  const index = current === null ? -1 : order.indexOf(current);
  const from =
    index !== -1 ? index : current === null ? (by === 1 ? -1 : order.length) : lastIndex - (by === 1 ? 1 : 0);
  return order[Math.min(order.length - 1, Math.max(0, from + by))] ?? null;
}
