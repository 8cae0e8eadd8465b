/** What the buttons and keys of the article's field do to its text: each a small replacement and the selection after it. */
import type { Edit } from '../ui/type-into.ts';

export interface Selected {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Puts marks around what is selected, or takes them away where they are. */
export const marked =
  (mark: string) =>
  ({ text, start, end }: Selected): Edit => {
    const size = mark.length;
    const inner = text.slice(start, end);
    const around = (from: number, to: number) =>
      text.slice(from - size, from) === mark &&
      text.slice(to, to + size) === mark &&
      // One star of two is not what is meant.
      (size > 1 || (text[from - size - 1] !== mark && text[to + size] !== mark));
    if (around(start, end))
      return { from: start - size, to: end + size, insert: inner, start: start - size, end: end - size };
    return { from: start, to: end, insert: mark + inner + mark, start: start + size, end: end + size };
  };

const LIST = /^(?:[-*]|\d{1,9}[.)]) +/;

/** The whole lines that the selection touches. */
function linesOf({ text, start, end }: Selected): { from: number; to: number; lines: string[] } {
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const next = text.indexOf('\n', Math.max(start, end - 1));
  const to = next < 0 ? text.length : next;
  return { from, to, lines: text.slice(from, to).split('\n') };
}

function rewritten(selected: Selected, rewrite: (lines: readonly string[]) => string[]): Edit {
  const { from, to, lines } = linesOf(selected);
  const insert = rewrite(lines).join('\n');
  const end = from + insert.length;
  // A caret stays a caret, behind what it was behind.
  const caret = Math.max(from, selected.start + insert.length - (to - from));
  return {
    from,
    to,
    insert,
    ...(selected.start === selected.end ? { start: caret, end: caret } : { start: from, end }),
  };
}

/** Makes a list of the lines, or ends the list that they are. */
export const listed =
  (marker: (n: number) => string) =>
  (selected: Selected): Edit =>
    rewritten(selected, (lines) => {
      const off = lines.every((line, i) => line.startsWith(marker(i + 1)));
      return lines.map((line, i) => (off ? '' : marker(i + 1)) + line.replace(LIST, ''));
    });

/** Makes a heading of the line, or takes that away. */
export const headed =
  (marks: string) =>
  (selected: Selected): Edit =>
    rewritten(selected, (lines) => {
      const off = lines.every((line) => line.startsWith(`${marks} `));
      return lines.map((line) => (off ? '' : `${marks} `) + line.replace(/^#{1,4} +/, ''));
    });

/** An address that is selected becomes a link without words yet, words become one without an address. */
export function linked({ text, start, end }: Selected): Edit {
  const inner = text.slice(start, end);
  if (/^(https?:\/\/|mailto:)\S+$/.test(inner))
    return { from: start, to: end, insert: `[](${inner})`, start: start + 1, end: start + 1 };
  const label = inner || 'words';
  const at = start + label.length + 3;
  return { from: start, to: end, insert: `[${label}](https://)`, start: at, end: at + 'https://'.length };
}

/** What Enter does in a list: the next item, or out of the list where the item is empty. Null: what it does anywhere. */
export function continued(selected: Selected): Edit | null {
  const { text, start, end } = selected;
  if (start !== end) return null;
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const line = text.slice(from, start);
  const marker = LIST.exec(line)?.[0];
  if (!marker) return null;
  if (line === marker) return { from, to: start, insert: '', start: from, end: from };
  const number = Number.parseInt(marker, 10);
  const next = Number.isNaN(number) ? marker : marker.replace(String(number), String(number + 1));
  const at = start + 1 + next.length;
  return { from: start, to: start, insert: `\n${next}`, start: at, end: at };
}
