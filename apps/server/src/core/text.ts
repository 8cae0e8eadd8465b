/** Text that Postgres can store and every client can show: well-formed UTF-16 without U+0000. When it says nothing is the protocol's `isBlank`. */
import { refuse } from './errors.ts';

const storable = (text: string): boolean => text.isWellFormed() && !text.includes('\0');

/** Throws `bad_content` naming the field when any string within `value` cannot be stored. Depth is bounded by the frame's size. */
export function assertStorable(value: unknown, field = ''): void {
  if (typeof value === 'string') {
    if (!storable(value)) throw refuse('bad_content', field ? { fields: { [field]: 'cannot be stored' } } : {});
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) assertStorable(inner, field ? `${field}.${key}` : key);
  }
}
