/** Walking a website: one page a step. What a page said is fetched and read first; then one transaction writes it down, if the walk may still go on. */
import { sql } from 'kysely';
import type { Core } from '../../core/core.ts';
import type { Tx } from '../../core/events.ts';
import { type FetchedPage, PageFailed } from './fetch-page.ts';
import { addPages, knownPages, nextPage, overLimit } from './frontier.ts';
import { finish, type ImportJob, lockImport, moveOn, type Step } from './import-run.ts';
import { lookAt, type Outcome, ownAddress, ownPages } from './look-at-page.ts';
import type { Problem } from './problems.ts';
import { fetchRobots, type Robots, robotsOf } from './robots.ts';
import { type Counts, countUnchanged, noCounts, removePage, savePage } from './source-articles.ts';
import type { ItemRow, PageRow, SourceRow } from './tables.ts';

/** The next step of one website's import, again and again. */
export function crawlOn(core: Core, job: ImportJob, source: SourceRow, signal: AbortSignal): () => Promise<Step> {
  let robots: Robots | null = null;
  return async () => {
    if (robots === null) {
      const text = await robotsText(core, job, source, signal);
      if (text === null) return 'over';
      robots = robotsOf(source.address as string, text);
    }
    const at = await nextPage(core, job);
    if (at === 'over') return 'over';
    if (at === null) return endOrGoOn(core, job, source);
    const outcome = await lookAt(core, source, at.item, at.page, robots, signal);
    const step = await core.db.transaction().execute((tx) => writeDown(core, tx, job, source, at.item, outcome));
    return step === 'over' ? step : wasAsked(outcome) ? robots.pauseMs : 0;
  };
}

/** Whether the site was asked for anything. */
const wasAsked = (outcome: Outcome): boolean =>
  !(outcome.kind === 'same' && outcome.problem) && !(outcome.kind === 'trouble' && UNASKED.includes(outcome.problem));

const UNASKED: readonly Problem[] = ['robots', 'document'];

/** Asked for once in a walk. Null where the walk cannot be. */
async function robotsText(core: Core, job: ImportJob, source: SourceRow, signal: AbortSignal): Promise<string | null> {
  const known = await core.db.transaction().execute((tx) => lockImport(tx, job));
  if (!known || known.robots !== null) return known?.robots ?? null;
  let text: string | null = null;
  let failed: PageFailed | null = null;
  try {
    text = await fetchRobots(core, source.address as string, signal);
  } catch (error) {
    if (!(error instanceof PageFailed)) throw error;
    failed = error;
  }
  return core.db.transaction().execute(async (tx) => {
    if (!(await lockImport(tx, job))) return null;
    if (failed) await finish(core, tx, job, 'failed', failed.code, failed.detail);
    else
      await tx
        .updateTable('import_runs')
        .set({ robots: text })
        .where('site_id', '=', job.site_id)
        .where('source_id', '=', job.source_id)
        .execute();
    return text;
  });
}

/** One transaction: the article, the page's memory, where it leads, and how far the import is. */
async function writeDown(
  core: Core,
  tx: Tx,
  job: ImportJob,
  source: SourceRow,
  item: ItemRow,
  outcome: Outcome,
): Promise<Step> {
  const run = await lockImport(tx, job);
  if (!run) return 'over';
  // Another run of this job may have been here.
  if (!(await stillWaits(tx, job, item))) return 0;
  const place = { site_id: job.site_id, source_id: job.source_id, key: item.place };
  const counts = noCounts();
  const lead = (links: readonly string[], depth: number) =>
    depth > source.max_depth ? 0 : addPages(tx, job, source, ownPages(links, source), depth);

  switch (outcome.kind) {
    case 'page': {
      const { page, read, links } = outcome;
      const some = read.parts.length > 0;
      await savePage(core, tx, { ...place, origin: page.address }, read.parts, counts);
      await remember(tx, place, page, ownPages(links, source));
      await settle(tx, job, item, some ? 'done' : 'failed', some ? null : 'no_text');
      await moveOn(tx, job, { ...counts, found: await lead(links, item.depth + 1), done: 1, failed: some ? 0 : 1 });
      return 0;
    }
    case 'same': {
      const { problem = null, links } = outcome;
      await countUnchanged(tx, place, counts);
      await settle(tx, job, item, problem ? 'skipped' : 'done', problem);
      await moveOn(tx, job, { ...counts, found: await lead(links, item.depth + 1), done: 1, skipped: problem ? 1 : 0 });
      return 0;
    }
    case 'sitemap': {
      const sitemaps = outcome.sitemaps.map((link) => ownAddress(link, source)).filter((link) => link !== null);
      await settle(tx, job, item, 'done', null);
      // Its pages are what is wanted: where they lead is not followed.
      const found = (await addPages(tx, job, source, sitemaps, 0)) + (await lead(outcome.links, source.max_depth));
      await moveOn(tx, job, { ...counts, found, done: 1 });
      return 0;
    }
    case 'elsewhere': {
      await withdraw(tx, place, counts);
      await settle(tx, job, item, 'skipped', 'same_page', outcome.address);
      // The other address is the page: this one counts as none, and nothing says that it was left out.
      const found = (await addPages(tx, job, source, [outcome.address], item.depth)) - 1;
      await moveOn(tx, job, { ...counts, found, done: 0 });
      return 0;
    }
    case 'trouble': {
      const { problem, detail, state } = outcome;
      // What had an article and is not there any more, or not for us, takes it along; what only fails today keeps it.
      if (state === 'skipped' || problem === 'gone') await withdraw(tx, place, counts);
      const ended = counts.removed > 0 ? 'removed' : state;
      await settle(tx, job, item, ended, problem, detail);
      await moveOn(tx, job, {
        ...counts,
        done: 1,
        failed: ended === 'failed' ? 1 : 0,
        skipped: ended === 'skipped' ? 1 : 0,
      });
      // Where the start is not to be had there is nothing to walk on, and no reason to think that the other pages are gone.
      const begun = item.depth > 0 || run.added + run.changed + run.unchanged > 0 || (await anyWaits(tx, job));
      return begun ? 0 : finish(core, tx, job, 'failed', problem, detail);
    }
  }
}

const theItem = (tx: Tx, { site_id, source_id }: ImportJob, { ordinal }: Pick<ItemRow, 'ordinal'>) =>
  tx
    .updateTable('import_items')
    .where('site_id', '=', site_id)
    .where('source_id', '=', source_id)
    .where('ordinal', '=', ordinal);

const stillWaits = async (tx: Tx, job: ImportJob, item: ItemRow): Promise<boolean> =>
  (await theItem(tx, job, item).set({ state: 'waiting' }).where('state', '=', 'waiting').executeTakeFirst())
    .numUpdatedRows > 0n;

const settle = (
  tx: Tx,
  job: ImportJob,
  item: ItemRow,
  state: ItemRow['state'],
  problem: Problem | null,
  detail: string | null = null,
) =>
  theItem(tx, job, item)
    .set({ state, problem, detail: detail?.slice(0, 1_000).toWellFormed() ?? null })
    .execute();

const anyWaits = async (tx: Tx, { site_id, source_id }: ImportJob): Promise<boolean> =>
  (await tx
    .selectFrom('import_items')
    .select('ordinal')
    .where('site_id', '=', site_id)
    .where('source_id', '=', source_id)
    .where('state', '=', 'waiting')
    .limit(1)
    .executeTakeFirst()) !== undefined;

type PagePlace = Pick<PageRow, 'site_id' | 'source_id'> & { readonly key: string };

async function withdraw(tx: Tx, place: PagePlace, counts: Counts): Promise<void> {
  await removePage(tx, place, counts);
  await tx
    .deleteFrom('source_pages')
    .where('site_id', '=', place.site_id)
    .where('source_id', '=', place.source_id)
    .where('address', '=', place.key)
    .execute();
}

const remember = (tx: Tx, { key, ...of }: PagePlace, { etag, lastModified }: FetchedPage, links: string[]) => {
  const known = { etag, last_modified: lastModified, links };
  return tx
    .insertInto('source_pages')
    .values({ ...of, address: key, ...known })
    .onConflict((conflict) => conflict.columns(['site_id', 'source_id', 'address']).doUpdateSet(known))
    .execute();
};

/** Nothing waits any more, or the limit is reached: pages of earlier imports that were not met are looked at too, or give way. */
async function endOrGoOn(core: Core, job: ImportJob, source: SourceRow): Promise<Step> {
  return core.db.transaction().execute(async (tx) => {
    const run = await lockImport(tx, job);
    if (!run) return 'over';
    const full = await overLimit(tx, job, run, source);
    const unmet = await knownPages(tx, job);
    if (!full && unmet.length > 0) {
      await moveOn(tx, job, {
        ...noCounts(),
        done: 0,
        found: await addPages(tx, job, source, unmet, source.max_depth),
      });
      return 0;
    }
    const counts = noCounts();
    for (const key of unmet) await withdraw(tx, { site_id: job.site_id, source_id: job.source_id, key }, counts);
    if (unmet.length > 0) {
      await sql`insert into import_items (site_id, source_id, ordinal, place, state, problem)
        select ${job.site_id}, ${job.source_id}, (select coalesce(max(ordinal), 0) from import_items i
          where i.site_id = ${job.site_id} and i.source_id = ${job.source_id}) + n, place, 'removed', 'pushed_out'
        from unnest(${unmet}::text[]) with ordinality as u(place, n)`.execute(tx);
    }
    await moveOn(tx, job, { ...counts, done: unmet.length, found: unmet.length });
    return finish(core, tx, job, 'done');
  });
}
