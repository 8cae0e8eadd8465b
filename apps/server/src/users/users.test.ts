/** Holds what a site may do about its end customers: out within seconds and in again with everything, in this site alone. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { connect, openVisitor } from '../../test/client.ts';
import {
  call,
  createAgent,
  createSite,
  createUser,
  type NewAgent,
  type NewSite,
  type NewUser,
  PASSWORD,
} from '../../test/create.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';

let server: TestServer;
let site: NewSite;
let admin: NewAgent;
let user: NewUser;

beforeAll(async () => {
  server = await startTestServer();
  site = await createSite(server.core, { slug: 'acme' });
  admin = await createAgent(server.core, site, { name: 'Mia', role: 'admin' });
});
afterAll(() => server.close());
beforeEach(async () => {
  user = await createUser(server.core, site);
});

const act = (deed: string, by = admin, of = user.id) =>
  call(server, `/api/customers/${of}/${deed}`, { body: {}, token: by.token });
const logIn = () => call(server, '/api/users/login', { body: { email: user.email, password: PASSWORD } });
const tokens = (token = user.token) => call(server, '/api/tokens', { token });
const deeds = async () =>
  (
    await server.core.db
      .selectFrom('audit_log')
      .select(['action', 'subject_id'])
      .where('subject_id', '=', user.id)
      .orderBy('id')
      .execute()
  ).map(({ action }) => action);
const resets = async () =>
  (
    await server.core.database.pool.query(`select 1 from graphile_worker.jobs where task_identifier = $1`, [
      'email_password_reset',
    ])
  ).rowCount;

describe('[E6] a customer', () => {
  test('is out within seconds, with its sockets and tokens, and cannot sign in; let in again, all is as it was', async () => {
    const socket = await connect(server, `/ws/chat/acme/${user.consumer}`, user.token);
    await socket.call('new_message', { message: { content: 'Hello' } });
    expect(await act('deactivate')).toMatchObject({ status: 200, body: { user: user.id, deactivated: true } });
    expect(await socket.closed).toBe(4403);
    expect((await tokens()).status).toBe(401);
    expect((await logIn()).error?.code).toBe('invalid_credentials');
    expect((await call(server, `/api/token-accounts/${user.id}`, { token: admin.token })).body).toMatchObject({
      account: { tokens: 4_000, deactivated: true },
    });
    // Twice is once.
    expect((await act('deactivate')).status).toBe(200);

    expect((await act('reactivate')).body).toEqual({ user: user.id, deactivated: false });
    expect((await act('reactivate')).status).toBe(200);
    const back = await logIn();
    expect(back.status).toBe(200);
    const { access_token } = back.body as { access_token: string };
    expect((await tokens(access_token)).body).toMatchObject({ tokens: 4_000 });
    const again = await connect(server, `/ws/chat/acme/${user.consumer}`, access_token);
    expect((await again.call('fetch_messages')).messages).toMatchObject([{ content: 'Hello' }]);
    // The session that was ended stays so.
    expect((await tokens()).status).toBe(401);
    expect(await deeds()).toEqual(['user_deactivated', 'user_reactivated']);
  });

  test('of this site alone, and nobody’s who is no customer of it', async () => {
    const elsewhere = await createSite(server.core);
    const theirs = await createAgent(server.core, elsewhere, { role: 'owner' });
    const agent = await createAgent(server.core, site);
    const visitor = await openVisitor(server, 'acme');
    for (const deed of ['deactivate', 'reactivate', 'password']) {
      expect([deed, (await act(deed, theirs)).error?.code]).toEqual([deed, 'not_found']);
      expect([deed, (await act(deed, agent)).error?.code]).toEqual([deed, 'forbidden']);
      for (const nobody of [agent.id, visitor.consumer, 'x', "'"])
        expect([deed, (await act(deed, admin, encodeURIComponent(nobody))).error?.code]).toEqual([deed, 'not_found']);
    }
    expect((await tokens()).status).toBe(200);
    expect(await deeds()).toEqual([]);
  });

  test('who is also on the team, or a customer of another site, keeps that', async () => {
    const elsewhere = await createSite(server.core);
    const { db } = server.core;
    await db.insertInto('memberships').values({ site_id: elsewhere.id, account_id: user.id, role: 'agent' }).execute();
    await act('deactivate');
    const body = { email: user.email, password: PASSWORD, as: 'agent' };
    expect((await call(server, '/api/users/login', { body })).body).toMatchObject({ user: { role: 'agent' } });
  });

  test('gets a link to a new password where its address is proven, as often as anybody could ask for one', async () => {
    const before = (await resets()) ?? 0;
    expect((await act('password')).status).toBe(200);
    expect(await resets()).toBe(before + 1);
    for (let n = 0; n < 2; n++) await act('password');
    expect((await act('password')).error?.code).toBe('rate_limited');
    expect(await deeds()).toEqual(Array(3).fill('user_password_reset_sent'));
    const claimed = await createUser(server.core, site);
    await server.core.db
      .updateTable('accounts')
      .set({ email: null, claimed_email: claimed.email })
      .where('id', '=', claimed.id)
      .execute();
    expect((await act('password', admin, claimed.id)).error).toMatchObject({
      code: 'invalid',
      fields: { user: 'has not confirmed the address' },
    });
  });

  test('deactivated at the same moment as it signs in, is out', async () => {
    for (let n = 0; n < 5; n++) {
      const [, signed] = await Promise.all([act('deactivate'), logIn()]);
      const { access_token } = signed.body as { access_token?: string };
      if (access_token) expect((await tokens(access_token)).status).toBe(401);
      await act('reactivate');
    }
  });
});

describe('[E6] a customer who lost the second factor', () => {
  const turnOn = (account_id: string) =>
    server.core.db
      .insertInto('two_factors')
      .values({ account_id, secret: Buffer.from('sealed'), confirmed_at: new Date() })
      .execute();
  const reset = (by = admin, of = user.id) =>
    call(server, `/api/customers/${of}/two_factor`, { method: 'DELETE', token: by.token });

  test('is let in by the password alone again, signed out everywhere, and the log tells who did it', async () => {
    expect((await reset()).error?.code).toBe('not_found');
    await turnOn(user.id);
    expect((await logIn()).error?.code).toBe('two_factor_required');
    const socket = await connect(server, `/ws/chat/acme/${user.consumer}`, user.token);
    expect((await reset()).status).toBe(200);
    expect(await socket.closed).toBe(4403);
    expect((await tokens()).status).toBe(401);
    expect((await logIn()).status).toBe(200);
    expect(await deeds()).toEqual(['user_two_factor_reset']);
    expect((await reset()).error?.code).toBe('not_found');
  });

  test('keeps it where another site or a team trusts the account too, and from whoever may not manage customers', async () => {
    const other = await createSite(server.core);
    const agent = await createAgent(server.core, site);
    const stranger = await createAgent(server.core, other, { role: 'owner' });
    await turnOn(user.id);
    expect((await reset(agent)).error?.code).toBe('forbidden');
    expect((await reset(stranger)).error?.code).toBe('not_found');
    for (const [add, remove] of [
      [
        () =>
          server.core.db
            .insertInto('memberships')
            .values({ site_id: other.id, account_id: user.id, role: 'agent' })
            .execute(),
        () => server.core.db.deleteFrom('memberships').where('account_id', '=', user.id).execute(),
      ],
      [
        async () => {
          const visitor_id = (await openVisitor(server, other.slug)).consumer;
          await server.core.db
            .insertInto('users')
            .values({ site_id: other.id, account_id: user.id, visitor_id })
            .execute();
        },
        () => server.core.db.deleteFrom('users').where('site_id', '=', other.id).execute(),
      ],
    ] as const) {
      await add();
      const refused = await reset();
      expect([refused.status, refused.error?.code]).toEqual([403, 'forbidden']);
      expect(refused.error?.fields).toHaveProperty('user');
      expect((await logIn()).error?.code).toBe('two_factor_required');
      await remove();
    }
    expect((await reset()).status).toBe(200);
  });
});
