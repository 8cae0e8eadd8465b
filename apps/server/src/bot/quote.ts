/** A passage as an answer: the part that was asked for, cut between sentences, its Markdown whole. */
import { plainWords } from '../knowledge/plain-words.ts';

/** Characters of a quote at most. */
const LENGTH = 600;

interface Unit {
  readonly text: string;
  /** What stands before it in the passage: a paragraph's break, a list's new line, a sentence's space. */
  readonly glue: string;
}

/** The text itself when it is short enough, else the stretch of whole sentences and list items with most of `words`. */
export function quoteOf(text: string, words: readonly string[]): string {
  const whole = text.trim();
  if (whole.length <= LENGTH) return whole;
  const units = unitsOf(whole);
  const hits = units.map((unit) => hitsIn(unit.text, words));
  let best = { from: 0, to: 0, score: -1 };
  for (let from = 0; from < units.length; from++) {
    let length = 0;
    let score = 0;
    for (let to = from; to < units.length; to++) {
      const { text: unit, glue } = units[to] as Unit;
      length += unit.length + (to > from ? glue.length : 0);
      if (length > LENGTH && to > from) break;
      score += hits[to] as number;
      // Of equals the earlier and longer: a passage is best read from its beginning.
      if (score > best.score || (score === best.score && from === best.from)) best = { from, to, score };
    }
  }
  const stretch = units.slice(best.from, best.to + 1);
  return cut(stretch.map(({ text: unit, glue }, i) => (i === 0 ? unit : glue + unit)).join(''));
}

function unitsOf(text: string): Unit[] {
  return text
    .split(/\n{2,}/)
    .flatMap((block) =>
      block
        .split('\n')
        .flatMap((line, i) =>
          sentencesOf(line).map((sentence, j) => ({ text: sentence, glue: j > 0 ? ' ' : i > 0 ? '\n' : '\n\n' })),
        ),
    );
}

/** A list's item and whatever would break inside its Markdown stay whole. */
function sentencesOf(line: string): string[] {
  if (/^([-*]|\d+[.)]) /.test(line)) return [line];
  const parts: string[] = [];
  for (const part of line.split(/(?<=[.!?…؟]['"”’)*]{0,3})\s+(?=[\p{Lu}\p{N}*["“¿¡\p{Lo}])/u)) {
    const open = parts.at(-1);
    if (open !== undefined && (open.match(/\*\*/g)?.length ?? 0) % 2 === 1) parts[parts.length - 1] = `${open} ${part}`;
    else parts.push(part);
  }
  return parts;
}

function hitsIn(unit: string, words: readonly string[]): number {
  const own = plainWords(unit).split(' ');
  // By their first letters: the words come as typed, the passage bends them.
  return words.filter((word) => own.some((other) => other.startsWith(word.slice(0, Math.max(4, word.length - 3)))))
    .length;
}

/** One sentence may alone be too long: then it ends at a word, with an ellipsis, and no Markdown is left open. */
function cut(text: string): string {
  if (text.length <= LENGTH) return text;
  const at = text.lastIndexOf(' ', LENGTH - 1);
  const kept = text
    .slice(0, at > LENGTH / 2 ? at : LENGTH - 1)
    .replace(/[\uD800-\uDBFF]$/, '')
    .replace(/\[[^\]]*$|\]\([^)]*$/, '');
  return `${(kept.match(/\*\*/g)?.length ?? 0) % 2 === 1 ? `${kept}**` : kept}…`;
}
