/** Holds what leaving takes, and the ways back: mails by a real mailbox, sockets that close, sites that keep an owner. */
import type { confirmDeactivation, ResultOf } from '@parley/protocol';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { connect, openVisitor } from '../../test/client.ts';
import { call, createAgent, createSite, type NewAgent, type NewSite, PASSWORD } from '../../test/create.ts';
import { dump } from '../../test/dump.ts';
import { eventually } from '../../test/eventually.ts';
import { type Mailbox, type ReceivedMail, startMailbox } from '../../test/mailbox.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';
import { cleanUp } from '../retention/clean-up.ts';
import { makeToken } from './one-time-tokens.ts';
import type { SignedIn } from './sessions.ts';

const DAY = 86_400_000;

let mailbox: Mailbox;
let server: TestServer;
let site: NewSite;
let agent: NewAgent;
let clock = 0;

beforeAll(async () => {
  mailbox = await startMailbox();
  server = await startTestServer({ worker: true, env: { SMTP_URL: mailbox.url }, now: () => Date.now() + clock });
  site = await createSite(server.core);
});
afterAll(async () => {
  await server.close();
  await mailbox.close();
});
beforeEach(async () => {
  clock = 0;
  agent = await createAgent(server.core, site, { name: 'Mia' });
});

const post = <Body = Record<string, unknown>>(path: string, body: object, token?: string) =>
  call<Body>(server, `/api/users/${path}`, { body, ...(token && { token }) });
const confirm = (token: string) => post<ResultOf<typeof confirmDeactivation>>('deactivate/confirm', { token });
const logIn = (more: object = {}, who = agent) =>
  post<SignedIn>('login', { email: who.email, password: PASSWORD, ...more });
const link = (purpose: 'deactivate' | 'delete_account', who = agent) =>
  makeToken(server.core, server.core.db, purpose, who.id);
const row = (who = agent) =>
  server.core.db.selectFrom('accounts').selectAll().where('id', '=', who.id).executeTakeFirst();

async function mailTo(address: string, page: string): Promise<{ mail: ReceivedMail; token: string }> {
  const pattern = new RegExp(`http://parley\\.test${page}#([\\w-]{43})\n`);
  let mail: ReceivedMail | undefined;
  await eventually(() => {
    mail = mailbox.mails.findLast(({ recipients, text }) => recipients.includes(address) && pattern.test(text ?? ''));
    return mail !== undefined;
  });
  return { mail: mail as ReceivedMail, token: pattern.exec(mail?.text ?? '')?.[1] as string };
}

test('[H14] [P8] who leaves is asked twice, put out, and may come back by signing in, with everything as it was', async () => {
  const signedIn = await logIn();
  const socket = await connect(server, `/ws/room/${site.slug}`, signedIn.body.access_token);
  await call(server, '/api/users/profile', { method: 'PUT', body: { city: 'Lisboa' }, token: agent.token });
  expect((await post('deactivate', { password: 'a wild guess' }, agent.token)).error?.fields).toEqual({
    password: 'is not right',
  });
  expect((await post('deactivate', { password: PASSWORD }, agent.token)).status).toBe(200);
  expect((await call(server, '/api/users/me', { token: agent.token })).status).toBe(200);

  const asked = await mailTo(agent.email, '/confirm-deactivation');
  const { body } = await confirm(asked.token);
  expect(Math.round((Date.parse(body.returns_until) - Date.now()) / DAY)).toBe(30);
  expect(await socket.closed).toBe(4403);
  expect((await call(server, '/api/users/me', { token: agent.token })).status).toBe(401);
  await mailTo(agent.email, '/come-back');

  clock = 29 * DAY;
  expect((await logIn({ password: 'a wild guess' })).error?.code).toBe('invalid_credentials');
  const refused = await logIn();
  expect([refused.status, refused.error?.code, refused.cookie]).toEqual([403, 'account_deactivated', '']);
  const back = await logIn({ come_back: true });
  expect(back.body.user).toMatchObject({ id: agent.id, site: site.slug, role: 'agent' });
  const profile = await call<{ profile: { city: string } }>(server, '/api/users/profile', {
    token: back.body.access_token,
  });
  expect(profile.body.profile.city).toBe('Lisboa');
  expect((await logIn()).status).toBe(200);
});

test('[H14] or by the link in the mail, in the account’s language, which signs nobody in', async () => {
  await server.core.db.updateTable('accounts').set({ language: 'de' }).where('id', '=', agent.id).execute();
  const until = (await confirm(await link('deactivate'))).body.returns_until;
  const { mail, token } = await mailTo(agent.email, '/come-back');
  expect(mail.text).toContain(
    new Intl.DateTimeFormat('de', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(until)),
  );
  const answer = await post<{ email: string }>('come_back', { token });
  expect([answer.body, answer.cookie]).toEqual([{ email: agent.email }, '']);
  expect((await logIn()).status).toBe(200);
  expect((await post('come_back', { token })).error?.code).toBe('link_expired');
});

test('[H14] after thirty days nobody comes back, and the account is deleted', async () => {
  await confirm(await link('deactivate'));
  const { token } = await mailTo(agent.email, '/come-back');
  clock = 30 * DAY + 1_000;
  expect((await logIn({ come_back: true })).error?.code).toBe('invalid_credentials');
  expect((await post('come_back', { token })).error?.code).toBe('link_expired');
  const kept = await createAgent(server.core, site, { name: 'Ben' });
  await cleanUp(server.core, {}, { attempt: 1, maxAttempts: 1, signal: new AbortController().signal });
  expect(await row()).toBeUndefined();
  expect(await row(kept)).toBeDefined();
});

test('who was deactivated by somebody else does not come back by signing in', async () => {
  await server.core.db.updateTable('accounts').set({ deactivated_at: new Date() }).where('id', '=', agent.id).execute();
  expect((await logIn({ come_back: true })).error?.code).toBe('invalid_credentials');
});

test('[H14] an owner of two sites may leave where each of them has another one', async () => {
  const [here, there] = [await createSite(server.core), await createSite(server.core)];
  const both = await createAgent(server.core, here, { role: 'owner' });
  await createAgent(server.core, here, { role: 'owner' });
  await server.core.db
    .insertInto('memberships')
    .values({ site_id: there.id, account_id: both.id, role: 'owner' })
    .execute();
  const ask = () => post('deactivate', { password: PASSWORD }, both.token);
  expect((await ask()).error?.code).toBe('last_owner');
  await createAgent(server.core, there, { role: 'owner' });
  expect((await ask()).status).toBe(200);
});

test('[H14] a site keeps an owner, also when its last two leave at the same moment', async () => {
  const own = await createSite(server.core);
  const one = await createAgent(server.core, own, { role: 'owner' });
  const alone = await post('deactivate', { password: PASSWORD }, one.token);
  expect([alone.status, alone.error?.code]).toEqual([409, 'last_owner']);
  for (let round = 0; round < 5; round++) {
    const other = await createAgent(server.core, own, { role: 'owner' });
    const tokens = [await link('deactivate', one), await link('deactivate', other)];
    const answers = await Promise.all(tokens.map(confirm));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    await server.core.db
      .updateTable('accounts')
      .set({ deactivated_at: null, returns_until: null })
      .where('id', '=', one.id)
      .execute();
    await server.core.db.deleteFrom('accounts').where('id', '=', other.id).execute();
  }
});

test('[H14] a deleted account is gone, with profile, photo and sessions, and its address is free again', async () => {
  const { body } = await logIn();
  const profile = { name: 'Canary Name', street: '7 Canary Street', phone: '+351 21 canary' };
  await call(server, '/api/users/profile', { method: 'PUT', body: profile, token: agent.token });
  const photo = { account_id: agent.id, key: 'canary-of-a-photo', content: Buffer.from('canary of a picture') };
  await server.core.db.insertInto('photos').values(photo).execute();
  expect((await fetch(`${server.url}/photos/${photo.key}`)).status).toBe(200);
  expect((await post('delete', { password: PASSWORD }, agent.token)).status).toBe(200);
  const { token } = await mailTo(agent.email, '/confirm-deletion');
  expect((await post('delete/confirm', { token })).status).toBe(200);
  expect(await row()).toBeUndefined();
  expect((await fetch(`${server.url}/photos/${photo.key}`)).status).toBe(404);
  const left = await dump(server.core.database.pool);
  for (const gone of [...Object.values(profile), photo.key, photo.content.toString(), agent.email, agent.username])
    expect(left).not.toContain(gone);
  expect((await call(server, '/api/users/me', { token: body.access_token })).status).toBe(401);
  expect((await logIn({ come_back: true })).error?.code).toBe('invalid_credentials');
  expect((await post('delete/confirm', { token })).error?.code).toBe('link_expired');
});

test('[H14] [W3] the open rooms of a deleted account go to the queue', async () => {
  const visitor = await openVisitor(server, site.slug);
  const socket = await connect(server, `/ws/chat/${site.slug}/${visitor.consumer}`, visitor.access_token);
  await socket.call('new_message', { message: { content: 'Hello' } });
  const room = `${site.slug} ${visitor.consumer}`;
  expect((await call(server, '/api/rooms/take_over', { body: { room }, token: agent.token })).status).toBe(200);
  const left = socket.seen(({ message }) => (message as { event?: string } | undefined)?.event === 'agent_left');
  expect((await post('delete/confirm', { token: await link('delete_account') })).status).toBe(200);
  expect(await left).toMatchObject({ message: { role: 'system', content: 'The agent left' } });
  const stored = await server.core.db
    .selectFrom('rooms')
    .select(['owner_kind', 'owner_id'])
    .where('site_id', '=', site.id)
    .where('key', '=', visitor.consumer)
    .executeTakeFirst();
  expect(stored).toEqual({ owner_kind: 'queue', owner_id: null });
  await socket.close();
});

test('[H14] a thief who has changed the address deletes nothing, and deactivating does not keep the owner out', async () => {
  const email = `thief-${crypto.randomUUID().slice(0, 8)}@evil.test`;
  await makeToken(server.core, server.core.db, 'change_email', agent.id, email).then((token) =>
    post('email/confirm', { token }),
  );
  const undo = await mailTo(agent.email, '/undo-email');
  const refused = await post('delete', { password: PASSWORD }, agent.token);
  expect([refused.status, Object.keys(refused.error?.fields ?? {})]).toEqual([422, ['email']]);
  expect((await post('delete/confirm', { token: await link('delete_account') })).status).toBe(422);
  expect((await confirm(await link('deactivate'))).status).toBe(200);
  expect((await post('email/undo', { token: undo.token })).body).toEqual({ email: agent.email });
  expect(await row()).toMatchObject({ email: agent.email, deactivated_at: null, returns_until: null });
});

test('an address that was never proven has no say in leaving', async () => {
  const body = { username: `u-${crypto.randomUUID().slice(0, 8)}`, password: PASSWORD, password_confirm: PASSWORD };
  const user = await post<SignedIn>('signup', { ...body, email: 'victim@team.test', site: site.slug });
  const refused = await post('delete', { password: PASSWORD }, user.body.access_token);
  expect(refused.error?.fields).toEqual({ email: 'has to be confirmed first' });
});
