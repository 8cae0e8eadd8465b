/** Holds what a session's cookie promises while several tabs hold it, and when it was stolen; and the list of one's sessions. */
import type { listSessions, ResultOf, revokeOtherSessions } from '@parley/protocol';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { connect } from '../../test/client.ts';
import { call, createAgent, createSite, type NewAgent, type NewSite, PASSWORD } from '../../test/create.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';
import { hashToken, newOpaqueToken } from '../core/tokens.ts';
import { GRACE_MS } from './session-tokens.ts';
import type { SignedIn } from './sessions.ts';

const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0';
const SAFARI =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1';

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
  agent = await createAgent(server.core, site, { name: 'Mia' });
  await server.core.db.deleteFrom('sessions').where('account_id', '=', agent.id).execute();
});

const logIn = (userAgent = FIREFOX, who = agent) =>
  call<SignedIn>(server, '/api/users/login', {
    body: { email: who.email, password: PASSWORD },
    headers: { 'user-agent': userAgent },
  });
const refresh = (cookie: string, on: Pick<TestServer, 'url'> = server) =>
  call<SignedIn>(on, '/api/users/refresh', { body: {}, headers: { cookie, 'x-parley-session': '1' } });
const list = async (token: string) =>
  (await call<ResultOf<typeof listSessions>>(server, '/api/users/sessions', { token })).body.sessions;
const inbox = (token: string) => connect(server, `/ws/room/${site.slug}`, token);

describe('the cookie', () => {
  test('[H7] is another one after each use, and the newest always counts', async () => {
    const seen = [(await logIn()).cookie];
    for (let n = 0; n < 4; n++) {
      const renewed = await refresh(seen.at(-1) as string);
      expect(renewed.status).toBe(200);
      seen.push(renewed.cookie);
    }
    expect(new Set(seen).size).toBe(5);
  });

  test('[H7] twenty refreshes at once with one cookie, on two nodes, sign nobody out', async () => {
    const other = await startTestServer({ databaseUrl: server.databaseUrl });
    try {
      const { cookie } = await logIn();
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, n) => refresh(cookie, n % 2 === 0 ? server : other)),
      );
      expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
      expect(new Set(answers.map((answer) => answer.cookie)).size).toBe(1);
      clock = 2 * GRACE_MS;
      expect((await refresh(answers[0]?.cookie as string)).status).toBe(200);
    } finally {
      await other.close();
    }
  });

  test('[H7] within the grace one may be several uses behind', async () => {
    const { cookie } = await logIn();
    let newest = cookie;
    for (let n = 0; n < 3; n++) newest = (await refresh(newest)).cookie;
    clock = GRACE_MS - 2_000;
    const late = await refresh(cookie);
    expect([late.status, late.cookie]).toEqual([200, newest]);
  });

  test('[H7] [P8] one that was replaced longer ago ends the session, for thief and owner, with its sockets', async () => {
    const stolen = (await logIn()).cookie;
    const other = await logIn();
    const held = await refresh(stolen);
    const socket = await inbox(held.body.access_token);
    clock = GRACE_MS + 1_000;
    const newest = await refresh(held.cookie);
    const replay = await refresh(stolen);
    expect([replay.status, replay.error?.code]).toEqual([401, 'unauthenticated']);
    expect(replay.headers.get('set-cookie')).toMatch(/^parley_session=; /);
    expect(await socket.closed).toBe(4403);
    expect((await refresh(newest.cookie)).status).toBe(401);
    expect((await call(server, '/api/users/me', { token: newest.body.access_token })).status).toBe(401);
    expect((await refresh(other.cookie)).status).toBe(200);
  });

  test('[H7] one that was replaced long ago is still known for what it is', async () => {
    const first = (await logIn()).cookie;
    let newest = first;
    for (let day = 1; day <= 20; day++) {
      clock = day * 86_400_000;
      newest = (await refresh(newest)).cookie;
    }
    expect((await refresh(first)).status).toBe(401);
    expect((await refresh(newest)).status).toBe(401);
  });

  test('one of the time before families lives on, in two tabs too', async () => {
    const token = newOpaqueToken();
    await server.core.db
      .updateTable('sessions')
      .set({ token_hash: hashToken(token), family_hash: null })
      .where('id', '=', (await list((await logIn()).body.access_token))[0]?.id as string)
      .execute();
    const [one, two] = await Promise.all([1, 2].map(() => refresh(`parley_session=${token}`)));
    expect([one?.status, two?.status]).toEqual([200, 200]);
    expect(one?.cookie).toBe(two?.cookie);
    clock = GRACE_MS + 1_000;
    expect((await refresh(one?.cookie as string)).status).toBe(200);
    expect((await refresh(`parley_session=${token}`)).status).toBe(401);
    expect((await refresh(one?.cookie as string)).status).toBe(401);
  });

  test('is nowhere in the database, nor is its next value', async () => {
    const { cookie } = await logIn();
    const next = (await refresh(cookie)).cookie;
    const { rows } = await server.core.database.pool.query('select s::text as row from sessions s');
    const dump = JSON.stringify(rows);
    for (const part of [cookie, next].flatMap((each) => each.replace(/^[^=]+=/, '').split('.')))
      expect(dump).not.toContain(part);
  });
});

describe('the list', () => {
  test('[H8] tells browser, system, since when and when last, the caller’s own marked', async () => {
    const phone = await logIn(SAFARI);
    clock = 3_600_000;
    const desk = await logIn(FIREFOX);
    const sessions = await list(desk.body.access_token);
    expect(sessions.map(({ browser, system, current }) => ({ browser, system, current }))).toEqual([
      { browser: 'Firefox', system: 'Windows', current: true },
      { browser: 'Safari', system: 'iOS', current: false },
    ]);
    expect(sessions[0]?.site_name).toBe('Acme');
    clock = 7_200_000;
    await call(server, '/api/users/refresh', {
      body: {},
      headers: { cookie: phone.cookie, 'x-parley-session': '1', 'user-agent': SAFARI },
    });
    const [first] = await list(desk.body.access_token);
    expect(first?.browser).toBe('Safari');
    expect(Date.parse(first?.last_seen as string) - Date.parse(first?.created as string)).toBeGreaterThan(7_000_000);
  });

  test('a browser that says nothing, or nonsense of any length, is unknown', async () => {
    for (const words of ['', 'x'.repeat(3_000), '<script>alert(1)</script>'])
      expect((await list((await logIn(words)).body.access_token))[0]).toMatchObject({ browser: null, system: null });
  });

  test('[H8] [P8] one is ended with its sockets, and the others stay', async () => {
    const here = await logIn();
    const there = await logIn(SAFARI);
    const [mine, its] = [await inbox(here.body.access_token), await inbox(there.body.access_token)];
    const theirs = (await list(here.body.access_token)).find(({ current }) => !current)?.id as string;
    expect(await mine.call('revoke_session', { session: theirs })).toMatchObject({ command: 'revoke_session' });
    expect(await its.closed).toBe(4403);
    expect((await refresh(there.cookie)).status).toBe(401);
    expect((await mine.call('get_me')).command).toBe('get_me');
    expect((await mine.call('revoke_session', { session: theirs })).code).toBe('not_found');
    mine.ws.terminate();
  });

  test('[H8] all others are ended, and nobody else’s', async () => {
    const colleague = await createAgent(server.core, site, { name: 'Ben' });
    const its = await logIn(FIREFOX, colleague);
    const [here, ...others] = [await logIn(), await logIn(), await logIn()];
    const sockets = await Promise.all(others.map(({ body }) => inbox(body.access_token)));
    const answer = await call<ResultOf<typeof revokeOtherSessions>>(server, '/api/users/sessions/revoke_others', {
      body: {},
      token: here.body.access_token,
    });
    expect(answer.body.ended).toBe(2);
    expect(await Promise.all(sockets.map(({ closed }) => closed))).toEqual([4403, 4403]);
    expect(await list(here.body.access_token)).toHaveLength(1);
    expect((await refresh(its.cookie)).status).toBe(200);
  });

  test('[H8] another person’s session does not exist', async () => {
    const colleague = await createAgent(server.core, site, { name: 'Ben', role: 'owner' });
    const { body, cookie } = await logIn();
    const mine = (await list(body.access_token))[0]?.id;
    for (const id of [mine, 'x', crypto.randomUUID()]) {
      const answer = await call(server, `/api/users/sessions/${id}`, { method: 'DELETE', token: colleague.token });
      expect([answer.status, answer.error?.code]).toEqual([404, 'not_found']);
    }
    expect((await refresh(cookie)).status).toBe(200);
  });
});
