/** Holds what keeps a stranger out and an agent in: passwords, cookies, the session and its end. */
import type { getMe, ResultOf } from '@parley/protocol';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { chat, openVisitor } from '../../test/client.ts';
import { call, createAgent, createSite, type NewAgent, type NewSite, PASSWORD } from '../../test/create.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';
import type { SignedIn } from './sessions.ts';

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
  agent = await createAgent(server.core, site, { name: 'Mia', role: 'admin' });
});

const logIn = (body: object, on = server) => call<SignedIn>(on, '/api/users/login', { body });
const refresh = (cookie: string, headers: Record<string, string> = {}, on = server) =>
  call<SignedIn>(on, '/api/users/refresh', { body: {}, headers: { cookie, 'x-parley-session': '1', ...headers } });

test('[H5] signing in by email or by username, in either field, answers with a token that works', async () => {
  for (const body of [
    { email: agent.email.toUpperCase() },
    { username: agent.username },
    { email: agent.username },
    { username: ` ${agent.email} ` },
  ]) {
    const answer = await logIn({ ...body, password: PASSWORD });
    expect(answer.status).toBe(200);
    expect(answer.body.token).toBe(answer.body.access_token);
    expect(answer.body.expires_in).toBe(600);
    const me = { id: agent.id, email: agent.email, username: agent.username, name: 'Mia', role: 'admin' };
    expect(answer.body.user).toEqual({
      ...me,
      permissions: expect.arrayContaining(['manage_team']),
      site: site.slug,
      site_name: 'Acme',
      two_factor: 'off',
    });
    const asked = await call<ResultOf<typeof getMe>>(server, '/api/users/me', { token: answer.body.access_token });
    expect(asked.body.user).toEqual(answer.body.user);
  }
});

test('[H6] a wrong password and an unknown account get the very same answer', async () => {
  const wrong = await logIn({ email: agent.email, password: 'not the password' });
  const unknown = await logIn({ email: 'nobody@team.test', password: 'not the password' });
  expect(wrong.status).toBe(401);
  expect(wrong.error?.code).toBe('invalid_credentials');
  expect(unknown.body).toEqual(wrong.body);
  expect(wrong.cookie).toBe('');
});

test('an account without a password, a deactivated one and one without a site cannot sign in', async () => {
  await server.core.db.updateTable('accounts').set({ deactivated_at: new Date() }).where('id', '=', agent.id).execute();
  expect((await logIn({ email: agent.email, password: PASSWORD })).status).toBe(401);
  const invited = await createAgent(server.core, site, { name: 'Mia' });
  await server.core.db.updateTable('accounts').set({ password_hash: null }).where('id', '=', invited.id).execute();
  expect((await logIn({ email: invited.email, password: '' })).status).toBe(401);
  const gone = await createAgent(server.core, site, { name: 'Mia' });
  await server.core.db.deleteFrom('memberships').where('account_id', '=', gone.id).execute();
  expect((await logIn({ email: gone.email, password: PASSWORD })).status).toBe(401);
});

test('without a name there is nobody to sign in', async () => {
  const answer = await logIn({ password: PASSWORD });
  expect(answer.status).toBe(422);
  expect(answer.error?.fields).toEqual({ email: 'is missing' });
});

describe('the cookie', () => {
  test('is out of scripts’ reach and stays with this site', async () => {
    const { headers } = await logIn({ email: agent.email, password: PASSWORD });
    const [cookie, ...more] = headers.getSetCookie();
    expect(cookie).toMatch(
      /^parley_session=[\w-]{22}\.[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    // The other one opens nothing, and is out of reach all the same.
    expect(more).toEqual([
      expect.stringMatching(
        /^parley_known_[\da-f]{32}=[\w-]{16}\.\d+\.[\w-]{43}; Max-Age=15552000; Path=\/; HttpOnly; SameSite=Strict$/,
      ),
    ]);
  });

  test('is bound to the host and to TLS where the server is reached by https', async () => {
    const secure = await startTestServer({
      databaseUrl: server.databaseUrl,
      env: { PUBLIC_URL: 'https://chat.acme.test' },
    });
    try {
      const answer = await logIn({ email: agent.email, password: PASSWORD }, secure);
      expect(answer.headers.getSetCookie()[0]).toMatch(
        /^__Host-parley=[\w-]{22}\.[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
      );
      expect((await refresh(answer.cookie, { origin: 'https://chat.acme.test' }, secure)).status).toBe(200);
    } finally {
      await secure.close();
    }
  });

  test('[H5] alone gets nothing: another site’s page can send it, but neither the header nor our Origin', async () => {
    const { cookie } = await logIn({ email: agent.email, password: PASSWORD });
    const plain = await call(server, '/api/users/refresh', { body: {}, headers: { cookie } });
    expect([plain.status, plain.error?.code]).toEqual([403, 'forbidden']);
    for (const origin of ['https://evil.test', 'null', `${server.url}.evil.test`, 'http://127.0.0.1:1']) {
      expect((await refresh(cookie, { origin })).status).toBe(403);
    }
    expect((await call(server, '/api/users/me', { headers: { cookie } })).status).toBe(401);
  });

  test('[H5] renews the access token from our own pages, whatever name they were reached by', async () => {
    const { cookie } = await logIn({ email: agent.email, password: PASSWORD });
    for (const origin of [null, server.url, 'http://parley.test']) {
      const answer = await refresh(cookie, origin === null ? {} : { origin });
      expect(answer.status).toBe(200);
      expect(answer.body.user.id).toBe(agent.id);
      expect((await call(server, '/api/users/me', { token: answer.body.access_token })).status).toBe(200);
    }
  });

  test('is taken back when its session is gone', async () => {
    const answer = await refresh('parley_session=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa');
    expect([answer.status, answer.error?.code]).toEqual([401, 'unauthenticated']);
    expect(answer.headers.get('set-cookie')).toMatch(/^parley_session=; .*Expires=Thu, 01 Jan 1970/);
    expect((await refresh('')).status).toBe(401);
  });

  test('[H5] lasts thirty days from its last use, and ninety in all', async () => {
    let { cookie } = await logIn({ email: agent.email, password: PASSWORD });
    const day = 86_400_000;
    try {
      for (clock = 20 * day; clock < 89 * day; clock += 20 * day) {
        const renewed = await refresh(cookie);
        expect([clock / day, renewed.status]).toEqual([clock / day, 200]);
        cookie = renewed.cookie;
      }
      const end = /Max-Age=(\d+)/.exec((await refresh(cookie)).headers.get('set-cookie') as string)?.[1];
      expect(Number(end)).toBeLessThanOrEqual(30 * 86_400);
      clock = 91 * day;
      expect((await refresh(cookie)).status).toBe(401);
      clock = 0;
      const unused = (await logIn({ email: agent.email, password: PASSWORD })).cookie;
      clock = 31 * day;
      expect((await refresh(unused)).status).toBe(401);
    } finally {
      clock = 0;
    }
  });
});

test('[H5] signing out ends the cookie and the access token at once', async () => {
  const { body, cookie } = await logIn({ email: agent.email, password: PASSWORD });
  const other = await logIn({ email: agent.email, password: PASSWORD });
  const out = await call(server, '/api/users/logout', { body: {}, token: body.access_token });
  expect(out.status).toBe(200);
  expect(out.headers.get('set-cookie')).toMatch(/^parley_session=; /);
  expect((await refresh(cookie)).status).toBe(401);
  expect((await call(server, '/api/users/me', { token: body.access_token })).status).toBe(401);
  expect((await refresh(other.cookie)).status).toBe(200);
});

test('seeded logins work in demo mode alone, as do the sessions they left', async () => {
  const seeded = await createAgent(server.core, site, { name: 'Ada', demo: true });
  const { cookie, body } = await logIn({ email: seeded.email, password: PASSWORD });
  expect(body.user.id).toBe(seeded.id);
  const real = await startTestServer({ databaseUrl: server.databaseUrl, demo: false });
  try {
    expect((await logIn({ email: seeded.email, password: PASSWORD }, real)).error?.code).toBe('invalid_credentials');
    expect((await refresh(cookie, {}, real)).status).toBe(401);
    expect((await call(real, '/api/users/me', { token: body.access_token })).status).toBe(401);
    expect((await logIn({ email: agent.email, password: PASSWORD }, real)).status).toBe(200);
  } finally {
    await real.close();
  }
});

test('[H6] guessing gets slower, is told for how long, and does not lock the owner out for ever', async () => {
  const guess = () => logIn({ email: agent.email, password: 'a wild guess' });
  const answers = [];
  for (let n = 0; n < 5; n++) answers.push((await guess()).status);
  expect(answers).toEqual([401, 401, 401, 401, 401]);
  const limited = await logIn({ email: agent.email, password: PASSWORD });
  expect([limited.status, limited.error?.code]).toEqual([429, 'rate_limited']);
  // Counted from the last guess, which a busy machine takes its time for.
  expect([1, 2]).toContain(Number(limited.headers.get('retry-after')));
  const another = await createAgent(server.core, site, { name: 'Mia' });
  expect((await logIn({ email: another.email, password: PASSWORD })).status).toBe(200);
  try {
    clock = 2_500;
    expect((await logIn({ email: agent.email, password: PASSWORD })).status).toBe(200);
    expect((await guess()).status).toBe(401);
  } finally {
    clock = 0;
  }
});

test('[H6] of 300 sign-ins at once each is let in or told when to come back, and the chat goes on meanwhile', async () => {
  const flooded = await startTestServer({ env: { TRUST_PROXY: 'on' } });
  try {
    const acme = await createSite(flooded.core);
    const mia = await createAgent(flooded.core, acme);
    const socket = await chat(flooded, acme.slug, await openVisitor(flooded, acme.slug));
    const body = { email: mia.email, password: PASSWORD };
    const addressOf = (n: number) => ({ 'x-forwarded-for': `203.0.${n >> 8}.${n & 255}` });
    let answered = 0;
    const signIns = Array.from({ length: 300 }, async (_, n) => {
      const answer = await call<SignedIn>(flooded, '/api/users/login', { body, headers: addressOf(n) });
      answered += answer.status === 200 ? 1 : 0;
      return answer;
    });
    expect(await socket.call('new_message', { message: { content: 'Is anybody there?' } })).toMatchObject({
      command: 'new_message',
    });
    const inTime = answered;
    const answers = await Promise.all(signIns);
    const through = answers.filter(({ status }) => status === 200);
    expect(through.length).toBeGreaterThan(inTime);
    for (const { status, error, headers } of answers) {
      if (status === 200) continue;
      expect([status, error?.code, Number(headers.get('retry-after')) > 0]).toEqual([503, 'overloaded', true]);
    }
    const { rows } = await flooded.core.database.pool.query('select count(distinct id)::int as n from sessions');
    // With the factory's own.
    expect(rows[0].n).toBe(through.length + 1);
    // Who was told to come back has lost no attempt by it.
    const late = answers.findLastIndex(({ status }) => status === 503);
    expect(late).toBeGreaterThan(0);
    const headers = addressOf(late);
    for (let n = 0; n < 5; n++) {
      const wrong = await call(flooded, '/api/users/login', { body: { ...body, password: 'a wild guess' }, headers });
      expect(wrong.status).toBe(401);
    }
  } finally {
    await flooded.close();
  }
}, 60_000);

test('who has two sites comes to the one used last', async () => {
  const second = await createSite(server.core, { name: 'Second' });
  await server.core.db
    .insertInto('memberships')
    .values({ site_id: second.id, account_id: agent.id, role: 'agent' })
    .execute();
  expect((await logIn({ email: agent.email, password: PASSWORD })).body.user.site).toBe(site.slug);
  await server.core.db
    .insertInto('sessions')
    .values({
      id: crypto.randomUUID(),
      account_id: agent.id,
      site_id: second.id,
      token_hash: Buffer.from(agent.id),
      created_at: new Date(Date.now() + 60_000),
      expires_at: new Date(Date.now() + 120_000),
    })
    .execute();
  expect((await logIn({ email: agent.email, password: PASSWORD })).body.user).toMatchObject({
    site: second.slug,
    role: 'agent',
  });
});
