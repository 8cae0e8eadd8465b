import { expect, test } from 'vitest';
import { passageOf } from './passage.ts';

const marked = (content: string, query: string) => {
  const { text, marks } = passageOf(content, query);
  return { text, words: marks.map(({ from, to }) => text.slice(from, to)) };
};

test('[R3] a passage stands around the first searched word, cut between words, every searched word marked', () => {
  const { text, words } = marked(
    `${'far away '.repeat(50)}the **Green** parrot, ${'and so on '.repeat(50)}`,
    'PARROT green',
  );
  expect(text).toMatch(/^… away far away the Green parrot, and so on .* …$/);
  expect(text.length).toBeLessThanOrEqual(210);
  expect(words).toEqual(['Green', 'parrot']);
  expect(marked(`${'far away '.repeat(50)}a parrot`, 'parrot').text).toBe('… far away far away far away a parrot');
  expect(marked('Where is it?\n\nIt is in [the shop](https://x.test/it)', 'it')).toEqual({
    text: 'Where is it? It is in the shop',
    words: ['it', 'It'],
  });
});

test('[R3] words are marked whole, in any script, what is written together as one', () => {
  expect(marked('tents, a tent and a tent-pole for ada@x.test', 'tent ada@x.test').words).toEqual([
    'tent',
    'tent',
    'ada@x.test',
  ]);
  expect(marked('أين طرد DPD؟', 'طرد').words).toEqual(['طرد']);
  expect(marked('Größe ÜBER alles', 'über').words).toEqual(['ÜBER']);
  expect(marked('(1+1)* [a] {b} c|d ^ $', '(1+1)* [a] {b} c|d ^ $ \\').words).toEqual(['1+1', 'a', 'b', 'c|d']);
});

test('[R3] words that are in no line of it mark nothing; an endless word is cut between characters', () => {
  expect(marked('short', '!!!')).toEqual({ text: 'short', words: [] });
  expect(marked(`a${'😀'.repeat(300)}`, 'gone').text.isWellFormed()).toBe(true);
});
