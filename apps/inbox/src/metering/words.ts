/** Tokens and entries of the ledger in words. English like the words around them. */
import type { TokenEntry } from '@parley/protocol';
import { LOCALE } from '../ui/locale.ts';

const figure = new Intl.NumberFormat(LOCALE);
const withSign = new Intl.NumberFormat(LOCALE, { signDisplay: 'exceptZero' });

/** "1 token", "4,000 tokens". */
export const tokens = (count: number, what = 'token'): string =>
  `${figure.format(count)} ${what}${count === 1 ? '' : 's'}`;

/** "+500", "-100". */
export const signed = (amount: number): string => withSign.format(amount);

export function reasonWords({ reason, by }: Pick<TokenEntry, 'reason' | 'by'>): string {
  if (reason === 'sign_up') return 'Signed up';
  if (reason === 'answer') return 'An answer of the bot';
  const who = by ?? 'somebody who has left';
  return reason === 'grant' ? `Granted by ${who}` : `Corrected by ${who}`;
}
