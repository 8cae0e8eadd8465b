/**
 * An admin takes a colleague's second factor away, who lost it. Refused for oneself (an inbox left open would get round password
 * and code), for an owner by anybody but an owner, and for accounts that another site trusts too.
 */
import type { ParamsOf, ResultOf, resetTwoFactor } from '@parley/protocol';
import { type AgentActor, may } from '../../core/actor.ts';
import type { Call, Core } from '../../core/core.ts';
import { audited, deedOf } from '../../core/deeds.ts';
import { refuse } from '../../core/errors.ts';
import type { Tx } from '../../core/events.ts';
import { beyondSites } from '../../core/site-scope.ts';
import { endSessions, tell } from '../own-sessions.ts';
import { twoFactorChanged } from './events.ts';

/** `not_found` for whoever is not on the team, or has none. The password stays: the next sign-in needs it alone. */
export async function resetTwoFactorVerb(
  core: Core,
  actor: AgentActor,
  { agent }: ParamsOf<typeof resetTwoFactor>,
  call: Call,
): Promise<ResultOf<typeof resetTwoFactor>> {
  const reset = async (tx: Tx) => {
    const all = await tx
      .selectFrom('memberships')
      .innerJoin('two_factors', 'two_factors.account_id', 'memberships.account_id')
      .select(['memberships.account_id', 'memberships.site_id', 'memberships.role'])
      .where((eb) => eb(eb.cast<string>('memberships.account_id', 'text'), '=', agent))
      .where('two_factors.confirmed_at', 'is not', null)
      .execute();
    const here = all.find(({ site_id }) => site_id === actor.siteId);
    if (!here) throw refuse('not_found');
    if (here.account_id === actor.accountId || (here.role === 'owner' && !may(actor, 'manage_owners')))
      throw refuse('forbidden');
    if (all.length > 1)
      throw refuse('forbidden', {
        fields: { agent: 'signs in to another site with this account too: only a recovery code or the operator helps' },
      });
    const subject = { kind: 'agent', id: here.account_id };
    await core.events.emit(audited, tx, deedOf(actor, call, 'two_factor_reset', { subject }));
    return (await takeSecondStepAway(core, tx, here.account_id, actor.name)) ?? [];
  };
  const ended = await beyondSites('all that an account has', () => core.db.transaction().execute(reset));
  tell(core, ended);
  return {};
}

/**
 * The second factor, with what was remembered of it and every session. `by`: the display name of whose deed it is, for the mail. Answers
 * with the sessions whose sockets are to be closed; null where there was none.
 */
export async function takeSecondStepAway(core: Core, tx: Tx, accountId: string, by: string) {
  const gone = await tx
    .deleteFrom('two_factors')
    .where('account_id', '=', accountId)
    .where('confirmed_at', 'is not', null)
    .returning('account_id')
    .executeTakeFirst();
  if (!gone) return null;
  await core.events.emit(twoFactorChanged, tx, { accountId, change: 'reset', by });
  return endSessions(tx, accountId);
}
