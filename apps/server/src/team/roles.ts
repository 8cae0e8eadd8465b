/** Promoting, demoting, and handing the site over. */
import type { AgentRole, changeRole, ParamsOf, ResultOf, transferOwnership } from '@parley/protocol';
import { agentView } from '../accounts/agents.ts';
import { tell } from '../accounts/own-sessions.ts';
import { requirePassword } from '../accounts/two-factor/guesses.ts';
import { requireCode } from '../accounts/two-factor/pass.ts';
import type { AgentActor } from '../core/actor.ts';
import type { Call, Core } from '../core/core.ts';
import { audited, deedOf } from '../core/deeds.ts';
import { refuse } from '../core/errors.ts';
import type { Tx } from '../core/events.ts';
import { onColleague, type Standing } from './standing.ts';

/** What is as wished already closes nobody's sockets and is not written down. */
export async function changeRoleVerb(
  core: Core,
  actor: AgentActor,
  { agent, role }: ParamsOf<typeof changeRole>,
  call: Call,
): Promise<ResultOf<typeof changeRole>> {
  const { view, sessions } = await onColleague(core, actor, agent, 'manage_team', async (tx, of) => {
    const sessions = of.role === role ? [] : await setRole(tx, actor.siteId, of.id, role);
    if (of.role !== role) await core.events.emit(audited, tx, deedOf(actor, call, 'role_changed', about(of, role)));
    return { view: await agentView(tx, actor.siteId, of.id), sessions };
  });
  tell(core, sessions);
  return { agent: view };
}

/** Password and code show that it is the owner who sits there. Throws `invalid` for a wrong password, and for somebody who cannot come in. */
export async function transferOwnershipVerb(
  core: Core,
  actor: AgentActor,
  { agent, password, code, share = false }: ParamsOf<typeof transferOwnership>,
  call: Call,
): Promise<ResultOf<typeof transferOwnership>> {
  await requirePassword(core, call, actor.accountId, password);
  await requireCode(core, call, actor.accountId, code);
  const { view, sessions } = await onColleague(core, actor, agent, 'manage_owners', async (tx, of) => {
    // A site whose only owner cannot come in would be nobody's.
    if (of.invited || of.deactivated)
      throw refuse('invalid', { fields: { agent: 'has not come in yet, or may not come in now' } });
    const sessions = of.role === 'owner' ? [] : await setRole(tx, actor.siteId, of.id, 'owner');
    if (!share) sessions.push(...(await setRole(tx, actor.siteId, actor.accountId, 'admin')));
    const action = share ? 'ownership_shared' : 'ownership_transferred';
    await core.events.emit(audited, tx, deedOf(actor, call, action, about(of, 'owner')));
    return { view: await agentView(tx, actor.siteId, of.id), sessions };
  });
  tell(core, sessions);
  return { agent: view };
}

const about = ({ id, role }: Standing, to: AgentRole) => ({
  subject: { kind: 'agent', id },
  details: { from: role, to },
});

/** Answers with the sessions whose sockets are to be closed: they go on in another role. */
async function setRole(tx: Tx, siteId: string, accountId: string, role: AgentRole) {
  await tx
    .updateTable('memberships')
    .set({ role })
    .where('site_id', '=', siteId)
    .where('account_id', '=', accountId)
    .execute();
  return tx
    .selectFrom('sessions')
    .select(['id', 'site_id'])
    .where('account_id', '=', accountId)
    .where('site_id', '=', siteId)
    .execute();
}
