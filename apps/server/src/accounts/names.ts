/** People's and sites' names as they are shown: one line, without characters that cannot be seen. */
import { refuse } from '../core/errors.ts';

/** Throws `invalid` when nothing visible is left. */
export function requireName(text: string, field: string): string {
  const name = text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  if (!name) throw refuse('invalid', { fields: { [field]: 'is empty' } });
  return name;
}
