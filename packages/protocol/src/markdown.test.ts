/** The Markdown tree loses no text and makes no dangerous link. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Block, type Inline, parseMarkdown, safeHref } from './markdown.ts';

const textOf = (inlines: Inline[]): string => inlines.map((inline) => inline.text).join('');
const blockText = (block: Block): string => {
  switch (block.type) {
    case 'heading':
      return textOf(block.content);
    case 'list':
      return block.items.map(textOf).join('');
    case 'pre':
      return block.text;
    default:
      return block.lines.map(textOf).join('');
  }
};

test('headings, lists, quotes, code and paragraphs become blocks', () => {
  expect(parseMarkdown('## Title\nfirst\nsecond\n\n- a\n- **b**\n\n1. one\n\n> said\n\n```\nx < y\n```')).toEqual([
    { type: 'heading', level: 2, content: [{ type: 'text', text: 'Title' }] },
    { type: 'paragraph', lines: [[{ type: 'text', text: 'first' }], [{ type: 'text', text: 'second' }]] },
    { type: 'list', ordered: false, items: [[{ type: 'text', text: 'a' }], [{ type: 'strong', text: 'b' }]] },
    { type: 'list', ordered: true, items: [[{ type: 'text', text: 'one' }]] },
    { type: 'quote', lines: [[{ type: 'text', text: 'said' }]] },
    { type: 'pre', language: '', text: 'x < y' },
  ]);
});

test('[M4] only web and mail addresses become links', () => {
  const links = (source: string) => JSON.stringify(parseMarkdown(source)).match(/"href":"[^"]*"/g) ?? [];
  expect(links('[a](https://a.test) https://b.test/x. [m](mailto:a@b.test)')).toHaveLength(3);
  for (const bad of ['[x](javascript:alert)', '[x](data:text/html,a)', '[x](/rel)', '<img src=x>', '[x](vbscript:a)'])
    expect(links(bad)).toEqual([]);
  expect(safeHref(' javascript:alert(1)')).toBeNull();
});

test('[M4] whatever is written, every word comes out and nothing throws', () => {
  const piece = fc.constantFrom(
    '**',
    '*',
    '`',
    '[',
    '](',
    ')',
    '\n',
    '\u2028',
    '# ',
    '- ',
    '1. ',
    '> ',
    '```',
    ' ',
    'https://',
  );
  const word = fc.stringMatching(/^[a-z]{1,6}$/);
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, word), { maxLength: 60 }), (parts) => {
      const shown = parseMarkdown(parts.join(''))
        .map((block) => `${JSON.stringify(block)}${blockText(block)}`)
        .join('');
      for (const part of parts) if (/^[a-z]+$/.test(part) && part !== 'https') expect(shown).toContain(part);
    }),
  );
});

test('50,000 hostile characters parse in one pass', () => {
  for (const unit of ['**a', '[a](', '`', '*a', '> ', '![[']) {
    expect(parseMarkdown(unit.repeat(50_000 / unit.length)).length).toBeGreaterThan(0);
  }
});
