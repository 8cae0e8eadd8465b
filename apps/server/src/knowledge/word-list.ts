/**
 * The words of a site's passages in memory, until the knowledge changes: what a question's words may mean there is looked up
 * thousands of times for each time that it is read.
 */
import type { Core } from '../core/core.ts';
import type { Language } from './language.ts';
import { SiteCache } from './site-cache.ts';

export interface KnownWord {
  readonly language: Language;
  readonly word: string;
  readonly stem: string;
  /** In how many it stands. */
  readonly passages: number;
}

export class WordList {
  readonly languages: readonly Language[];
  readonly words: readonly KnownWord[];
  readonly #passages = new Map<string, number>();
  readonly #beginning: ReadonlyMap<string | undefined, readonly KnownWord[]>;
  readonly #ending: ReadonlyMap<string | undefined, readonly KnownWord[]>;

  constructor(words: readonly KnownWord[]) {
    this.words = words;
    for (const { language, stem, passages } of words) {
      const key = `${language} ${stem}`;
      this.#passages.set(key, (this.#passages.get(key) ?? 0) + passages);
    }
    this.#beginning = Map.groupBy(words, ({ word }) => word[0]);
    this.#ending = Map.groupBy(words, ({ word }) => word.at(-1));
    this.languages = [...new Set(words.map(({ language }) => language))];
  }

  /** Those with the same first letter. */
  beginningLike = (word: string): readonly KnownWord[] => this.#beginning.get(word[0]) ?? [];
  /** Those with the same last letter. */
  endingLike = (word: string): readonly KnownWord[] => this.#ending.get(word.at(-1)) ?? [];

  /** The passages of that language that hold a word of that stem, at most. */
  passages(language: Language, stem: string): number {
    return this.#passages.get(`${language} ${stem}`) ?? 0;
  }
}

/** Words of all sites together: about 100 MB. */
const KEPT = 600_000;
const STATE = Symbol('word lists');

/** As of that version, or later. */
export const wordListOf = (core: Pick<Core, 'db' | 'state'>, siteId: string, version: number): Promise<WordList> =>
  core.state
    .get(STATE, () => new SiteCache<WordList>(KEPT, ({ words }) => words.length))
    .get(siteId, `${version}`, () => read(core.db, siteId));

async function read(db: Core['db'], siteId: string): Promise<WordList> {
  const rows = await db
    .selectFrom('knowledge_words')
    .select(['language', 'word', 'stem', 'passages'])
    .where('site_id', '=', siteId)
    .where('passages', '>', 0)
    .execute();
  return new WordList(rows as KnownWord[]);
}
