/**
 * Finds the passages that may answer a question. Postgres narrows (any of the words by stem, misspelt ones by trigrams);
 * what is left is weighed here: a rare word counts more than a common one, a heading more than a line.
 */
import { type RawBuilder, sql } from 'kysely';
import type { Core } from '../core/core.ts';
import { isNear, slipsIn } from './plain-words.ts';
import { termsOf } from './question.ts';

export interface RetrievedPassage {
  readonly articleId: string;
  /** Of the article, as it was read. */
  readonly revision: number;
  readonly ordinal: number;
  readonly slug: string;
  /** The page that it was taken from. */
  readonly originUrl: string | null;
  readonly title: string;
  readonly heading: string;
  /** Restricted Markdown. */
  readonly text: string;
  /** The question's words that it holds, as typed but plain. */
  readonly words: readonly string[];
  /** The order; comparable within one answer only. */
  readonly score: number;
  /** 0 to 1: how much of what was asked for it holds. Below SURE it may be beside the point, below MAYBE it is. */
  readonly confidence: number;
}

/** Set by the questions in `retrieval.test.ts`, answerable and not. */
export const SURE = 0.6;
export const MAYBE = 0.4;

const CANDIDATES = 40;
const NEAR_CANDIDATES = 12;
/** Passages counted at most for how common a word is: beyond, it is common. */
const COUNTED = 2_000;
/** Up to so many passages are weighed without asking whether a word is too common. */
const COMMON = 50;
/** Words put right at most: each costs a look through the trigrams (7 ms with 150 passages, 250 ms with 28,000). */
const MISSPELT_WORDS = 3;
/** Below pg_trgm's own 0.6, because a swapped pair of letters costs half of a short word's trigrams. */
const WORD_SIMILARITY = 0.42;
/** Above so many passages pg_trgm's own: the lower one makes Postgres look into most of them (28,000: 2 s instead of 0.3). */
const MANY_PASSAGES = 3_000;

/** What a hit is worth by where it stands, before the word's rarity. */
const IN_TITLE = 0.35;
const IN_HEADING = 0.5;
const MISSPELT = 0.8;
const PASSING = 0.72;
/** Letters of a word that may stand for the longer one around it. */
const PART = 5;
/** An unknown word's weight at most, in those of a word that stands in one passage alone: people tell stories. */
const UNKNOWN = 0.6;
/** What `ts_rank_cd` (closeness and order of the words, 0 to 1) adds. */
const CLOSENESS = 0.15;

interface Term {
  readonly word: string;
  /** Its stem as a tsquery. */
  readonly query: string;
}
interface Candidate {
  readonly article_id: string;
  readonly revision: number;
  readonly ordinal: number;
  readonly slug: string;
  readonly origin_url: string | null;
  readonly title: string;
  readonly heading: string;
  readonly text: string;
  readonly words: string;
  readonly rank: number;
  /** Places of the terms, from 0: anywhere in the passage, in its title, in its heading. */
  readonly hits: readonly number[];
  readonly in_title: readonly number[];
  readonly in_heading: readonly number[];
}

/** At most `limit` passages, best first, none of them quite beside the point. Empty for a question without words to look up. */
export async function retrieve(
  db: Core['db'],
  siteId: string,
  question: string,
  limit: number,
): Promise<RetrievedPassage[]> {
  const terms = await stems(db, termsOf(question));
  if (terms.length === 0) return [];
  const { passages, counts } = await count(db, siteId, terms);
  if (passages === 0) return [];
  const known = (i: number) => (counts[i] as number) > 0;
  const rarest = Math.log((passages + 1) / 1.5);
  const weights = counts.map((n) => (n > 0 ? Math.log((passages + 1) / (n + 0.5)) : UNKNOWN * rarest));
  const misspelt = terms.filter(({ word }, i) => !known(i) && slipsIn(word) > 0).map(({ word }) => word);
  const there = terms.map(({ query }, i) => ({ query, weight: weights[i] as number, n: counts[i] as number }));
  // Words that stand in every fourth passage find nothing, unless there are no others.
  const telling = there.filter(({ n }) => n > 0 && n <= Math.max(COMMON, passages / 4));
  const by = telling.length > 0 ? telling : there.filter(({ n }) => n > 0);
  const found = [
    ...(by.length > 0 ? await byStems(db, siteId, terms, by) : []),
    ...(misspelt.length > 0 ? await byTrigrams(db, siteId, terms, misspelt.slice(0, MISSPELT_WORDS), passages) : []),
  ];
  const place = (candidate: Candidate) => `${candidate.article_id} ${candidate.ordinal}`;
  return [...new Map(found.map((candidate) => [place(candidate), candidate])).values()]
    .map((candidate) => weigh(candidate, terms, weights, known))
    .filter(({ confidence }) => confidence >= MAYBE / 2)
    .sort((a, b) => b.score - a.score)
    .slice(0, limit);
}

/** The words that are not stop words, with their stems. */
async function stems(db: Core['db'], words: readonly string[]): Promise<Term[]> {
  if (words.length === 0) return [];
  const { rows } = await sql<Term>`
    select word, query::text as query
    from unnest(${[...words]}::text[]) with ordinality as w(word, place), plainto_tsquery('parley', word) as query
    where numnode(query) > 0 order by place`.execute(db);
  return rows;
}

const ofSite = (siteId: string): RawBuilder<boolean> =>
  sql`p.site_id = ${siteId} and array[p.site_id] @> array[${siteId}::uuid]`;
const queries = (terms: readonly Term[]): string[] => terms.map(({ query }) => query);

/** How many passages the site has, and how many hold each term. */
async function count(
  db: Core['db'],
  siteId: string,
  terms: readonly Term[],
): Promise<{ passages: number; counts: number[] }> {
  const { rows } = await sql<{ passages: number; counts: number[] }>`
    select (select count(*)::int from passages p where p.site_id = ${siteId}) as passages,
      array(
        select (select count(*)::int from (
          select 1 from passages p where ${ofSite(siteId)} and p.search @@ t.query::tsquery limit ${COUNTED}) as found)
        from unnest(${queries(terms)}::text[]) with ordinality as t(query, place) order by place) as counts`.execute(
    db,
  );
  return rows[0] as { passages: number; counts: number[] };
}

/** What a candidate tells of itself; `from` yields rows of passages named `p`, with their `rank`. */
const candidates = (from: RawBuilder<unknown>, terms: readonly Term[]): RawBuilder<Candidate> => sql`
  select p.article_id, a.revision, p.ordinal, a.slug, a.origin_url, p.title, p.heading, p.text, p.words, p.rank,
    array(select (t.place - 1)::int from ${places(terms)} where p.search @@ t.query::tsquery) as hits,
    array(select (t.place - 1)::int from ${places(terms)} where ts_filter(p.search, '{a}') @@ t.query::tsquery) as in_title,
    array(select (t.place - 1)::int from ${places(terms)} where ts_filter(p.search, '{b}') @@ t.query::tsquery) as in_heading
  from (${from}) p join articles a on a.site_id = p.site_id and a.id = p.article_id`;
const places = (terms: readonly Term[]): RawBuilder<unknown> =>
  sql`unnest(${queries(terms)}::text[]) with ordinality as t(query, place)`;

async function byStems(
  db: Core['db'],
  siteId: string,
  terms: readonly Term[],
  by: readonly { query: string; weight: number }[],
): Promise<Candidate[]> {
  const any = sql`${by.map(({ query }) => `(${query})`).join(' | ')}::tsquery`;
  const held = sql.join(
    by.map(({ query, weight }) => sql`case when p.search @@ ${query}::tsquery then ${weight}::float else 0 end`),
    sql` + `,
  );
  const from = sql`
    select p.*, ts_rank_cd(p.search, ${any}, 1 | 32) as rank from passages p
    where ${ofSite(siteId)} and p.search @@ ${any} order by ${held} desc, rank desc limit ${CANDIDATES}`;
  return (await candidates(from, terms).execute(db)).rows;
}

async function byTrigrams(
  db: Core['db'],
  siteId: string,
  terms: readonly Term[],
  misspelt: readonly string[],
  passages: number,
): Promise<Candidate[]> {
  const similarity = passages > MANY_PASSAGES ? 0.6 : WORD_SIMILARITY;
  const from = sql`
    select p.*, 0::real as rank from unnest(${[...misspelt]}::text[]) as m(word), lateral (
      select * from passages p where ${ofSite(siteId)} and m.word <% p.words
      order by word_similarity(m.word, p.words) desc limit ${NEAR_CANDIDATES}) p`;
  return db.transaction().execute(async (tx) => {
    await sql`select set_config('pg_trgm.word_similarity_threshold', ${String(similarity)}, true)`.execute(tx);
    return (await candidates(from, terms).execute(tx)).rows;
  });
}

function weigh(
  candidate: Candidate,
  terms: readonly Term[],
  weights: readonly number[],
  known: (i: number) => boolean,
): RetrievedPassage {
  const {
    article_id: articleId,
    revision,
    ordinal,
    slug,
    origin_url: originUrl,
    title,
    heading,
    text,
    rank,
  } = candidate;
  const own = candidate.words.split(' ');
  const words: string[] = [];
  let asked = 0;
  let held = 0;
  let placed = 0;
  for (const [i, { word }] of terms.entries()) {
    const weight = weights[i] as number;
    asked += weight;
    const hit = candidate.hits.includes(i);
    const near = !hit && !known(i) ? own.find((other) => resembles(word, other)) : undefined;
    if (!hit && near === undefined) continue;
    words.push(near ?? word);
    held += weight * (hit ? 1 : MISSPELT);
    if (candidate.in_title.includes(i)) placed += weight * IN_TITLE;
    if (candidate.in_heading.includes(i)) placed += weight * IN_HEADING;
  }
  const coverage = held / asked;
  // One word of several, and no heading says that the passage is about it: mentioned in passing.
  const passing = words.length === 1 && terms.length > 1 && placed === 0;
  return {
    articleId,
    revision,
    ordinal,
    slug,
    originUrl,
    title,
    heading,
    text,
    words,
    score: coverage * (1 + placed / asked) + CLOSENESS * rank,
    confidence: passing ? coverage * PASSING : coverage,
  };
}

/** A slip of the keyboard, or one inside the other: phone and telephone, a compound and its part. */
const resembles = (asked: string, other: string): boolean =>
  isNear(asked, other, slipsIn(asked)) ||
  (asked.length >= PART && other.includes(asked)) ||
  (other.length >= PART && asked.includes(other));
