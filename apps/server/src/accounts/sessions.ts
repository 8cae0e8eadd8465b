/**
 * Sessions: a signed-in browser. Its cookie is an opaque token (stored hashed) that can do one thing, get an access token
 * and the cookie's next value (session-tokens.ts); everything else is done with the access token, so that another site's
 * page can do nothing with the cookie alone.
 */
import type { login, Me, ResultOf, signUp } from '@parley/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Call, Core } from '../core/core.ts';
import { audited } from '../core/deeds.ts';
import type { Tx } from '../core/events.ts';
import { uuidv7 } from '../core/ids.ts';
import { ACCESS_TOKEN_SECONDS } from '../core/tokens.ts';
import { type Member, meView } from './members.ts';
import { familyHash, newSessionToken, sessionEnd, tokenHash } from './session-tokens.ts';
import type { Audience } from './tables.ts';
import { type UserRow, userView } from './users.ts';

export type SignedIn = ResultOf<typeof login>;
export type SignedInAgent = SignedIn & { readonly user: Me };
export type SignedUp = ResultOf<typeof signUp>;

/** Browsers call themselves in fewer letters than this. */
const USER_AGENT_LENGTH = 400;
/** A page after page is one use. */
const SEEN_EVERY_MS = 600_000;

interface Http {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** These commands have no socket door. */
export const httpOf = (call: Call): Http => call.http as Http;

/** `__Host-`: the browser itself refuses it from another host or without TLS. Without https there is no such cookie. */
const cookieName = (core: Core): string =>
  core.config.publicUrl.startsWith('https:') ? '__Host-parley' : 'parley_session';

export const cookieAttributes = (core: Core) =>
  ({
    httpOnly: true,
    sameSite: 'strict',
    path: '/',
    secure: core.config.publicUrl.startsWith('https:'),
  }) as const;

export function setCookie(core: Core, call: Call, { token, end }: { token: string; end: Date }): void {
  httpOf(call).reply.setCookie(cookieName(core), token, {
    ...cookieAttributes(core),
    maxAge: Math.round((end.getTime() - core.now()) / 1000),
  });
}

export const clearCookie = (core: Core, call: Call): void => {
  httpOf(call).reply.clearCookie(cookieName(core), cookieAttributes(core));
};

/** The cookie's value; undefined without one. */
export const cookieOf = (core: Core, call: Call): string | undefined => httpOf(call).request.cookies[cookieName(core)];

/** How the caller's browser calls itself. */
export const userAgentOf = (call: Call): string | null =>
  httpOf(call)
    .request.headers['user-agent']?.replace(/[^\x20-\x7e]/g, '')
    .slice(0, USER_AGENT_LENGTH) || null;

export interface NewSession {
  readonly id: string;
  readonly token: string;
  readonly end: Date;
}

/**
 * As what `person` comes in: as a user, or as an agent, which the site's log tells; or `as` a visitor, whose session has no use for
 * its token.
 */
export async function createSession(
  core: Core,
  tx: Tx,
  person: Member | UserRow,
  call: Call,
  as: Audience = person.role === 'user' ? 'user' : 'agent',
): Promise<NewSession> {
  const id = uuidv7(core.now());
  const token = newSessionToken();
  const created_at = new Date(core.now());
  const end = sessionEnd(core, created_at);
  await tx
    .insertInto('sessions')
    .values({
      id,
      account_id: person.id,
      site_id: person.site_id,
      audience: as,
      token_hash: tokenHash(token),
      family_hash: familyHash(token),
      user_agent: userAgentOf(call),
      created_at,
      seen_at: created_at,
      expires_at: end,
    })
    .execute();
  if (person.role !== 'user') {
    const by = { kind: 'agent', accountId: person.id } as const;
    await core.events.emit(audited, tx, { siteId: person.site_id, by, action: 'signed_in', ip: call.ip });
  }
  return { id, token, end };
}

/** Of a session without a cookie: it is used, and goes on for as long as one with a cookie would. */
export async function goOn(core: Core, session: Used, call: Call): Promise<void> {
  if (core.now() - session.seen_at.getTime() < SEEN_EVERY_MS) return;
  const user_agent = userAgentOf(call);
  await core.db
    .updateTable('sessions')
    .set({
      seen_at: new Date(core.now()),
      expires_at: sessionEnd(core, session.signed_in_at),
      ...(user_agent && { user_agent }),
    })
    .where('id', '=', session.session_id)
    .execute();
}

interface Used {
  readonly session_id: string;
  readonly signed_in_at: Date;
  readonly seen_at: Date;
}

/** The answer to whoever has just signed in: an access token of this session. */
export function signedIn(core: Core, person: Member, sessionId: string): SignedInAgent;
export function signedIn(core: Core, person: UserRow, sessionId: string): SignedUp;
export function signedIn(core: Core, person: Member | UserRow, sessionId: string): SignedIn;
export function signedIn(core: Core, person: Member | UserRow, sessionId: string): SignedIn {
  const token = core.tokens.sign({
    kind: person.role === 'user' ? 'user' : 'agent',
    siteId: person.site_id,
    site: person.site,
    accountId: person.id,
    sessionId,
  });
  const user = person.role === 'user' ? userView(person) : meView(person);
  return { access_token: token, token, expires_in: ACCESS_TOKEN_SECONDS, user };
}
