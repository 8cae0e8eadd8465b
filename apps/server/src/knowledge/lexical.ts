/**
 * Finds passages by words: Postgres narrows to those that hold the question's telling words in any of their meanings
 * (`vocabulary.ts`), `weigh.ts` puts them in order. What it costs hardly grows with the site.
 */
import { sql } from 'kysely';
import type { Core } from '../core/core.ts';
import { languageOf } from './language.ts';
import { intentsOf } from './phrases.ts';
import { termsOf } from './question.ts';
import { meaningsOf, type Term } from './vocabulary.ts';
import { type Asked, type AskedTerm, type Candidate, type RetrievedPassage, weigh } from './weigh.ts';
import { wordListOf } from './word-list.ts';

const CANDIDATES = 60;
/** Passages ranked, about: the rarest words name them, the others only order them. */
const ENOUGH = 200;
/** Of words that are all common so many of those that are about them, or hold two of them. */
const MANY = 300;
/** Words in more than every fourth passage find nothing, unless there are no others. */
const COMMON = 50;

/** Best first, whatever they are worth: see their confidence. */
export async function searchWords(
  core: Pick<Core, 'db' | 'state'>,
  siteId: string,
  question: string,
  { version, passages, spoken }: Pick<Asked, 'passages' | 'spoken'> & { readonly version: number },
): Promise<RetrievedPassage[]> {
  const language = languageOf(question);
  const typed = termsOf(question, language);
  const meant = intentsOf(question, language).filter((word) => !typed.includes(word));
  const list = await wordListOf(core, siteId, version);
  const terms = (await meaningsOf(core, list, [...typed, ...meant], language)).map(
    (term): AskedTerm => ({ ...term, typed: !meant.includes(term.word), passages: passagesOf(term) }),
  );
  if (!terms.some((term) => term.typed)) return [];
  const by = telling(terms, passages);
  if (by.length === 0) return [];
  return weigh(await narrow(core.db, siteId, by), { terms, language, spoken, passages });
}

/** Of a known word its own; of an unknown compound those of its rarer part; else those of all that it may mean. */
function passagesOf({ ways, known }: Term): number {
  const of = (some: Term['ways']) => some.reduce((sum, way) => sum + (way.how === 'hint' ? 0 : way.passages), 0);
  if (known) return of(ways.filter(({ how }) => how === 'itself'));
  const parts = [0, 1].map((part) => of(ways.filter((way) => way.part === part)));
  return parts.every((n) => n > 0) ? Math.min(...parts) : of(ways);
}

/** The rarest first, until there is enough to choose from; then what is hinted at, and what is meant. */
function telling(terms: readonly AskedTerm[], passages: number): Term[] {
  const typed = terms.filter((term) => term.typed);
  const said = counted(typed.map((term) => ({ ...term, ways: term.ways.filter(({ how }) => how !== 'hint') })));
  const hinted = counted(typed.filter(({ ways }) => ways.every(({ how }) => how === 'hint')));
  const meant = counted(
    terms
      .filter((term) => !term.typed)
      .map((term) => ({ ...term, ways: term.ways.filter(({ how }) => how === 'itself' || how === 'synonym') })),
  );
  const most = Math.max(COMMON, passages / 4);
  const rare = said.filter(({ n }) => n <= most);
  const chosen: Term[] = [];
  let sum = 0;
  for (const { term, n } of [...(rare.length > 0 ? rare : said), ...hinted.filter((one) => one.n <= most), ...meant]) {
    if (chosen.length > 0 && sum + n > ENOUGH) continue;
    chosen.push(term);
    sum += n;
  }
  return chosen;
}

const counted = (terms: readonly AskedTerm[]): { term: AskedTerm; n: number }[] =>
  terms
    .map((term) => ({ term, n: term.ways.reduce((sum, way) => sum + way.passages, 0) }))
    .filter(({ n }) => n > 0)
    .sort((a, b) => a.n - b.n);

const quoted = (terms: readonly Term[], mark = ''): string[] =>
  terms.flatMap(({ ways }) => ways.map(({ stem }) => `'${mark}${stem}'`));
const anyOf = (terms: readonly Term[]): string => quoted(terms).join(' | ');

/** Common words alone would name half of the site: then what is about one of them, or holds two, is looked at. */
function namedBy(by: readonly Term[]): string {
  const n = by[0]?.ways.reduce((sum, way) => sum + way.passages, 0) ?? 0;
  if (n <= ENOUGH) return anyOf(by);
  const pairs = by.flatMap((one, i) => by.slice(i + 1).map((other) => `((${anyOf([one])}) & (${anyOf([other])}))`));
  return [...quoted(by, '^'), ...pairs].join(' | ');
}

async function narrow(db: Core['db'], siteId: string, by: readonly Term[]): Promise<Candidate[]> {
  // The rarest first: each outweighs all that follow.
  const held = sql.join(
    by.map(
      (term, i) => sql`case when stems @@ ${anyOf([term])}::tsquery then ${2 ** (by.length - i)}::float else 0 end`,
    ),
    sql` + `,
  );
  const { rows } = await sql<Candidate>`
    with named as materialized (
      -- Joined with nothing, so that it is unpacked once.
      select p.article_id, p.ordinal, coalesce(p.terms, p.search) || ''::tsvector as stems from passages p
      where p.site_id = ${siteId} and array[p.site_id] @> array[${siteId}::uuid]
        and coalesce(p.terms, p.search) @@ ${namedBy(by)}::tsquery
      limit ${MANY}
    ), best as materialized (
      select *, ts_rank_cd(stems, ${anyOf(by)}::tsquery, 1 | 32) as rank, ${held} as held from named
      order by held desc, rank desc limit ${CANDIDATES}
    )
    select b.article_id, a.revision, b.ordinal, a.slug, a.origin_url, p.title, p.heading, p.text, b.rank, coalesce(p.language, 'en') as language,
      tsvector_to_array(b.stems) as stems, tsvector_to_array(ts_filter(b.stems, '{a}')) as title_stems,
      tsvector_to_array(ts_filter(b.stems, '{b}')) as heading_stems
    from best b
      join passages p on p.site_id = ${siteId} and p.article_id = b.article_id and p.ordinal = b.ordinal
      join articles a on a.site_id = ${siteId} and a.id = b.article_id`.execute(db);
  return rows;
}
