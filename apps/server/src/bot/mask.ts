/**
 * Takes personal data out of words before they leave for the model: email addresses, also those that are spelled out, telephone numbers,
 * payment cards (by their check digit) and bank accounts (by theirs). What stands in their place says what it was, so that the model can
 * still speak of it.
 */
import type { BotChoices } from '@parley/protocol';
import { digitsOf, JOINT, withoutNumbers } from './personal-numbers.ts';

// Begun at the beginning of a word alone: a long one without an @ is looked through once, not once from each of its letters.
const LOCAL = '(?<![\\p{L}\\p{N}\\p{Cf}._%+-])[\\p{L}\\p{N}\\p{Cf}._%+-]+';
const LABEL = '[\\p{L}\\p{N}\\p{Cf}-]+';
const AT = 'at|ät|arroba|arobase';
const DOT = 'dot|punkt|punto|ponto|point';
const SPACE = '\\p{Zs}{0,2}';
const HIDDEN_AT = `${SPACE}(?:[@＠﹫]|[([{<_]\\p{Zs}?(?:${AT}|@)\\p{Zs}?[)\\]}>_])${SPACE}`;
const HIDDEN_DOT = `(?:${SPACE}[.．]|${SPACE}[([{<_]\\p{Zs}?(?:${DOT}|\\.)\\p{Zs}?[)\\]}>_]${SPACE}|\\p{Zs}(?:${DOT})\\p{Zs})`;
const EMAILS = [
  `${LOCAL}[@＠﹫]${LABEL}(?:[.．]${LABEL})+`,
  // "kim (at) example.com"; what is "@ 4.50" costs so much.
  `${LOCAL}${HIDDEN_AT}${LABEL}(?:${HIDDEN_DOT}${LABEL}){0,3}${HIDDEN_DOT}\\p{L}{2,}(?![\\p{L}\\p{N}])`,
  // "kim at example dot com".
  `${LOCAL}(?:\\p{Zs}(?:${DOT})\\p{Zs}${LABEL}){0,3}\\p{Zs}(?:${AT})\\p{Zs}${LABEL}(?:\\p{Zs}(?:${DOT})\\p{Zs}\\p{L}{2,}){1,3}(?![\\p{L}\\p{N}])`,
].map((pattern) => new RegExp(pattern, 'giu'));
/** ISO 13616: the countries that have them, and how long theirs are. */
const IBAN_LENGTHS = new Map(
  'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30'
    .split(' ')
    .map((country) => [country.slice(0, 2), Number(country.slice(2))]),
);
const IBAN = new RegExp(
  `(?<=^|[^\\p{L}\\p{N}]|iban)[a-z]\\p{Cf}*[a-z](?:${JOINT}{0,3}\\p{Nd}){2}(?:${JOINT}{0,3}[a-z\\p{Nd}]){11,30}`,
  'giu',
);

/** `as`: what stands in the place of each, by what it is and how it was written. */
export function masked(text: string, as: (what: string, found: string) => string = (what) => `[${what}]`): string {
  const unaddressed = EMAILS.reduce((left, email) => left.replace(email, (found) => as('email', found)), text);
  return withoutNumbers(withoutIbans(unaddressed, as), as);
}

/** What somebody wrote, as it may be looked up by: to look up by meaning asks the model's server too. */
export const lookUpBy = ({ mask_personal_data }: Pick<BotChoices, 'mask_personal_data'>, text: string): string =>
  mask_personal_data ? masked(text, () => ' ') : text;

function withoutIbans(text: string, as: (what: string, found: string) => string): string {
  let [left, kept] = ['', 0];
  const pattern = new RegExp(IBAN);
  for (let found = pattern.exec(text); found; found = pattern.exec(text)) {
    const iban = ibanIn(found[0]);
    // What only begins like one may hold one.
    pattern.lastIndex = found.index + (iban?.length ?? 1);
    if (iban === null) continue;
    left += text.slice(kept, found.index) + as('bank account', iban);
    kept = pattern.lastIndex;
  }
  return left + text.slice(kept);
}

/** From its beginning on: the words behind an account look like a part of it. */
function ibanIn(found: string): string | null {
  const signs = [...found.matchAll(/[a-z\p{Nd}]/giu)];
  const plain = signs.map(([sign]) => (/\p{Nd}/u.test(sign) ? digitsOf(sign) : sign.toUpperCase()));
  const length = IBAN_LENGTHS.get(plain.slice(0, 2).join('')) ?? 0;
  const last = signs[length - 1];
  if (!last || !isIban(plain.slice(0, length))) return null;
  return found.slice(0, last.index + last[0].length);
}

/** The rest of the number, read with its country at the end, is 1 modulo 97. */
function isIban(signs: readonly string[]): boolean {
  let rest = 0;
  for (const sign of [...signs.slice(4), ...signs.slice(0, 4)]) {
    const value = Number.parseInt(sign, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}
