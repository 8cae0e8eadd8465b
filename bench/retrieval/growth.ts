/** What a question costs on a site of 1,000 passages and on one of 10,000, asked in turn. */
import { uuidv7 } from '../../apps/server/src/core/ids.ts';
import { provideEmbedder, unit } from '../../apps/server/src/knowledge/embedder.ts';
import { retrieve } from '../../apps/server/src/knowledge/retrieval.ts';
import { insertArticle } from '../../apps/server/src/knowledge/save-article.ts';
import { spread, told } from '../src/table.ts';
import { articlesIn, type EvaluationQuestion, LANGUAGES, questionsIn } from './evaluation-set.ts';

type Core = Parameters<typeof retrieve>[0];

const SIZES = [1_000, 10_000] as const;
const ROUNDS = 5;
const PASSAGES_PER_ARTICLE = 10;
/** The bot asks for so many. */
const LIMIT = 5;

/** Every sentence of the evaluation set stands in many passages, beside words that stand in one: as common ones and names do. */
export async function measureGrowth(core: Core, analyze: () => Promise<unknown>): Promise<void> {
  const sites = new Map<number, string>();
  for (const size of SIZES) sites.set(size, await fill(core, size));
  await analyze();
  const questions = LANGUAGES.flatMap(questionsIn).filter((_, n) => n % 4 === 0);
  console.log('\n| a question | 1,000 passages | 10,000 passages | ratio | at most |\n|---|---|---|---|---|');
  await measure('by words', core, sites, questions);
  for (const siteId of sites.values()) await makeUpVectors(core, siteId);
  provideEmbedder(core, { model: MADE_UP, embed: async (texts) => texts.map(() => madeUp()) });
  await measure(`by words and ${WIDTH} made-up numbers each, no model asked`, core, sites, questions);
}

async function measure(
  what: string,
  core: Core,
  sites: ReadonlyMap<number, string>,
  questions: readonly EvaluationQuestion[],
): Promise<void> {
  const times = new Map<number, number[]>(SIZES.map((size) => [size, []]));
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [n, { text }] of questions.entries()) {
      for (const size of n % 2 ? SIZES : SIZES.toReversed()) {
        const began = performance.now();
        await retrieve(core, sites.get(size) as string, text, LIMIT);
        // The first round fills what is kept in memory.
        if (round > 0) times.get(size)?.push(performance.now() - began);
      }
    }
  }
  const [small, large] = SIZES.map((size) => spread(times.get(size) ?? []));
  if (!small || !large) return;
  const ratio = (large.median / small.median).toFixed(2);
  console.log(`| ${what} | ${told(small, 'ms', 1)} | ${told(large, 'ms', 1)} | ${ratio} x | 2 x |`);
}

/** As wide as those of text-embedding-3-small. */
const WIDTH = 1_536;
const MADE_UP = 'made up';
const madeUp = () => Array.from({ length: WIDTH }, () => Math.random() - 0.4);

/** What they say is nothing; what comparing them costs is the same. */
async function makeUpVectors({ db }: Core, siteId: string): Promise<void> {
  const passages = await db
    .selectFrom('passages')
    .select(['article_id', 'ordinal'])
    .where('site_id', '=', siteId)
    .execute();
  for (let from = 0; from < passages.length; from += 500) {
    await db
      .insertInto('passage_vectors')
      .values(
        passages.slice(from, from + 500).map((place) => ({
          ...place,
          site_id: siteId,
          model: MADE_UP,
          vector: Buffer.from((unit(madeUp()) as Float32Array).buffer),
        })),
      )
      .execute();
  }
  await db.updateTable('knowledge_versions').set({ embedded: 1 }).where('site_id', '=', siteId).execute();
}

async function fill({ db }: Core, passages: number): Promise<string> {
  const siteId = uuidv7();
  await db
    .insertInto('sites')
    .values({ id: siteId, slug: `of-${passages}`, name: 'Bench' })
    .execute();
  const sentences = LANGUAGES.map((language) =>
    articlesIn(language).flatMap(({ body }) => body.replace(/^#.*$/gm, '').split(/(?<=[.!?؟])\s+/)),
  );
  let n = 0;
  const next = (below: number) => {
    // Any fixed sequence that does not repeat soon: both sites shall be the same in each run.
    n = (Math.imul(n, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((n / 4_294_967_296) * below);
  };
  const name = () => `${'bdfgklmnprstvz'[next(14)]}${'aeiou'[next(5)]}${next(1e9).toString(36).replace(/\d/g, 'q')}`;
  for (let made = 0; made < passages; made += PASSAGES_PER_ARTICLE) {
    const own = sentences[(made / PASSAGES_PER_ARTICLE) % sentences.length] as string[];
    const sentence = () => own[next(own.length)] as string;
    const body = Array.from(
      { length: PASSAGES_PER_ARTICLE },
      () => `## ${sentence().slice(0, 30)} ${name()}\n${Array.from({ length: 5 }, sentence).join(' ')} ${name()}.`,
    ).join('\n');
    const title = `${name()} ${sentence().slice(0, 40)}`;
    await db
      .transaction()
      .execute((tx) => insertArticle(tx, { site_id: siteId, id: uuidv7(), slug: `a-${made}`, title, body }));
  }
  return siteId;
}
