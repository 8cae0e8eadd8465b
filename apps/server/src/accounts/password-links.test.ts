/** Holds what one-time links promise: once, for a time, for one thing, and no hint to strangers about who is here. */
import type { ResultOf, setPassword } from '@parley/protocol';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { call, createAgent, createSite, createUser, type NewAgent, type NewSite, PASSWORD } from '../../test/create.ts';
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
  agent = await createAgent(server.core, site, { name: 'Mia' });
});

const logIn = (password: string) =>
  call<SignedIn>(server, '/api/users/login', { body: { email: agent.email, password } });
const forgot = (email: string) => call(server, '/api/users/password/forgot', { body: { email } });
const choose = (token: string, password = NEW_PASSWORD) =>
  call<ResultOf<typeof setPassword>>(server, '/api/users/password', { body: { token, password } });
const link = (purpose: 'invitation' | 'reset' = 'reset') => makeToken(server.core, server.core.db, purpose, agent.id);

test('asking for a link answers the same, and leaves the same job, for a known and an unknown address', async () => {
  const known = await forgot(agent.email);
  const unknown = await forgot('nobody@team.test');
  expect([known.status, known.body]).toEqual([200, {}]);
  expect([unknown.status, unknown.body]).toEqual([known.status, known.body]);
  const { rows } = await server.core.database.pool.query(
    `select payload from graphile_worker._private_jobs where payload->>'email' = any($1)`,
    [[agent.email, 'nobody@team.test']],
  );
  expect(rows).toHaveLength(2);
});

test('a stranger cannot fill a mailbox', async () => {
  const statuses = [];
  for (let n = 0; n < 4; n++) statuses.push((await forgot(agent.email.toUpperCase())).status);
  expect(statuses).toEqual([200, 200, 200, 429]);
});

test('what is no address is told so', async () => {
  for (const email of [
    '',
    'ada',
    'a@b',
    'a b@c.test',
    'a@c.test\r\nBcc: x@y.test',
    'a@b@c.test',
    `${'a'.repeat(250)}@c.test`,
  ]) {
    const answer = await forgot(email);
    expect([answer.status, answer.error?.code]).toEqual([422, 'invalid']);
  }
});

test('a link sets the password, signs in, and ends every other session and link', async () => {
  const before = await logIn(PASSWORD);
  const other = await link();
  const answer = await choose(await link());
  expect(answer.status).toBe(200);
  expect(answer.body.user.id).toBe(agent.id);
  expect(answer.cookie).toMatch(/^parley_session=/);
  expect((await call(server, '/api/users/me', { token: answer.body.access_token })).status).toBe(200);
  expect((await call(server, '/api/users/me', { token: before.body.access_token })).status).toBe(401);
  const refreshed = { body: {}, headers: { cookie: before.cookie, 'x-parley-session': '1' } };
  expect((await call(server, '/api/users/refresh', refreshed)).status).toBe(401);
  expect((await choose(other)).error?.code).toBe('link_expired');
  expect((await logIn(PASSWORD)).status).toBe(401);
  expect((await logIn(NEW_PASSWORD)).status).toBe(200);
});

test('an end customer chooses one in the same way, and comes in as a user', async () => {
  const user = await createUser(server.core, site);
  const chosen = await choose(await makeToken(server.core, server.core.db, 'reset', user.id));
  expect([chosen.status, chosen.body.user]).toMatchObject([
    200,
    { id: user.id, role: 'user', consumer: user.consumer },
  ]);
  const { token } = user;
  expect((await call(server, '/api/tokens', { token })).status).toBe(401);
  expect((await call(server, '/api/tokens', { token: chosen.body.access_token })).status).toBe(200);
  const login = await call(server, '/api/users/login', { body: { email: user.email, password: NEW_PASSWORD } });
  expect(login.status).toBe(200);
});

test('of ten who use one link at once, one gets through', async () => {
  const token = await link();
  const answers = await Promise.all(Array.from({ length: 10 }, (_, n) => choose(token, `password number ${n}`)));
  const through = answers.flatMap(({ status }, n) => (status === 200 ? [n] : []));
  expect(through).toHaveLength(1);
  expect(answers.filter(({ error }) => error?.code === 'link_expired')).toHaveLength(9);
  expect((await logIn(`password number ${through[0]}`)).status).toBe(200);
});

test('a link runs out: a reset after an hour, an invitation after a week', async () => {
  const [reset, invitation] = [await link('reset'), await link('invitation')];
  try {
    clock = 61 * 60_000;
    expect((await choose(reset)).error?.code).toBe('link_expired');
    clock = 6.9 * 86_400_000;
    expect((await choose(invitation)).status).toBe(200);
  } finally {
    clock = 0;
  }
});

test('a link of a deactivated account, a wrong one, and a short password do nothing', async () => {
  expect((await choose('x'.repeat(43))).error?.code).toBe('link_expired');
  const token = await link();
  expect((await choose(token, 'too short')).error?.code).toBe('invalid');
  await server.core.db.updateTable('accounts').set({ deactivated_at: new Date() }).where('id', '=', agent.id).execute();
  expect((await choose(token)).error?.code).toBe('link_expired');
  await server.core.db.updateTable('accounts').set({ deactivated_at: null }).where('id', '=', agent.id).execute();
  expect((await choose(token)).status).toBe(200);
});

test('the links that wait in the database are of no use to whoever reads it', async () => {
  const token = await link();
  const { rows } = await server.core.database.pool.query(`select * from one_time_tokens`);
  expect(rows.length).toBeGreaterThan(0);
  expect(JSON.stringify(rows)).not.toContain(token);
});
