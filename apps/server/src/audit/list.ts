/** Reading the audit log: newest first, by pages, narrowed by who, what and when. One site's own, for whoever manages it. */
import type { AuditEntry, listAudit, ParamsOf, ResultOf } from '@parley/protocol';
import { sql } from 'kysely';
import type { AgentActor } from '../core/actor.ts';
import type { Core } from '../core/core.ts';
import { refuse } from '../core/errors.ts';
import { cursorOf, isId, placeOf } from '../core/place.ts';

export async function listAuditVerb(
  core: Core,
  { siteId }: AgentActor,
  params: ParamsOf<typeof listAudit>,
): Promise<ResultOf<typeof listAudit>> {
  const { actor, action, since, until, cursor, limit = 50 } = params;
  let query = entries(core.db, siteId);
  if (actor === 'system') query = query.where('e.actor_kind', '=', 'system');
  else if (actor !== undefined) query = query.where('e.actor_id', '=', requireId(actor));
  if (action !== undefined) query = query.where('e.action', '=', action);
  if (since !== undefined) query = query.where('e.at', '>=', readTime(since, 'since'));
  if (until !== undefined) query = query.where('e.at', '<', readTime(until, 'until'));
  if (cursor !== undefined) {
    const { at, id } = placeOf(cursor);
    query = query.where(sql<boolean>`(e.at, e.id) < (${at}, ${id}::uuid)`);
  }
  const rows = await query.limit(limit + 1).execute();
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  return { entries: page.map(view), next: last ? cursorOf(last) : null };
}

/** People's names are as they are now; who was erased has none. */
const entries = (db: Core['db'], siteId: string) =>
  db
    .selectFrom('audit_log as e')
    .leftJoin('accounts as a', (join) => join.onRef('a.id', '=', 'e.actor_id'))
    .leftJoin('api_keys as k', (join) => join.onRef('k.site_id', '=', 'e.site_id').onRef('k.id', '=', 'e.actor_id'))
    .leftJoin('accounts as s', (join) =>
      join.on(sql<boolean>`s.id = case when e.subject_kind = 'agent' then e.subject_id::uuid end`),
    )
    .select(['e.id', 'e.at', 'e.actor_kind', 'e.actor_id', 'e.action', 'e.subject_kind', 'e.subject_id', 'e.details'])
    .select('e.address')
    .select((eb) => eb.fn.coalesce('a.name', 'k.name').as('actor_name'))
    .select((eb) => eb.fn.coalesce('s.name', 'e.subject_name').as('subject_name'))
    .where('e.site_id', '=', siteId)
    .orderBy('e.at', 'desc')
    .orderBy('e.id', 'desc');

type Row = Awaited<ReturnType<ReturnType<typeof entries>['executeTakeFirstOrThrow']>>;

const view = (row: Row): AuditEntry => ({
  id: row.id,
  at: row.at.toISOString(),
  actor: { kind: row.actor_kind, id: row.actor_id, name: row.actor_name },
  action: row.action,
  subject:
    row.subject_kind && row.subject_id ? { kind: row.subject_kind, id: row.subject_id, name: row.subject_name } : null,
  details: row.details,
  address: row.address,
});

function readTime(text: string, field: string): Date {
  const time = new Date(text);
  if (!/^\d{4}-\d\d-\d\d/.test(text) || Number.isNaN(time.getTime())) {
    throw refuse('invalid', { fields: { [field]: 'give a time such as 2026-07-01T00:00:00Z' } });
  }
  return time;
}

function requireId(actor: string): string {
  if (!isId(actor)) throw refuse('invalid', { fields: { actor: 'give an id, or system' } });
  return actor;
}
