/** Holds how end customers come in: whose customers they become, what an email is worth, and where they may go. */
import type { getMe, ResultOf } from '@parley/protocol';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { chat, connect, openVisitor, type Visitor } from '../../test/client.ts';
import { call, createAgent, createSite, createUser, type NewSite, PASSWORD } from '../../test/create.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';
import { startGuard } from './guard.ts';
import type { SignedIn, SignedUp } from './sessions.ts';

let server: TestServer;
let acme: NewSite;
let n = 0;
let fresh: { email: string; username: string; password: string; password_confirm: string };

beforeAll(async () => {
  server = await startTestServer();
  acme = await createSite(server.core, { slug: 'acme' });
});
afterAll(() => server.close());
beforeEach(() => {
  const username = `kim-${++n}`;
  fresh = { email: `${username}@customer.test`, username, password: PASSWORD, password_confirm: PASSWORD };
});

const signUp = (body: object, options: { token?: string; headers?: Record<string, string>; path?: string } = {}) =>
  call<SignedUp>(server, options.path ?? '/api/users/signup', { body, ...options });
const logIn = (body: object, path = '/api/users/login') => call<SignedIn>(server, path, { body });

test('[E2] [E3] who signs up is a user at once, with a token, and signs in by email and username', async () => {
  const { status, body, cookie } = await signUp(fresh);
  expect(status).toBe(201);
  expect(body.token).toBe(body.access_token);
  expect(cookie).not.toBe('');
  const { email, username } = fresh;
  const user = {
    email,
    email_verified: false,
    username,
    name: username,
    role: 'user',
    site: 'acme',
    site_name: 'Acme',
  };
  expect(body.user).toEqual({ id: body.user.id, ...user, consumer: body.user.consumer });
  for (const name of [{ email }, { username }, { email: username }]) {
    expect((await logIn({ ...name, password: PASSWORD })).body.user).toEqual(body.user);
  }
  const asked = await call<ResultOf<typeof getMe>>(server, '/api/users/me', { token: body.token });
  expect(asked.body.user).toEqual(body.user);
  const again = await call<SignedIn>(server, '/api/users/refresh', {
    body: {},
    headers: { cookie, 'x-parley-session': '1' },
  });
  expect(again.body.user).toEqual(body.user);
});

test.each([
  [{ password_confirm: 'another password' }, { password_confirm: 'is not the same as the password' }],
  [{ password_confirm: undefined }, { password_confirm: 'is missing' }],
  [{ password: undefined }, { password: 'is missing' }],
  [{ email: 'no address' }, { email: 'does not look like an email address' }],
  [{ email: 'a@b.test\r\nbcc: c@d.test' }, { email: 'does not look like an email address' }],
])('what is wrong is told by its field: %j', async (wrong, fields) => {
  expect(await signUp({ ...fresh, ...wrong })).toMatchObject({ status: 422, error: { code: 'invalid', fields } });
});

test('[E5] older spellings answer the same', async () => {
  const { password, password_confirm, ...who } = fresh;
  const older = { ...who, password1: password, password2: password_confirm };
  expect((await signUp(older, { path: '/api/register/' })).status).toBe(201);
  const other = { ...older, username: `${who.username}-b` };
  expect((await signUp(other, { path: '/accounts/api/signup/' })).status).toBe(201);
  for (const path of ['/api/login/', '/accounts/api/login', '/api/users/login/']) {
    const { status, body } = await logIn({ username: who.username, password }, path);
    expect([path, status, body.user.role]).toEqual([path, 200, 'user']);
    const me = await call(server, '/api/users/me/', { headers: { authorization: `Token ${body.token}` } });
    expect(me.status).toBe(200);
  }
  expect(await call(server, '/api/login')).toMatchObject({ status: 404, error: { code: 'not_found' } });
});

describe('an email', () => {
  test('[E2] that somebody has is answered like any other, and gives nothing of theirs', async () => {
    const mia = await createAgent(server.core, acme, { role: 'owner' });
    const known = await signUp({
      ...fresh,
      email: mia.email,
      password: 'quartz lantern sideways',
      password_confirm: 'quartz lantern sideways',
    });
    const unknown = await signUp({ ...fresh, username: `${fresh.username}-b` });
    expect(known.status).toBe(201);
    const shape = (value: object): object =>
      Object.fromEntries(Object.entries(value).map(([k, v]) => [k, typeof v === 'object' ? shape(v) : typeof v]));
    expect(shape(known.body)).toEqual(shape(unknown.body));
    // Both are really there, and the owner is who the owner was.
    expect((await logIn({ email: mia.email, password: 'quartz lantern sideways' })).body.user).toEqual(known.body.user);
    expect((await logIn({ email: mia.email, password: PASSWORD })).body.user).toMatchObject({
      id: mia.id,
      role: 'owner',
    });
  });

  test('that is only claimed makes nobody an agent who is invited by it', async () => {
    const admin = await createAgent(server.core, acme, { role: 'admin' });
    const { body } = await signUp(fresh);
    const invited = await call<{ agent: { id: string; invited: boolean } }>(server, '/api/agents', {
      body: { email: fresh.email, name: 'Kim', role: 'admin' },
      token: admin.token,
    });
    expect(invited.body.agent.invited).toBe(true);
    expect(invited.body.agent.id).not.toBe(body.user.id);
    expect((await logIn({ username: fresh.username, password: PASSWORD })).body.user.role).toBe('user');
  });

  test('of two who claim it the first signs in by it, the other by username', async () => {
    const first = await signUp(fresh);
    const password = 'velvet harbour sideways';
    const second = { ...fresh, username: `${fresh.username}-b`, password, password_confirm: password };
    expect((await signUp(second)).status).toBe(201);
    expect((await logIn({ email: fresh.email, password: PASSWORD })).body.user.id).toBe(first.body.user.id);
    expect((await logIn({ email: fresh.email, password })).status).toBe(401);
    expect((await logIn({ username: second.username, password })).status).toBe(200);
  });
});

test('[E2] a username that somebody has is taken, however it is written', async () => {
  await signUp(fresh);
  const again = await signUp({ ...fresh, username: fresh.username.toUpperCase(), email: 'else@customer.test' });
  expect(again).toMatchObject({ status: 409, error: { code: 'taken', fields: { username: 'is taken' } } });
});

test('of many who want one username at once one gets it', async () => {
  const answers = await Promise.all(Array.from({ length: 8 }, () => signUp(fresh)));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(7).fill(409)]);
});

test('[E4] an account that is both comes in as what it asks for, and no token passes for the other', async () => {
  const { id, email } = await createAgent(server.core, acme, { role: 'owner' });
  const { core } = server;
  const visitorId = (await openVisitor(server, 'acme')).consumer;
  await core.db.insertInto('users').values({ site_id: acme.id, account_id: id, visitor_id: visitorId }).execute();
  const agent = await logIn({ email, password: PASSWORD });
  const user = await logIn({ email, password: PASSWORD, as: 'user' });
  expect([agent.body.user.role, user.body.user.role]).toEqual(['owner', 'user']);
  expect((await call(server, '/api/agents', { token: agent.body.token })).status).toBe(200);
  expect((await call(server, '/api/agents', { token: user.body.token })).status).toBe(403);
  const refresh = (cookie: string, body: object) =>
    call<SignedIn>(server, '/api/users/refresh', { body, headers: { cookie, 'x-parley-session': '1' } });
  expect((await refresh(user.cookie, {})).body.user.role).toBe('user');
  expect((await refresh(user.cookie, { as: 'agent' })).status).toBe(401);
  // Signed by us, and yet: the session is of the other kind.
  const claims = core.tokens.verify(user.body.token)?.claims as { sessionId: string };
  const forged = core.tokens.sign({
    kind: 'agent',
    siteId: acme.id,
    site: 'acme',
    accountId: id,
    sessionId: claims.sessionId,
  });
  expect((await call(server, '/api/agents', { token: forged })).status).toBe(401);
});

describe('in rooms', () => {
  test('[E3] a user speaks as a visitor, under its own name', async () => {
    const user = await createUser(server.core, acme);
    const agent = await createAgent(server.core, acme);
    const inbox = await connect(server, '/ws/room/acme', agent.token);
    const socket = await connect(server, `/ws/chat/acme/${user.consumer}`, user.token);
    const heard = inbox.next('new_message');
    const { message } = await socket.call('new_message', { message: { content: 'Hello' } });
    expect(message).toMatchObject({ role: 'visitor', author: user.username, room: `acme ${user.consumer}`, seq: 1 });
    expect((await heard).message).toEqual(message);
    expect((await inbox.call('fetch_room', { room: `acme ${user.consumer}` })).rooms).toMatchObject([
      { consumer: user.consumer, contact: { name: user.username } },
    ]);
    const edited = await socket.call('edit_message', { seq: 1, content: 'Hello!' });
    expect(edited.message).toMatchObject({ content: 'Hello!' });
  });

  test('[E1] a visitor who signs up keeps its conversation; who comes next in that browser begins anew', async () => {
    const visitor: Visitor = await openVisitor(server, 'acme');
    const before = await chat(server, 'acme', visitor);
    await before.call('new_message', { message: { content: 'Before' } });
    const { body } = await signUp(fresh, { token: visitor.access_token });
    expect(body.user.consumer).toBe(visitor.consumer);
    const socket = await connect(server, `/ws/chat/acme/${visitor.consumer}`, body.token);
    expect((await socket.call('fetch_messages')).messages).toMatchObject([
      { content: 'Before' },
      { event: 'signed_in' },
    ]);
    const next = await signUp({ ...fresh, username: `${fresh.username}-b` }, { token: visitor.access_token });
    expect(next.status).toBe(201);
    expect(next.body.user.consumer).not.toBe(visitor.consumer);
  });

  test('[P8] signing out, and a deactivation that nobody was told of, close a user’s sockets', async () => {
    const user = await createUser(server.core, acme);
    const { token } = (await logIn({ email: user.email, password: PASSWORD })).body;
    const stays = await connect(server, `/ws/chat/acme/${user.consumer}`, user.token);
    const leaves = await connect(server, `/ws/chat/acme/${user.consumer}`, token);
    await call(server, '/api/users/logout', { body: {}, token });
    expect(await leaves.closed).toBe(4403);
    expect(await stays.call('get_me')).toMatchObject({ user: { id: user.id } });
    await server.core.db
      .updateTable('accounts')
      .set({ deactivated_at: new Date() })
      .where('id', '=', user.id)
      .execute();
    const stop = startGuard(server.core, 50);
    expect(await stays.closed).toBe(4403);
    stop();
    expect((await call(server, '/api/users/me', { token: user.token })).status).toBe(401);
  });
});

test('[E1] with several sites the site is named, or known by the origin; never guessed', async () => {
  await createSite(server.core, { slug: 'shop', origins: ['https://shop.test'] });
  const named = await signUp({ ...fresh, site: 'shop' });
  expect(named.body.user).toMatchObject({ site: 'shop' });
  expect(await signUp({ ...fresh, site: 'nowhere' })).toMatchObject({ status: 404, error: { code: 'site_not_found' } });
  expect(await signUp({ ...fresh, username: 'nobodys-yet' })).toMatchObject({
    status: 422,
    error: { fields: { site: expect.any(String) } },
  });
  const username = `${fresh.username}-b`;
  const listed = await signUp({ ...fresh, username }, { headers: { origin: 'https://shop.test' } });
  expect(listed.body.user).toMatchObject({ site: 'shop' });
  const elsewhere = await signUp({ ...fresh, username: `${username}c` }, { headers: { origin: 'https://evil.test' } });
  expect(elsewhere.status).toBe(422);
});
