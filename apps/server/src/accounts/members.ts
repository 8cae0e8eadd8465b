/** A member: an account in one of its sites. The one place that says who may come in at all. */
import { type Me, permissionsOf } from '@parley/protocol';
import type { ExpressionBuilder, Kysely } from 'kysely';
import type { AgentActor, EnrollingActor } from '../core/actor.ts';
import type { Core } from '../core/core.ts';
import type { Database } from '../core/db.ts';
import { photoPath } from './photo.ts';

/** Whether the account `a` has its second step on. */
export const hasTwoFactor = (eb: ExpressionBuilder<Database & { a: Database['accounts'] }, 'a'>) =>
  eb
    .exists(
      eb
        .selectFrom('two_factors')
        .select('two_factors.account_id')
        .whereRef('two_factors.account_id', '=', 'a.id')
        .where('two_factors.confirmed_at', 'is not', null),
    )
    .$castTo<boolean>();

/**
 * Members of accounts that may come in: not deactivated, neither by themselves nor by the site, and seeded ones in demo mode alone. To be narrowed to one
 * account or session.
 */
export function members(core: Core, db: Kysely<Database> = core.db) {
  const found = db
    .selectFrom('accounts as a')
    .innerJoin('memberships as m', 'm.account_id', 'a.id')
    .innerJoin('sites as s', 's.id', 'm.site_id')
    .leftJoin('photos as f', 'f.account_id', 'a.id')
    .select(['a.id', 'a.email', 'a.username', 'a.name', 'm.role', 'm.site_id', 's.slug as site', 's.name as site_name'])
    .select(['f.key as photo', 's.require_two_factor', (eb) => hasTwoFactor(eb).as('two_factor')])
    .where('a.deactivated_at', 'is', null)
    .where('m.deactivated_at', 'is', null)
    // Nobody is asked to a team but by mail.
    .$narrowType<{ email: string }>();
  return core.config.demo ? found : found.where('a.demo', '=', false);
}

export type Member = Awaited<ReturnType<ReturnType<typeof members>['executeTakeFirstOrThrow']>>;

/** Must set up a second factor before anything else. */
export const isEnrolling = (member: Member): boolean => member.require_two_factor && !member.two_factor;

export const meView = (member: Member): Me => {
  const { id, email, username, name, role, site, site_name, photo } = member;
  const two_factor = member.two_factor ? 'on' : isEnrolling(member) ? 'required' : 'off';
  const shown = photo ? { photo: photoPath(photo) } : {};
  return { id, email, username, name, role, permissions: permissionsOf(role), site, site_name, ...shown, two_factor };
};

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

export const ofActor = (core: Core, actor: AgentActor | EnrollingActor) =>
  members(core).where('a.id', '=', actor.accountId).where('m.site_id', '=', actor.siteId);
