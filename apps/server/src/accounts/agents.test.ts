/** Holds how people come to a site: by an invitation, or as its owner by the link of the first start. */
import type { inviteAgent, listAgents, ResultOf } from '@parley/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { call, createAgent, createSite, type NewSite, PASSWORD } from '../../test/create.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';
import type { SignedIn } from './sessions.ts';
import { ensureSetupLink } from './setup.ts';

let server: TestServer;
let site: NewSite;
let token: string;

const logIn = async (email: string) =>
  (await call<SignedIn>(server, '/api/users/login', { body: { email, password: PASSWORD } })).body.access_token;

beforeAll(async () => {
  server = await startTestServer();
  site = await createSite(server.core);
  token = await logIn((await createAgent(server.core, site, { name: 'Olga', role: 'owner' })).email);
});
afterAll(() => server.close());

const invite = (body: object, as = token) =>
  call<ResultOf<typeof inviteAgent>>(server, '/api/agents', { body, token: as });
const list = async () => (await call<ResultOf<typeof listAgents>>(server, '/api/agents', { token })).body.agents;

test('an invited person is on the list, and cannot sign in before the link was used', async () => {
  const answer = await invite({ email: ' New.Person@Team.test ', name: 'New  Person\u200b', role: 'agent' });
  expect(answer.status).toBe(201);
  expect(answer.body.agent).toMatchObject({
    email: 'new.person@team.test',
    name: 'New Person',
    role: 'agent',
    invited: true,
  });
  expect((await list()).map(({ name, invited }) => [name, invited])).toEqual([
    ['Olga', false],
    ['New Person', true],
  ]);
});

test('inviting again corrects name and role, as long as nobody has come', async () => {
  const first = await invite({ email: 'again@team.test', name: 'Agian', role: 'agent' });
  const second = await invite({ email: 'again@team.test', name: 'Again', role: 'admin' });
  expect(second.body.agent).toEqual({
    ...first.body.agent,
    name: 'Again',
    role: 'admin',
    invitation_expires: expect.any(String),
  });
});

test('somebody of the team is taken, and keeps name and role', async () => {
  const mia = await createAgent(server.core, site, { name: 'Mia', role: 'admin' });
  const answer = await invite({ email: mia.email, name: 'Somebody', role: 'agent' });
  expect([answer.status, answer.error?.fields]).toEqual([409, { email: 'is on the team already' }]);
  expect((await list()).find(({ id }) => id === mia.id)).toMatchObject({ name: 'Mia', role: 'admin' });
});

test('a known person of another site joins this one under the own name', async () => {
  const elsewhere = await createAgent(server.core, await createSite(server.core), { name: 'Known' });
  const answer = await invite({ email: elsewhere.email, name: 'Whoever', role: 'agent' });
  expect(answer.body.agent).toMatchObject({ id: elsewhere.id, name: 'Known', invited: false });
});

test('invitations of one person at the same moment make one account', async () => {
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => invite({ email: 'rush@team.test', name: 'Rush', role: 'agent' })),
  );
  expect(new Set(answers.map(({ body }) => body.agent.id)).size).toBe(1);
});

test('an agent sees the team and invites nobody; a name of nothing and an address of nowhere are told so', async () => {
  const agent = await logIn((await createAgent(server.core, site, { name: 'Mia' })).email);
  expect((await call(server, '/api/agents', { token: agent })).status).toBe(200);
  expect((await invite({ email: 'x@team.test', name: 'X', role: 'agent' }, agent)).error?.code).toBe('forbidden');
  expect((await invite({ email: 'x@team.test', name: ' \u200b ', role: 'agent' })).error?.fields).toEqual({
    name: 'is empty',
  });
  expect((await invite({ email: 'x@team', name: 'X', role: 'agent' })).error?.fields).toHaveProperty('email');
  expect((await invite({ email: 'x@team.test', name: 'X', role: 'owner' })).error?.code).toBe('invalid');
});

test('[N1] the first start’s link makes one site and one owner, once', async () => {
  const fresh = await startTestServer({ demo: false, env: { PUBLIC_URL: 'https://chat.acme.test' } });
  const setUp = (link: string, username: string) =>
    call<SignedIn>(fresh, '/api/setup', {
      body: {
        token: link.split('#')[1],
        email: 'olga@acme.test',
        username,
        name: 'Olga',
        site_name: 'Acme',
        password: PASSWORD,
      },
    });
  try {
    const link = (await ensureSetupLink(fresh.core)) as string;
    expect(link).toMatch(/^https:\/\/chat\.acme\.test\/setup#[\w-]{43}$/);
    const second = (await ensureSetupLink(fresh.core)) as string;
    expect((await setUp(link, 'Not a slug')).error?.fields).toHaveProperty('username');
    await createSite(fresh.core, { slug: 'taken' });
    expect((await setUp(link, 'taken')).error).toMatchObject({ code: 'taken', fields: { username: 'is taken' } });

    const answers = await Promise.all([setUp(link, 'acme'), setUp(second, 'acme-2')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 404]);
    const owner = answers.find(({ status }) => status === 201);
    expect(owner?.body.user).toMatchObject({ email: 'olga@acme.test', role: 'owner', site_name: 'Acme' });
    expect(owner?.cookie).toMatch(/^__Host-parley=/);
    expect((await call(fresh, '/api/site', { token: owner?.body.access_token as string })).status).toBe(200);
    expect(await ensureSetupLink(fresh.core)).toBeNull();
    expect((await setUp(link, 'acme-3')).error?.code).toBe('link_expired');
  } finally {
    await fresh.close();
  }
});
