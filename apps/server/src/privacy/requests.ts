/**
 * What people ask about their data: taking a request down together with its job, and telling how far it is. A visitor asks for
 * itself; an admin for any visitor of the site.
 */
import type {
  AuditAction,
  getPrivacyRequest,
  listPrivacyRequests,
  ParamsOf,
  PrivacyRequest,
  ResultOf,
  requestErasure,
  requestExport,
} from '@parley/protocol';
import { type AgentActor, type Guest, isGuest } from '../core/actor.ts';
import type { Call, Core } from '../core/core.ts';
import { audited } from '../core/deeds.ts';
import { refuse } from '../core/errors.ts';
import type { Tx } from '../core/events.ts';
import { uuidv7 } from '../core/ids.ts';
import { addJobs } from '../core/jobs.ts';
import { idOnly } from '../core/log-context.ts';
import { ERASE_PERSON } from './erasure.ts';
import { EXPORT_PERSON } from './export.ts';
import type { PrivacyRequestRow } from './tables.ts';

export type Asker = Guest | AgentActor;

/** The list is for looking back, not for paging. */
const NEWEST = 100;
/** With graphile-worker's growing waits: four days. */
const ATTEMPTS = 25;

/** Once for a person, for ever; one that was given up goes on where it ended. Refused: `not_found`, `forbidden`. */
export const requestErasureVerb = (
  core: Core,
  actor: Asker,
  params: ParamsOf<typeof requestErasure>,
  call: Call,
): Promise<ResultOf<typeof requestErasure>> =>
  requested(core, actor, params, 'erasure', async (tx, consumer, before) => {
    if (before && before.state !== 'failed') return before.id;
    if (!before) {
      const made = await takeDown(tx, actor, 'erasure', consumer);
      await tell(core, tx, actor, call, 'person_erased', consumer);
      return made;
    }
    await tx
      .updateTable('privacy_requests')
      .set({ state: 'queued', finished_at: null })
      .where('site_id', '=', actor.siteId)
      .where('id', '=', before.id)
      .execute();
    await addJob(tx, actor.siteId, before.id, 'erasure');
    return before.id;
  });

/** While one is being made another is not begun. Refused: `not_found`, `forbidden`. */
export const requestExportVerb = (
  core: Core,
  actor: Asker,
  params: ParamsOf<typeof requestExport>,
  call: Call,
): Promise<ResultOf<typeof requestExport>> =>
  requested(core, actor, params, 'export', async (tx, consumer, before) => {
    if (before?.state === 'queued' || before?.state === 'running') return before.id;
    const made = await takeDown(tx, actor, 'export', consumer);
    await tell(core, tx, actor, call, 'person_exported', consumer);
    return made;
  });

/** One after the other for each person. `begin` answers which request it is, with the last one of its kind before it. */
async function requested(
  core: Core,
  actor: Asker,
  params: { readonly consumer?: string },
  kind: PrivacyRequest['kind'],
  begin: (tx: Tx, consumer: string, before: Awaited<ReturnType<typeof latest>>) => Promise<string>,
): Promise<ResultOf<typeof requestExport>> {
  const consumer = whom(actor, params.consumer);
  const id = await core.db.transaction().execute(async (tx) => {
    await lockConsumer(tx, actor.siteId, consumer);
    return begin(tx, consumer, await latest(tx, actor.siteId, consumer, kind));
  });
  return { request: await requestOf(core, actor, id) };
}

export async function getPrivacyRequestVerb(
  core: Core,
  actor: Asker,
  params: ParamsOf<typeof getPrivacyRequest>,
): Promise<ResultOf<typeof getPrivacyRequest>> {
  return { request: await requestOf(core, actor, params.request) };
}

export async function listPrivacyRequestsVerb(
  core: Core,
  actor: AgentActor,
): Promise<ResultOf<typeof listPrivacyRequests>> {
  const rows = await asked(core, actor.siteId)
    .orderBy('r.created_at', 'desc')
    .orderBy('r.id', 'desc')
    .limit(NEWEST)
    .execute();
  return { requests: rows.map(view) };
}

/** An id of the site's for an admin, one's own for a visitor. Whether there is such a visitor is not looked at. */
function whom(actor: Asker, consumer: string | undefined): string {
  if (isGuest(actor)) {
    if (consumer !== undefined && consumer !== actor.visitorId) throw refuse('forbidden');
    return actor.visitorId;
  }
  if (consumer === undefined) throw refuse('invalid', { fields: { consumer: 'is missing' } });
  const id = idOnly(consumer);
  if (id === undefined) throw refuse('not_found');
  return id;
}

/** From where a person asked for itself is nobody's business: it would outlive the erasure. */
const tell = (core: Core, tx: Tx, actor: Asker, { ip }: Call, action: AuditAction, consumer: string) => {
  const subject = { kind: 'visitor', id: consumer };
  const { siteId } = actor;
  return core.events.emit(audited, tx, { siteId, by: actor, action, subject, ...(actor.kind === 'agent' && { ip }) });
};

/** Two who ask for the same person at once get the same request. */
const lockConsumer = (tx: Tx, siteId: string, consumer: string) =>
  tx
    .selectFrom('visitors')
    .select('id')
    .where('site_id', '=', siteId)
    .where('id', '=', consumer)
    .forNoKeyUpdate()
    .execute();

const latest = (tx: Tx, siteId: string, consumer: string, kind: PrivacyRequest['kind']) =>
  tx
    .selectFrom('privacy_requests')
    .select(['id', 'state'])
    .where('site_id', '=', siteId)
    .where('consumer', '=', consumer)
    .where('kind', '=', kind)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();

async function takeDown(tx: Tx, actor: Asker, kind: PrivacyRequest['kind'], consumer: string): Promise<string> {
  const visitor = await tx
    .selectFrom('visitors')
    .select('id')
    .where('site_id', '=', actor.siteId)
    .where('id', '=', consumer)
    .executeTakeFirst();
  if (!visitor) throw refuse('not_found');
  const id = uuidv7();
  const requested_by = actor.kind === 'agent' ? actor.accountId : null;
  await tx
    .insertInto('privacy_requests')
    .values({ site_id: actor.siteId, id, kind, consumer, requested_by, finished_at: null })
    .execute();
  await addJob(tx, actor.siteId, id, kind);
  return id;
}

const TASKS: Record<PrivacyRequest['kind'], string> = { erasure: ERASE_PERSON, export: EXPORT_PERSON };

const addJob = (tx: Tx, site_id: string, request_id: string, kind: PrivacyRequest['kind']) =>
  addJobs(tx, [{ task: TASKS[kind], payload: { site_id, request_id }, key: request_id, maxAttempts: ATTEMPTS }]);

const asked = (core: Core, siteId: string) =>
  core.db
    .selectFrom('privacy_requests as r')
    .leftJoin('accounts as a', 'a.id', 'r.requested_by')
    .selectAll('r')
    .select('a.name as by')
    .where('r.site_id', '=', siteId);

/** Refuses `not_found`, also for another person's. */
export async function requestOf(core: Core, actor: Asker, id: string): Promise<PrivacyRequest> {
  const known = idOnly(id);
  const row = known && (await asked(core, actor.siteId).where('r.id', '=', known).executeTakeFirst());
  if (!row || (isGuest(actor) && row.consumer !== actor.visitorId)) throw refuse('not_found');
  return view(row);
}

const view = (row: PrivacyRequestRow & { by: string | null }): PrivacyRequest => ({
  request: row.id,
  kind: row.kind,
  consumer: row.consumer,
  by: row.by,
  state: row.state,
  done: row.done,
  total: row.total,
  created: row.created_at.toISOString(),
  finished: row.finished_at?.toISOString() ?? null,
  expires: row.expires_at?.toISOString() ?? null,
});
