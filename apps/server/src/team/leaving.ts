/** Taking somebody off the team, letting somebody in no more, and again. Whoever goes leaves no session behind and no visitor waiting. */
import type { deactivateAgent, ParamsOf, ResultOf, reactivateAgent, removeAgent } from '@parley/protocol';
import { agentView } from '../accounts/agents.ts';
import { agentLeft } from '../accounts/events.ts';
import { endSessionsAt, tell } from '../accounts/own-sessions.ts';
import type { AgentActor } from '../core/actor.ts';
import type { Call, Core } from '../core/core.ts';
import { audited, deedOf } from '../core/deeds.ts';
import type { Tx } from '../core/events.ts';
import { beyondSites } from '../core/site-scope.ts';
import { onColleague, type Standing } from './standing.ts';

/** An account that nobody has ever come in with, and that no other team knows, goes altogether. */
export async function removeAgentVerb(
  core: Core,
  actor: AgentActor,
  { agent }: ParamsOf<typeof removeAgent>,
  call: Call,
): Promise<ResultOf<typeof removeAgent>> {
  const { siteId } = actor;
  const remove = async (tx: Tx, of: Standing) => {
    await tx.deleteFrom('memberships').where('site_id', '=', siteId).where('account_id', '=', of.id).execute();
    const ended = await leave(core, tx, siteId, of);
    if (of.invited) await forgetUnused(tx, of.id);
    const details = { email: of.email, from: of.role };
    const action = of.invited ? 'invitation_withdrawn' : 'agent_removed';
    await core.events.emit(audited, tx, deedOf(actor, call, action, { ...subject(of), details }));
    return ended;
  };
  const sessions = await beyondSites('all that an account has', () =>
    onColleague(core, actor, agent, 'manage_team', remove),
  );
  tell(core, sessions);
  return {};
}

export async function deactivateAgentVerb(
  core: Core,
  actor: AgentActor,
  { agent }: ParamsOf<typeof deactivateAgent>,
  call: Call,
): Promise<ResultOf<typeof deactivateAgent>> {
  const { siteId } = actor;
  const { view, sessions } = await onColleague(core, actor, agent, 'manage_team', async (tx, of) => {
    if (of.deactivated) return { view: await agentView(tx, siteId, of.id), sessions: [] };
    await setDeactivated(tx, siteId, of.id, new Date(core.now()));
    const sessions = await leave(core, tx, siteId, of);
    await core.events.emit(audited, tx, deedOf(actor, call, 'agent_deactivated', subject(of)));
    return { view: await agentView(tx, siteId, of.id), sessions };
  });
  tell(core, sessions);
  return { agent: view };
}

export async function reactivateAgentVerb(
  core: Core,
  actor: AgentActor,
  { agent }: ParamsOf<typeof reactivateAgent>,
  call: Call,
): Promise<ResultOf<typeof reactivateAgent>> {
  const { siteId } = actor;
  const view = await onColleague(core, actor, agent, 'manage_team', async (tx, of) => {
    if (of.deactivated) {
      await setDeactivated(tx, siteId, of.id, null);
      await core.events.emit(audited, tx, deedOf(actor, call, 'agent_reactivated', subject(of)));
    }
    return agentView(tx, siteId, of.id);
  });
  return { agent: view };
}

const subject = ({ id }: Standing) => ({ subject: { kind: 'agent', id } });

const setDeactivated = (tx: Tx, siteId: string, accountId: string, at: Date | null) =>
  tx
    .updateTable('memberships')
    .set({ deactivated_at: at })
    .where('site_id', '=', siteId)
    .where('account_id', '=', accountId)
    .execute();

/** Ends the sessions of this site and tells who cares. Answers with the sessions whose sockets are to be closed. */
async function leave(core: Core, tx: Tx, siteId: string, { id }: Standing) {
  const ended = await endSessionsAt(tx, siteId, id);
  await core.events.emit(agentLeft, tx, { siteId, accountId: id });
  return ended;
}

/** Its address is free again, and its link is good for nothing. */
const forgetUnused = (tx: Tx, accountId: string) =>
  tx
    .deleteFrom('accounts as a')
    .where('a.id', '=', accountId)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('memberships as m').whereRef('m.account_id', '=', 'a.id').select('m.site_id'))),
    )
    .execute();
