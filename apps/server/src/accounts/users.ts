/** A user: an account that is an end customer of a site, and one of its visitors. The one place that says which may come in. */
import type { User } from '@parley/protocol';
import { type Kysely, sql } from 'kysely';
import type { UserActor } from '../core/actor.ts';
import type { Core } from '../core/core.ts';
import type { Database } from '../core/db.ts';
import type { UserClaims } from '../core/tokens.ts';

/** Users of accounts that may come in. To be narrowed to one account or session. */
export const users = (core: Core, db: Kysely<Database> = core.db) =>
  db
    .selectFrom('accounts as a')
    .innerJoin('users as u', 'u.account_id', 'a.id')
    .innerJoin('sites as s', 's.id', 'u.site_id')
    .select(['a.id', 'a.username', 'a.name', 'u.site_id', 'u.visitor_id', 's.slug as site', 's.name as site_name'])
    .select((eb) => [
      eb.fn.coalesce('a.email', 'a.claimed_email').$castTo<string>().as('email'),
      eb('a.email', 'is not', null).$castTo<boolean>().as('email_verified'),
      eb.val('user').$castTo<'user'>().as('role'),
    ])
    .where('a.deactivated_at', 'is', null)
    .where('u.deactivated_at', 'is', null);

export type UserRow = Awaited<ReturnType<ReturnType<typeof users>['executeTakeFirstOrThrow']>>;

export const userView = ({
  id,
  email,
  email_verified,
  username,
  name,
  role,
  site,
  site_name,
  visitor_id,
}: UserRow): User => ({
  id,
  email,
  email_verified,
  username,
  name,
  role,
  site,
  site_name,
  consumer: visitor_id,
});

/** Users whose sessions still count, of both kinds. */
export const signedInUsers = (core: Core, db: Kysely<Database> = core.db) =>
  users(core, db)
    .innerJoin('sessions', (join) =>
      join.onRef('sessions.account_id', '=', 'a.id').onRef('sessions.site_id', '=', 'u.site_id'),
    )
    .select(['sessions.id as session_id', 'sessions.created_at as signed_in_at', 'sessions.seen_at'])
    .where('sessions.audience', '!=', 'agent')
    .where('sessions.expires_at', '>', new Date(core.now()));

/** Null once the session was ended or ran out, the account was deactivated, or is no user of the site any more. */
export async function userOf(core: Core, claims: UserClaims): Promise<UserActor | null> {
  const user = await signedInUsers(core)
    .where('sessions.id', '=', claims.sessionId)
    .where('sessions.audience', '=', 'user')
    .where('a.id', '=', claims.accountId)
    .where('u.site_id', '=', claims.siteId)
    .select(
      sql<number | null>`case when s.consent_version is null then 0 else (
        select c.version from consents c
        where c.site_id = s.id and c.visitor_id = u.visitor_id and c.version = s.consent_version) end`.as('consent'),
    )
    .executeTakeFirst();
  if (!user) return null;
  return {
    kind: 'user',
    siteId: user.site_id,
    site: user.site,
    accountId: user.id,
    sessionId: claims.sessionId,
    visitorId: user.visitor_id,
    consent: user.consent,
    name: user.name,
  };
}
