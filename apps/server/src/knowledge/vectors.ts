/**
 * The passages of a site whose vectors lie closest to a question: compared in memory, in one array that is kept until the knowledge
 * changes; of large sites by the database's index, where it has one.
 */
import type { Core } from '../core/core.ts';
import { NearestVectors } from './nearest-vectors.ts';
import { SiteCache } from './site-cache.ts';
import { MOST_PASSAGES, searchIndex } from './vector-index.ts';

export interface Place {
  readonly articleId: string;
  readonly ordinal: number;
}

interface SiteVectors {
  readonly places: readonly Place[];
  readonly closest: NearestVectors;
}

/** Of all sites together: 256 MB, the vectors of three large sites or of hundreds of usual ones. */
const KEPT = 64 * 1024 * 1024;
/** Rows read at once: other work goes on in between. */
const PAGE = 250;
/** Below it two texts have nothing to do with each other, whatever the model. */
const LIKENESS = 0.2;
const STATE = Symbol('vectors');

export interface Standing {
  readonly version: number;
  readonly embedded: number;
  readonly passages: number;
}

/** The closest first; empty where the site has no vectors of that model, or too many and no index. */
export async function searchVectors(
  core: Pick<Core, 'db' | 'state'>,
  siteId: string,
  standing: Standing,
  model: string,
  question: Float32Array,
  limit: number,
): Promise<Place[]> {
  if (standing.embedded === 0) return [];
  if (standing.passages > MOST_PASSAGES) return searchLarge(core.db, siteId, model, question, limit);
  const stamp = `${standing.version} ${standing.embedded} ${model}`;
  const { places, closest } = await vectorsOf(core, siteId, stamp, model);
  return placesOf(places, closest, question, limit);
}

/** What the index finds, by the numbers themselves: it keeps halves of them. */
async function searchLarge(
  db: Core['db'],
  siteId: string,
  model: string,
  question: Float32Array,
  limit: number,
): Promise<Place[]> {
  // Whatever goes wrong with it, words are enough.
  const found = await searchIndex(db, siteId, model, question, limit).catch(() => []);
  const closest = new NearestVectors(found.map(({ vector }) => numbersOf(vector)));
  return placesOf(found, closest, question, limit);
}

const placesOf = (places: readonly Place[], closest: NearestVectors, question: Float32Array, limit: number): Place[] =>
  closest
    .find(question, limit)
    .filter(({ likeness }) => likeness >= LIKENESS)
    .map(({ at }) => places[at] as Place);

/** Copied: the driver's bytes need not begin where a number may. */
const numbersOf = (vector: Buffer): Float32Array => new Float32Array(new Uint8Array(vector).buffer);

const vectorsOf = (
  core: Pick<Core, 'db' | 'state'>,
  siteId: string,
  stamp: string,
  model: string,
): Promise<SiteVectors> =>
  core.state
    .get(STATE, () => new SiteCache<SiteVectors>(KEPT, ({ closest }) => closest.size))
    .get(siteId, stamp, () => read(core.db, siteId, model));

async function read(db: Core['db'], siteId: string, model: string): Promise<SiteVectors> {
  const places: Place[] = [];
  const vectors: Float32Array[] = [];
  let after: Place = { articleId: '00000000-0000-0000-0000-000000000000', ordinal: -1 };
  for (;;) {
    const rows = await db
      .selectFrom('passage_vectors')
      .select(['article_id', 'ordinal', 'vector'])
      .where('site_id', '=', siteId)
      .where('model', '=', model)
      .where((eb) => eb(eb.refTuple('article_id', 'ordinal'), '>', eb.tuple(after.articleId, after.ordinal)))
      .orderBy('article_id')
      .orderBy('ordinal')
      .limit(PAGE)
      .execute();
    for (const { article_id: articleId, ordinal, vector } of rows) {
      after = { articleId, ordinal };
      const values = numbersOf(vector);
      if (values.length === 0 || (vectors[0] && values.length !== vectors[0].length)) continue;
      places.push(after);
      vectors.push(values);
    }
    if (rows.length < PAGE) break;
  }
  return { places, closest: new NearestVectors(vectors) };
}
