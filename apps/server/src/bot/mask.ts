/**
 * Takes personal data out of words before they leave for the model: email addresses, telephone numbers, payment cards (by their check
 * digit) and bank accounts (by theirs). What stands in their place says what it was, so that the model can still speak of it.
 */
import type { BotChoices } from '@parley/protocol';

// Begun at the beginning of a word alone: a long one without an @ is looked through once, not once from each of its letters.
const EMAIL = /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu;
const IBAN = /\b[A-Z]{2}\d{2}(?:[\p{Zs}\p{Pd}]?[A-Z0-9]{4}){2,7}(?:[\p{Zs}\p{Pd}]?[A-Z0-9]{1,3})?\b/giu;
/** Runs of digits with what people put between them, and programs where a line must not break. */
const DIGITS = /(?<![\p{L}\p{N}])(?:\+|00)?[\d٠-٩۰-۹](?:[\p{Zs}\p{Pd}./()]{0,2}[\d٠-٩۰-۹]){6,22}(?![\p{L}\p{N}])/gu;

/** `as`: what stands in the place of each, by what it is and how it was written. */
export function masked(text: string, as: (what: string, found: string) => string = (what) => `[${what}]`): string {
  return text
    .replace(EMAIL, (found) => as('email', found))
    .replace(IBAN, (found) => {
      const iban = ibanIn(found);
      return iban === null ? found : as('bank account', iban) + found.slice(iban.length);
    })
    .replace(DIGITS, (found) => {
      if (hasCard(found)) return as('card number', found);
      return isPhone(found, digitsOf(found)) ? as('phone number', found) : found;
    });
}

/** What somebody wrote, as it may be looked up by: to look up by meaning asks the model's server too. */
export const lookUpBy = ({ mask_personal_data }: Pick<BotChoices, 'mask_personal_data'>, text: string): string =>
  mask_personal_data ? masked(text, () => ' ') : text;

/** Arabic and Persian digits count as ours. */
const digitsOf = (text: string): string =>
  text
    .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0))
    .replace(/\D/g, '');

/** All of them, or groups among others: people write the date and the code behind the number. */
function hasCard(found: string): boolean {
  const groups = [...found.matchAll(/[\d٠-٩۰-۹]+/g)].map(([group]) => digitsOf(group));
  return groups.some((_, from) => groups.some((_, to) => isCard(groups.slice(from, to + 1).join(''))));
}

/** Luhn. */
function isCard(digits: string): boolean {
  if (digits.length < 13 || digits.length > 19) return false;
  let sum = 0;
  for (const [i, digit] of [...digits].reverse().entries()) {
    const doubled = Number(digit) * (i % 2 === 1 ? 2 : 1);
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0 && !/^0+$/.test(digits);
}

/** From its beginning on: the words behind an account look like a part of it. */
function ibanIn(found: string): string | null {
  for (let end = found.length; end > 0; end--) {
    const part = found.slice(0, end);
    if (/[a-z\d]$/i.test(part) && isIban(part)) return part;
  }
  return null;
}

/** ISO 13616: the rest of the number, read with its country at the end, is 1 modulo 97. */
function isIban(text: string): boolean {
  const plain = text.replace(/[\p{Zs}\p{Pd}]/gu, '').toUpperCase();
  if (plain.length < 15 || plain.length > 34) return false;
  let rest = 0;
  for (const sign of plain.slice(4) + plain.slice(0, 4)) {
    const value = Number.parseInt(sign, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

/** As many digits as telephones have, written as such: with a plus, a leading zero, or in groups. Dates and order numbers are not. */
function isPhone(found: string, digits: string): boolean {
  if (digits.length < 7 || digits.length > 15) return false;
  if (/^\d{4}[-./]\d{1,2}[-./]\d{1,2}$|^\d{1,2}[-./]\d{1,2}[-./]\d{4}$/.test(found)) return false;
  const international = /^(?:\+|00)/.test(found);
  return (
    international ||
    (digits.startsWith('0') && digits.length >= 9) ||
    (/[\p{Zs}\p{Pd}()/]/u.test(found) && digits.length >= 9)
  );
}
