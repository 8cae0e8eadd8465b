/** Finding labels: all of a site, one by id or name, those to put on a room, and a text that tells whether anything about them has changed. */
import { type Label, type listLabels, MOST_LABELLED, type ResultOf } from '@parley/protocol';
import { sql } from 'kysely';
import { sameName } from '../accounts/names.ts';
import type { AgentActor } from '../core/actor.ts';
import type { Core } from '../core/core.ts';
import { refuse } from '../core/errors.ts';
import type { Tx } from '../core/events.ts';
import { isId } from '../core/place.ts';

type Db = Core['db'] | Tx;

/** What `list_labels` answers with but for the counts, as one short text by site: another one means another answer. Empty where there is no label. */
export async function labelsStates(core: Core, siteIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ site_id: string; state: string }>`
    select site_id, md5(string_agg(jsonb_build_array(id, name, color, description, auto)::text, ',' order by id)) as state
    from labels where site_id = any(${[...siteIds]}::uuid[]) and deleted_at is null group by site_id`.execute(core.db);
  const states = new Map(rows.map(({ site_id, state }) => [site_id, state]));
  return new Map(siteIds.map((siteId) => [siteId, states.get(siteId) ?? '']));
}

export async function listLabelsVerb(core: Core, { siteId }: AgentActor): Promise<ResultOf<typeof listLabels>> {
  // In this order: what changes in between shows in the next heartbeat.
  const state = (await labelsStates(core, [siteId])).get(siteId) ?? '';
  return { labels: await labelsOf(core.db, siteId), state };
}

/** By name; of `id` alone where it is given. Counting goes by the index: in its order, or a rare label would be looked for in all rooms. */
export async function labelsOf(db: Db, siteId: string, id?: string): Promise<Label[]> {
  const { rows } = await sql<Label>`
    select l.id, l.name, l.color, l.description, l.auto, (select count(*)::int from (
        select from room_labels rl where rl.site_id = l.site_id and rl.label_id = l.id
        order by rl.room_id limit ${MOST_LABELLED}) as found) as rooms
    from labels l
    where l.site_id = ${siteId} and l.deleted_at is null ${id === undefined ? sql`` : sql`and l.id = ${id}`}
    order by l.name_key, l.id`.execute(db);
  return rows;
}

/** The id of the label that is meant, by that or by its name; undefined: there is none. */
export async function labelNamed(db: Db, siteId: string, named: string): Promise<string | undefined> {
  const found = await db
    .selectFrom('labels')
    .select('id')
    .where('site_id', '=', siteId)
    .where('deleted_at', 'is', null)
    .where(isId(named) ? 'id' : 'name_key', '=', isId(named) ? named : sameName(named))
    .executeTakeFirst();
  return found?.id;
}

/** Refuses `not_found` where one of them is not there. None is deleted before the transaction ends. */
export async function lastingLabels(tx: Tx, siteId: string, ids: readonly string[]): Promise<void> {
  if (!ids.every(isId)) throw refuse('not_found');
  if ((await lasting(tx, siteId, ids)).length < new Set(ids).size) throw refuse('not_found');
}

/** Those of the labels that the bot may put on. None is deleted before the transaction ends. */
export const lastingAuto = async (tx: Tx, siteId: string, ids: readonly string[]): Promise<string[]> =>
  (await lasting(tx, siteId, ids)).filter(({ auto }) => auto).map(({ id }) => id);

async function lasting(tx: Tx, siteId: string, ids: readonly string[]): Promise<{ id: string; auto: boolean }[]> {
  if (ids.length === 0) return [];
  return tx
    .selectFrom('labels')
    .select(['id', 'auto'])
    .where('site_id', '=', siteId)
    .where('id', 'in', ids)
    .where('deleted_at', 'is', null)
    .orderBy('id')
    .forShare()
    .execute();
}

/** The last of a deleted label. */
export async function forgetLabel(core: Core, siteId: string, id: string): Promise<void> {
  await core.db
    .deleteFrom('labels')
    .where('site_id', '=', siteId)
    .where('id', '=', id)
    .where('deleted_at', 'is not', null)
    .execute();
}
