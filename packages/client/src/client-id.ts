/** Ids of unsent messages: UUIDv7, ordered by the moment they were made, also within one millisecond. */

/** Ids of one millisecond. Time and counter share one number, which stays exact until the year 2248. */
const PER_MS = 1024;
let last = 0;

const hex = (value: number, length: number) => value.toString(16).padStart(length, '0');

/** Milliseconds; 0 of what is no such id. */
export const timeOfClientId = (id: string): number => Number.parseInt(id.replace('-', '').slice(0, 12), 16) || 0;

/** Strictly growing within one page as text; across tabs it grows with the clock. */
export function newClientId(now = Date.now()): string {
  last = Math.max(now * PER_MS, last + 1);
  const time = hex(Math.floor(last / PER_MS), 12);
  const random = Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => hex(byte, 2)).join('');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(last % PER_MS, 3)}-8${random.slice(1, 4)}-${random.slice(4)}`;
}
