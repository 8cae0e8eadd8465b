/**
 * What the words of a question may mean in the knowledge of a site: themselves by their stem, words of the same meaning,
 * what they hint at, compounds around them, their own parts, and, for words that stand nowhere, what they may be a slip of.
 */
import type { Core } from '../core/core.ts';
import type { Language } from './language.ts';
import { isNear, slipsIn } from './plain-words.ts';
import { type Stem, stemsOf } from './stems.ts';
import { synonymsOf } from './synonyms.ts';
import type { KnownWord, WordList } from './word-list.ts';

/** A passage of this language that holds the stem has been asked for, as much as `factor` says. */
export interface Way {
  readonly language: Language;
  readonly stem: string;
  readonly factor: number;
  readonly how: keyof typeof FACTORS;
  /** How the knowledge writes it, as far as that is known. */
  readonly word: string;
  /** Passages that hold it. */
  readonly passages: number;
  /** Which part of a compound it is: the word is there when both are. */
  readonly part?: 0 | 1;
}
export interface Term {
  /** As asked, in plain letters. */
  readonly word: string;
  /** The best first; none: the knowledge does not know it. */
  readonly ways: readonly Way[];
  /** The word itself stands in the knowledge. */
  readonly known: boolean;
}

/** What finding another word is worth, of finding the word itself. */
const FACTORS = { itself: 1, joined: 0.95, synonym: 0.9, slip: 0.7, around: 0.65, part: 0.5, kin: 0.45, hint: 0.15 };
/** Letters that a part of a compound has at least, and a German word that stands for the longer one around it. */
const PART = 4;
/** The same of other languages, and of the beginning (in German the end too) that makes two words kin. */
const STEM = 5;
/** Words that stand for one that was asked for, of each kind: the most common ones. */
const LIKENESSES = 12;

/** Of the words that are not stop words, in their order. */
export async function meaningsOf(
  core: Pick<Core, 'db' | 'state'>,
  list: WordList,
  words: readonly string[],
  language: Language | null,
): Promise<Term[]> {
  if (words.length === 0) return [];
  const forms = words.map((word, i) => ({
    word,
    variants: variantsOf(word),
    splits: splitsOf(word),
    joined: [`${words[i - 1] ?? ''}${word}`, `${word}${words[i + 1] ?? ''}`].filter((one) => one !== word),
  }));
  const all = forms.flatMap(({ word, variants, splits, joined }) => [word, ...variants, ...splits.flat(), ...joined]);
  const stems = await stemsOf(core.db, list.languages, [...new Set(all)]);
  const synonyms = await synonymsOf(core);
  const isStop = (word: string): boolean => {
    const own = (stems.get(word) ?? []).filter((stem) => stem.language === language);
    return (own.length > 0 ? own : (stems.get(word) ?? [])).some(({ stem }) => stem === null);
  };
  const there = (word: string, how: Way['how']): Way[] =>
    (stems.get(word) ?? []).flatMap(({ language: of, stem }) => {
      const passages = stem === null ? 0 : list.passages(of, stem);
      return stem !== null && passages > 0 ? [as({ language: of, stem, word, passages }, how)] : [];
    });
  return forms
    .filter(({ word }) => !isStop(word))
    .map(({ word, variants, splits, joined }): Term => {
      const own = stems.get(word) ?? [];
      const itself = [word, ...variants].flatMap((one) => there(one, 'itself'));
      const known = itself.length > 0;
      const parts = splits
        .map((split) =>
          split.map((part, n) => there(part, 'part').map((way) => ({ ...way, part: n === 0 ? 0 : 1 }) as const)),
        )
        .find((split) => split.every((found) => found.length > 0));
      const alike = own
        .flatMap(({ language: of, stem }) => synonyms.get(`${of} ${stem}`) ?? [])
        .map((one) => ({ ...one, word: '', passages: list.passages(one.language, one.stem) }))
        .filter(({ passages }) => passages > 0);
      return {
        word,
        known,
        ways: strongest([
          ...itself,
          ...joined.flatMap((one) => there(one, 'joined')),
          ...(parts?.flat() ?? []),
          ...alike.map((one) => as(one, one.how)),
          ...around(list, word, known),
          ...(known ? [] : resembling(list, word, own, language)),
        ]),
      };
    });
}

/** Compounds that hold the word: in German always, elsewhere where the word itself stands nowhere. */
function around(list: WordList, word: string, known: boolean): Way[] {
  if (word.length < PART) return [];
  const found = list.words.filter(
    ({ language, word: other }) =>
      (language === 'de' || (!known && word.length >= STEM)) && other.length > word.length && other.includes(word),
  );
  return most(found).map((one) => as(one, 'around'));
}

/** What a word that stands nowhere may be a slip of, and what is kin to it; in the question's language, where that is known. */
function resembling(list: WordList, word: string, own: readonly Stem[], asked: Language | null): Way[] {
  const isAsked = ({ language }: KnownWord) => asked === null || language === asked;
  const near = list.beginningLike(word).filter(isAsked);
  const slips = slipsIn(word) > 0 ? near.filter((one) => isSlip(word, own, one)) : [];
  const kin = [
    ...near.filter((one) => areKin(word, one)),
    ...list.endingLike(word).filter((one) => one.language === 'de' && isAsked(one) && shareEnd(word, one.word)),
  ];
  return [...most(slips).map((one) => as(one, 'slip')), ...most(kin).map((one) => as(one, 'kin'))];
}

const most = (words: readonly KnownWord[]): KnownWord[] =>
  words.toSorted((a, b) => b.passages - a.passages).slice(0, LIKENESSES);

const as = ({ language, stem, word, passages }: KnownWord, how: Way['how']): Way => ({
  language,
  stem,
  word,
  passages,
  how,
  factor: FACTORS[how],
});

/** Each stem of a language once, in its strongest sense. */
function strongest(ways: readonly Way[]): Way[] {
  const best = new Map<string, Way>();
  for (const way of ways) {
    const key = `${way.language} ${way.stem}`;
    if ((best.get(key)?.factor ?? 0) < way.factor) best.set(key, way);
  }
  return [...best.values()].sort((a, b) => b.factor - a.factor);
}

/** Umlauts as they are typed without an umlaut's key. */
function variantsOf(word: string): string[] {
  const plain = word.replace(/(?<![aeq])([aou])e/g, '$1');
  return plain === word ? [] : [plain];
}

/** A long word in two, the longer beginning first. */
function splitsOf(word: string): [string, string][] {
  const splits: [string, string][] = [];
  for (let at = word.length - PART; at >= PART; at--) splits.push([word.slice(0, at), word.slice(at)]);
  return splits;
}

/** Of the word, or of its stem: endings differ anyway, and nobody slips at the first letter. Another ending alone is no slip, its stem would have been the same. */
function isSlip(word: string, stems: readonly Stem[], way: KnownWord): boolean {
  if (shared(word, way.word) >= Math.min(word.length, way.word.length) - 1) return false;
  if (isNear(word, way.word, slipsIn(word))) return true;
  return stems.some(
    ({ language, stem }) =>
      stem !== null && language === way.language && stem.length >= STEM && isNear(stem, way.stem, slipsIn(stem)),
  );
}

/** Program and programming, Kaffeemaschine and Kaffeevollautomat. */
const areKin = (word: string, { word: other, language }: KnownWord): boolean =>
  shared(word, other) >= Math.max(STEM, word.length * (language === 'de' ? 0.4 : 0.6));

/** Kaffeemaschine and Waschmaschine. */
function shareEnd(word: string, other: string): boolean {
  const enough = Math.max(STEM + 1, Math.ceil(word.length * 0.4));
  return word.length >= enough && other.endsWith(word.slice(-enough));
}

/** Letters from the beginning that two words have in common. */
function shared(one: string, other: string): number {
  let n = 0;
  while (n < one.length && one[n] === other[n]) n++;
  return n;
}
