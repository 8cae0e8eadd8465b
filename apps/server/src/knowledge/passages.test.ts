/** Cutting articles into passages. */
import { describe, expect, it } from 'vitest';
import { articles } from '../demo/content/articles.ts';
import { passagesOf } from './passages.ts';

const headings = (body: string) => passagesOf(body).map(({ heading }) => heading);

describe('passagesOf', () => {
  it('cuts at the sections, with what stands before the first', () => {
    expect(passagesOf('Intro.\n\n## One\nText.\n\nMore.\n## **Two**\nEnd.')).toEqual([
      { ordinal: 0, heading: '', text: 'Intro.' },
      { ordinal: 1, heading: 'One', text: 'Text.\n\nMore.' },
      { ordinal: 2, heading: 'Two', text: 'End.' },
    ]);
  });

  it('keeps a short section whole, and names the parts of a long one by their sub-headings', () => {
    expect(headings('## A\n### B\nx\n### C\ny')).toEqual(['A › B']);
    const long = 'word '.repeat(150).trim();
    expect(headings(`## A\n### B\n${long}\n\n### C\n${long}\n\n${long}`)).toEqual(['A › B', 'A › C', 'A › C']);
  });

  it('does not take a comment in a fence for a heading', () => {
    expect(headings('## A\n```sh\n## not a heading\n\nls\n```\ntext')).toEqual(['A']);
  });

  it('has something to say of headings alone', () => {
    expect(passagesOf('## Only a heading')).toEqual([{ ordinal: 0, heading: '', text: '## Only a heading' }]);
  });

  it.each([
    ['a paragraph', 'A sentence of some length, again and again. '.repeat(100)],
    ['a list', '- an item of the list\n'.repeat(200)],
    ['one word', 'a'.repeat(5_000)],
    ['one word of pairs', '🏔'.repeat(2_000)],
    ['Chinese', '山'.repeat(3_000)],
    ['blank lines', `${'\n'.repeat(3_000)}x${'\n'.repeat(3_000)}`],
  ])('cuts %s without end into readable parts and loses nothing', (_, body) => {
    const passages = passagesOf(`## H\n${body}`);
    for (const { text } of passages) {
      expect(text.length).toBeLessThanOrEqual(900);
      expect(text.isWellFormed()).toBe(true);
    }
    const without = (text: string) => text.replace(/\s+/g, '');
    expect(without(passages.map(({ text }) => text).join(''))).toBe(without(body));
  });

  it('finds a passage for every section of the demo', () => {
    for (const { body } of articles) expect(passagesOf(body)).toHaveLength(body.split(/^## /m).length - 1);
  });
});
