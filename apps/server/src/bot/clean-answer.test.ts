/** What of a model's words reaches the visitor. */
import { parseMarkdown } from '@parley/protocol/markdown';
import { describe, expect, it } from 'vitest';
import { cleanAnswer, cutAtSentence } from './clean-answer.ts';

const allowed = (href: string) => href.startsWith('https://shop.test/') || href === 'mailto:care@shop.test';
const clean = (raw: string, complete = true) => cleanAnswer(raw, { passages: 3, allowed, complete });

describe('citations', () => {
  it.each([
    ['Five years [1].', 'Five years.', [1]],
    ['Free [2], and fast [1][3].', 'Free, and fast.', [2, 1, 3]],
    ['Free [1, 3].', 'Free.', [1, 3]],
    ['Free [1-3].', 'Free.', [1, 2, 3]],
    ['Free【2†source】.', 'Free.', [2]],
    ['Free [^1].', 'Free.', [1]],
    ['Free [7].', 'Free.', []],
    ['`a[1]` stays', '`a[1]` stays', []],
    ['I do not know. [?]', 'I do not know.', []],
  ])('%j', (raw, text, cited) => expect(clean(raw)).toMatchObject({ text, cited }));

  it('tell that it does not know', () => {
    expect(clean('No idea. [?]').unknown).toBe(true);
    expect(clean('Really?').unknown).toBe(false);
  });
});

describe('links, images and HTML', () => {
  it.each([
    ['[here](https://shop.test/a)', '[here](https://shop.test/a)'],
    ['[here](https://evil.test/a)', 'here'],
    ['[here](https://shop.test.evil.test/)', 'here'],
    ['[here](javascript:alert(1))', 'here)'],
    ['[here](//evil.test)', 'here'],
    ['[care](mailto:care@shop.test)', '[care](mailto:care@shop.test)'],
    ['[x](mailto:other@evil.test)', 'x'],
    ['see https://shop.test/a.', 'see https://shop.test/a.'],
    ['see https://evil.test/a.', 'see (…).'],
    ['<https://evil.test>', '(…)'],
    ['![pixel](https://evil.test/p.png?q=secret)', 'pixel'],
    ['[![p](https://evil.test/p.png)](https://evil.test)', null],
    ['<b>bold</b> <script>alert(1)</script>', 'bold alert(1)'],
    ['<img src=x onerror=alert(1)>', ''],
    ['<scr<script>ipt>', null],
    ['`<b>` is a tag', '`<b>` is a tag'],
    ['```\n<b>https://evil.test</b>\n```', '```\n<b>https://evil.test</b>\n```'],
    ['5 < 6 and 7 > 6', '5 < 6 and 7 > 6'],
    ['a\0b\ud800', 'ab\ufffd'],
  ])('%j', (raw, text) => {
    const found = clean(raw).text;
    if (text !== null) expect(found).toBe(text);
    expect(found.replace(/```[\s\S]*```|`[^`]*`/g, '')).not.toMatch(/evil\.test|<script|<img/);
  });
});

describe('what comes together when something between is taken out, or is read otherwise by a screen, is no link', () => {
  it.each([
    '![[write to us](a)](mailto:x@evil.test)',
    '[log in[1]](mailto:x@evil.test)',
    '[log in[1]](HTTPS://evil.test)',
    '[log in]<b>(mailto:x@evil.test)',
    '][log in](mailto:x@evil.test)',
    '!][log in](mailto:x@evil.test)',
    'htt<b>ps://evil.test/x',
    'htt[1]ps://evil.test/x',
    'h<!-- -->t<i>t[1]ps://evil[2].test/x and htt[?]ps://evil.test',
    'a ```\n[log in](https://evil.test)\n```',
    '`a\u2028[log in](https://evil.test)`',
    '`a\rhttps://evil.test`',
    '# [a[1]](mailto:x@evil.test)\n- [b[1]](mailto:y@evil.test)\n> [c[1]](mailto:z@evil.test)',
  ])('%j', (raw) => {
    for (const complete of [true, false])
      expect(JSON.stringify(parseMarkdown(clean(raw, complete).text))).not.toMatch(/"href":"[^"]*evil/);
  });

  it('and what may be one stays one', () => {
    const text = '[a](https://shop.test/a) or https://shop.test/b, `c https://else.test/c`';
    expect(clean(`${text} htt[1]ps://evil.test`).text).toBe(`${text} (…)`);
  });
});

describe('half an answer', () => {
  const whole =
    'Yes. **Five years** [1], see [our page](https://shop.test/warranty) or [this](https://evil.test/x) https://evil.test/y `a[1]` <b>now</b>! [2] ![i](https://evil.test/i) end [?]';

  it('never shows what the whole would not', () => {
    for (let length = 0; length <= whole.length; length++) {
      const { text } = clean(whole.slice(0, length), false);
      expect(text).not.toMatch(/evil|\[\d|<b|【|\[\?/);
    }
  });

  it('only grows', () => {
    const end = clean(whole).text;
    for (let length = 0; length <= whole.length; length++) {
      const { text } = clean(whole.slice(0, length), false);
      expect(end.startsWith(text.replace(/[`*]+$/, '').trimEnd())).toBe(true);
    }
  });
});

describe('cutAtSentence', () => {
  it.each([
    ['One. Two. Three', 9, 'One. Two. …'],
    ['One. Two.', 100, 'One. Two.'],
    ['word '.repeat(10), 12, 'word word wo …'],
  ])('%j at %i', (text, length, cut) => expect(cutAtSentence(text, length)).toBe(cut));
});
