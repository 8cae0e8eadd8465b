/**
 * The job that brings articles up to what this program looks things up by: those of a program that knew no languages. It works
 * through all sites a few articles at a time; what is done is done, so it may be cut short and begin again.
 */
import type { Core } from '../core/core.ts';
import { addJobs, type JobTask } from '../core/jobs.ts';
import { indexArticle } from './save-article.ts';

export const INDEX_ARTICLES = 'index_articles';
/** Late in the night: what an older program beside this one has written. */
export const INDEX_ARTICLES_CRON = `37 3 * * * ${INDEX_ARTICLES}`;
/** Articles of one transaction: it holds up those who save to the same site meanwhile. */
const BATCH = 20;

/** At each start: an older program beside this one may have written since. */
export function beginIndexing(core: Core): void {
  core.db
    .transaction()
    .execute(async (tx) => {
      const some = await tx
        .selectFrom('articles')
        .select('id')
        .where('language', 'is', null)
        .limit(1)
        .executeTakeFirst();
      if (some) await addJobs(tx, [{ task: INDEX_ARTICLES, payload: {}, key: INDEX_ARTICLES }]);
    })
    .catch((error: unknown) => core.log.warn({ err: error }, 'articles of before could not be looked for'));
}

export const indexArticles: JobTask = async (core, _payload, { signal }) => {
  while (!signal.aborted) {
    const done = await core.db.transaction().execute(async (tx) => {
      const some = await tx
        .selectFrom('articles')
        .select(['site_id', 'id', 'title', 'body'])
        .where('language', 'is', null)
        .orderBy('site_id')
        .limit(BATCH)
        .forUpdate()
        .skipLocked()
        .execute();
      for (const article of some) await indexArticle(tx, article);
      return some.length;
    });
    if (done === 0) return;
  }
  throw new Error('called off: the program stops');
};
