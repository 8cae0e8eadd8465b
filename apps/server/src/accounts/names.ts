/** People's and sites' names as they are shown: one line, without characters that cannot be seen. */
import { refuse } from '../core/errors.ts';

/** Throws `invalid` for several lines, which would be more than a name in a mail's header, and when nothing visible is left. */
export function requireName(text: string, field: string): string {
  if (/[\r\n\v\f\u0085\u2028\u2029]/.test(text.trim()))
    throw refuse('invalid', { fields: { [field]: 'has to be one line' } });
  const name = text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  if (!name) throw refuse('invalid', { fields: { [field]: 'is empty' } });
  return name;
}
