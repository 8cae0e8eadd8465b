/**
 * The session cookie's values: `<family>.<secret>`, replaced at each use. The next value follows from the one before and
 * the server's secret, so that two tabs that come with the same one get the same next one. One that was replaced counts
 * for a moment longer; after that two browsers hold one session, and it ends for both.
 */
import { createHmac, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Core } from '../core/core.ts';
import { deriveKey } from '../core/secrets.ts';
import { hashToken, newOpaqueToken } from '../core/tokens.ts';
import { sessionChannel } from './channels.ts';
import type { Audience } from './tables.ts';

/** A tab's answer may be on its way while another tab asks again, and a slow line takes seconds. */
export const GRACE_MS = 30_000;

const DAY_MS = 86_400_000;
/** Without use, and in all; then one signs in again. */
const IDLE_MS = 30 * DAY_MS;
const MOST_MS = 90 * DAY_MS;

/** When a session ends that is used now and was never used again. */
export const sessionEnd = (core: Core, since: Date): Date =>
  new Date(Math.min(core.now() + IDLE_MS, since.getTime() + MOST_MS));

export const newSessionToken = (): string => `${randomBytes(16).toString('base64url')}.${newOpaqueToken()}`;

export const tokenHash = hashToken;

/** Sessions that are older than families have their first token's hash for one. */
const familyOf = (token: string): Buffer => {
  const [family, secret] = token.split('.');
  return secret === undefined ? hashToken(token) : Buffer.from(family as string, 'base64url');
};
export const familyHash = (token: string): Buffer => hashToken(familyOf(token));

const KEY = Symbol('session succession');
const keyOf = (core: Core): Buffer => core.state.get(KEY, () => deriveKey(core.config.secret, 'session-succession'));

/** Known to whoever has the token and the server's secret, and to nobody with one of the two. */
const successor = (core: Core, token: string): string =>
  `${familyOf(token).toString('base64url')}.${createHmac('sha256', keyOf(core)).update(token).digest('base64url')}`;

export interface RenewedSession {
  readonly id: string;
  readonly accountId: string;
  readonly siteId: string;
  readonly audience: Audience;
  /** The cookie's value from now on. */
  readonly token: string;
  readonly end: Date;
}

/** Null: there is no such session, or no longer. A token that was replaced longer ago than the grace ends its session. */
export async function renewSession(
  core: Core,
  token: string,
  userAgent: string | null,
): Promise<RenewedSession | null> {
  const now = core.now();
  const result = await core.db.transaction().execute(async (tx) => {
    const found = await tx
      .selectFrom('sessions')
      .select(['id', 'account_id', 'site_id', 'audience', 'token_hash', 'replaced_at', 'created_at', 'expires_at'])
      .where(sql<Buffer>`coalesce(family_hash, sha256(token_hash))`, '=', familyHash(token))
      .where('expires_at', '>', new Date(now))
      .where('audience', '!=', 'visitor')
      .forUpdate()
      .executeTakeFirst();
    if (!found) return null;
    const { id, account_id: accountId, site_id: siteId, audience } = found;
    const session = { ended: false as const, id, accountId, siteId, audience };
    const lately = found.replaced_at.filter((at) => at.getTime() > now - GRACE_MS);
    const held = catchUp(core, token, found.token_hash, lately.length);
    if (held === null) {
      await tx.deleteFrom('sessions').where('id', '=', id).execute();
      return { ended: true as const, id, siteId };
    }
    if (held !== token) return { ...session, token: held, end: found.expires_at };
    const next = successor(core, token);
    const end = sessionEnd(core, found.created_at);
    await tx
      .updateTable('sessions')
      .set({
        token_hash: tokenHash(next),
        family_hash: familyHash(token),
        replaced_at: [...lately, new Date(now)],
        ...(userAgent && { user_agent: userAgent }),
        seen_at: new Date(now),
        expires_at: end,
      })
      .where('id', '=', id)
      .execute();
    return { ...session, token: next, end };
  });
  if (!result?.ended) return result;
  core.log.warn({ session: result.id }, 'a replaced session cookie came back: the session was ended');
  core.bus.publish({ site: result.siteId, channels: [sessionChannel(result.id)], close: 'revoked' });
  return null;
}

/** The token that counts now, from one that is at most so many steps behind it; null from any other. */
function catchUp(core: Core, token: string, current: Buffer, steps: number): string | null {
  for (let step = 0, held = token; step <= steps; step++, held = successor(core, held)) {
    if (tokenHash(held).equals(current)) return held;
  }
  return null;
}
