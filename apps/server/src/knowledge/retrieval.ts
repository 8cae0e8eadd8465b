/** The one way from a question to the passages that may answer it, with how sure that is. */

import { isBlank } from '@parley/protocol/blank';
import { sql } from 'kysely';
import type { Core } from '../core/core.ts';
import { beyondSites } from '../core/site-scope.ts';
import { embedderOf, vectorOfQuestion } from './embedder.ts';
import type { Language } from './language.ts';
import { searchWords } from './lexical.ts';
import { type Place, type Standing, searchVectors } from './vectors.ts';
import type { RetrievedPassage } from './weigh.ts';

export { MAYBE, type RetrievedPassage, SURE } from './weigh.ts';

export type Retrieving = Pick<Core, 'db' | 'state'>;

/** Below it a passage shares a common word with the question. */
const BESIDE_THE_POINT = 0.12;
/** What a passage is worth that shares no word with the question: likenesses of two models cannot be compared, so not much. */
const UNSAID = 0.2;
/** Passages of each kind that are joined. */
const JOINED = 30;
/** Reciprocal rank fusion: how little the first places stand out. The usual number. */
const FUSION = 60;

/**
 * At most `limit` passages, best first, none of them quite beside the point. Empty for a question without words to look up.
 * By words, and by meaning where a model gives vectors in time. `language`: of whoever asks, for questions that do not tell theirs.
 */
export function retrieve(
  core: Retrieving,
  siteId: string,
  question: string,
  limit: number,
  { language, by = 'both' }: { language?: Language; by?: 'words' | 'meaning' | 'both' } = {},
): Promise<RetrievedPassage[]> {
  return beyondSites('search by words', async () => {
    const known = await core.db
      .selectFrom('knowledge_versions')
      .select(['version', 'passages', 'embedded'])
      .where('site_id', '=', siteId)
      .executeTakeFirst();
    if (!known || known.passages === 0 || isBlank(question)) return [];
    const [words, near] = await Promise.all([
      by === 'meaning' ? [] : searchWords(core, siteId, question, { ...known, spoken: language ?? null }),
      by === 'words' ? [] : searchMeaning(core, siteId, question, known),
    ]);
    const said = words.filter(({ confidence }) => confidence >= BESIDE_THE_POINT);
    return near.length === 0 ? said.slice(0, limit) : join(core, siteId, said.slice(0, JOINED), near, limit);
  });
}

/** Whatever goes wrong with vectors, words are enough. */
async function searchMeaning(core: Retrieving, siteId: string, question: string, known: Standing): Promise<Place[]> {
  const model = embedderOf(core)?.model;
  if (model === undefined || known.embedded === 0) return [];
  const vector = await vectorOfQuestion(core, siteId, question);
  return vector ? searchVectors(core, siteId, known, model, vector, JOINED) : [];
}

/** Both orders count alike, whatever their scores. */
async function join(
  core: Retrieving,
  siteId: string,
  said: readonly RetrievedPassage[],
  near: readonly Place[],
  limit: number,
): Promise<RetrievedPassage[]> {
  const key = ({ articleId, ordinal }: Place) => `${articleId} ${ordinal}`;
  const scores = new Map<string, number>();
  for (const order of [said, near]) {
    for (const [rank, place] of order.entries())
      scores.set(key(place), (scores.get(key(place)) ?? 0) + 1 / (FUSION + 1 + rank));
  }
  const best = [...scores].sort((a, b) => b[1] - a[1]).slice(0, limit);
  const hits = new Map<string, Omit<RetrievedPassage, 'score'>>(said.map((hit) => [key(hit), hit]));
  const unsaid = near.filter((place) => !hits.has(key(place)) && best.some(([one]) => one === key(place)));
  for (const passage of await readPassages(core.db, siteId, unsaid)) hits.set(key(passage), passage);
  return best.flatMap(([one, score]) => {
    const hit = hits.get(one);
    return hit ? [{ ...hit, score: (score * (FUSION + 1)) / 2 }] : [];
  });
}

async function readPassages(
  db: Core['db'],
  siteId: string,
  places: readonly Place[],
): Promise<Omit<RetrievedPassage, 'score'>[]> {
  if (places.length === 0) return [];
  const { rows } = await sql<Omit<RetrievedPassage, 'score' | 'words' | 'held' | 'confidence'>>`
    select p.article_id as "articleId", a.revision, p.ordinal, a.slug, a.origin_url as "originUrl", p.title, p.heading, p.text
    from unnest(${places.map(({ articleId }) => articleId)}::uuid[], ${places.map(({ ordinal }) => ordinal)}::int[])
        as n(article_id, ordinal)
      join passages p on p.site_id = ${siteId} and p.article_id = n.article_id and p.ordinal = n.ordinal
      join articles a on a.site_id = ${siteId} and a.id = n.article_id`.execute(db);
  return rows.map((row) => ({ ...row, words: [], held: UNSAID, confidence: UNSAID }));
}
