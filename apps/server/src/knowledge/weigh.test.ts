/** The order of what was found, by passages made for it. */
import { expect, it } from 'vitest';
import type { Way } from './vocabulary.ts';
import { type AskedTerm, type Candidate, weigh } from './weigh.ts';

const passage = (title: string, stems: string[], titleStems: string[]): Candidate => ({
  article_id: title,
  revision: 1,
  ordinal: 0,
  slug: title,
  origin_url: null,
  title,
  heading: '',
  text: '',
  language: 'en',
  rank: 0,
  stems,
  title_stems: titleStems,
  heading_stems: [],
});
const term = (word: string, typed: boolean): AskedTerm => {
  const way: Way = { language: 'en', stem: word, factor: 1, how: 'itself', word, passages: 3 };
  return { word, ways: [way], known: true, typed, passages: 3 };
};

it('puts first what a title says, of what the question means, and is no surer for it', () => {
  const [first, second] = weigh(
    [passage('Wool', ['scarf', 'return'], []), passage('Returns', ['scarf', 'return'], ['return'])],
    { terms: [term('scarf', true), term('return', false)], language: 'en', spoken: null, passages: 100 },
  );
  expect(first?.title).toBe('Returns');
  expect(first?.held).toBe(second?.held);
});
