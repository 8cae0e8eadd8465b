/** Names as they are shown: one line, without characters that cannot be seen; and which of them count as the same. */

import { isBlank } from '@parley/protocol/blank';
import { refuse } from '../core/errors.ts';

/** Throws `invalid` for several lines, which would be more than a name in a mail's header, and when nothing visible is left. */
export function requireName(text: string, field: string): string {
  if (/[\r\n\v\f\u0085\u2028\u2029]/.test(text.trim()))
    throw refuse('invalid', { fields: { [field]: 'has to be one line' } });
  const name = text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  if (isBlank(name)) throw refuse('invalid', { fields: { [field]: 'is empty' } });
  return name;
}

export interface UniqueName {
  readonly name: string;
  readonly name_key: string;
}

/** The same for whoever does not look at capitals and widths. */
export const sameName = (name: string): string => name.trim().normalize('NFKC').toLowerCase();

/** A name with what it may not share with another of its kind. Throws as `requireName`. */
export function uniqueName(text: string, field: string): UniqueName {
  const name = requireName(text, field);
  return { name, name_key: sameName(name) };
}
