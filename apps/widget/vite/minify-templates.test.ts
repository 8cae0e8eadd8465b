/** Only white space that nobody sees goes. */
import { describe, expect, it } from 'vitest';
import { minifyMarkup, plainWords } from './minify-templates.ts';

const HOLE = '\uE000';

describe('markup', () => {
  it.each([
    ['\n  <div>\n    <p>text</p>\n  </div>\n', '<div><p>text</p></div>'],
    ['<p>one\n   two</p>', '<p>one two</p>'],
    ['<p>one <b>two</b> three</p>', '<p>one <b>two</b> three</p>'],
    ['<input\n  id="a"\n  type="b"\n/>', '<input id="a" type="b" />'],
    [`<a\n  href=${HOLE}\n  @click=${HOLE}\n>${HOLE}</a>`, `<a href=${HOLE} @click=${HOLE}>${HOLE}</a>`],
    [`<p>\n  ${HOLE}\n  ${HOLE}\n</p>`, `<p>${HOLE}${HOLE}</p>`],
    [`<p>${HOLE} ${HOLE}</p>`, `<p>${HOLE} ${HOLE}</p>`],
    ['<p><!-- note -->text</p>', '<p>text</p>'],
  ])('%j becomes %j', (before, after) => {
    expect(minifyMarkup(before)).toBe(after);
  });
});

describe('words that never change', () => {
  it.each([
    ['<b title=${`Close it`} @click=${f}>', '<b title="Close it" @click=${f}>'],
    ['<p id=${`a`}>${`One. Two …`}</p>', '<p id="a">One. Two …</p>'],
    // What markup, lit or the string itself would read otherwise stays a binding.
    ['<p title=${`a=b`}>${`1 < 2`}</p>', '<p title=${`a=b`}>${`1 < 2`}</p>'],
    ['<p title=${`a ${b}`}>${`a ${b}`}</p>', '<p title=${`a ${b}`}>${`a ${b}`}</p>'],
  ])('%s becomes %s', (before, after) => {
    expect(plainWords(before)).toBe(after);
  });
});
