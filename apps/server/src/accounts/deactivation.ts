/**
 * Leaving: an account that is deactivated by its owner can come back for 30 days, one that is deleted is gone. Both want the
 * password and the button of a mailed link, and neither is possible where a site would lose its last owner.
 *
 *   active -> deactivated -> active (signing in, or the link in the mail) ...      deactivated -> deleted, after 30 days
 */
import type {
  comeBack,
  confirmDeactivation,
  confirmDeletion,
  ParamsOf,
  ResultOf,
  requestDeactivation,
  requestDeletion,
} from '@parley/protocol';
import type { AgentActor, UserActor } from '../core/actor.ts';
import { addressBlock } from '../core/address.ts';
import type { Call, Core } from '../core/core.ts';
import { refuse } from '../core/errors.ts';
import type { Tx } from '../core/events.ts';
import { beyondSites } from '../core/site-scope.ts';
import { accountNews, agentLeft } from './events.ts';
import { findToken, useToken, voidLinks } from './one-time-tokens.ts';
import { endSessions, tell } from './own-sessions.ts';
import { mailsOf } from './password-links.ts';
import { tellTeams } from './team-deeds.ts';
import { requirePassword } from './two-factor/guesses.ts';
import { forgetDevices } from './two-factor/remembered-devices.ts';

/** Days in which a deactivated account can come back. */
const DAYS = 30;

const ACTIONS = { deactivate: 'account_deactivated', delete_account: 'account_deleted' } as const;
type Leaving = keyof typeof ACTIONS;

export const requestDeactivationVerb = (
  core: Core,
  actor: AgentActor | UserActor,
  params: ParamsOf<typeof requestDeactivation>,
  call: Call,
): Promise<ResultOf<typeof requestDeactivation>> => ask(core, actor, params.password, call, 'deactivate');

export const requestDeletionVerb = (
  core: Core,
  actor: AgentActor | UserActor,
  params: ParamsOf<typeof requestDeletion>,
  call: Call,
): Promise<ResultOf<typeof requestDeletion>> => ask(core, actor, params.password, call, 'delete_account');

async function ask(
  core: Core,
  { accountId }: AgentActor | UserActor,
  password: string,
  call: Call,
  news: Leaving,
): Promise<Record<string, never>> {
  await requirePassword(core, call, accountId, password);
  const request = async (tx: Tx) => {
    const { email } = await lock(tx, accountId);
    // Whoever reads the mails at an address that was never proven has no say in this.
    if (email === null) throw refuse('invalid', { fields: { email: 'has to be confirmed first' } });
    await requireNobodyLost(core, tx, accountId, news);
    const mails = mailsOf(core);
    mails.address.take(addressBlock(call.ip));
    mails.own.take(accountId);
    await core.events.emit(accountNews, tx, { accountId, news });
  };
  // Its other sites' other owners count too.
  await beyondSites('all that an account has', () => core.db.transaction().execute(request));
  return {};
}

export async function confirmDeactivationVerb(
  core: Core,
  _actor: unknown,
  params: ParamsOf<typeof confirmDeactivation>,
  call: Call,
): Promise<ResultOf<typeof confirmDeactivation>> {
  const returns_until = new Date(core.now() + DAYS * 86_400_000);
  await leaveByLink(core, params.token, 'deactivate', call, async (tx, accountId) => {
    await tx
      .updateTable('accounts')
      .set({ deactivated_at: new Date(core.now()), returns_until })
      .where('id', '=', accountId)
      .execute();
    await core.events.emit(accountNews, tx, { accountId, news: 'deactivated' });
  });
  return { returns_until: returns_until.toISOString() };
}

export async function confirmDeletionVerb(
  core: Core,
  _actor: unknown,
  params: ParamsOf<typeof confirmDeletion>,
  call: Call,
): Promise<ResultOf<typeof confirmDeletion>> {
  await leaveByLink(core, params.token, 'delete_account', call, async (tx, accountId) => {
    await tx.deleteFrom('accounts').where('id', '=', accountId).execute();
  });
  return {};
}

/** The button of a mailed link was pressed: `leave` is what becomes of the account once it has no session any more. */
async function leaveByLink(
  core: Core,
  link: string,
  purpose: Leaving,
  { ip }: Call,
  leave: (tx: Tx, accountId: string) => Promise<void>,
): Promise<void> {
  const token = await findToken(core, link, [purpose]);
  const accountId = token.account_id as string;
  const ended = await core.db.transaction().execute(async (tx) => {
    await lock(tx, accountId);
    await requireNobodyLost(core, tx, accountId, purpose);
    await useToken(tx, token);
    const ended = await leaveEverywhere(core, tx, accountId, ip, ACTIONS[purpose]);
    await leave(tx, accountId);
    return ended;
  });
  tell(core, ended);
}

/** By the link in the mail that told of the deactivation. Signs nobody in: that takes the password, and the second step. */
export async function comeBackVerb(
  core: Core,
  _actor: unknown,
  params: ParamsOf<typeof comeBack>,
): Promise<ResultOf<typeof comeBack>> {
  const token = await findToken(core, params.token, ['come_back']);
  return core.db.transaction().execute(async (tx) => {
    await useToken(tx, token);
    const email = await reactivate(core, tx, token.account_id as string);
    if (email === null) throw refuse('link_expired');
    return { email };
  });
}

/** Whether this account was deactivated by its owner, and not too long ago to come back. */
export async function mayComeBack(core: Core, accountId: string): Promise<boolean> {
  const found = await core.db
    .selectFrom('accounts')
    .select('id')
    .where('id', '=', accountId)
    .where('returns_until', '>', new Date(core.now()))
    .executeTakeFirst();
  return found !== undefined;
}

/** Everything is as it was but the sessions. Answers with the address; null where there is nothing to come back to. */
export async function reactivate(core: Core, tx: Tx, accountId: string): Promise<string | null> {
  const back = await tx
    .updateTable('accounts')
    .set({ deactivated_at: null, returns_until: null })
    .where('id', '=', accountId)
    .where('returns_until', '>', new Date(core.now()))
    .returning('email')
    .executeTakeFirst();
  if (!back) return null;
  await voidLinks(tx, accountId);
  return back.email;
}

/** Accounts whose time to come back is over, so many at most. Answers with how many there were. */
export async function deleteOverdue(core: Core, limit: number): Promise<number> {
  return core.db.transaction().execute(async (tx) => {
    const overdue = await tx
      .selectFrom('accounts')
      .select('id')
      .where('returns_until', '<', new Date(core.now()))
      .orderBy('returns_until')
      .limit(limit)
      .forUpdate()
      .skipLocked()
      .execute();
    if (overdue.length > 0)
      await tx
        .deleteFrom('accounts')
        .where(
          'id',
          'in',
          overdue.map(({ id }) => id),
        )
        .execute();
    return overdue.length;
  });
}

/** Throws `link_expired` for an account that is not active. */
async function lock(tx: Tx, accountId: string): Promise<{ email: string | null }> {
  const account = await tx
    .selectFrom('accounts')
    .select('email')
    .where('id', '=', accountId)
    .where('deactivated_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  if (!account) throw refuse('link_expired');
  return account;
}

/**
 * Throws `last_owner` where a site would have none: changes of a team take turns under the lock of its site's row. And lets
 * nobody delete an account whose former address can still take it back.
 */
async function requireNobodyLost(core: Core, tx: Tx, accountId: string, what: Leaving): Promise<void> {
  await tx
    .selectFrom('sites')
    .select('id')
    .where('id', 'in', ({ selectFrom }) =>
      selectFrom('memberships').select('site_id').where('account_id', '=', accountId).where('role', '=', 'owner'),
    )
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
  const orphaned = await tx
    .selectFrom('memberships as m')
    .innerJoin('sites as s', 's.id', 'm.site_id')
    .select('s.name')
    .where('m.account_id', '=', accountId)
    .where('m.role', '=', 'owner')
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('memberships as other')
            .innerJoin('accounts as a', 'a.id', 'other.account_id')
            .select('a.id')
            .whereRef('other.site_id', '=', 'm.site_id')
            .where('other.account_id', '!=', accountId)
            .where('other.role', '=', 'owner')
            .where('other.deactivated_at', 'is', null)
            .where('a.deactivated_at', 'is', null)
            .where('a.password_hash', 'is not', null),
        ),
      ),
    )
    .executeTakeFirst();
  if (orphaned) throw refuse('last_owner', { fields: { site: `${orphaned.name} has no other owner` } });
  if (what === 'deactivate') return;
  const takenBack = await tx
    .selectFrom('one_time_tokens')
    .select('purpose')
    .where('account_id', '=', accountId)
    .where('purpose', '=', 'undo_email')
    .where('expires_at', '>', new Date(core.now()))
    .executeTakeFirst();
  if (takenBack) throw refuse('invalid', { fields: { email: 'was changed less than 7 days ago' } });
}

/** Ends all sessions and tells every site of it. Answers with the sessions whose sockets are to be closed. */
async function leaveEverywhere(core: Core, tx: Tx, accountId: string, ip: string, action: (typeof ACTIONS)[Leaving]) {
  for (const siteId of await tellTeams(core, tx, accountId, { ip }, action))
    await core.events.emit(agentLeft, tx, { siteId, accountId });
  await forgetDevices(tx, accountId);
  return endSessions(tx, accountId);
}
