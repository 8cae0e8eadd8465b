/** What the model of a run says to each question: whoever reads a beginning of it, or all, knows to which question it belongs. */

/** A question bears one: the visitor's number and its own. */
const MARK = /q\d+x\d+/g;
const WORDS = [
  'parcels',
  'tents',
  'returns',
  'soles',
  'stoves',
  'shipping',
  'sizes',
  'seams',
  'pegs',
  'waxes',
  'ropes',
];
const LEAST = 12;
const MOST = 90;

export const markOf = (visitor: number, question: number): string => `q${visitor}x${question}`;

/** The last mark in a text; null: there is none. */
export const markIn = (text: string): string | null => text.match(MARK)?.at(-1) ?? null;

/** The whole answer, in the pieces in which it is spoken. */
export function spoken(mark: string): string[] {
  const seed = [...mark].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) >>> 0, 7);
  const count = LEAST + (seed % (MOST - LEAST));
  const words = Array.from({ length: count }, (_, i) => `${WORDS[(seed + i * i) % WORDS.length]}${i} `);
  return [`About ${mark}: `, ...words, 'and no more.'];
}

/** Whether a message is the model's, and not one of the sentences that the bot says where the model gave nothing. */
export const isSpoken = (text: string): boolean => /^About q\d+x\d+: /.test(text);
