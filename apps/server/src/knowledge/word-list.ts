/**
 * The words of a site's passages in memory, until the knowledge changes: what a question's words may mean there is looked up
 * thousands of times for each time that it is read.
 */
import type { Core } from '../core/core.ts';
import type { Language } from './language.ts';

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

interface Kept {
  readonly version: number;
  readonly list: Promise<WordList>;
  words: number;
}

/** As of that version, or later. */
export function wordListOf(core: Pick<Core, 'db' | 'state'>, siteId: string, version: number): Promise<WordList> {
  const lists = core.state.get(STATE, () => new Map<string, Kept>());
  const known = lists.get(siteId);
  lists.delete(siteId);
  const kept = known?.version === version ? known : { version, list: read(core.db, siteId), words: 0 };
  // The one that was asked for last stands last.
  lists.set(siteId, kept);
  kept.list.then(
    ({ words }) => {
      kept.words = words.length;
      let sum = [...lists.values()].reduce((all, list) => all + list.words, 0);
      for (const [id, list] of lists) {
        if (sum <= KEPT || id === siteId) break;
        sum -= list.words;
        lists.delete(id);
      }
    },
    () => {
      if (lists.get(siteId) === kept) lists.delete(siteId);
    },
  );
  return kept.list;
}

async function read(db: Core['db'], siteId: string): Promise<WordList> {
  const rows = await db
    .selectFrom('knowledge_words')
    .select(['language', 'word', 'stem', 'passages'])
    .where('site_id', '=', siteId)
    .where('passages', '>', 0)
    .execute();
  return new WordList(rows as KnownWord[]);
}
