/** Holds how an address is confirmed, changed and taken back, with a real mailbox on each side. */
import type { getProfile, ResultOf } from '@parley/protocol';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { connect } from '../../test/client.ts';
import { call, createAgent, createSite, type NewAgent, type NewSite, PASSWORD } from '../../test/create.ts';
import { eventually } from '../../test/eventually.ts';
import { type Mailbox, type ReceivedMail, startMailbox } from '../../test/mailbox.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';
import { makeToken } from './one-time-tokens.ts';
import type { SignedIn } from './sessions.ts';

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
const change = (email: string, who: { token: string } = agent) =>
  post('email', { email, password: PASSWORD }, who.token);
const confirm = (token: string) => post<{ email: string }>('email/confirm', { token });
const undo = (token: string) => post<{ email: string }>('email/undo', { token });
const logIn = (email: string, password = PASSWORD) => post<SignedIn>('login', { email, password });
const profile = async (who: { token: string } = agent) =>
  (await call<ResultOf<typeof getProfile>>(server, '/api/users/profile', { token: who.token })).body.profile;
const tokenIn = (mail: ReceivedMail, page: string): string =>
  new RegExp(`http://parley\\.test${page}#([\\w-]{43})\n`).exec(mail.text ?? '')?.[1] as string;

/** The newest mail to this address with this page in it. */
async function mailTo(address: string, page: string): Promise<ReceivedMail> {
  let found: ReceivedMail | undefined;
  await eventually(() => {
    found = mailbox.mails.findLast(
      ({ recipients, text }) => recipients.includes(address) && text?.includes(`http://parley.test${page}`),
    );
    return found !== undefined;
  });
  return found as ReceivedMail;
}
const fresh = () => `new-${crypto.randomUUID().slice(0, 8)}@team.test`;

test('[H11] the new address counts when it was confirmed, and the old one is told', async () => {
  const email = fresh();
  expect((await change(email)).status).toBe(200);
  const token = tokenIn(await mailTo(email, '/confirm-email'), '/confirm-email');
  expect((await profile()).email).toBe(agent.email);
  expect((await confirm(token)).body).toEqual({ email });
  expect(await profile()).toMatchObject({ email, email_verified: true });
  expect((await logIn(agent.email)).status).toBe(401);
  expect((await logIn(email)).status).toBe(200);
  const told = await mailTo(agent.email, '/undo-email');
  expect(told.text).toContain(email);
  expect((await confirm(token)).error?.code).toBe('link_expired');
});

test('[H11] asks for the password, and tells nobody whose address it is', async () => {
  const colleague = await createAgent(server.core, site, { name: 'Ben' });
  const wrong = await post('email', { email: fresh(), password: 'a wild guess' }, agent.token);
  expect([wrong.status, wrong.error?.fields]).toEqual([422, { password: 'is not right' }]);
  const [free, held] = [await change(fresh()), await change(colleague.email)];
  expect([held.status, held.body]).toEqual([free.status, free.body]);
  await eventually(async () => {
    const { rows } = await server.core.database.pool.query('select 1 from graphile_worker.jobs');
    return rows.length === 0;
  });
  expect(mailbox.mails.some(({ recipients }) => recipients.includes(colleague.email))).toBe(false);
});

test('[H11] of two who want one address the slower gets `taken`', async () => {
  const email = fresh();
  const other = await createAgent(server.core, site, { name: 'Ben' });
  const tokens = await Promise.all(
    [agent, other].map(({ id }) => makeToken(server.core, server.core.db, 'change_email', id, email)),
  );
  const answers = await Promise.all(tokens.map(confirm));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  expect(answers.find(({ status }) => status === 409)?.error?.code).toBe('taken');
});

test('[H12] of ten uses of one link at once one gets through; opening it uses nothing up', async () => {
  const email = fresh();
  await change(email);
  const token = tokenIn(await mailTo(email, '/confirm-email'), '/confirm-email');
  for (const method of ['GET', 'HEAD'])
    for (const path of ['/confirm-email', `/confirm-email?token=${token}`, `/api/users/email/confirm?token=${token}`])
      await fetch(`${server.url}${path}`, { method });
  expect((await profile()).email).toBe(agent.email);
  const answers = await Promise.all(Array.from({ length: 10 }, () => confirm(token)));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(answers.filter(({ error }) => error?.code === 'link_expired')).toHaveLength(9);
});

test('[H11] [P8] the old address takes it back: everybody is out, the password void, a link to a new one on its way', async () => {
  const email = fresh();
  await change(email);
  await confirm(tokenIn(await mailTo(email, '/confirm-email'), '/confirm-email'));
  const token = tokenIn(await mailTo(agent.email, '/undo-email'), '/undo-email');
  // Whoever took the account does all that a thief can.
  const thief = await logIn(email);
  await post(
    'password/change',
    { password: PASSWORD, new_password: 'mine for ever, is it not' },
    thief.body.access_token,
  );
  const another = fresh();
  await makeToken(server.core, server.core.db, 'change_email', agent.id, another).then(confirm);
  const later = tokenIn(await mailTo(email, '/undo-email'), '/undo-email');
  const socket = await connect(server, `/ws/room/${site.slug}`, thief.body.access_token);

  clock = 6 * 86_400_000;
  expect((await undo(token)).body).toEqual({ email: agent.email });
  expect(await socket.closed).toBe(4403);
  for (const password of [PASSWORD, 'mine for ever, is it not'])
    for (const address of [agent.email, email, another]) expect((await logIn(address, password)).status).toBe(401);
  expect((await undo(later)).error?.code).toBe('link_expired');
  const reset = tokenIn(await mailTo(agent.email, '/set-password'), '/set-password');
  expect((await post('password', { token: reset, password: 'this one is mine again' })).status).toBe(200);
  expect((await logIn(agent.email, 'this one is mine again')).status).toBe(200);
});

test('[H11] what takes an address back is good for seven days, and not for the account of somebody deactivated', async () => {
  const token = await makeToken(server.core, server.core.db, 'undo_email', agent.id, agent.email);
  await server.core.db.updateTable('accounts').set({ deactivated_at: new Date() }).where('id', '=', agent.id).execute();
  expect((await undo(token)).error?.code).toBe('link_expired');
  await server.core.db.updateTable('accounts').set({ deactivated_at: null }).where('id', '=', agent.id).execute();
  clock = 7.1 * 86_400_000;
  expect((await undo(token)).error?.code).toBe('link_expired');
});

const signUp = async (email: string) => {
  const username = `user-${crypto.randomUUID().slice(0, 12)}`;
  const body = { email, username, password: PASSWORD, password_confirm: PASSWORD, site: site.slug };
  const { access_token: token } = (await post<SignedIn>('signup', body)).body;
  return { token, username };
};

test('[H11] who signs up gets a link that proves the address, and may ask for it again until it was used', async () => {
  const email = fresh();
  const user = await signUp(email);
  expect(await profile(user)).toMatchObject({ email, email_verified: false });
  await mailTo(email, '/confirm-email');
  await post('email/send', {}, user.token);
  await eventually(() => mailbox.mails.filter(({ recipients }) => recipients.includes(email)).length === 2);
  expect((await confirm(tokenIn(await mailTo(email, '/confirm-email'), '/confirm-email'))).body).toEqual({ email });
  expect(await profile(user)).toMatchObject({ email, email_verified: true });
  expect((await post('email/send', {}, user.token)).status).toBe(200);
  await post('password/forgot', { email });
  await mailTo(email, '/set-password');
  expect(mailbox.mails.filter(({ recipients }) => recipients.includes(email))).toHaveLength(3);
});

test('[H11] of two who claim one address the one that reads the mails gets it', async () => {
  const email = fresh();
  const [first, second] = [await signUp(email), await signUp(email)];
  const id = async ({ username }: { username: string }) =>
    (
      await server.core.db
        .selectFrom('accounts')
        .select('id')
        .where('username', '=', username)
        .executeTakeFirstOrThrow()
    ).id;
  const proves = async (who: { username: string }) =>
    confirm(await makeToken(server.core, server.core.db, 'verify_email', await id(who), email));
  expect((await proves(second)).status).toBe(200);
  expect((await proves(first)).error?.code).toBe('taken');
  expect([(await profile(first)).email_verified, (await profile(second)).email_verified]).toEqual([false, true]);
});

test('a link to prove an address that the account no longer claims does nothing', async () => {
  const [claimed, email] = [fresh(), fresh()];
  const user = await signUp(claimed);
  const old = tokenIn(await mailTo(claimed, '/confirm-email'), '/confirm-email');
  await change(email, user);
  expect((await confirm(tokenIn(await mailTo(email, '/confirm-email'), '/confirm-email'))).status).toBe(200);
  expect((await confirm(old)).error?.code).toBe('link_expired');
  expect((await profile(user)).email).toBe(email);
});

test('a stranger cannot fill a mailbox by it', async () => {
  const email = fresh();
  const statuses = [];
  for (let n = 0; n < 4; n++) statuses.push((await change(email)).status);
  expect(statuses).toEqual([200, 200, 200, 429]);
});
