/**
 * Browsers that are asked for no code for 30 days: an opaque cookie for each account, stored hashed. It opens nothing without
 * the password. A new password, turning the second factor off, and a reset end all of them.
 */
import type { forgetDevice, ParamsOf, RememberedDevice, ResultOf } from '@parley/protocol';
import type { AgentActor, UserActor } from '../../core/actor.ts';
import type { Call, Core } from '../../core/core.ts';
import { refuse } from '../../core/errors.ts';
import type { Tx } from '../../core/events.ts';
import { uuidv7 } from '../../core/ids.ts';
import { hashToken, newOpaqueToken } from '../../core/tokens.ts';
import { deviceOf } from '../devices.ts';
import { cookieAttributes, httpOf, userAgentOf } from '../sessions.ts';

const REMEMBERED_SECONDS = 30 * 86_400;

/** One for each account: people share browsers, and a token is never taken over from what a browser brings. */
const cookieName = (core: Core, accountId: string): string =>
  `${cookieAttributes(core).secure ? '__Host-parley' : 'parley'}_device_${accountId.replaceAll('-', '')}`;

export async function rememberDevice(core: Core, call: Call, accountId: string): Promise<void> {
  const token = newOpaqueToken();
  const created_at = new Date(core.now());
  const expires_at = new Date(core.now() + REMEMBERED_SECONDS * 1000);
  const device = { id: uuidv7(core.now()), account_id: accountId, token_hash: hashToken(token), expires_at };
  await core.db
    .insertInto('remembered_devices')
    .values({ ...device, user_agent: userAgentOf(call), created_at, last_used_at: created_at })
    .execute();
  httpOf(call).reply.setCookie(cookieName(core, accountId), token, {
    ...cookieAttributes(core),
    maxAge: REMEMBERED_SECONDS,
  });
}

export async function isRemembered(core: Core, call: Call, accountId: string): Promise<boolean> {
  const token = httpOf(call).request.cookies[cookieName(core, accountId)];
  if (!token) return false;
  const now = new Date(core.now());
  const { numUpdatedRows } = await core.db
    .updateTable('remembered_devices')
    .set({ last_used_at: now })
    .where('token_hash', '=', hashToken(token))
    .where('account_id', '=', accountId)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** For whoever gives an account a new password. */
export async function forgetDevices(tx: Tx, accountId: string): Promise<void> {
  await tx.deleteFrom('remembered_devices').where('account_id', '=', accountId).execute();
}

/** Last used first. */
export async function devicesOf(core: Core, accountId: string): Promise<RememberedDevice[]> {
  const found = await core.db
    .selectFrom('remembered_devices')
    .select(['id', 'user_agent', 'created_at', 'last_used_at', 'expires_at'])
    .where('account_id', '=', accountId)
    .where('expires_at', '>', new Date(core.now()))
    .orderBy('last_used_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
  return found.map(({ id, user_agent, created_at, last_used_at, expires_at }) => ({
    id,
    ...deviceOf(user_agent),
    created: created_at.toISOString(),
    last_used: last_used_at.toISOString(),
    expires: expires_at.toISOString(),
  }));
}

/** One's own alone: any other is `not_found`. */
export async function forgetDeviceVerb(
  core: Core,
  actor: AgentActor | UserActor,
  { device }: ParamsOf<typeof forgetDevice>,
): Promise<ResultOf<typeof forgetDevice>> {
  const gone = await core.db
    .deleteFrom('remembered_devices')
    .where('account_id', '=', actor.accountId)
    .where((eb) => eb(eb.cast<string>('id', 'text'), '=', device))
    .returning('id')
    .execute();
  if (gone.length === 0) throw refuse('not_found');
  return {};
}
