/** Quoting a passage. */
import { describe, expect, it } from 'vitest';
import { articles } from '../demo/content/articles.ts';
import { passagesOf } from '../knowledge/passages.ts';
import { quoteOf } from './quote.ts';

const sentence = (word: string, n = 12) => `${word} ${'filler '.repeat(n).trim()}.`;

describe('quoteOf', () => {
  it('leaves a short passage as it is', () => {
    expect(quoteOf('**Five years** on all.\n\n- one\n- two', ['years'])).toBe('**Five years** on all.\n\n- one\n- two');
  });

  it('ends at a sentence', () => {
    const quote = quoteOf(Array.from({ length: 12 }, (_, i) => sentence(`S${i}`)).join(' '), []);
    expect(quote.length).toBeLessThanOrEqual(600);
    expect(quote).toMatch(/^S0 .*filler\.$/s);
  });

  it('takes the part that was asked for', () => {
    const text = `${Array.from({ length: 9 }, (_, i) => sentence(`S${i}`)).join(' ')}\n\nThe deposit is **€150**. It comes back.`;
    expect(quoteOf(text, ['deposit'])).toContain('The deposit is **€150**.');
  });

  it('keeps items and marks whole', () => {
    const items = Array.from({ length: 20 }, (_, i) => `- item ${i} costs **€${i}. And** a word or two more`).join(
      '\n',
    );
    const quote = quoteOf(`Prices:\n\n${items}`, ['item']);
    expect((quote.match(/\*\*/g) ?? []).length % 2).toBe(0);
    for (const line of quote.split('\n').filter(Boolean)) expect(line).toMatch(/^(Prices:|- item .*more)$/);
  });

  it('cuts what has no end at a word', () => {
    const quote = quoteOf(`**${'word '.repeat(300)}**`, []);
    expect(quote.length).toBeLessThanOrEqual(605);
    expect(quote).toMatch(/^\*\*.*word\*\*…$/);
    expect(quoteOf('🏔'.repeat(800), []).isWellFormed()).toBe(true);
  });

  it('quotes every passage of the demo with its Markdown in order', () => {
    for (const { text } of articles.flatMap(({ body }) => passagesOf(body))) {
      const quote = quoteOf(text, ['cost']);
      expect(quote.length).toBeLessThanOrEqual(600);
      expect((quote.match(/\*\*/g) ?? []).length % 2).toBe(0);
      expect(quote).not.toContain('…');
    }
  });
});
