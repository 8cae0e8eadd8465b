/** Text that Postgres can store and every client can show: well-formed UTF-16 without U+0000; and when it says nothing. */
import { refuse } from './errors.ts';

const storable = (text: string): boolean => text.isWellFormed() && !text.includes('\0');

/**
 * True where nothing is to be seen: white space and what Unicode means to be invisible alone (U+200B, joiners, marks of direction,
 * fillers), the blank of Braille and the anchors of annotations. Such characters within words and emoji are nobody's concern.
 */
export const isBlank = (text: string): boolean =>
  /^[\s\p{Cc}\p{Z}\p{Default_Ignorable_Code_Point}\u2800\ufff9-\ufffb]*$/u.test(text);

/** Throws `bad_content` naming the field when any string within `value` cannot be stored. Depth is bounded by the frame's size. */
export function assertStorable(value: unknown, field = ''): void {
  if (typeof value === 'string') {
    if (!storable(value)) throw refuse('bad_content', field ? { fields: { [field]: 'cannot be stored' } } : {});
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) assertStorable(inner, field ? `${field}.${key}` : key);
  }
}
