/** UUIDv7 (RFC 9562): ids that sort by time, so that new rows land at the end of their indexes. */
import { randomUUID } from 'node:crypto';

export function uuidv7(now = Date.now()): string {
  const time = now.toString(16).padStart(12, '0');
  // A version 4 has random bits and the variant where a version 7 has them; Node draws them for many at once.
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}
