/** The agents' lists of rooms: filtered, searched, newest activity first, keyset-paged. */
import type { fetchRooms, ParamsOf, ResultOf } from '@parley/protocol';
import { type RawBuilder, sql } from 'kysely';
import type { AgentActor } from '../core/actor.ts';
import type { Core } from '../core/core.ts';
import { refuse } from '../core/errors.ts';
import { agentView, selectRooms } from './views.ts';

type Params = ParamsOf<typeof fetchRooms>;

export async function listRooms(
  db: Core['db'],
  actor: AgentActor,
  params: Params,
): Promise<ResultOf<typeof fetchRooms>> {
  const limit = params.limit ?? 50;
  const conditions = [sql`r.site_id = ${actor.siteId}`, ...filters(actor, params)];
  const from = sql`select r.* from rooms r where ${sql.join(conditions, sql` and `)}
    order by r.updated_at desc, r.id desc limit ${limit + 1}`;
  const rows = await selectRooms(db, from, actor.accountId);
  // The joins around the ordered rows promise no order of their own.
  rows.sort((a, b) => b.updated_at.getTime() - a.updated_at.getTime() || (a.id < b.id ? 1 : -1));
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  return { rooms: page.map(agentView), next: last ? cursorOf(last.updated_at, last.id) : null };
}

function filters(actor: AgentActor, { status, assignee, label, query, cursor }: Params): RawBuilder<unknown>[] {
  const found: RawBuilder<unknown>[] = [];
  // Named statuses one by one: an index on (site_id, status, ...) serves each, not "any".
  if (status) found.push(sql`r.status = ${status}`);
  if (assignee === 'mine') found.push(sql`r.owner_id = ${actor.accountId}`);
  else if (assignee === 'bot') found.push(sql`r.owner_kind = 'bot'`);
  else if (assignee === 'unassigned') found.push(sql`r.owner_kind = 'queue'`);
  else if (assignee === 'others') {
    found.push(sql`r.owner_kind = 'agent'`, sql`r.owner_id is distinct from ${actor.accountId}`);
  }
  // No room carries a label before labels exist.
  if (label) found.push(sql`false`);
  if (query?.trim()) found.push(matches(actor.siteId, query.trim()));
  if (cursor) {
    const { at, id } = parseCursor(cursor);
    found.push(sql`(r.updated_at, r.id) < (${at}::timestamptz, ${id}::uuid)`);
  }
  return found;
}

/** Part of the name, email or consumer id; or any of the words in a message. */
function matches(siteId: string, query: string): RawBuilder<unknown> {
  const part = `%${query.replace(/[\\%_]/g, '\\$&')}%`;
  return sql`r.id in (
    select r2.id from rooms r2 join visitors v on v.site_id = r2.site_id and v.id = r2.visitor_id
      where r2.site_id = ${siteId} and (v.name ilike ${part} or v.email ilike ${part} or r2.key ilike ${part})
    union
    select m.room_id from messages m
      where m.site_id = ${siteId} and to_tsvector('simple', m.content) @@ plainto_tsquery('simple', ${query}))`;
}

const cursorOf = (at: Date, id: string): string => Buffer.from(`${at.toISOString()} ${id}`).toString('base64url');

function parseCursor(cursor: string): { at: string; id: string } {
  const [at = '', id = ''] = Buffer.from(cursor, 'base64url').toString().split(' ');
  const valid =
    /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(at) &&
    !Number.isNaN(Date.parse(at)) &&
    /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id);
  if (!valid) throw refuse('invalid', { fields: { cursor: 'take the `next` of an earlier answer' } });
  return { at, id };
}
