/** The account of a user who is being forgotten: gone where nothing else holds it, else it is a user of this site no more. */
import { sql } from 'kysely';
import type { Tx } from '../core/events.ts';

export async function forgetUser(tx: Tx, siteId: string, visitorId: string): Promise<void> {
  const user = await tx
    .deleteFrom('users')
    .where('site_id', '=', siteId)
    .where('visitor_id', '=', visitorId)
    .returning('account_id')
    .executeTakeFirst();
  if (!user) return;
  const { account_id } = user;
  await sql`
    delete from sessions where account_id = ${account_id} and site_id = ${siteId} and audience <> 'agent'`.execute(tx);
  // A colleague's account, or that of another site's customer, is not this site's to take away.
  await sql`
    delete from accounts a where a.id = ${account_id}
      and not exists (select from memberships m where m.account_id = a.id)
      and not exists (select from users u where u.account_id = a.id)`.execute(tx);
}
