/**
 * `pnpm bench retrieval`: how often the right article is found, by words, by vectors and by both, on a real Postgres; how often
 * the bot would be sure of what no article answers; how often a predefined answer is given rightly; and what a question costs with 1,000 passages and with 10,000.
 * Vectors need a model: OPENAI_BASE_URL (and OPENAI_API_KEY, OPENAI_EMBEDDING_MODEL). Without one they are not measured.
 */

import { embedTexts } from '../../apps/server/src/bot/openai.ts';
import { StateBox } from '../../apps/server/src/core/core.ts';
import { createDatabase } from '../../apps/server/src/core/db.ts';
import { uuidv7 } from '../../apps/server/src/core/ids.ts';
import { migrate } from '../../apps/server/src/core/migrate.ts';
import { installJobs } from '../../apps/server/src/core/worker.ts';
import { embedSite } from '../../apps/server/src/knowledge/embed-passages.ts';
import { provideEmbedder } from '../../apps/server/src/knowledge/embedder.ts';
import { MAYBE, retrieve, SURE } from '../../apps/server/src/knowledge/retrieval.ts';
import { insertArticle } from '../../apps/server/src/knowledge/save-article.ts';
import { startPostgres } from '../src/servers.ts';
import {
  articlesIn,
  type EvaluationQuestion,
  freshQuestionsIn,
  LANGUAGES,
  questionsIn,
  unanswerable,
} from './evaluation-set.ts';
import { measureGrowth } from './growth.ts';
import { measureIntents } from './intents.ts';
import { Tally } from './tally.ts';

/** Deep enough for every article that is found at all. */
const DEEP = 20;

/** `--misses` names the questions that are not held out and do not have their article first; `--only=quality`, `intents` or `growth`. */
export async function retrieval(flags: readonly string[]): Promise<void> {
  const only = flags.find((flag) => flag.startsWith('--only='))?.split('=')[1];
  const postgres = await startPostgres();
  const database = createDatabase(await postgres.createDatabase('retrieval'), { log: console });
  try {
    await migrate(database.pool);
    await installJobs(database.pool);
    const core = { db: database.db, state: new StateBox() };
    const named = flags.includes('--misses');
    if (only === undefined || only === 'quality') await measureQuality(core, named);
    if (only === undefined || only === 'intents') await measureIntents(core, named);
    if (only === undefined || only === 'growth') await measureGrowth(core, () => database.pool.query('analyze'));
  } finally {
    await database.close();
    await postgres.stop();
  }
}

type Core = Parameters<typeof retrieve>[0];

async function measureQuality(core: Core, named: boolean): Promise<void> {
  const siteId = uuidv7();
  await core.db.insertInto('sites').values({ id: siteId, slug: 'evaluation', name: 'Evaluation' }).execute();
  const articles = LANGUAGES.flatMap(articlesIn);
  await core.db.transaction().execute(async (tx) => {
    for (const article of articles) await insertArticle(tx, { site_id: siteId, id: uuidv7(), ...article });
  });
  const model = await giveVectors(core, siteId);
  const questions = LANGUAGES.flatMap(questionsIn);
  const fresh = LANGUAGES.flatMap(freshQuestionsIn);
  const tallies = new Map<By, Tally>();
  const freshTallies = new Map<By, Tally>();
  for (const by of model ? (['words', 'meaning', 'both'] as const) : (['words'] as const)) {
    for (const [asked, counted] of [
      [questions, tallies],
      [fresh, freshTallies],
    ] as const) {
      const tally = new Tally();
      for (const question of asked) {
        const rank = tally.count(question, await find(core, siteId, question, by));
        if (named && rank !== 1 && !question.held) console.log(`${by}: ${question.text} -> ${rank ?? 'not found'}`);
      }
      counted.set(by, tally);
    }
  }
  const none = unanswerable();
  const beside = new Tally();
  for (const question of none) beside.count(question, await find(core, siteId, question, model ? 'both' : 'words'));

  console.log(
    `\n${articles.length} articles, ${questions.length} questions, ${fresh.length} of another hand, ${none.length} that none answers`,
  );
  console.log('Columns: recall@1, recall@5, mean reciprocal rank\n');
  console.log('| questions | n | by words | by vectors | by both |\n|---|---|---|---|---|');
  for (const counted of [tallies, freshTallies]) {
    const [words, meaning, both] = (['words', 'meaning', 'both'] as const).map((by) => counted.get(by)?.rows());
    for (const [i, [what, n, row]] of (words ?? []).entries())
      console.log(`| ${what} | ${n} | ${row} | ${meaning?.[i]?.[2] ?? UNMEASURED} | ${both?.[i]?.[2] ?? UNMEASURED} |`);
  }
  console.log(`\n| | sure (${SURE}) | and wrong | perhaps (${MAYBE}) |\n|---|---|---|---|`);
  for (const [what, tally] of [
    ['with an answer', tallies.get('both') ?? tallies.get('words')],
    ['with an answer, of another hand', freshTallies.get('both') ?? freshTallies.get('words')],
    ['without', beside],
  ] as const)
    console.log(`| ${what} | ${tally?.sure} of ${tally?.asked} | ${tally?.sureAndWrong} | ${tally?.perhaps} |`);
}

const UNMEASURED = 'not measured: no OPENAI_BASE_URL';
type By = NonNullable<NonNullable<Parameters<typeof retrieve>[4]>['by']>;

/** The name of the model; null: there is none. */
async function giveVectors(core: Core, siteId: string): Promise<string | null> {
  const { OPENAI_BASE_URL: baseUrl, OPENAI_API_KEY: apiKey = '', OPENAI_EMBEDDING_MODEL } = process.env;
  if (!baseUrl) return null;
  const embeddingModel = OPENAI_EMBEDDING_MODEL ?? 'text-embedding-3-small';
  const config = { baseUrl, apiKey, model: '', models: [], embeddingModel, transcriptionModel: null };
  provideEmbedder(core, { model: embeddingModel, embed: (texts, signal) => embedTexts(config, texts, signal) });
  await embedSite(core, siteId, AbortSignal.timeout(600_000));
  return embeddingModel;
}

/** Of the first passage how sure it is; the articles, each once. */
async function find(core: Core, siteId: string, { text }: EvaluationQuestion, by: By) {
  const passages = await retrieve(core, siteId, text, DEEP, { by });
  return { confidence: passages[0]?.confidence ?? 0, slugs: [...new Set(passages.map(({ slug }) => slug))] };
}
