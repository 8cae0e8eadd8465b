/** Making, naming, filling and deleting teams. Changes of one site's teams take turns. */
import {
  type createTeam,
  type deleteTeam,
  MAX_TEAMS,
  type ParamsOf,
  type ResultOf,
  type updateTeam,
} from '@parley/protocol';
import { type UniqueName, uniqueName } from '../accounts/names.ts';
import type { AgentActor } from '../core/actor.ts';
import type { Call, Core } from '../core/core.ts';
import { audited, deedOf } from '../core/deeds.ts';
import { refuse } from '../core/errors.ts';
import type { Tx } from '../core/events.ts';
import { uuidv7 } from '../core/ids.ts';
import { inTurn } from '../core/in-turn.ts';
import { isId } from '../core/place.ts';
import { teamChanged } from './events.ts';
import { teamView } from './look-up.ts';

export async function createTeamVerb(
  core: Core,
  actor: AgentActor,
  params: ParamsOf<typeof createTeam>,
  call: Call,
): Promise<ResultOf<typeof createTeam>> {
  const { siteId } = actor;
  const name = uniqueName(params.name, 'name');
  const id = uuidv7(core.now());
  const team = await inTurn(core, siteId, async (tx) => {
    const { count } = await tx
      .selectFrom('teams')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('site_id', '=', siteId)
      .where('deleted_at', 'is', null)
      .executeTakeFirstOrThrow();
    if (count >= MAX_TEAMS) throw refuse('invalid', { fields: { name: `there are ${MAX_TEAMS} teams already` } });
    await requireFree(tx, siteId, name);
    const created_at = new Date(core.now());
    await tx
      .insertInto('teams')
      .values({ site_id: siteId, id, ...name, created_at })
      .execute();
    const subject = { kind: 'team', id, name: name.name };
    await core.events.emit(audited, tx, deedOf(actor, call, 'team_created', { subject }));
    await add(core, tx, { actor, call, id, name: name.name }, params.members ?? []);
    return teamView(core, tx, siteId, id);
  });
  return { team };
}

/** What is as wished already is not written down. */
export async function updateTeamVerb(
  core: Core,
  actor: AgentActor,
  { team: id, add: added = [], remove: removed = [], ...params }: ParamsOf<typeof updateTeam>,
  call: Call,
): Promise<ResultOf<typeof updateTeam>> {
  const { siteId } = actor;
  const name = params.name === undefined ? null : uniqueName(params.name, 'name');
  const team = await inTurn(core, siteId, async (tx) => {
    const before = await find(tx, siteId, id);
    if (name && name.name !== before.name) {
      if (name.name_key !== before.name_key) await requireFree(tx, siteId, name);
      await tx.updateTable('teams').set(name).where('site_id', '=', siteId).where('id', '=', id).execute();
      const about = { subject: { kind: 'team', id, name: name.name }, details: { from: before.name, to: name.name } };
      await core.events.emit(audited, tx, deedOf(actor, call, 'team_renamed', about));
      await core.events.emit(teamChanged, tx, { siteId, teamId: id });
    }
    const membership = { actor, call, id, name: name?.name ?? before.name };
    await add(core, tx, membership, added);
    await take(core, tx, membership, removed);
    return teamView(core, tx, siteId, id);
  });
  return { team };
}

/** Gone for everybody at once; its rooms lose it a little later (`rooms/team-rooms.ts`). */
export async function deleteTeamVerb(
  core: Core,
  actor: AgentActor,
  { team: id }: ParamsOf<typeof deleteTeam>,
  call: Call,
): Promise<ResultOf<typeof deleteTeam>> {
  const { siteId } = actor;
  await inTurn(core, siteId, async (tx) => {
    const { name } = await find(tx, siteId, id);
    const deleted_at = new Date(core.now());
    await tx.updateTable('teams').set({ deleted_at }).where('site_id', '=', siteId).where('id', '=', id).execute();
    await tx.deleteFrom('team_members').where('site_id', '=', siteId).where('team_id', '=', id).execute();
    const subject = { kind: 'team', id, name };
    await core.events.emit(audited, tx, deedOf(actor, call, 'team_deleted', { subject }));
    await core.events.emit(teamChanged, tx, { siteId, teamId: id });
  });
  return {};
}

async function find(tx: Tx, siteId: string, id: string): Promise<UniqueName> {
  const found = isId(id)
    ? await tx
        .selectFrom('teams')
        .select(['name', 'name_key'])
        .where('site_id', '=', siteId)
        .where('id', '=', id)
        .where('deleted_at', 'is', null)
        .executeTakeFirst()
    : undefined;
  if (!found) throw refuse('not_found');
  return found;
}

async function requireFree(tx: Tx, siteId: string, { name_key }: UniqueName): Promise<void> {
  const found = await tx
    .selectFrom('teams')
    .select('id')
    .where('site_id', '=', siteId)
    .where('name_key', '=', name_key)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  if (found) throw refuse('taken', { fields: { name: 'is the name of another team' } });
}

interface Membership {
  readonly actor: AgentActor;
  readonly call: Call;
  /** The team's. */
  readonly id: string;
  readonly name: string;
}

/** Throws `not_found` for whoever is not one of the site's people. */
async function add(core: Core, tx: Tx, { actor, call, id, name }: Membership, wanted: readonly string[]) {
  const ids = [...new Set(wanted)];
  if (ids.length === 0) return;
  if (!ids.every(isId)) throw refuse('not_found');
  const { siteId } = actor;
  const people = await tx
    .selectFrom('memberships')
    .select('account_id')
    .where('site_id', '=', siteId)
    .where('account_id', 'in', ids)
    .orderBy('account_id')
    .forKeyShare()
    .execute();
  if (people.length < ids.length) throw refuse('not_found');
  const added = await tx
    .insertInto('team_members')
    .values(people.map(({ account_id }) => ({ site_id: siteId, team_id: id, account_id })))
    .onConflict((conflict) => conflict.doNothing())
    .returning('account_id')
    .execute();
  for (const { account_id } of added) {
    const about = { subject: { kind: 'agent', id: account_id }, details: { to: name } };
    await core.events.emit(audited, tx, deedOf(actor, call, 'team_member_added', about));
  }
}

async function take(core: Core, tx: Tx, { actor, call, id, name }: Membership, unwanted: readonly string[]) {
  const ids = unwanted.filter(isId);
  if (ids.length === 0) return;
  const taken = await tx
    .deleteFrom('team_members')
    .where('site_id', '=', actor.siteId)
    .where('team_id', '=', id)
    .where('account_id', 'in', ids)
    .returning('account_id')
    .execute();
  for (const { account_id } of taken) {
    const about = { subject: { kind: 'agent', id: account_id }, details: { from: name } };
    await core.events.emit(audited, tx, deedOf(actor, call, 'team_member_removed', about));
  }
}
