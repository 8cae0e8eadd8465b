/**
 * `pnpm bench retrieval`: how often the right article is found, by words, by vectors and by both, on a real Postgres; how often
 * the bot would be sure of what no article answers; and what a question costs with 1,000 passages and with 10,000.
 * Vectors need a model: OPENAI_BASE_URL (and OPENAI_API_KEY, OPENAI_EMBEDDING_MODEL). Without one they are not measured.
 */
import { StateBox } from '../../apps/server/src/core/core.ts';
import { createDatabase } from '../../apps/server/src/core/db.ts';
import { uuidv7 } from '../../apps/server/src/core/ids.ts';
import { migrate } from '../../apps/server/src/core/migrate.ts';
import { MAYBE, retrieve, SURE } from '../../apps/server/src/knowledge/retrieval.ts';
import { insertArticle } from '../../apps/server/src/knowledge/save-article.ts';
import { startPostgres } from '../src/servers.ts';
import { articlesIn, type EvaluationQuestion, LANGUAGES, questionsIn, unanswerable } from './evaluation-set.ts';
import { measureGrowth } from './growth.ts';
import { Tally } from './tally.ts';

/** Deep enough for every article that is found at all. */
const DEEP = 20;

/** `--misses` names the questions that are not held out and do not have their article first; `--only=quality` or `growth`. */
export async function retrieval(flags: readonly string[]): Promise<void> {
  const only = flags.find((flag) => flag.startsWith('--only='))?.split('=')[1];
  const postgres = await startPostgres();
  const database = createDatabase(await postgres.createDatabase('retrieval'), { log: console });
  try {
    await migrate(database.pool);
    const core = { db: database.db, state: new StateBox() };
    if (only !== 'growth') await measureQuality(core, flags.includes('--misses'));
    if (only !== 'quality') await measureGrowth(core, () => database.pool.query('analyze'));
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
  const questions = LANGUAGES.flatMap(questionsIn);
  const words = new Tally();
  for (const question of questions) {
    const rank = words.count(question, await find(core, siteId, question));
    if (named && rank !== 1 && !question.held) console.log(`${question.text} -> ${rank ?? 'not found'}`);
  }
  const none = unanswerable();
  const beside = new Tally();
  for (const question of none) beside.count(question, await find(core, siteId, question));

  console.log(`\n${articles.length} articles, ${questions.length} questions, ${none.length} that none answers\n`);
  console.log('| questions | n | recall@1 | recall@5 | MRR | vectors | both |\n|---|---|---|---|---|---|---|');
  for (const [what, row] of words.rows()) console.log(`| ${what} | ${row} | not measured | not measured |`);
  console.log(`\n| | sure (${SURE}) | and wrong | perhaps (${MAYBE}) |\n|---|---|---|---|`);
  for (const [what, tally] of [
    ['with an answer', words],
    ['without', beside],
  ] as const)
    console.log(`| ${what} | ${tally.sure} of ${tally.asked} | ${tally.sureAndWrong} | ${tally.perhaps} |`);
}

/** Of the first passage how sure it is; the articles, each once. */
async function find(core: Core, siteId: string, { text }: EvaluationQuestion) {
  const passages = await retrieve(core, siteId, text, DEEP);
  return { confidence: passages[0]?.confidence ?? 0, slugs: [...new Set(passages.map(({ slug }) => slug))] };
}
