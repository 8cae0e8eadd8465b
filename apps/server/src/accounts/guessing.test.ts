/** A flood of guesses at somebody's account, from many addresses at once, keeps neither that person nor anybody else from signing in. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  type Answer,
  call,
  createAgent,
  createSite,
  type NewAgent,
  type NewSite,
  PASSWORD,
} from '../../test/create.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';
import { makeToken } from './one-time-tokens.ts';
import { verifyPassword } from './passwords.ts';
import type { SignedIn } from './sessions.ts';

let server: TestServer;
let site: NewSite;
let victim: NewAgent;
let clock = 0;

beforeAll(async () => {
  server = await startTestServer({ env: { TRUST_PROXY: 'loopback' }, now: () => Date.now() + clock });
  site = await createSite(server.core);
});
afterAll(() => server.close());
beforeEach(async () => {
  clock = 0;
  // What an earlier flood left in the line is done.
  await verifyPassword(null, 'x', { name: 'the last in line', isKnown: false });
  victim = await createAgent(server.core, site);
});

const HOME = '198.51.100.7';
const logIn = (email: string, { password = PASSWORD, ip = HOME, cookie = '' } = {}) =>
  call<SignedIn>(server, '/api/users/login', {
    body: { email, password },
    headers: { 'x-forwarded-for': ip, ...(cookie && { cookie }) },
  });
const knownCookie = ({ headers }: Answer<unknown>): string =>
  headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0] as string)
    .find((cookie) => cookie.includes('_known_')) as string;

/** `full` resolves once more wait than find a place, `all` when each was answered. */
function guesses(email: string): { full: Promise<void>; all: Promise<unknown> } {
  let refused = () => {};
  const full = new Promise<void>((resolve) => {
    refused = resolve;
  });
  const all = Array.from({ length: 300 }, async (_, n) => {
    const { status, error } = await logIn(email, { password: 'a wild guess', ip: `10.${n >> 8}.${n & 255}.1` });
    if (error?.code === 'overloaded') refused();
    expect([401, 503]).toContain(status);
  });
  return { full, all: Promise.all(all) };
}

describe('[H6] a flood of wrong passwords from everywhere', () => {
  test('does not reach the owner in a browser where it has signed in before, whatever the address', async () => {
    const cookie = knownCookie(await logIn(victim.email));
    const flood = guesses(victim.email);
    await flood.full;
    const answer = await logIn(victim.email, { cookie, ip: '203.0.113.200' });
    expect(answer.status).toBe(200);
    await flood.all;
  });

  test('leaves room for everybody else, known or not', async () => {
    const other = await createAgent(server.core, site);
    const flood = guesses(victim.email);
    await flood.full;
    expect((await logIn(other.email)).status).toBe(200);
    await flood.all;
  });

  test('does not reach the owner in a new browser either, who comes by a mailed link', async () => {
    const token = await makeToken(server.core, server.core.db, 'reset', victim.id);
    const flood = guesses(victim.email);
    await flood.full;
    const body = { token, password: 'an altogether new one' };
    const chosen = await call<SignedIn>(server, '/api/users/password', { body });
    expect(chosen.status).toBe(200);
    expect((await logIn(victim.email, { password: body.password, cookie: knownCookie(chosen) })).status).toBe(200);
    await flood.all;
  });

  test('one address after the other does not slow the owner down', async () => {
    for (let n = 0; n < 20; n++) {
      expect((await logIn(victim.email, { password: 'wrong', ip: `10.77.${n}.1` })).status).toBe(401);
    }
    expect((await logIn(victim.email)).status).toBe(200);
  });
});

describe('[H6] a browser that is known', () => {
  test('has guesses of its own: those of its address cost it none, and its own get slower', async () => {
    const cookie = knownCookie(await logIn(victim.email));
    for (let n = 0; n < 5; n++) await logIn(victim.email, { password: 'wrong' });
    expect((await logIn(victim.email)).error?.code).toBe('rate_limited');
    expect((await logIn(victim.email, { cookie })).status).toBe(200);
    for (let n = 0; n < 5; n++) expect((await logIn(victim.email, { password: 'wrong', cookie })).status).toBe(401);
    expect((await logIn(victim.email, { cookie })).error?.code).toBe('rate_limited');
    clock = 2_500;
    expect((await logIn(victim.email, { cookie })).status).toBe(200);
  });

  test('opens nothing, is worth nothing for another account, changed, or after its time', async () => {
    const other = await createAgent(server.core, site);
    const cookie = knownCookie(await logIn(other.email));
    expect((await call(server, '/api/users/me', { headers: { cookie } })).status).toBe(401);
    const [, value] = cookie.split('=') as [string, string];
    const named = (id: string, text: string) => `parley_known_${id.replaceAll('-', '')}=${text}`;
    const strangers = [
      named(victim.id, value),
      named(other.id, `x${value}`),
      named(other.id, value.replace(/\.\d+\./, '.9999999999.')),
      named(other.id, ''),
      named(other.id, '..'),
    ];
    for (const [n, forged] of strangers.entries()) {
      const ip = `203.0.113.${n}`;
      const whose = forged.includes(victim.id.replaceAll('-', '')) ? victim : other;
      for (let i = 0; i < 5; i++) await logIn(whose.email, { password: 'wrong', ip });
      // It counts with its address, as a stranger does.
      expect([forged, (await logIn(whose.email, { ip, cookie: forged })).error?.code]).toEqual([
        forged,
        'rate_limited',
      ]);
    }
    clock = 181 * 86_400_000;
    for (let i = 0; i < 5; i++) await logIn(other.email, { password: 'wrong' });
    expect((await logIn(other.email, { cookie })).error?.code).toBe('rate_limited');
  });

  test('of an account that claims somebody’s address guesses at theirs as a stranger', async () => {
    const claimant = await createAgent(server.core, site);
    const cookie = knownCookie(await logIn(claimant.email));
    await server.core.db
      .updateTable('accounts')
      .set({ email: null, claimed_email: victim.email })
      .where('id', '=', claimant.id)
      .execute();
    for (let i = 0; i < 5; i++) await logIn(victim.email, { password: 'wrong' });
    expect((await logIn(victim.email, { password: 'wrong', cookie })).error?.code).toBe('rate_limited');
  });

  test('is one that stayed signed in, too', async () => {
    const signedIn = await logIn(victim.email);
    const headers = { cookie: signedIn.cookie, 'x-parley-session': '1' };
    const refreshed = await call<SignedIn>(server, '/api/users/refresh', { body: {}, headers });
    expect(knownCookie(refreshed)).toMatch(/^parley_known_/);
  });
});

test('[H6] whoever keeps asking for somebody’s links sees to it that a good one always lies in that mailbox', async () => {
  const mailed: number[] = [];
  for (clock = 0; clock < 12 * 3_600_000; clock += 30_000) {
    const ip = `10.55.${(clock / 30_000) >> 8}.${(clock / 30_000) & 255}`;
    const body = { email: victim.email };
    const { status } = await call(server, '/api/users/password/forgot', { body, headers: { 'x-forwarded-for': ip } });
    if (status === 200) mailed.push(clock);
  }
  const gaps = mailed.slice(1).map((at, i) => at - (mailed[i] as number));
  expect(mailed[0]).toBe(0);
  // A link is good for an hour.
  expect(Math.max(...gaps)).toBeLessThanOrEqual(30 * 60_000);
  // And a mailbox is not filled.
  expect(mailed.length).toBeLessThan(35);
});

test('[H14] nor do they keep its owner from leaving', async () => {
  const { body } = await logIn(victim.email);
  for (let n = 0; n < 4; n++) {
    const headers = { 'x-forwarded-for': `10.56.0.${n}` };
    await call(server, '/api/users/password/forgot', { body: { email: victim.email }, headers });
  }
  const leaving = { body: { password: PASSWORD }, token: body.access_token };
  expect((await call(server, '/api/users/deactivate', leaving)).status).toBe(200);
});
