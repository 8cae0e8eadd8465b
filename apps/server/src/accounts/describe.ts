/**
 * What is kept about an account, in words for the person whose it is. No secret is among it, and nobody else. Each feature adds what it
 * keeps, when `accountDescribed` is raised.
 */
import type { exportAccount, ResultOf } from '@parley/protocol';
import type { AgentActor, UserActor } from '../core/actor.ts';
import type { Core } from '../core/core.ts';
import type { Tx } from '../core/events.ts';
import { deviceOf } from './devices.ts';
import { type AccountAsked, accountDescribed, type Described } from './events.ts';

/** All of it, whatever the site. What one said in conversations is their sites', and stands in their exports. */
export async function exportAccountVerb(
  core: Core,
  { accountId }: AgentActor | UserActor,
): Promise<ResultOf<typeof exportAccount>> {
  const sections: ResultOf<typeof exportAccount>['sections'] = [];
  const add: AccountAsked['add'] = (name, rows) => sections.push({ name, rows: rows.map((row) => ({ ...row })) });
  await core.db
    .transaction()
    .execute((tx) => core.events.emit(accountDescribed, tx, { accountId, visitorId: null, siteId: null, add }));
  return { sections };
}

/** The accounts' own tables. */
export async function describeAccount(tx: Tx, { accountId, siteId, add }: AccountAsked): Promise<void> {
  add('your_account', await account(tx, accountId));
  add('what_you_are_where', await places(tx, accountId, siteId));
  const sessions = await tx
    .selectFrom('sessions')
    .innerJoin('sites', 'sites.id', 'sessions.site_id')
    .select(['sites.name as site', 'user_agent', 'sessions.created_at', 'seen_at', 'expires_at'])
    .where('account_id', '=', accountId)
    .$if(siteId !== null, (query) => query.where('site_id', '=', siteId))
    .orderBy('seen_at', 'desc')
    .execute();
  add(
    'where_you_are_signed_in',
    sessions.map(({ site, user_agent, created_at, seen_at, expires_at }) => ({
      site,
      ...deviceOf(user_agent),
      since: created_at.toISOString(),
      last_seen: seen_at.toISOString(),
      until: expires_at.toISOString(),
    })),
  );
  if (siteId === null) add('browsers_that_need_no_code', await remembered(tx, accountId));
}

async function account(tx: Tx, accountId: string): Promise<Described[]> {
  const found = await tx
    .selectFrom('accounts as a')
    .leftJoin('profiles as p', 'p.account_id', 'a.id')
    .leftJoin('photos as f', 'f.account_id', 'a.id')
    .leftJoin('two_factors as t', 't.account_id', 'a.id')
    .select(['a.username', 'a.name', 'a.email', 'a.claimed_email', 'a.language', 'a.time_zone', 'a.created_at'])
    .select(['p.phone', 'p.job_title', 'p.about', 'p.street', 'p.postal_code', 'p.city', 'p.region', 'p.country'])
    .select(['f.content as photo', 't.confirmed_at'])
    .where('a.id', '=', accountId)
    .executeTakeFirst();
  if (!found) return [];
  const { email, claimed_email, created_at, photo, confirmed_at, ...rest } = found;
  return [
    {
      email: email ?? claimed_email,
      email_proven: email !== null,
      ...rest,
      photo: photo && `data:image/webp;base64,${photo.toString('base64')}`,
      two_step_sign_in_since: confirmed_at?.toISOString() ?? null,
      since: created_at.toISOString(),
    },
  ];
}

/** On which teams, and whose customer. */
async function places(tx: Tx, accountId: string, siteId: string | null): Promise<Described[]> {
  const teams = await tx
    .selectFrom('memberships as m')
    .innerJoin('sites as s', 's.id', 'm.site_id')
    .select(['s.name as site', 'm.role', 'm.created_at'])
    .where('m.account_id', '=', accountId)
    .$if(siteId !== null, (query) => query.where('m.site_id', '=', siteId))
    .execute();
  const customer = await tx
    .selectFrom('users as u')
    .innerJoin('sites as s', 's.id', 'u.site_id')
    .select(['s.name as site', 'u.created_at'])
    .where('u.account_id', '=', accountId)
    .$if(siteId !== null, (query) => query.where('u.site_id', '=', siteId))
    .execute();
  return [
    ...teams.map(({ site, role, created_at }) => ({ site, as: role, since: created_at.toISOString() })),
    ...customer.map(({ site, created_at }) => ({ site, as: 'user', since: created_at.toISOString() })),
  ];
}

async function remembered(tx: Tx, accountId: string): Promise<Described[]> {
  const devices = await tx
    .selectFrom('remembered_devices')
    .select(['user_agent', 'created_at', 'last_used_at', 'expires_at'])
    .where('account_id', '=', accountId)
    .orderBy('last_used_at', 'desc')
    .execute();
  return devices.map(({ user_agent, created_at, last_used_at, expires_at }) => ({
    ...deviceOf(user_agent),
    since: created_at.toISOString(),
    last_used: last_used_at.toISOString(),
    until: expires_at.toISOString(),
  }));
}
