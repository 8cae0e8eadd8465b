/**
 * What whoever manages a site does about one of its end customers. Only in this site: an account that is a customer of others,
 * or an agent of this one too, keeps that.
 */
import type {
  deactivateUser,
  ParamsOf,
  ResultOf,
  reactivateUser,
  resetUserTwoFactor,
  sendUserPasswordReset,
} from '@parley/protocol';
import { passwordResetRequested } from '../accounts/events.ts';
import { endSessionsAt, tell } from '../accounts/own-sessions.ts';
import { mailsOf } from '../accounts/password-links.ts';
import { takeSecondStepAway } from '../accounts/two-factor/reset.ts';
import type { AgentActor } from '../core/actor.ts';
import type { Call, Core } from '../core/core.ts';
import { audited, deedOf } from '../core/deeds.ts';
import { refuse } from '../core/errors.ts';
import type { Tx } from '../core/events.ts';
import { isId } from '../core/place.ts';
import { beyondSites } from '../core/site-scope.ts';

interface Customer {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  /** Proven. */
  readonly email: string | null;
  readonly deactivated: boolean;
}

/** Its sessions end with it: an access token that is still good finds none, and sockets close within seconds on every node. */
export async function deactivateUserVerb(
  core: Core,
  actor: AgentActor,
  { user }: ParamsOf<typeof deactivateUser>,
  call: Call,
): Promise<ResultOf<typeof deactivateUser>> {
  const ended = await onCustomer(core, actor, user, async (tx, of) => {
    if (of.deactivated) return [];
    await setDeactivated(tx, actor.siteId, of.id, new Date(core.now()));
    await core.events.emit(audited, tx, deedOf(actor, call, 'user_deactivated', subject(of)));
    return endSessionsAt(tx, actor.siteId, of.id, 'customer');
  });
  tell(core, ended);
  return { user, deactivated: true };
}

export async function reactivateUserVerb(
  core: Core,
  actor: AgentActor,
  { user }: ParamsOf<typeof reactivateUser>,
  call: Call,
): Promise<ResultOf<typeof reactivateUser>> {
  await onCustomer(core, actor, user, async (tx, of) => {
    if (!of.deactivated) return;
    await setDeactivated(tx, actor.siteId, of.id, null);
    await core.events.emit(audited, tx, deedOf(actor, call, 'user_reactivated', subject(of)));
  });
  return { user, deactivated: false };
}

/** As often as anybody could ask for it. An address that was only claimed gets no mail about an account: `invalid`. */
export async function sendUserPasswordResetVerb(
  core: Core,
  actor: AgentActor,
  { user }: ParamsOf<typeof sendUserPasswordReset>,
  call: Call,
): Promise<ResultOf<typeof sendUserPasswordReset>> {
  await onCustomer(core, actor, user, async (tx, of) => {
    const { email } = of;
    if (!email) throw refuse('invalid', { fields: { user: 'has not confirmed the address' } });
    mailsOf(core).mailbox.take(email);
    await core.events.emit(passwordResetRequested, tx, { email });
    await core.events.emit(audited, tx, deedOf(actor, call, 'user_password_reset_sent', subject(of)));
  });
  return {};
}

/** For whoever lost it. What another site trusts too, or a team, is not this site's to take away: `forbidden`. */
export async function resetUserTwoFactorVerb(
  core: Core,
  actor: AgentActor,
  { user }: ParamsOf<typeof resetUserTwoFactor>,
  call: Call,
): Promise<ResultOf<typeof resetUserTwoFactor>> {
  const reset = async (tx: Tx, of: Customer) => {
    if (await isTrustedElsewhere(tx, actor.siteId, of.id))
      throw refuse('forbidden', {
        fields: { user: 'signs in elsewhere with this account too: only a recovery code or the operator helps' },
      });
    const ended = await takeSecondStepAway(core, tx, of.id, actor.name);
    if (!ended) throw refuse('not_found');
    await core.events.emit(audited, tx, deedOf(actor, call, 'user_two_factor_reset', subject(of)));
    return ended;
  };
  tell(core, await beyondSites('all that an account has', () => onCustomer(core, actor, user, reset)));
  return {};
}

const isTrustedElsewhere = async (tx: Tx, siteId: string, accountId: string): Promise<boolean> =>
  Boolean(
    await tx
      .selectFrom('accounts as a')
      .select('a.id')
      .where('a.id', '=', accountId)
      .where(({ or, exists, selectFrom }) =>
        or([
          exists(selectFrom('memberships as m').select('m.site_id').whereRef('m.account_id', '=', 'a.id')),
          exists(
            selectFrom('users as u')
              .select('u.site_id')
              .whereRef('u.account_id', '=', 'a.id')
              .where('u.site_id', '!=', siteId),
          ),
        ]),
      )
      .executeTakeFirst(),
  );

const subject = ({ id, username }: Customer) => ({ subject: { kind: 'user', id, name: username } });

const setDeactivated = (tx: Tx, siteId: string, accountId: string, at: Date | null) =>
  tx
    .updateTable('users')
    .set({ deactivated_at: at })
    .where('site_id', '=', siteId)
    .where('account_id', '=', accountId)
    .execute();

/** One after the other for each customer. Throws `not_found` for whoever is none of this site's. */
async function onCustomer<Result>(
  core: Core,
  { siteId }: AgentActor,
  user: string,
  change: (tx: Tx, of: Customer) => Promise<Result>,
): Promise<Result> {
  if (!isId(user)) throw refuse('not_found');
  return core.db.transaction().execute(async (tx) => {
    const row = await tx
      .selectFrom('users as u')
      .innerJoin('accounts as a', 'a.id', 'u.account_id')
      .select(['a.id', 'a.username', 'a.name', 'a.email', 'u.deactivated_at'])
      .where('u.site_id', '=', siteId)
      .where('u.account_id', '=', user)
      .forUpdate('u')
      .executeTakeFirst();
    if (!row) throw refuse('not_found');
    const { deactivated_at, ...of } = row;
    return change(tx, { ...of, deactivated: deactivated_at !== null });
  });
}
