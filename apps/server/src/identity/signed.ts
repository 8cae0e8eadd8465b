/**
 * What a signed identity says, if it may be believed: a JWT (HS256 and nothing else) or the plain form, signed with one of the
 * site's secrets, and for a short time. Whether it was used before is not known here.
 */

import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import { type Identity, PlainIdentity } from '@parley/protocol';
import { createDecoder, createVerifier, TokenError } from 'fast-jwt';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { readAddress } from '../accounts/email-address.ts';
import type { ReadableSecret } from './secrets.ts';

/** Seconds that an identity may be good for: a page is loaded long before that, and what leaks soon counts for nothing. */
const LONGEST = 900;
/** Seconds that clocks may differ. */
const LEEWAY = 60;

/** `sub` and `exp` alone are needed; whatever else a library adds is not looked at. */
const Claims = Type.Object({
  sub: Type.String({ minLength: 1, maxLength: 200 }),
  exp: Type.Number(),
  nbf: Type.Optional(Type.Number()),
  jti: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  name: Type.Optional(Type.String({ maxLength: 400 })),
  email: Type.Optional(Type.String({ maxLength: 400 })),
  email_verified: Type.Optional(Type.Boolean()),
});
type Claims = Static<typeof Claims>;

export interface Person {
  readonly userId: string;
  readonly name: string | null;
  /** Null: none was signed, or what was signed is no address. */
  readonly email: string | null;
  readonly emailVerified: boolean;
}

export interface Signed {
  readonly person: Person;
  /** Milliseconds. */
  readonly expiresAt: number;
  /** The same for each way to write the same identity. */
  readonly hash: Buffer;
  readonly secretId: string;
  /** Why it does not count (any more), though the site signed it; null: it does. */
  readonly late: string | null;
}

/** Why nobody needs to believe it, in a sentence that says what to do. */
export class Unsigned {
  readonly problem: string;
  constructor(problem: string) {
    this.problem = problem;
  }
}

const NO_SECRET = new Unsigned('this site has no secret: an admin makes one under Settings, Identity');
const NOT_OURS = new Unsigned("it was not signed with this site's secret, or was changed since");
const OTHER_ALGORITHM = new Unsigned('its algorithm is not HS256, which is the only one taken');
const UNSIGNED = new Unsigned('it has no signature');
/** 32 bytes in base64url. */
const HS256_SIGNATURE = /^[\w-]{43}=?$/;

const decode = createDecoder({ complete: true });

/** What no secret at all can have signed, told without looking one up; null: it may be signed. */
export function misshapen(given: Identity): Unsigned | null {
  const identity = identityIn(given);
  if (typeof identity !== 'string') return null;
  try {
    const { header, signature } = decode(identity) as { header: { alg?: unknown }; signature: string };
    if (!signature) return UNSIGNED;
    if (header.alg !== 'HS256') return OTHER_ALGORITHM;
    return HS256_SIGNATURE.test(signature) ? null : NOT_OURS;
  } catch (error) {
    if (!(error instanceof TokenError)) throw error;
    return problemOf(error);
  }
}

export function readIdentity(given: Identity, secrets: readonly ReadableSecret[], now: number): Signed | Unsigned {
  if (secrets.length === 0) return NO_SECRET;
  const identity = identityIn(given);
  return typeof identity === 'string' ? readJwt(identity, secrets, now) : readPlain(identity, secrets, now);
}

const identityIn = (given: Identity): PlainIdentity | string =>
  typeof given === 'string' ? (plainIn(given) ?? given.trim()) : given;

/** The plain form as it stands in an attribute: JSON. */
function plainIn(text: string): PlainIdentity | null {
  try {
    const found: unknown = JSON.parse(text);
    return Value.Check(PlainIdentity, found) ? found : null;
  } catch {
    return null;
  }
}

function readJwt(token: string, secrets: readonly ReadableSecret[], now: number): Signed | Unsigned {
  let problem = NOT_OURS;
  for (const { id, secret } of secrets) {
    try {
      // Times are judged below, where they also have an upper bound.
      const options = { key: secret, algorithms: ['HS256' as const], ignoreExpiration: true, ignoreNotBefore: true };
      const claims: unknown = createVerifier({ ...options, cache: false })(token);
      return signedBy(id, claims, token, now);
    } catch (error) {
      if (!(error instanceof TokenError)) throw error;
      problem = problemOf(error);
      // Only another secret can make a difference.
      if (problem !== NOT_OURS) return problem;
    }
  }
  return problem;
}

function problemOf({ code }: TokenError): Unsigned {
  const { codes } = TokenError;
  if (code === codes.invalidSignature) return NOT_OURS;
  if (code === codes.invalidAlgorithm) return OTHER_ALGORITHM;
  if (code === codes.missingSignature) return UNSIGNED;
  if (code === codes.invalidPayload) return new Unsigned('its payload is not an object');
  return new Unsigned('it is not a JWT: three parts of base64url with dots between them');
}

function signedBy(secretId: string, claims: unknown, token: string, now: number): Signed | Unsigned {
  if (!Value.Check(Claims, claims)) {
    const [first] = Value.Errors(Claims, claims);
    const missing = first && 'requiredProperties' in first.params ? (first.params.requiredProperties as string[]) : [];
    const name = missing[0] ?? first?.instancePath.slice(1) ?? '';
    return new Unsigned(`its claim "${name}" ${missing.length > 0 ? 'is missing' : (first?.message ?? 'is wrong')}`);
  }
  const { sub, exp, nbf = 0, jti, name, email, email_verified = true } = claims;
  const expiresAt = (exp + LEEWAY) * 1_000;
  const left = exp - now / 1_000;
  const late =
    left < -LEEWAY
      ? `it expired ${ago(-left)} ago`
      : left > LONGEST + LEEWAY
        ? `its "exp" lies too far ahead: give ${LONGEST / 60} minutes at most`
        : nbf - now / 1_000 > LEEWAY
          ? 'its "nbf" lies in the future: look at your server\'s clock'
          : null;
  const address = email === undefined ? null : readAddress(email);
  const person = {
    userId: sub,
    name: oneLine(name),
    email: address,
    emailVerified: address !== null && email_verified,
  };
  // Not the signature: its last letter may be written in four ways.
  const unique = jti === undefined ? `jwt ${token.slice(0, token.lastIndexOf('.'))}` : `jti ${jti}`;
  return { person, expiresAt, hash: hash('sha256', unique, 'buffer'), secretId, late };
}

/** The time stands first: an id may hold anything, digits and dots too. */
function readPlain(
  { user_id, at, hmac }: PlainIdentity,
  secrets: readonly ReadableSecret[],
  now: number,
): Signed | Unsigned {
  const text = `${at}.${user_id}`;
  const given = Buffer.from(hmac, 'hex');
  const found = secrets.find(({ secret }) => {
    const right = createHmac('sha256', secret).update(text).digest();
    return given.length === right.length && timingSafeEqual(given, right);
  });
  if (!found) return NOT_OURS;
  const age = now / 1_000 - at;
  const late =
    age > LONGEST + LEEWAY
      ? `it was signed ${ago(age)} ago: ${LONGEST / 60} minutes at most`
      : age < -LEEWAY
        ? 'its "at" lies in the future: look at your server\'s clock'
        : null;
  return {
    person: { userId: user_id, name: null, email: null, emailVerified: false },
    expiresAt: (at + LONGEST + LEEWAY) * 1_000,
    hash: hash('sha256', `plain ${text}`, 'buffer'),
    secretId: found.id,
    late,
  };
}

const ago = (seconds: number): string =>
  seconds < 120 ? `${Math.round(seconds)} seconds` : `${Math.round(seconds / 60)} minutes`;

/** As people's names are shown; null where nothing can be seen of it. */
const oneLine = (name: string | undefined): string | null =>
  name
    ?.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
    .slice(0, 100)
    .toWellFormed() || null;
