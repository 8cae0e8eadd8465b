/** What is believed of a signed identity, and each way in which it is not. */
import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readIdentity, type Signed, Unsigned } from './signed.ts';

const NOW = 1_800_000_000_000;
const AT = NOW / 1_000;
const SECRET = 'parley_id_of-the-tests';
const secrets = [
  { id: 'new', secret: SECRET },
  { id: 'old', secret: 'parley_id_of-before' },
];

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const jwt = (
  claims: unknown,
  { secret = SECRET, header = { alg: 'HS256', typ: 'JWT' } as object, hash = 'sha256' } = {},
) => {
  const text = `${part(header)}.${part(claims)}`;
  return `${text}.${createHmac(hash, secret).update(text).digest('base64url')}`;
};
const plain = (user_id: string, at: number, secret = SECRET) => ({
  user_id,
  at,
  hmac: createHmac('sha256', secret).update(`${at}.${user_id}`).digest('hex'),
});
const read = (identity: Parameters<typeof readIdentity>[0]) => readIdentity(identity, secrets, NOW);
const good = { sub: 'u1', exp: AT + 300 };

describe('[I1] a JWT counts', () => {
  test('with sub and exp, by the newest secret and by the one before', () => {
    expect(read(jwt(good))).toMatchObject({
      person: { userId: 'u1', name: null, email: null },
      secretId: 'new',
      late: null,
    });
    expect(read(jwt(good, { secret: 'parley_id_of-before' }))).toMatchObject({ secretId: 'old', late: null });
  });
  test('with a name in one line and an address, whatever else stands in it', () => {
    const claims = {
      ...good,
      name: ' Kim\n Lee\u202e ',
      email: 'Kim@Example.Test',
      iss: 'shop',
      iat: AT,
      roles: ['x'],
    };
    expect(read(jwt(claims))).toMatchObject({
      person: { name: 'Kim Lee', email: 'kim@example.test', emailVerified: true },
    });
    expect(read(jwt({ ...claims, email_verified: false }))).toMatchObject({ person: { emailVerified: false } });
    expect(read(jwt({ ...claims, email: 'x\r\nBcc: all@evil.test' }))).toMatchObject({ person: { email: null } });
  });
  test('with clocks a minute apart', () => {
    expect(read(jwt({ ...good, exp: AT - 59 }))).toMatchObject({ late: null });
    expect(read(jwt({ ...good, exp: AT + 959, nbf: AT + 59 }))).toMatchObject({ late: null });
  });
});

describe('[I1] a JWT does not count', () => {
  const none = (token: string, why: RegExp) => {
    const found = read(token);
    expect(found).toBeInstanceOf(Unsigned);
    expect((found as Unsigned).problem).toMatch(why);
  };
  test('unsigned, by another algorithm or another secret, or with a changed letter', () => {
    none(`${part({ alg: 'none' })}.${part(good)}.`, /no signature|algorithm/);
    none(jwt(good, { header: { alg: 'none' } }), /HS256/);
    none(jwt(good, { header: { alg: 'HS512' }, hash: 'sha512' }), /HS256/);
    none(jwt(good, { header: { alg: 'RS256' } }), /HS256/);
    none(jwt(good, { header: { alg: 'hs256' } }), /HS256/);
    none(jwt(good, { header: { alg: ['HS256'] } }), /HS256/);
    none(jwt(good, { header: { alg: 'HS256', crit: ['b64'], b64: false } }), /./);
    none(jwt(good, { secret: 'parley_id_of-another-site' }), /not signed with this site's secret/);
    const [head, , signature] = jwt(good).split('.');
    none(`${head}.${part({ ...good, sub: 'u2' })}.${signature}`, /not signed/);
  });
  test('when its payload is no object, or its claims are missing or of another kind', () => {
    for (const payload of [[good], 'u1', 7, null, true]) none(jwt(payload), /payload is not an object|not a JWT/);
    none(jwt({ sub: 'u1' }), /"exp" is missing/);
    none(jwt({ exp: AT + 60 }), /"sub" is missing/);
    for (const exp of ['1800000060', null, [AT + 60], { $gt: 0 }]) none(jwt({ ...good, exp }), /"exp"/);
    for (const sub of [1, '', ['u1'], null, 'x'.repeat(201)]) none(jwt({ ...good, sub }), /"sub"/);
    none(jwt({ ...good, jti: 7 }), /"jti"/);
  });
  test('when it is too old, or good for too long', () => {
    expect(read(jwt({ ...good, exp: AT - 61 }))).toMatchObject({
      late: expect.stringMatching(/expired 61 seconds ago/),
    });
    expect(read(jwt({ ...good, exp: AT + 961 }))).toMatchObject({
      late: expect.stringMatching(/too far ahead: give 15/),
    });
    expect(read(jwt({ ...good, exp: 1e300 }))).toMatchObject({ late: expect.stringMatching(/too far/) });
    expect(read(jwt({ ...good, nbf: AT + 61 }))).toMatchObject({ late: expect.stringMatching(/future/) });
  });
  test('when the site has no secret', () => {
    expect(readIdentity(jwt(good), [], NOW)).toMatchObject({ problem: expect.stringMatching(/no secret/) });
  });
  test('whatever is sent: it is refused in words, and nothing is thrown', () => {
    fc.assert(fc.property(fc.string(), (text) => read(text) instanceof Unsigned));
    fc.assert(
      fc.property(fc.json(), fc.json(), (one, other) => {
        const token = `${Buffer.from(one).toString('base64url')}.${Buffer.from(other).toString('base64url')}.AAAA`;
        return read(token) instanceof Unsigned;
      }),
    );
    // Signed, but saying anything at all.
    fc.assert(
      fc.property(fc.jsonValue(), (claims) => {
        const found = read(jwt(claims));
        return found instanceof Unsigned || typeof found.person.userId === 'string';
      }),
    );
  });
});

describe('[I2] the plain form', () => {
  test('counts for 15 minutes from its signing, for any id', () => {
    expect(read(plain('17.x', AT))).toMatchObject({ person: { userId: '17.x', email: null }, late: null });
    expect(read(plain('u', AT - 959))).toMatchObject({ late: null });
    expect(read(plain('u', AT - 961))).toMatchObject({ late: expect.stringMatching(/16 minutes ago/) });
    expect(read(plain('u', AT + 61))).toMatchObject({ late: expect.stringMatching(/future/) });
  });
  test('does not count with another id, time or secret, nor cut short', () => {
    const right = plain('u1', AT);
    for (const wrong of [
      { ...right, user_id: 'u2' },
      { ...right, at: AT + 1 },
      { ...right, hmac: right.hmac.slice(0, 62) },
      { ...right, hmac: '' },
      plain('u1', AT, 'parley_id_of-another-site'),
    ])
      expect(read(wrong)).toBeInstanceOf(Unsigned);
  });
});

test('[I3] one identity is the same however its signature is written; with a jti whatever else it says', () => {
  const token = jwt(good);
  const last = token.at(-1) as string;
  // The last letter carries two bits that mean nothing.
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const place = letters.indexOf(last);
  const alias = letters[place - (place % 4) + ((place + 1) % 4)] as string;
  const other = read(token.slice(0, -1) + alias);
  if (!(other instanceof Unsigned)) expect(other.hash).toEqual((read(token) as Signed).hash);
  const hashOf = (claims: object) => (read(jwt({ ...good, ...claims })) as Signed).hash.toString('hex');
  expect(hashOf({ jti: 'a' })).toBe(hashOf({ jti: 'a', exp: AT + 200 }));
  expect(hashOf({ jti: 'a' })).not.toBe(hashOf({ jti: 'b' }));
  expect(hashOf({})).not.toBe(hashOf({ exp: AT + 200 }));
});
