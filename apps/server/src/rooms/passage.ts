/** The words of a message around those that were searched for, in one plain line, and where these stand. Pure: knows no database. */
import type { Mention } from '@parley/protocol';
import { plainLine } from '@parley/protocol/markdown';

type Passage = Pick<Mention, 'text' | 'marks'>;

/** As much as two lines of a list can show. */
const MOST = 200;
/** Before the first searched word, so that it stands in sight in a narrow list; more of it where a line of the list has room. */
const BEFORE = 20;
const LINE = 40;

export function passageOf(content: string, query: string): Passage {
  const line = plainLine(content);
  const words = searched(query);
  const at = places(line, words)[0]?.from ?? 0;
  const before = Math.max(BEFORE, LINE - (line.length - at));
  const begin = at > before ? wordFrom(line, at - before, at) : 0;
  const rest = line.slice(begin);
  const cut = rest.length > MOST ? rest.slice(0, wordBefore(rest, MOST)) : rest;
  const text = `${begin > 0 ? '… ' : ''}${cut}${cut.length < rest.length ? ' …' : ''}`;
  return { text, marks: places(text, words) };
}

/** What is written together is looked for together first, then in its parts; null: there is no word in it. */
function searched(query: string): RegExp | null {
  const together = query.split(/\s+/).map((word) => word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, ''));
  const parts = together.flatMap((word) => word.split(/[^\p{L}\p{N}\p{M}]+/u));
  const all = [...new Set([...together, ...parts])].filter((word) => word !== '');
  if (all.length === 0) return null;
  const longestFirst = all
    .sort((a, b) => b.length - a.length)
    .map((word) => word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
  return new RegExp(`(?<![\\p{L}\\p{N}\\p{M}])(?:${longestFirst.join('|')})(?![\\p{L}\\p{N}\\p{M}])`, 'giu');
}

const places = (line: string, words: RegExp | null): Passage['marks'] =>
  words ? [...line.matchAll(words)].map(({ 0: word, index }) => ({ from: index, to: index + word.length })) : [];

/** The first word that begins at `from` or later, `to` at the latest. */
function wordFrom(line: string, from: number, to: number): number {
  const space = line.indexOf(' ', from);
  return space === -1 || space >= to ? to : space + 1;
}

/** The end of the last word before `to`; of one endless word as much as there is, with no character in halves. */
function wordBefore(line: string, to: number): number {
  const space = line.lastIndexOf(' ', to);
  if (space > 0) return space;
  return /[\uD800-\uDBFF]/.test(line.charAt(to - 1)) ? to - 1 : to;
}
