/** Text as it is compared: lower case, without accents, punctuation and typing habits. Never shown to anybody. */

const LETTERS: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
  ى: 'ي',
  ة: 'ه',
};

/** Letters and digits alone, words parted by single spaces. "Where’s the 2nd Café?" becomes "wheres the 2nd cafe". */
export function plainWords(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[\p{M}ـ]/gu, '')
    .replace(/[ßæœøłđðþıىة]/g, (letter) => LETTERS[letter] as string)
    .replace(/(\p{L})['’´`](s|t|re|ve|ll|d|m)(?!\p{L})/gu, '$1$2')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** How many slips of the keyboard a word forgives: none in a short one, none in a number. */
export const slipsIn = (word: string): number => (word.length < 4 || /\d/.test(word) ? 0 : word.length < 7 ? 1 : 2);

/** Whether the words differ by at most `slips` letters left out, added, changed or swapped with their neighbour. */
export function isNear(a: string, b: string, slips: number): boolean {
  if (a === b) return true;
  if (slips === 0 || Math.abs(a.length - b.length) > slips) return false;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(at(last, j) + 1, at(row, j - 1) + 1, at(last, j - 1) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, at(before, j - 2) + 1);
      row.push(cost);
    }
    if (Math.min(...row) > slips) return false;
    before = last;
    last = row;
  }
  return at(last, b.length) <= slips;
}

const at = (row: readonly number[], index: number): number => row[index] as number;
