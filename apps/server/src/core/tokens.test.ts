/** Tokens: how long they live, and that one kind never passes as the other. */
import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import Fastify from 'fastify';
import { beforeAll, expect, test, vi } from 'vitest';
import { uuidv7 } from './ids.ts';
import { deriveKey } from './secrets.ts';
import { type Claims, hashToken, jwtTokens, newOpaqueToken, type Tokens } from './tokens.ts';

const SECRET = 'a secret of tests that is long enough to be one';
const siteId = uuidv7();
const visitor: Claims = { kind: 'visitor', siteId, site: 'acme', visitorId: uuidv7() };
const minted: Claims = { ...visitor, fromBrowser: true };
const agent: Claims = { kind: 'agent', siteId, site: 'acme', accountId: uuidv7(), sessionId: 'no uuid' };
const user: Claims = { kind: 'user', siteId, site: 'acme', accountId: uuidv7(), sessionId: uuidv7() };
let tokens: Tokens;

beforeAll(async () => {
  tokens = await jwtTokens(Fastify(), SECRET);
});

const part = (token: string, n: number) =>
  JSON.parse(Buffer.from(token.split('.')[n] as string, 'base64url').toString()) as Record<string, unknown>;

test.each([visitor, minted, agent, user])(
  '[S7] an access token of a $kind says who it is and lives ten minutes',
  (claims) => {
    const token = tokens.sign(claims);
    const { exp, aud } = part(token, 1) as { exp: number; aud: string };
    expect(Math.abs(exp - Date.now() / 1000 - 600)).toBeLessThan(5);
    expect(aud).toBe(claims.kind);
    // As we remember it from signing, then by its signature alone.
    expect(tokens.verify(token)).toEqual({ claims, expiresAt: exp * 1000 });
    expect(tokens.verify(token)).toEqual({ claims, expiresAt: exp * 1000 });
  },
);

test('a token that we have just signed runs out like any other', () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  try {
    const token = tokens.sign(visitor);
    vi.setSystemTime(Date.now() + 601_000);
    expect(tokens.verify(token)).toBeNull();
  } finally {
    vi.useRealTimers();
  }
});

test('nothing else is a token', async () => {
  const token = tokens.sign(agent);
  const [head, body, signature] = token.split('.') as [string, string, string];
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const others = await jwtTokens(Fastify(), `${SECRET}, of somebody else`);
  for (const forged of [
    '',
    'x.y.z',
    `${encode({ alg: 'none', typ: 'JWT' })}.${body}.`,
    `${encode({ alg: 'HS512', typ: 'JWT' })}.${body}.${signature}`,
    `${head}.${encode({ ...part(token, 1), sub: 'somebody' })}.${signature}`,
    `${head}.${encode({ ...part(token, 1), aud: 'visitor' })}.${signature}`,
    `${head}.${encode({ ...part(token, 1), aud: 'user' })}.${signature}`,
    `${head}.${encode([])}.${signature}`,
    others.sign(agent),
  ])
    expect([forged, tokens.verify(forged)]).toEqual([forged, null]);
});

test('however a token is bent, cut, joined or made up, it is none', () => {
  const all = [visitor, minted, agent, user].map((claims) => tokens.sign(claims));
  const token = fc.constantFrom(...all);
  const at = fc.nat(400);
  const bent = fc.tuple(token, at, fc.constantFrom(...'abcXYZ019-_.=+/ é\0')).map(([text, n, sign]) => {
    // Not the last sign: two bits of it say nothing.
    const place = n % (text.length - 1);
    return text.slice(0, place) + sign + text.slice(place + 1);
  });
  const cut = fc.tuple(token, at, at).map(([text, from, length]) => text.slice(from % 60, (from % 60) + length));
  const joined = fc.tuple(token, token, token).map((parts) => parts.map((text, n) => text.split('.')[n]).join('.'));
  const longer = fc.tuple(token, fc.string({ minLength: 1 })).map((parts) => parts.join(''));
  fc.assert(
    fc.property(fc.oneof(bent, cut, joined, longer, fc.string(), fc.base64String()), (text) => {
      if (!all.includes(text)) expect([text, tokens.verify(text)]).toEqual([text, null]);
    }),
    { numRuns: 3_000 },
  );
});

test('a right signature alone does not make a token: nor does a clock that is a minute off unmake one', () => {
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = (payload: unknown, head: object = { alg: 'HS256', typ: 'JWT' }) => {
    const text = `${encode(head)}.${encode(payload)}`;
    return `${text}.${createHmac('sha256', deriveKey(SECRET, 'jwt-agent')).update(text).digest('base64url')}`;
  };
  const good = part(tokens.sign(agent), 1);
  expect(tokens.verify(signed(good))).not.toBeNull();
  const { exp: _exp, ...endless } = good;
  const { aud: _aud, ...anybodys } = good;
  for (const payload of [
    endless,
    anybodys,
    { ...good, aud: 'visitor' },
    { ...good, exp: 'later' },
    [good],
    [],
    'good',
    null,
    7,
  ])
    expect([payload, tokens.verify(signed(payload))]).toEqual([payload, null]);
  for (const alg of ['none', 'HS512', 'RS256', 'hs256'])
    expect([alg, tokens.verify(signed(good, { alg, typ: 'JWT' }))]).toEqual([alg, null]);

  vi.useFakeTimers({ toFake: ['Date'] });
  try {
    const now = Date.now();
    for (const off of [-60_000, 60_000]) {
      vi.setSystemTime(now + off);
      expect(tokens.verify(signed(good))).not.toBeNull();
    }
  } finally {
    vi.useRealTimers();
  }
});

test('an opaque token has 256 bits and is stored as its hash', () => {
  expect(Buffer.from(newOpaqueToken(), 'base64url')).toHaveLength(32);
  expect(newOpaqueToken()).not.toBe(newOpaqueToken());
  expect(hashToken('a')).toEqual(hashToken('a'));
  expect(hashToken('a')).toHaveLength(32);
});
