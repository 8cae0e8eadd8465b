/** UUIDv7 (RFC 9562): ids that sort by time, so that new rows land at the end of their indexes. */
import { randomUUID } from 'node:crypto';

/** The twelve bits behind the millisecond: ids of one millisecond sort as they were made, up to half of these at least. */
const MOST = 0xfff;
let last = 0;
let turn = 0;

export function uuidv7(now = Date.now()): string {
  turn = now !== last && turn > MOST / 2 ? 0 : (turn + 1) & MOST;
  last = now;
  const time = now.toString(16).padStart(12, '0');
  // A version 4 has random bits and the variant where a version 7 has them; Node draws them for many at once.
  return `${time.slice(0, 8)}-${time.slice(8)}-7${turn.toString(16).padStart(3, '0')}${randomUUID().slice(18)}`;
}
