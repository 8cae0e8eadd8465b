/** Grouping of questions: what asks for the same stands together, whatever small words are around it, and nothing else does. */
import { expect, it } from 'vitest';
import { topicsOf } from './topics.ts';

const asked = (...lines: string[]) => lines.map((line) => ({ line, stems: line.split(' ').filter(Boolean) }));
const grouped = (...lines: string[]) =>
  topicsOf(asked(...lines)).map(({ questions }) => questions.map(({ line }) => line));

it('puts together what shares its telling words, the largest first, in the order in which they came', () => {
  expect(
    grouped(
      'gift voucher',
      'student discount',
      'voucher gift buy',
      'dog tent',
      'gift voucher expiry',
      'discount student code',
    ),
  ).toEqual([
    ['gift voucher', 'voucher gift buy', 'gift voucher expiry'],
    ['student discount', 'discount student code'],
    ['dog tent'],
  ]);
});

it('a word that everybody uses joins nobody', () => {
  expect(grouped('order gift', 'order student', 'order dog', 'order canary')).toHaveLength(4);
});

it('names what they share, the most telling first', () => {
  const [topic] = topicsOf(asked('gift voucher order', 'gift voucher order', 'order dog', 'order cat', 'order sea'));
  expect(topic?.shared.slice(0, 2).sort()).toEqual(['gift', 'voucher']);
});

it('takes questions without any telling word, each for itself', () => {
  expect(grouped('', '', 'gift')).toEqual([[''], [''], ['gift']]);
  expect(topicsOf([])).toEqual([]);
});
