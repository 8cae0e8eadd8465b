/**
 * Sessions: a signed-in browser. Its cookie is an opaque token (stored hashed) that can do one thing, get an access token;
 * everything else is done with that token, so that another site's page can do nothing with the cookie alone.
 */
import type { login, ResultOf } from '@parley/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Call, Core } from '../core/core.ts';
import type { Tx } from '../core/events.ts';
import { uuidv7 } from '../core/ids.ts';
import { ACCESS_TOKEN_SECONDS, hashToken, newOpaqueToken } from '../core/tokens.ts';
import { type Member, meView } from './members.ts';

export type SignedIn = ResultOf<typeof login>;

const DAY_MS = 86_400_000;
export const SESSION_DAYS = 30;

interface Http {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** These commands have no socket door. */
export const httpOf = (call: Call): Http => call.http as Http;

/** `__Host-`: the browser itself refuses it from another host or without TLS. Without https there is no such cookie. */
const cookieName = (core: Core): string =>
  core.config.publicUrl.startsWith('https:') ? '__Host-parley' : 'parley_session';

const attributes = (core: Core) =>
  ({
    httpOnly: true,
    sameSite: 'strict',
    path: '/',
    secure: core.config.publicUrl.startsWith('https:'),
  }) as const;

export function setCookie(core: Core, call: Call, token: string): void {
  httpOf(call).reply.setCookie(cookieName(core), token, {
    ...attributes(core),
    maxAge: (SESSION_DAYS * DAY_MS) / 1000,
  });
}

export const clearCookie = (core: Core, call: Call): void => {
  httpOf(call).reply.clearCookie(cookieName(core), attributes(core));
};

/** The cookie's value; undefined without one. */
export const cookieOf = (core: Core, call: Call): string | undefined => httpOf(call).request.cookies[cookieName(core)];

export const sessionEnd = (core: Core): Date => new Date(core.now() + SESSION_DAYS * DAY_MS);

export interface NewSession {
  readonly id: string;
  readonly token: string;
}

export async function createSession(core: Core, db: Tx | Core['db'], member: Member): Promise<NewSession> {
  const id = uuidv7(core.now());
  const token = newOpaqueToken();
  await db
    .insertInto('sessions')
    .values({
      id,
      account_id: member.id,
      site_id: member.site_id,
      token_hash: hashToken(token),
      created_at: new Date(core.now()),
      expires_at: sessionEnd(core),
    })
    .execute();
  return { id, token };
}

/** The answer to whoever has just signed in: an access token of this session. */
export function signedIn(core: Core, member: Member, sessionId: string): SignedIn {
  const token = core.tokens.sign({
    kind: 'agent',
    siteId: member.site_id,
    site: member.site,
    accountId: member.id,
    sessionId,
  });
  return { access_token: token, token, expires_in: ACCESS_TOKEN_SECONDS, user: meView(member) };
}
