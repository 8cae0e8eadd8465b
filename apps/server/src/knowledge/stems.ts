/** The stems of words, as Postgres makes them for the passages (`knowledge_stem`). */
import { sql } from 'kysely';
import type { Core } from '../core/core.ts';
import type { Language } from './language.ts';

export interface Stem {
  readonly language: Language;
  /** Null: a stop word. */
  readonly stem: string | null;
}

/** Of plain words, in each of the languages. */
export async function stemsOf(
  db: Core['db'],
  languages: readonly Language[],
  words: readonly string[],
): Promise<ReadonlyMap<string, readonly Stem[]>> {
  const { rows } = await sql<Stem & { word: string }>`
    select word, language, knowledge_stem(language, word) as stem
    from unnest(${[...words]}::text[]) as word, unnest(${[...languages]}::text[]) as language`.execute(db);
  return Map.groupBy(rows, ({ word }) => word);
}
