/**
 * The daily clean-up: rooms closed for longer than their site keeps them, people without rooms and accounts, and everything expired.
 * Short transactions; what one run leaves the next one finds, and two at once share the work.
 */
import { type RawBuilder, sql } from 'kysely';
import { deleteOverdue } from '../accounts/deactivation.ts';
import type { Core } from '../core/core.ts';
import type { JobTask } from '../core/jobs.ts';

/** Rooms in one transaction; their messages go with them. */
const ROOMS = 500;
/** Accounts in one transaction, with all that is theirs. */
const ACCOUNTS = 100;
/** Rows of the other tables in one transaction. */
const ROWS = 2_000;
/** Days after which a visitor who never talked, or whose rooms are gone, is forgotten. */
const VISITOR_DAYS = 30;
/** Days that the audit log is kept; the database itself refuses to remove what is younger. */
const AUDIT_DAYS = 400;
/** Days after which nobody asks any more who wanted an export, whose files are long gone. */
const EXPORT_DAYS = 30;
/** Days that an erasure stays to be repeated on an older backup: as long as the audit log names it. */
const ERASURE_DAYS = AUDIT_DAYS;
/** Days that an article's old texts stay, so that it can be told who was given them. */
const REVISION_DAYS = AUDIT_DAYS;
/** Days that jobs which were given up stay to be looked at. */
const FAILED_JOB_DAYS = 30;

export const cleanUp: JobTask = async (core, _payload, { signal }) => {
  const removed = {
    rooms: await removeRooms(core, signal),
    visitors: await removeVisitors(core, signal),
    visitor_tokens: await sweep(core, signal, 'visitor_tokens'),
    sessions: await sweep(core, signal, 'sessions'),
    one_time_tokens: await sweep(core, signal, 'one_time_tokens'),
    accounts: await inBatches(signal, ACCOUNTS, () => deleteOverdue(core, ACCOUNTS)),
    remembered_devices: await sweep(core, signal, 'remembered_devices'),
    audit_log: await removeOldDeeds(core, signal),
    privacy_requests: await removeOldRequests(core, signal),
    blocks: await removeOldBlocks(core, signal),
    used_identities: await sweep(core, signal, 'used_identities'),
    spent_proofs: await sweep(core, signal, 'spent_proofs'),
    bot_visitor_spending: await removeOldDays(core, signal),
    article_revisions: await removeOldTexts(core, signal),
  };
  await sql`
    select graphile_worker.complete_jobs(array(
      select id from graphile_worker.jobs
      where attempts >= max_attempts and locked_at is null and updated_at < now() - ${FAILED_JOB_DAYS} * interval '1 day'))
  `.execute(core.db);
  core.log.info({ removed }, 'cleaned up');
};

/** Each batch is a transaction of its own. Ends when one is not full; throws when the program stops, and is tried again. */
async function inBatches(signal: AbortSignal, size: number, batch: () => Promise<number>): Promise<number> {
  let all = 0;
  for (;;) {
    signal.throwIfAborted();
    const removed = await batch();
    all += removed;
    if (removed < size) return all;
  }
}

/** However long it takes: a batch that could not end would stop the clean-up for ever. */
const count = (core: Core, statement: RawBuilder<unknown>): Promise<number> =>
  core.db.transaction().execute(async (tx) => {
    await sql`set local statement_timeout = 0`.execute(tx);
    const { numAffectedRows } = await statement.execute(tx);
    return Number(numAffectedRows ?? 0);
  });

async function removeRooms(core: Core, signal: AbortSignal): Promise<number> {
  const sites = await core.db.selectFrom('sites').select(['id', 'retention_days']).execute();
  let all = 0;
  for (const site of sites) {
    const before = new Date(core.now() - site.retention_days * 86_400_000);
    all += await inBatches(signal, ROOMS, () =>
      count(
        core,
        sql`delete from rooms where site_id = ${site.id} and id in (
          select id from rooms where site_id = ${site.id} and status = 'closed' and closed_at < ${before}
          order by closed_at limit ${ROOMS} for update skip locked)`,
      ),
    );
  }
  return all;
}

/** Walks by `seen_at`, once through: those with rooms or an account stay behind and are not looked at again. */
async function removeVisitors(core: Core, signal: AbortSignal): Promise<number> {
  const before = new Date(core.now() - VISITOR_DAYS * 86_400_000);
  let all = 0;
  let at: { seen_at: string; site_id: string; id: string } | undefined;
  for (;;) {
    signal.throwIfAborted();
    const { rows } = await sql<{ seen_at: string; site_id: string; id: string }>`
      select seen_at::text, site_id, id from visitors
      where seen_at < ${before} ${at ? sql`and (seen_at, site_id, id) > (${at.seen_at}, ${at.site_id}, ${at.id})` : sql``}
      order by seen_at, site_id, id limit ${ROWS}`.execute(core.db);
    if (rows.length === 0) return all;
    // Asked again while locked: a visitor may have come back since, and a room's row locks its visitor's.
    all += await count(
      core,
      sql`delete from visitors where (site_id, id) in (
        select v.site_id, v.id from visitors v
        join unnest(${rows.map((row) => row.site_id)}::uuid[], ${rows.map((row) => row.id)}::uuid[]) as w(site_id, id) using (site_id, id)
        where v.seen_at < ${before} and not exists (select from rooms r where r.site_id = v.site_id and r.visitor_id = v.id)
          and not exists (select from users u where u.site_id = v.site_id and u.visitor_id = v.id)
        for update of v skip locked)`,
    );
    at = rows.at(-1);
  }
}

/** An erasure that was given up stays: asking again goes on where it ended. */
function removeOldRequests(core: Core, signal: AbortSignal): Promise<number> {
  const before = (days: number) => new Date(core.now() - days * 86_400_000);
  return inBatches(signal, ROWS, () =>
    count(
      core,
      sql`delete from privacy_requests where (site_id, id) in (
        select site_id, id from privacy_requests
        where (kind = 'export' and state in ('done', 'failed') and finished_at < ${before(EXPORT_DAYS)})
          or (kind = 'erasure' and state = 'done' and finished_at < ${before(ERASURE_DAYS)})
        limit ${ROWS} for update skip locked)`,
    ),
  );
}

const removeOldBlocks = (core: Core, signal: AbortSignal) =>
  inBatches(signal, ROWS, () =>
    count(
      core,
      sql`delete from blocks where ctid in (
        select ctid from blocks where ends_at < ${new Date(core.now())} limit ${ROWS} for update skip locked)`,
    ),
  );

/** What one visitor cost counts for a day; what the site did stays. */
const removeOldDays = (core: Core, signal: AbortSignal) =>
  inBatches(signal, ROWS, () =>
    count(
      core,
      sql`delete from bot_visitor_spending where ctid in (
        select ctid from bot_visitor_spending where day < ${new Date(core.now() - 2 * 86_400_000)}::date
        limit ${ROWS} for update skip locked)`,
    ),
  );

const removeOldTexts = (core: Core, signal: AbortSignal) =>
  inBatches(signal, ROWS, () =>
    count(
      core,
      sql`delete from article_revisions where (site_id, article_id, revision) in (
        select site_id, article_id, revision from article_revisions
        where replaced_at < ${new Date(core.now() - REVISION_DAYS * 86_400_000)}
        order by replaced_at limit ${ROWS} for update skip locked)`,
    ),
  );

type Expiring =
  | 'visitor_tokens'
  | 'sessions'
  | 'one_time_tokens'
  | 'remembered_devices'
  | 'used_identities'
  | 'spent_proofs';
const sweep = (core: Core, signal: AbortSignal, table: Expiring) =>
  inBatches(signal, ROWS, () =>
    count(
      core,
      sql`delete from ${sql.table(table)} where ctid in (
        select ctid from ${sql.table(table)} where expires_at < ${new Date(core.now())} limit ${ROWS} for update skip locked)`,
    ),
  );

const removeOldDeeds = (core: Core, signal: AbortSignal) =>
  inBatches(signal, ROWS, () =>
    count(
      core,
      // By the database's clock, as its own refusal.
      sql`delete from audit_log where (site_id, id) in (
        select site_id, id from audit_log where at < now() - ${AUDIT_DAYS} * interval '1 day'
        order by at limit ${ROWS} for update skip locked)`,
    ),
  );
