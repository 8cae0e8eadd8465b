/** The very first start: a one-time link, printed on the operator's terminal alone, that creates the first site and its owner. */
import type { ParamsOf, setUpOwner } from '@parley/protocol';
import type { Call, Core } from '../core/core.ts';
import { refuse } from '../core/errors.ts';
import type { Tx } from '../core/events.ts';
import { uuidv7 } from '../core/ids.ts';
import { requireAddress } from './email-address.ts';
import { members } from './members.ts';
import { requireName } from './names.ts';
import { findToken, makeToken, useToken } from './one-time-tokens.ts';
import { requireStrong } from './password-strength.ts';
import { hashPassword } from './passwords.ts';
import { createSession, type SignedInAgent, setCookie, signedIn } from './sessions.ts';
import { claimUsername, requireUsername } from './usernames.ts';

/** Null once there is an account that can sign in. Each start gives a new link; nodes that start together do not spoil each other's. */
export async function ensureSetupLink(core: Core): Promise<string | null> {
  const known = await core.db.selectFrom('accounts').select('id').where('demo', '=', false).limit(1).executeTakeFirst();
  if (known) return null;
  const aMinuteAgo = new Date(core.now() - 60_000);
  await core.db
    .deleteFrom('one_time_tokens')
    .where('purpose', '=', 'setup')
    .where('created_at', '<', aMinuteAgo)
    .execute();
  return `${core.config.publicUrl}/setup#${await makeToken(core, core.db, 'setup', null)}`;
}

/** Works once: of two people with two links the slower one gets `link_expired`. A refusal leaves the link good. */
export async function setUpOwnerVerb(
  core: Core,
  _actor: unknown,
  params: ParamsOf<typeof setUpOwner>,
  call: Call,
): Promise<SignedInAgent> {
  const token = await findToken(core, params.token, ['setup']);
  const person = {
    email: requireAddress(params.email),
    username: requireUsername(params.username),
    name: requireName(params.name, 'name'),
    siteName: requireName(params.site_name, 'site_name'),
  };
  await requireStrong(params.password, Object.values(person));
  const account = { ...person, passwordHash: await hashPassword(params.password) };
  const { member, session } = await core.db.transaction().execute(async (tx) => {
    await useToken(tx, token);
    const accountId = await createOwner(core, tx, account);
    const member = await members(core, tx).where('a.id', '=', accountId).executeTakeFirstOrThrow();
    return { member, session: await createSession(core, tx, member, call) };
  });
  setCookie(core, call, session);
  return signedIn(core, member, session.id);
}

interface NewOwner {
  readonly email: string;
  readonly username: string;
  readonly name: string;
  readonly siteName: string;
  readonly passwordHash: string;
}

async function createOwner(core: Core, tx: Tx, owner: NewOwner): Promise<string> {
  const created_at = new Date(core.now());
  await claimUsername(tx, owner.username);
  const siteId = uuidv7(core.now());
  const accountId = uuidv7(core.now());
  const site = await tx
    .insertInto('sites')
    .values({ id: siteId, slug: owner.username, name: owner.siteName, created_at })
    .onConflict((conflict) => conflict.column('slug').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!site) throw refuse('taken', { fields: { username: 'is taken' } });
  const { email, username, name, passwordHash: password_hash } = owner;
  const account = await tx
    .insertInto('accounts')
    .values({ id: accountId, email, username, name, password_hash, deactivated_at: null, created_at })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!account) throw refuse('taken', { fields: { email: 'is taken, or the username is' } });
  await tx
    .insertInto('memberships')
    .values({ site_id: siteId, account_id: accountId, role: 'owner', created_at })
    .execute();
  return accountId;
}
