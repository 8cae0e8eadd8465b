/** Choosing another password while one is signed in. */
import type { changePassword, ParamsOf, ResultOf } from '@parley/protocol';
import type { AgentActor, UserActor } from '../core/actor.ts';
import type { Call, Core } from '../core/core.ts';
import { refuse } from '../core/errors.ts';
import { accountNews } from './events.ts';
import { voidLinks } from './one-time-tokens.ts';
import { endSessions, tell } from './own-sessions.ts';
import { requireStrong } from './password-strength.ts';
import { hashPassword } from './passwords.ts';
import { tellTeams } from './team-deeds.ts';
import { requirePassword } from './two-factor/guesses.ts';
import { forgetDevices } from './two-factor/remembered-devices.ts';

/** Ends all other sessions and every link that waits in a mail. Of two changes at once one is refused: its old password is no longer right. */
export async function changePasswordVerb(
  core: Core,
  actor: AgentActor | UserActor,
  params: ParamsOf<typeof changePassword>,
  call: Call,
): Promise<ResultOf<typeof changePassword>> {
  const account = await core.db
    .selectFrom('accounts')
    .select(['id', 'email', 'claimed_email', 'username', 'name', 'password_hash'])
    .where('id', '=', actor.accountId)
    .executeTakeFirstOrThrow();
  await requirePassword(core, call, account.id, params.password);
  await requireStrong(
    params.new_password,
    [account.email, account.claimed_email, account.username, account.name],
    'new_password',
  );
  const password_hash = await hashPassword(params.new_password);
  const ended = await core.db.transaction().execute(async (tx) => {
    const changed = await tx
      .updateTable('accounts')
      .set({ password_hash })
      .where('id', '=', account.id)
      .where('password_hash', '=', account.password_hash)
      .returning('id')
      .executeTakeFirst();
    if (!changed) throw refuse('invalid', { fields: { password: 'is not right' } });
    await voidLinks(tx, account.id);
    await forgetDevices(tx, account.id);
    await core.events.emit(accountNews, tx, { accountId: account.id, news: 'password_changed' });
    await tellTeams(core, tx, account.id, call, 'password_changed');
    return endSessions(tx, account.id, actor.sessionId);
  });
  tell(core, ended);
  return { ended: ended.length };
}
