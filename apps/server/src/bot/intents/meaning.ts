/**
 * What a text asks for, as a set: its concepts and the stems of its other words (`wordings.ts`), without what people say around them.
 * Two texts mean the same when their sets are the same. What a text has beyond the other, a place, a number, a "not", makes it
 * another question.
 */
import type { Core } from '../../core/core.ts';
import { LANGUAGES, type Language, languageOf } from '../../knowledge/language.ts';
import { plainWords } from '../../knowledge/plain-words.ts';
import { stemsOf } from '../../knowledge/stems.ts';
import { ASPECTS, DIRECTIONS, TOGETHER, WORDINGS, type Wording } from './wordings.ts';

/** In the order in which they were said, each once; concepts in capitals. */
export type Meaning = readonly string[];
export type Meanings = ReadonlyMap<Language, Meaning>;

/** Whoever writes more has more than one wish. */
const MOST_WORDS = 24;
/** Letters that each part of a compound has at least. */
const PART = 4;
const STATE = Symbol('concepts');

interface Reading {
  readonly phrases: readonly (readonly [pattern: RegExp, meant: string])[];
  /** By the form, as it is written in the list. */
  readonly concepts: ReadonlyMap<string, string>;
  readonly coin: ReadonlySet<string>;
  readonly kept: ReadonlySet<string>;
  readonly compounds: boolean;
}
const READINGS = new Map(
  LANGUAGES.flatMap((language) => {
    const wording = WORDINGS[language];
    return wording ? [[language, readingOf(wording, language === 'de')] as const] : [];
  }),
);
const IN_ALL = [...READINGS.keys()];

function readingOf({ phrases, concepts, coin, kept }: Wording, compounds: boolean): Reading {
  const words = (text: string) => text.split(/\s+/).filter(Boolean);
  return {
    phrases: phrases.map(([pattern, meant]) => [new RegExp(`(?<= )(?:${pattern})(?= )`, 'g'), meant] as const),
    concepts: new Map(
      Object.entries(concepts).flatMap(([concept, forms]) => words(forms).map((form) => [form, concept])),
    ),
    coin: new Set(words(coin)),
    kept: new Set([...words(kept), ...DIRECTIONS]),
    compounds,
  };
}

/** Of each text, in each language that it may be in. */
export async function meaningsOf(core: Pick<Core, 'db' | 'state'>, texts: readonly string[]): Promise<Meanings[]> {
  const read = texts.map((text) => {
    const language = languageOf(text);
    const spoken = language === null ? IN_ALL : IN_ALL.filter((one) => one === language);
    return spoken.map((one) => ({ language: one, words: wordsOf(READINGS.get(one) as Reading, text) }));
  });
  const open = read.flat().flatMap(({ words }) => words.filter(isWord));
  const [concepts, stems] = await Promise.all([
    core.state.once(STATE, () => readConcepts(core.db)),
    stemsOf(core.db, IN_ALL, [...new Set(open)]),
  ]);
  return read.map((spoken) => {
    const meanings = spoken.map(({ language, words }) => {
      const { concepts: own, kept } = READINGS.get(language) as Reading;
      const named = words.flatMap((word) => {
        if (!isWord(word) || kept.has(word)) return [word];
        const stem = stemIn(stems, language, word);
        return own.get(word) ?? (stem === null ? [] : (concepts.get(`${language} ${stem}`) ?? [stem]));
      });
      return [language, settled(named)] as const;
    });
    return new Map(meanings);
  });
}

const stemIn = (stems: Awaited<ReturnType<typeof stemsOf>>, language: Language, word: string): string | null =>
  stems.get(word)?.find((stem) => stem.language === language)?.stem ?? null;

/** By language and stem. The lists do not change, and no question has their stems made again. */
async function readConcepts(db: Core['db']): Promise<ReadonlyMap<string, string>> {
  const forms = [...READINGS.values()].flatMap(({ concepts }) => [...concepts.keys()]);
  const stems = await stemsOf(db, IN_ALL, [...new Set(forms)]);
  return new Map(
    [...READINGS].flatMap(([language, { concepts }]) =>
      [...concepts].map(([form, concept]) => [`${language} ${stemIn(stems, language, form)}`, concept] as const),
    ),
  );
}

/** Concepts are in capitals; a script without them has words alone. */
const isWord = (word: string): boolean => word === word.toLowerCase();

/** What is left of the words once phrases are named and the coin is gone. */
function wordsOf({ phrases, concepts, coin, compounds }: Reading, text: string): string[] {
  const plain = plainWords(text);
  if (plain.split(' ').length > MOST_WORDS) return [];
  const apart = compounds ? plain.split(' ').flatMap((word) => partsOf(word, concepts, coin)) : plain.split(' ');
  let said = ` ${apart.join(' ')} `;
  for (const [pattern, meant] of phrases) said = said.replace(pattern, meant).replace(/ +/g, ' ');
  return said.split(' ').filter((word) => word !== '' && !coin.has(word));
}

/** A compound that ends in a word which is known: Fahrradreparatur, Kundenkonto. */
function partsOf(word: string, concepts: ReadonlyMap<string, string>, coin: ReadonlySet<string>): string[] {
  if (concepts.has(word)) return [word];
  for (let at = PART; at <= word.length - PART; at++) {
    const end = word.slice(at);
    if (!concepts.has(end) && !coin.has(end)) continue;
    const beginning = word.slice(0, at);
    const bare = beginning.replace(/s$/, '');
    return [concepts.has(beginning) || coin.has(beginning) ? beginning : bare, end];
  }
  return [word];
}

function settled(named: readonly string[]): Meaning {
  const all = new Set(named);
  for (const [there, other, become] of TOGETHER) {
    if (!all.has(there) || !all.has(other)) continue;
    all.delete(there);
    all.delete(other);
    for (const one of become.split(' ')) all.add(one);
  }
  return [...all];
}

/** Empty ones mean nothing, nor do those that name nothing. */
export function meanSame(one: Meanings, other: Meanings): boolean {
  return [...one].some(([language, asked]) => {
    const known = other.get(language);
    if (!known || asked.length !== known.length || !namesSomething(asked)) return false;
    const directed = isDirected(asked);
    return asked.every((word, i) => (directed ? known[i] === word : known.includes(word)));
  });
}

/** The same for texts that mean the same, in this language; null: nothing that could be told from others. */
export function keyOf(meanings: Meanings, language: Language): string | null {
  const meaning = meanings.get(language) ?? [];
  if (!namesSomething(meaning)) return null;
  return (isDirected(meaning) ? meaning : [...meaning].sort()).join(' ');
}

const namesSomething = (meaning: Meaning): boolean => meaning.some((word) => !ASPECTS.has(word));
const isDirected = (meaning: Meaning): boolean =>
  meaning.some((word) => DIRECTIONS.has(word)) || meaning.filter((word) => /\d/.test(word)).length > 1;

/** Whether the text says all that the trigger says, and more: then it asks for that more. */
export function saysMore(text: Meanings, trigger: Meanings): boolean {
  return [...text].some(([language, asked]) => {
    const known = trigger.get(language);
    return (
      known !== undefined &&
      known.length > 0 &&
      asked.length > known.length &&
      known.every((word) => asked.includes(word))
    );
  });
}

/** Whether both say no, or neither does, with the same numbers; false where they are of two languages, or say nothing. */
export function agree(one: Meanings, other: Meanings): boolean {
  return [...one].some(([language, asked]) => {
    const known = other.get(language);
    if (!known || asked.length === 0 || known.length === 0) return false;
    const decisive = (meaning: Meaning) =>
      meaning
        .filter((word) => word === 'NOT' || /\d/.test(word))
        .sort()
        .join(' ');
    return decisive(asked) === decisive(known);
  });
}
