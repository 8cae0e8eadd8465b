/**
 * The vectors of a site's passages in memory, in one array, until the knowledge changes; and the passages that lie closest to a
 * question.
 */
import type { Core } from '../core/core.ts';
import { NearestVectors } from './nearest-vectors.ts';
import { SiteCache } from './site-cache.ts';

export interface Place {
  readonly articleId: string;
  readonly ordinal: number;
}

interface SiteVectors {
  readonly places: readonly Place[];
  readonly closest: NearestVectors;
}

/** Sites with more are looked up by words alone. */
const MOST_PASSAGES = 10_000;
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

/** The closest first; empty where the site has no vectors of that model, or too many. */
export async function searchVectors(
  core: Pick<Core, 'db' | 'state'>,
  siteId: string,
  standing: Standing,
  model: string,
  question: Float32Array,
  limit: number,
): Promise<Place[]> {
  if (standing.passages > MOST_PASSAGES || standing.embedded === 0) return [];
  const stamp = `${standing.version} ${standing.embedded} ${model}`;
  const { places, closest } = await vectorsOf(core, siteId, stamp, model);
  return closest
    .find(question, limit)
    .filter(({ likeness }) => likeness >= LIKENESS)
    .map(({ at }) => places[at] as Place);
}

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
      // Copied: the driver's bytes need not begin where a number may.
      const values = new Float32Array(new Uint8Array(vector).buffer);
      if (values.length === 0 || (vectors[0] && values.length !== vectors[0].length)) continue;
      places.push(after);
      vectors.push(values);
    }
    if (rows.length < PAGE) break;
  }
  return { places, closest: new NearestVectors(vectors) };
}
