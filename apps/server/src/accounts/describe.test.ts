/** Holds that whoever has an account gets all that is kept about it, in every site, and nothing of anybody else. */
import type { exportAccount, ResultOf } from '@parley/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { call, createAgent, createSite, createUser, PASSWORD } from '../../test/create.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0';
const exported = async (token: string) => {
  const { status, body } = await call<ResultOf<typeof exportAccount>>(server, '/api/users/export', { token });
  expect(status).toBe(200);
  return { data: Object.fromEntries(body.sections.map(({ name, rows }) => [name, rows])), text: JSON.stringify(body) };
};

test('[H16] an agent gets profile, photo, teams, browsers and what the audit logs tell, of all its sites', async () => {
  const [acme, other] = [
    await createSite(server.core, { name: 'Acme' }),
    await createSite(server.core, { name: 'Other' }),
  ];
  const boss = await createAgent(server.core, acme, { name: 'Olga Bossman', role: 'owner' });
  const mia = await createAgent(server.core, acme);
  const { token } = mia;
  await server.core.db
    .insertInto('memberships')
    .values({ site_id: other.id, account_id: mia.id, role: 'admin' })
    .execute();
  await call(server, '/api/users/profile', { method: 'PUT', body: { phone: '+351 21', city: 'Lisboa' }, token });
  const content = Buffer.from('a small picture');
  await server.core.db.insertInto('photos').values({ account_id: mia.id, key: 'a-key-of-tests', content }).execute();
  const body = { email: mia.email, password: PASSWORD };
  await call(server, '/api/users/login', { body, headers: { 'user-agent': FIREFOX } });
  await call(server, `/api/agents/${mia.id}/role`, { method: 'PUT', body: { role: 'admin' }, token: boss.token });

  for (const [name, members] of [
    ['Returns', [mia.id]],
    ['Wholesale', [boss.id]],
  ] as const)
    expect((await call(server, '/api/teams', { body: { name, members }, token: boss.token })).status).toBeLessThan(300);

  const { data, text } = await exported(token);
  expect(data.your_teams).toEqual([{ site: 'Acme', team: 'Returns' }]);
  expect(data).toMatchObject({
    your_account: [
      {
        email: mia.email,
        email_proven: true,
        username: mia.username,
        name: 'Mia',
        phone: '+351 21',
        city: 'Lisboa',
        photo: `data:image/webp;base64,${content.toString('base64')}`,
        two_step_sign_in_since: null,
      },
    ],
    browsers_that_need_no_code: [],
  });
  expect(data.what_you_are_where).toMatchObject([
    { site: 'Acme', as: 'admin' },
    { site: 'Other', as: 'admin' },
  ]);
  expect(data.where_you_are_signed_in).toContainEqual(
    expect.objectContaining({ site: 'Acme', browser: 'Firefox', system: 'Windows', since: expect.any(String) }),
  );
  const told = data.what_the_audit_log_tells?.map(({ what, by, network, site }) => [what, by, network, site]);
  expect(told).toEqual([
    ['signed_in', 'you', '127.0.0.0/24', 'Acme'],
    ['role_changed', 'another person', null, 'Acme'],
    ['team_member_added', 'another person', null, 'Acme'],
  ]);
  for (const others of [boss.id, boss.name, boss.email, 'argon2', 'token', mia.id]) expect(text).not.toContain(others);
});

test('[H16] a user gets its own, and what is another’s is in nobody else’s', async () => {
  const site = await createSite(server.core);
  const [user, other] = [await createUser(server.core, site), await createUser(server.core, site)];
  const { data, text } = await exported(user.token);
  expect(data.your_account).toMatchObject([{ username: user.username, photo: null }]);
  expect(data.what_you_are_where).toMatchObject([{ as: 'user' }]);
  expect(text).not.toContain(other.username);
});
