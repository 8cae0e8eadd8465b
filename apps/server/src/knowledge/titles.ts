/** Finds articles by their titles and headings, from words that are still being typed. */
import { sql } from 'kysely';
import type { Core } from '../core/core.ts';
import { beyondSites } from '../core/site-scope.ts';
import { languageOf } from './language.ts';
import { plainWords } from './plain-words.ts';
import { termsOf } from './question.ts';
import type { ArticleRow } from './tables.ts';
import { meaningsOf, type Term } from './vocabulary.ts';
import { wordListOf } from './word-list.ts';

/** Letters of an unfinished word from which on it says something. */
const BEGUN = 3;
/** Passages looked at: any of them are of articles that fit. */
const MANY = 200;

export type Titled = Pick<ArticleRow, 'id' | 'slug' | 'title' | 'origin_url'>;

/** At most `limit`, the best first: every telling word of the text stands in a title or heading, in any of its meanings. */
export function searchTitles(
  core: Pick<Core, 'db' | 'state'>,
  siteId: string,
  text: string,
  limit: number,
): Promise<Titled[]> {
  return beyondSites('search by words', async () => {
    const known = await core.db
      .selectFrom('knowledge_versions')
      .select('version')
      .where('site_id', '=', siteId)
      .executeTakeFirst();
    if (!known) return [];
    const words = termsOf(text);
    const list = await wordListOf(core, siteId, known.version);
    const terms = await meaningsOf(core, list, words, languageOf(text));
    const begun = /[\p{L}\p{M}\p{N}]$/u.test(text) ? plainWords(text).split(' ').at(-1) : undefined;
    const wanted = terms.map((term) => anyOf(term, term.word === begun)).filter((any) => any !== '');
    // One word that nobody knows may be a name; more, and it is about something else.
    if (wanted.length === 0 || terms.length - wanted.length > 1) return [];
    const query = sql`${wanted.map((any) => `(${any})`).join(' & ')}::tsquery`;
    const { rows } = await sql<Titled>`
      with named as materialized (
        select p.article_id, ts_rank(p.terms, ${query}) as rank from passages p
        where p.site_id = ${siteId} and array[p.site_id] @> array[${siteId}::uuid]
          and coalesce(p.terms, p.search) @@ ${query} limit ${MANY}
      )
      select a.id, a.slug, a.title, a.origin_url from articles a
        join (select article_id, max(rank) as rank from named group by article_id) n on n.article_id = a.id
      where a.site_id = ${siteId} order by n.rank desc nulls last, a.title, a.id limit ${limit}`.execute(core.db);
    return rows;
  });
}

function anyOf({ ways, word }: Term, begun: boolean): string {
  const stems = ways
    .filter(({ how }) => how !== 'kin' && how !== 'part' && how !== 'hint')
    .map(({ stem }) => `'^${stem}'`);
  return [...stems, ...(begun && word.length >= BEGUN ? [`'^${word}':*`] : [])].join(' | ');
}
