/** A member: an account in one of its sites. The one place that says who may come in at all. */
import { type Me, permissionsOf } from '@parley/protocol';
import type { Kysely } from 'kysely';
import type { AgentActor } from '../core/actor.ts';
import type { Core } from '../core/core.ts';
import type { Database } from '../core/db.ts';

/**
 * Members of accounts that may come in: not deactivated, and seeded ones in demo mode alone. To be narrowed to one
 * account or session.
 */
export function members(core: Core, db: Kysely<Database> = core.db) {
  const found = db
    .selectFrom('accounts as a')
    .innerJoin('memberships as m', 'm.account_id', 'a.id')
    .innerJoin('sites as s', 's.id', 'm.site_id')
    .select(['a.id', 'a.email', 'a.username', 'a.name', 'm.role', 'm.site_id', 's.slug as site', 's.name as site_name'])
    .where('a.deactivated_at', 'is', null);
  return core.config.demo ? found : found.where('a.demo', '=', false);
}

export type Member = Awaited<ReturnType<ReturnType<typeof members>['executeTakeFirstOrThrow']>>;

export const meView = ({ id, email, username, name, role, site, site_name }: Member): Me => ({
  id,
  email,
  username,
  name,
  role,
  permissions: permissionsOf(role),
  site,
  site_name,
});

/** Members of one account, the site it last signed in to first, then the one it joined first. */
export const ofAccount = (core: Core, accountId: string, db?: Kysely<Database>) =>
  members(core, db)
    .where('a.id', '=', accountId)
    .orderBy(
      (eb) =>
        eb
          .selectFrom('sessions')
          .select((s) => s.fn.max('sessions.created_at').as('at'))
          .whereRef('sessions.account_id', '=', 'a.id')
          .whereRef('sessions.site_id', '=', 'm.site_id'),
      (order) => order.desc().nullsLast(),
    )
    .orderBy('m.created_at');

export const ofActor = (core: Core, actor: AgentActor) =>
  members(core).where('a.id', '=', actor.accountId).where('m.site_id', '=', actor.siteId);
