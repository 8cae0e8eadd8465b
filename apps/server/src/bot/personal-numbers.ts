/**
 * Finds telephone numbers and payment cards where digits stand. Several may stand in one run ("0171 2345678 / 030 1234567"), beside what
 * is nobody's secret: dates, prices, sizes, order numbers.
 */

type Kind = 'card number' | 'phone number';

/** What people put between digits, programs where a line must not break, and whoever hides them: signs without a width. */
export const JOINT = '[\\p{Zs}\\t\\p{Pd}\\p{Cf}./()_]';
// A letter on either side makes a code of it, but for scripts that put no spaces between words, and what people write in front.
const RUN = new RegExp(
  `(?<=^|[^\\p{Lu}\\p{Ll}\\p{Nd}]|tel|phone|mobile?|handy|fax|whatsapp)[+＋]?\\(?\\p{Nd}(?:${JOINT}{0,4}\\p{Nd})*(?![\\p{Lu}\\p{Ll}\\p{Nd}])`,
  'giu',
);
/** Where one number may end and the next begin; a hyphen or a dot alone belongs to its number. */
const PARTING = /[\p{Zs}\t/]/u;
/** Digits of a card at most. */
const CARD = 19;
/** Of the date and the code that people write beside it. */
const BESIDE = 11;
const DATE = /^(?:(?:19|20)\d\d([-./])\d\d?\1\d\d?|\d\d?([-./])\d\d?\2(?:19|20)\d\d|\d\d?([./])\d\d?\3\d\d)$/;
const PRICE = /^\d{1,6}\.\d\d$/;

interface Group {
  readonly digits: string;
  readonly from: number;
  readonly to: number;
  /** Whether a telephone number may begin with it. */
  readonly begins: boolean;
  readonly plus: boolean;
  /** Of a date or a price. */
  readonly other: boolean;
  /** One of many like it: of no telephone number. */
  readonly listed: boolean;
}
/** What groups of the run are; `odd`: a card by its digits, as nobody writes one. */
interface Part {
  readonly kind: Kind | null;
  readonly odd: boolean;
  readonly from: number;
  readonly to: number;
}

/** `as`: what stands in the place of each, by what it is and how it was written. */
export const withoutNumbers = (text: string, as: (kind: Kind, found: string) => string): string =>
  text.replace(RUN, (run) => {
    const groups = groupsOf(run);
    let [left, kept] = ['', 0];
    for (const { kind, from, to } of partsOf(run, groups)) {
      if (kind === null) continue;
      // What stands in front of the first belongs to it.
      const begin = from === 0 ? 0 : (groups[from] as Group).from;
      const end = (groups[to - 1] as Group).to;
      left += run.slice(kept, begin) + as(kind, run.slice(begin, end));
      kept = end;
    }
    return left + run.slice(kept);
  });

/** The digits of any script, as we write them. */
export const digitsOf = (text: string): string =>
  [...text].flatMap((sign) => (isDigit(sign) ? [valueOf(sign)] : [])).join('');

const isDigit = (sign: string): boolean => /\p{Nd}/u.test(sign);

/** Unicode has the ten of each script side by side, from zero on. */
function valueOf(sign: string): number {
  const code = sign.codePointAt(0) as number;
  let zero = code;
  while (zero > 0 && isDigit(String.fromCodePoint(zero - 1))) zero--;
  return (code - zero) % 10;
}

function groupsOf(run: string): Group[] {
  const others = [...run.matchAll(/[^\p{Zs}\t]+/gu)].filter(([word]) => {
    const plain = word.replace(/\p{Nd}/gu, digitsOf).replace(/^[^\d]+|[^\d]+$/g, '');
    return DATE.test(plain) || PRICE.test(plain);
  });
  let before = 0;
  const groups = [...run.matchAll(/\p{Nd}(?:\p{Cf}*\p{Nd})*/gu)].map(({ 0: found, index: from }, i) => {
    const between = run.slice(before, from);
    before = from + found.length;
    return {
      digits: digitsOf(found),
      from,
      to: before,
      begins: i === 0 || PARTING.test(between),
      plus: i === 0 && /[+＋]/.test(between),
      other: others.some(({ 0: word, index }) => index <= from && from < index + word.length),
    };
  });
  const listed = inLists(groups);
  return groups.map((group, i) => ({ ...group, listed: listed.has(i) }));
}

/** Which groups are of a list of sizes or orders, each greater than the one before, or of what is written like a card. */
function inLists(groups: readonly Pick<Group, 'digits'>[]): ReadonlySet<number> {
  const listed = new Set<number>();
  for (const i of groups.keys()) {
    const four = groups.slice(i, i + 4).map(({ digits }) => digits);
    const [{ length } = ''] = four;
    if (four.length < 4 || length < 3 || four.some((digits) => digits.length !== length)) continue;
    const rises = four.every((digits, at) => at === 0 || (four[at - 1] as string) < digits);
    if (!rises && (length !== 4 || listed.has(i))) continue;
    for (const at of four.keys()) listed.add(i + at);
    if ((groups[i + 4]?.digits.length ?? 9) < 3) listed.add(i + 4);
  }
  return listed;
}

/** The reading of the run that leaves the fewest digits over, in the fewest numbers, written as people write them. */
function partsOf(run: string, groups: readonly Group[]): Part[] {
  const readings: { cost: Cost; last: Part }[] = [];
  const upTo = (group: number): Cost => readings[group - 1]?.cost ?? [0, 0, 0];
  for (const [i, { digits: own }] of groups.entries()) {
    const to = i + 1;
    const [left, odd, numbers] = upTo(i);
    let best = {
      cost: [left + own.length, odd, numbers] as Cost,
      last: { kind: null, odd: false, from: i, to } as Part,
    };
    for (let [from, length] = [i, own.length]; from >= 0 && length <= CARD + BESIDE; ) {
      const part = partIn(run, groups, from, to);
      const [kept, odds, before] = upTo(from);
      const cost: Cost = [kept, odds + Number(part?.odd ?? 0), before + 1];
      if (part && isLess(cost, best.cost)) best = { cost, last: part };
      from -= 1;
      length += groups[from]?.digits.length ?? 0;
    }
    readings.push(best);
  }
  const parts: Part[] = [];
  for (let at = groups.length; at > 0; at = parts[0]?.from ?? 0)
    parts.unshift((readings[at - 1] as { last: Part }).last);
  return parts;
}

type Cost = readonly [left: number, odd: number, numbers: number];
const isLess = (one: Cost, other: Cost): boolean => {
  const at = one.findIndex((value, i) => value !== other[i]);
  return at >= 0 && (one[at] as number) < (other[at] as number);
};

/** What all of these groups together are. */
function partIn(run: string, groups: readonly Group[], from: number, to: number): Part | null {
  const some = groups.slice(from, to);
  const card = cardIn(some);
  if (card) return { kind: 'card number', odd: !isUsual(card), from, to };
  const whole = groups[from]?.begins && (groups[to]?.begins ?? true);
  return whole && isPhone(run, some) ? { kind: 'phone number', odd: false, from, to } : null;
}

/** All of the groups, or but for short ones beside it: its date and its code. */
function cardIn(groups: readonly Group[]): readonly Group[] | null {
  const digits = written(groups);
  if (digits.length < 13 || groups.some(({ other }) => other)) return null;
  for (let [from, start] = [0, 0]; from <= 3; from++) {
    for (let [to, end] = [groups.length, digits.length]; to > from && to >= groups.length - 3; to--) {
      if (isCard(digits.slice(start, end))) return groups.slice(from, to);
      const last = groups[to - 1]?.digits.length ?? 0;
      if (last > 4) break;
      end -= last;
    }
    const first = groups[from]?.digits.length ?? 5;
    if (first > 4) break;
    start += first;
  }
  return null;
}

const written = (groups: readonly Group[]): string => groups.map(({ digits }) => digits).join('');

/** In one, digit by digit, in groups of four or more but for the last, or in 4-6-5. */
function isUsual(card: readonly Group[]): boolean {
  const lengths = card.map(({ digits }) => digits.length);
  const [one = 0] = lengths;
  const equal = one !== 2 && one !== 3 && lengths.slice(0, -1).every((length) => length === one);
  return equal || /^4,6,[45]$/.test(lengths.join());
}

/** Luhn. */
function isCard(digits: string): boolean {
  if (digits.length < 13 || digits.length > CARD) return false;
  let sum = 0;
  for (const [i, digit] of [...digits].reverse().entries()) {
    const doubled = Number(digit) * (i % 2 === 1 ? 2 : 1);
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0 && !/^0+$/.test(digits);
}

/** As many digits as telephones have, written as such: with a plus, a leading zero, or in groups. */
function isPhone(run: string, groups: readonly Group[]): boolean {
  const digits = written(groups);
  if (digits.length < 7 || digits.length > 15 || groups.some(({ other, listed }) => other || listed)) return false;
  if (groups[0]?.plus || digits.startsWith('00')) return true;
  if (digits.length < 9) return false;
  if (digits.startsWith('0')) return true;
  const text = run.slice(groups[0]?.from, groups.at(-1)?.to);
  if (!/[\p{Zs}\t\p{Pd}()/]/u.test(text) || groups.every(({ digits: own }) => own.length <= 2)) return false;
  // An order of a year: 2026-000123456.
  if (/^(?:19|20)\p{Nd}{2}\p{Pd}\p{Nd}+$/u.test(text)) return false;
  // What stands before a number with its zero is no part of it.
  return !groups.some(
    ({ begins, digits: own }, i) => i > 0 && begins && own.startsWith('0') && written(groups.slice(i)).length >= 9,
  );
}
