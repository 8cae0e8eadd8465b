import { describe, expect, test } from 'vitest';
import type { Edit } from '../ui/type-into.ts';
import { continued, headed, linked, listed, marked, type Selected } from './markdown-edits.ts';

/** The selection stands between two bars, a caret is one. */
function at(shown: string): Selected {
  const start = shown.indexOf('|');
  const end = shown.lastIndexOf('|');
  return { text: shown.replaceAll('|', ''), start, end: end === start ? start : end - 1 };
}
function after({ text }: Selected, { from, to, insert, start, end }: Edit): string {
  const done = text.slice(0, from) + insert + text.slice(to);
  return start === end
    ? `${done.slice(0, start)}|${done.slice(start)}`
    : `${done.slice(0, start)}|${done.slice(start, end)}|${done.slice(end)}`;
}
const edited = (shown: string, edit: (selected: Selected) => Edit | null): string => {
  const selected = at(shown);
  const done = edit(selected);
  return done ? after(selected, done) : shown;
};
const bullet = listed(() => '- ');
const numbered = listed((n) => `${n}. `);

describe('an edit', () => {
  test.each<[string, (selected: Selected) => Edit | null, string, string]>([
    ['bold', marked('**'), 'a |word| b', 'a **|word|** b'],
    ['bold again', marked('**'), 'a **|word|** b', 'a |word| b'],
    ['bold at a caret', marked('**'), 'a | b', 'a **|** b'],
    ['italic', marked('*'), '|word|', '*|word|*'],
    ['italic within bold', marked('*'), '**|word|**', '***|word|***'],
    ['a list', bullet, 'x\n|one\ntwo|\ny', 'x\n|- one\n- two|\ny'],
    ['a list again', bullet, '|- one\n- two|', '|one\ntwo|'],
    ['another kind of list', numbered, '|- one\n- two|', '|1. one\n2. two|'],
    ['a list at a caret', bullet, 'on|e', '- on|e'],
    ['a heading', headed('##'), 'x\nti|tle\ny', 'x\n## ti|tle\ny'],
    ['a heading again', headed('##'), '## ti|tle', 'ti|tle'],
    ['another heading', headed('##'), '### ti|tle', '## ti|tle'],
    ['a link of words', linked, 'see |here|.', 'see [here](|https://|).'],
    ['a link of an address', linked, '|https://a.test/x|', '[|](https://a.test/x)'],
    ['Enter in a list', continued, '- one|', '- one\n- |'],
    ['Enter in a numbered list', continued, 'x\n9. one|', 'x\n9. one\n10. |'],
    ['Enter in an empty item', continued, '- one\n- |', '- one\n|'],
    ['Enter elsewhere', continued, 'one|', 'one|'],
  ])('%s', (_name, edit, before, expected) => {
    expect(edited(before, edit)).toBe(expected);
  });
});
