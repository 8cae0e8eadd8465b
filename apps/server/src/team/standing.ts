/**
 * Who may do what to whom on a team. Changes of one site's team take turns under the lock of the site's row, and look at both
 * people again once they have it: of two owners who remove each other at once the slower one is no owner any more. So one
 * is always left.
 */
import { type AgentRole, type Permission, roleMay } from '@parley/protocol';
import type { AgentActor } from '../core/actor.ts';
import type { Core } from '../core/core.ts';
import { refuse } from '../core/errors.ts';
import type { Tx } from '../core/events.ts';
import { isId } from '../core/place.ts';

export interface Standing {
  readonly id: string;
  readonly role: AgentRole;
  readonly email: string;
  readonly name: string;
  /** No password yet: only invited. */
  readonly invited: boolean;
  readonly deactivated: boolean;
}

/** What is done to the member `of`, and which of the site's sessions are told afterwards that they ended. */
type Change<Result> = (tx: Tx, of: Standing) => Promise<Result>;

/**
 * Runs `change` on a colleague, in a transaction. Throws `not_found` for whoever is not on the team, `forbidden` for oneself, for
 * an owner by anybody but an owner, and for a caller who has just lost the permission.
 */
export async function onColleague<Result>(
  core: Core,
  { siteId, accountId }: AgentActor,
  agent: string,
  permission: Permission,
  change: Change<Result>,
): Promise<Result> {
  return core.db.transaction().execute(async (tx) => {
    // Not `for update`: whoever writes a row that points to the site need not wait.
    await tx.selectFrom('sites').select('id').where('id', '=', siteId).forNoKeyUpdate().execute();
    const me = await standing(tx, siteId, accountId);
    if (!me || me.deactivated || !roleMay(me.role, permission)) throw refuse('forbidden');
    const of = isId(agent) ? await standing(tx, siteId, agent) : undefined;
    if (!of) throw refuse('not_found');
    if (of.id === me.id) throw refuse('forbidden', { fields: { agent: 'is you' } });
    if (of.role === 'owner' && !roleMay(me.role, 'manage_owners'))
      throw refuse('forbidden', { fields: { agent: 'is an owner' } });
    return change(tx, of);
  });
}

async function standing(tx: Tx, siteId: string, accountId: string): Promise<Standing | undefined> {
  const row = await tx
    .selectFrom('memberships as m')
    .innerJoin('accounts as a', 'a.id', 'm.account_id')
    .select(['a.id', 'a.email', 'a.name', 'a.password_hash', 'm.role', 'm.deactivated_at'])
    .where('m.site_id', '=', siteId)
    .where('m.account_id', '=', accountId)
    // Who deactivated the own account is on no list: for now there is nobody to do anything to.
    .where('a.deactivated_at', 'is', null)
    // Nobody is asked to a team but by mail.
    .$narrowType<{ email: string }>()
    .executeTakeFirst();
  if (!row) return undefined;
  const { password_hash, deactivated_at, ...member } = row;
  return { ...member, invited: password_hash === null, deactivated: deactivated_at !== null };
}
