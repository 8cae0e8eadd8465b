/** Holds which passwords are good enough, and what changing one's own does. */
import type { changePassword, ResultOf } from '@parley/protocol';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { connect } from '../../test/client.ts';
import { call, createAgent, createSite, type NewAgent, type NewSite, PASSWORD } from '../../test/create.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';
import { makeToken } from './one-time-tokens.ts';
import type { SignedIn } from './sessions.ts';

const NEW_PASSWORD = 'an altogether new one';

let server: TestServer;
let site: NewSite;
let agent: NewAgent;
let clock = 0;

beforeAll(async () => {
  server = await startTestServer({ now: () => Date.now() + clock });
  site = await createSite(server.core);
});
afterAll(() => server.close());
beforeEach(async () => {
  clock = 0;
  agent = await createAgent(server.core, site, { name: 'Miriam Okonkwo' });
});

const logIn = (password: string, who = agent) =>
  call<SignedIn>(server, '/api/users/login', { body: { email: who.email, password } });
const change = (body: { password: string; new_password: string }, token = agent.token) =>
  call<ResultOf<typeof changePassword>>(server, '/api/users/password/change', { body, token });
const choose = async (password: string) => {
  const token = await makeToken(server.core, server.core.db, 'reset', agent.id);
  return call<SignedIn>(server, '/api/users/password', { body: { token, password } });
};

describe('a chosen password', () => {
  test.each([
    ['password1234', 'tried first'],
    ['Password123!', 'tried first'],
    ['123456789012', 'tried first'],
    ['qwertyuiop123', 'tried first'],
    ['iloveyou12345', 'tried first'],
    ['trustno1trustno1', 'too easy'],
    ['abcdefghijklmnop', 'too easy'],
    ['a'.repeat(128), 'too easy'],
    ['miriamokonkwo', 'your own name'],
    ['Okonkwo-Miriam', 'your own name'],
  ])('[H9] %s is refused with the reason, by a link and by a change, and the link stays good', async (bad, why) => {
    const token = await makeToken(server.core, server.core.db, 'reset', agent.id);
    const answer = await call(server, '/api/users/password', { body: { token, password: bad } });
    expect([answer.status, answer.error?.code]).toEqual([422, 'invalid']);
    expect(answer.error?.fields?.password).toContain(why);
    expect((await change({ password: PASSWORD, new_password: bad })).error?.fields?.new_password).toContain(why);
    const good = await call(server, '/api/users/password', { body: { token, password: NEW_PASSWORD } });
    expect(good.status).toBe(200);
  });

  test.each([
    'correct horse battery staple',
    'Fußball ist mein Leben',
    'كلمة مرور طويلة جدا',
    'mein 🦔 isst gern Pudding',
    Array.from({ length: 128 }, (_, n) => String.fromCharCode(33 + ((n * 37 + (n % 7) * 11) % 90))).join(''),
  ])('[H9] %s is taken, and signs in', async (good) => {
    expect((await choose(good)).status).toBe(200);
    expect((await logIn(good)).status).toBe(200);
    expect((await logIn(good.slice(0, -2))).status).toBe(401);
  });

  test('[H9] is the same in whatever form its characters arrive', async () => {
    expect((await choose('Cafe\u0301 au lait, ﬁn')).status).toBe(200);
    expect((await logIn('Café au lait, fin')).status).toBe(200);
  });

  test('[H9] of 257 characters is refused, one of 10 MB before it is read', async () => {
    expect((await choose('x1!Q'.repeat(65))).error?.code).toBe('invalid');
    const huge = JSON.stringify({ email: agent.email, password: 'x'.repeat(10_000_000) });
    for (const path of ['/api/users/login', '/api/users/password', '/api/setup']) {
      const before = process.cpuUsage();
      const answer = await fetch(`${server.url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: huge,
      }).catch(() => null);
      // A server that stops reading may cut the line before the client has heard why.
      if (answer)
        expect([answer.status, ((await answer.json()) as { error: { code: string } }).error.code]).toEqual([
          413,
          'too_large',
        ]);
      const { user, system } = process.cpuUsage(before);
      expect((user + system) / 1_000).toBeLessThan(500);
    }
    expect((await logIn(PASSWORD)).status).toBe(200);
  });

  test('[H9] is judged in a moment, whatever its length', async () => {
    const { requireStrong } = await import('./password-strength.ts');
    await requireStrong(NEW_PASSWORD, []);
    const begun = process.cpuUsage();
    for (const hard of ['p4ssw0rd@@##', '@4831l$5|7', '1!iIlL|7+tT$5sS0oO'])
      await requireStrong(hard.repeat(30).slice(0, 256), []).catch(() => undefined);
    expect(process.cpuUsage(begun).user / 1_000).toBeLessThan(1_500);
  });
});

describe('changing one’s own', () => {
  test('[H10] wants the old one, ends all other sessions, their sockets and all links, and keeps this one', async () => {
    const here = await logIn(PASSWORD);
    const there = await logIn(PASSWORD);
    const socket = await connect(server, `/ws/room/${site.slug}`, there.body.access_token);
    const link = await makeToken(server.core, server.core.db, 'reset', agent.id);
    const answer = await change({ password: PASSWORD, new_password: NEW_PASSWORD }, here.body.access_token);
    // The factory's own session is the third.
    expect([answer.status, answer.body.ended]).toEqual([200, 2]);
    expect(await socket.closed).toBe(4403);
    expect((await call(server, '/api/users/me', { token: here.body.access_token })).status).toBe(200);
    expect((await call(server, '/api/users/me', { token: there.body.access_token })).status).toBe(401);
    expect((await logIn(PASSWORD)).status).toBe(401);
    expect((await logIn(NEW_PASSWORD)).status).toBe(200);
    const used = await call(server, '/api/users/password', {
      body: { token: link, password: 'something else entirely' },
    });
    expect(used.error?.code).toBe('link_expired');
  });

  test('[H10] [H6] a wrong old one changes nothing and gets slower', async () => {
    for (let n = 0; n < 5; n++) {
      const { status, error } = await change({ password: 'a wild guess', new_password: NEW_PASSWORD });
      expect([status, error?.fields]).toEqual([422, { password: 'is not right' }]);
    }
    expect((await change({ password: PASSWORD, new_password: NEW_PASSWORD })).status).toBe(429);
    clock = 2_500;
    expect((await logIn(PASSWORD)).status).toBe(200);
    expect((await change({ password: PASSWORD, new_password: NEW_PASSWORD })).status).toBe(200);
  });

  test('[H10] of five changes at once one counts, and its password is the account’s', async () => {
    const answers = await Promise.all(
      Array.from({ length: 5 }, (_, n) => change({ password: PASSWORD, new_password: `${NEW_PASSWORD} ${n}` })),
    );
    const through = answers.flatMap(({ status }, n) => (status === 200 ? [n] : []));
    expect(through).toHaveLength(1);
    expect((await logIn(`${NEW_PASSWORD} ${through[0]}`)).status).toBe(200);
  });
});
