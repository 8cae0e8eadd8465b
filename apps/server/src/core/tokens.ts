/** Access tokens (short-lived JWT by @fastify/jwt) and opaque secrets (256 random bits, stored hashed). Grants nothing by itself. */
import { hash, randomBytes } from 'node:crypto';
import jwt from '@fastify/jwt';
import type { FastifyInstance } from 'fastify';
import { deriveKey } from './secrets.ts';

/** Seconds an access token lives (protocol.md: at most 10 minutes). */
export const ACCESS_TOKEN_SECONDS = 600;

export interface VisitorClaims {
  readonly kind: 'visitor';
  readonly siteId: string;
  readonly site: string;
  readonly visitorId: string;
  /** Signed in to an account by it, and gone with it. */
  readonly sessionId?: string;
  /** Of a token that was minted in a browser: only what was said there may become a person's. */
  readonly fromBrowser?: true;
}
export interface UserClaims {
  readonly kind: 'user';
  readonly siteId: string;
  readonly site: string;
  readonly accountId: string;
  readonly sessionId: string;
}
export interface AgentClaims {
  readonly kind: 'agent';
  readonly siteId: string;
  readonly site: string;
  readonly accountId: string;
  readonly sessionId: string;
}
export type Claims = VisitorClaims | UserClaims | AgentClaims;

const KINDS = ['visitor', 'agent', 'user'] as const satisfies readonly Claims['kind'][];

export interface Tokens {
  /** A token good for ACCESS_TOKEN_SECONDS. */
  sign(claims: Claims): string;
  /** What a token says, and until when (milliseconds); null for any token that is not ours, expired or of another audience. */
  verify(token: string): Verified | null;
}

export interface Verified {
  readonly claims: Claims;
  readonly expiresAt: number;
}

/** Tokens that are known without looking at their signatures, until they come back: those of a second's crowd. */
const JUST_SIGNED = 2_000;

interface Namespaced {
  sign(payload: object): string;
  verify(token: string): Record<string, unknown>;
}

/** A uuid takes 22 letters instead of 36: every visitor of every page carries its token. What is no uuid stays as it is. */
const short = (id: string): string =>
  UUID.test(id) ? Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url') : id;
const long = (id: string): string => {
  const hex = id.length === 22 ? Buffer.from(id, 'base64url').toString('hex') : '';
  return hex.length === 32 ? hex.replace(/(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-') : id;
};
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

/** One key and one audience a kind, HS256 alone: a token of one kind never passes as the other. */
export async function jwtTokens(app: FastifyInstance, secret: string): Promise<Tokens> {
  for (const kind of KINDS) {
    await app.register(jwt, {
      secret: deriveKey(secret, `jwt-${kind}`),
      namespace: kind,
      sign: { algorithm: 'HS256', aud: kind, noTimestamp: true },
      verify: { algorithms: ['HS256'], allowedAud: kind, requiredClaims: ['exp', 'aud', 'sub'] },
    });
  }
  const jwts = app.jwt as unknown as Record<Claims['kind'], Namespaced>;
  const justSigned = new Map<string, Verified>();
  return {
    sign: (claims) => {
      const { kind, site } = claims;
      const sid = short(claims.siteId);
      const exp = Math.floor(Date.now() / 1000) + ACCESS_TOKEN_SECONDS;
      const token =
        kind === 'visitor'
          ? jwts.visitor.sign({
              sub: short(claims.visitorId),
              ...(claims.sessionId && { ses: short(claims.sessionId) }),
              ...(claims.fromBrowser && { own: 1 }),
              sid,
              site,
              exp,
            })
          : jwts[kind].sign({ sub: short(claims.accountId), ses: short(claims.sessionId), sid, site, exp });
      justSigned.set(token, { claims, expiresAt: exp * 1000 });
      if (justSigned.size > JUST_SIGNED) justSigned.delete(justSigned.keys().next().value as string);
      return token;
    },
    verify: (token) => {
      const known = justSigned.get(token);
      // Almost every token comes back once, at once, for its socket.
      if (justSigned.delete(token) && known && known.expiresAt > Date.now()) return known;
      for (const kind of KINDS) {
        try {
          const { sub, sid, site, ses, own, exp } = jwts[kind].verify(token);
          if (typeof sub !== 'string' || typeof sid !== 'string' || typeof site !== 'string') return null;
          const expiresAt = Number(exp) * 1000;
          const siteId = long(sid);
          if (kind === 'visitor') {
            const signedIn = typeof ses === 'string' && { sessionId: long(ses) };
            const fromBrowser = own === 1 && ({ fromBrowser: true } as const);
            return { claims: { kind, siteId, site, visitorId: long(sub), ...signedIn, ...fromBrowser }, expiresAt };
          }
          if (typeof ses !== 'string') return null;
          return { claims: { kind, siteId, site, accountId: long(sub), sessionId: long(ses) }, expiresAt };
        } catch {
          // Not of this kind; the next one is tried, then nobody it is.
        }
      }
      return null;
    },
  };
}

/** 256 random bits, as 43 characters of base64url. */
export const newOpaqueToken = (): string => randomBytes(32).toString('base64url');

/** What is stored of an opaque token. Plain SHA-256 does: 256 random bits cannot be guessed. */
export const hashToken = (token: string | Buffer): Buffer => hash('sha256', token, 'buffer');
