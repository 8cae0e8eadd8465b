/** Holds that an invitation and a password link arrive where they should, work, and are nowhere else to be found. */
import type { ResultOf, setPassword } from '@parley/protocol';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { call, createAgent, createSite, type NewAgent, type NewSite, PASSWORD } from '../../test/create.ts';
import { type Mailbox, type ReceivedMail, startMailbox } from '../../test/mailbox.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';

let mailbox: Mailbox;
let server: TestServer;
let site: NewSite;
let owner: NewAgent;
let before = 0;

beforeAll(async () => {
  mailbox = await startMailbox();
  server = await startTestServer({
    worker: true,
    env: { SMTP_URL: mailbox.url, MAIL_FROM: 'Parley Mails <mails@chat.test>' },
  });
  site = await createSite(server.core, { name: 'Acme' });
  owner = await createAgent(server.core, site, { name: 'Olga', role: 'owner' });
});
afterAll(async () => {
  await server.close();
  await mailbox.close();
});
beforeEach(async () => {
  // A test's last deed may be told by a mail of its own.
  await noJobs();
  before = mailbox.mails.length;
});

const next = async (): Promise<ReceivedMail> => (await mailbox.arrived(before + 1))[before] as ReceivedMail;
const tokenIn = (mail: ReceivedMail): string =>
  /http:\/\/parley\.test\/set-password#([\w-]{43})\n/.exec(mail.text ?? '')?.[1] as string;
const choose = (token: string) =>
  call<ResultOf<typeof setPassword>>(server, '/api/users/password', {
    body: { token, password: 'chosen with some care' },
  });
const noJobs = () =>
  expect
    .poll(async () => (await server.core.database.pool.query('select task_identifier from graphile_worker.jobs')).rows)
    .toEqual([]);

test('an invited person gets a link, chooses a password, and is in', async () => {
  const body = { email: 'nora@team.test', name: 'Nora <b>', role: 'admin' };
  await call(server, '/api/agents', { body, token: owner.token });
  const mail = await next();
  expect(mail.recipients).toEqual(['nora@team.test']);
  expect(mail.from).toEqual({ name: 'Acme', address: 'mails@chat.test' });
  expect(mail.subject).toBe('Olga invites you to Acme');
  expect(mail.html).toContain('Nora &lt;b&gt;');
  const chosen = await choose(tokenIn(mail));
  expect(chosen.body.user).toMatchObject({ email: 'nora@team.test', role: 'admin', site: site.slug });
  expect((await choose(tokenIn(mail))).error?.code).toBe('link_expired');
});

test('a known person of another site comes by the link to the site that invited', async () => {
  const elsewhere = await createAgent(server.core, await createSite(server.core));
  await call(server, '/api/agents', { body: { email: elsewhere.email, name: 'X', role: 'agent' }, token: owner.token });
  expect((await choose(tokenIn(await next()))).body.user.site).toBe(site.slug);
});

test('who forgot the password gets a link; who has no account gets nothing', async () => {
  await call(server, '/api/users/password/forgot', { body: { email: 'nobody@team.test' } });
  await noJobs();
  await call(server, '/api/users/password/forgot', { body: { email: owner.email.toUpperCase() } });
  const mail = await next();
  expect(mailbox.mails).toHaveLength(before + 1);
  expect(mail.recipients).toEqual([owner.email]);
  expect(mail.from).toEqual({ name: 'Parley Mails', address: 'mails@chat.test' });
  expect(mail.subject).toBe('Choose a new password');
  expect((await choose(tokenIn(mail))).body.user.id).toBe(owner.id);
});

test('[H10] a changed password is told to the account, by a change and by a link, and not to who comes in for the first time', async () => {
  const mia = await createAgent(server.core, site, { name: 'Mia' });
  const body = { password: PASSWORD, new_password: 'changed with some care' };
  await call(server, '/api/users/password/change', { body, token: mia.token });
  const changed = await next();
  expect([changed.recipients, changed.subject]).toEqual([[mia.email], 'Your password was changed']);
  expect(changed.text).toContain('http://parley.test/forgot\n');
  before += 1;
  await call(server, '/api/users/password/forgot', { body: { email: mia.email } });
  const token = tokenIn(await next());
  before += 1;
  await choose(token);
  expect((await next()).subject).toBe('Your password was changed');
  before += 1;
  const manager = await createAgent(server.core, site, { name: 'Max', role: 'admin' });
  await call(server, '/api/agents', {
    body: { email: 'new@team.test', name: 'New', role: 'agent' },
    token: manager.token,
  });
  const invited = tokenIn(await next());
  await choose(invited);
  await noJobs();
  expect(mailbox.mails).toHaveLength(before + 1);
});

test.each([
  ['en', 'ltr', 'Choose a new password', 'Hello Mia,'],
  ['de', 'ltr', 'Neues Passwort wählen', 'Guten Tag Mia,'],
  ['es', 'ltr', 'Elige una contraseña nueva', 'Hola, Mia:'],
  ['ar', 'rtl', 'اختر كلمة مرور جديدة', 'مرحبًا Mia،'],
] as const)('an account’s mails come in its language: %s', async (language, dir, subject, hello) => {
  const mia = await createAgent(server.core, site, { name: 'Mia' });
  await call(server, '/api/users/profile', { method: 'PUT', body: { language }, token: mia.token });
  await call(server, '/api/users/password/forgot', { body: { email: mia.email } });
  const mail = await next();
  expect(mail.subject).toBe(subject);
  expect(mail.html).toContain(`<html lang="${language}" dir="${dir}">`);
  for (const part of [mail.text, mail.html]) expect(part).toContain(hello);
  expect(tokenIn(mail)).toHaveLength(43);
});

test('[H13] what looks like another header in a name is refused, and what is mailed has the headers it should', async () => {
  const manager = await createAgent(server.core, site, { name: 'Max', role: 'admin' });
  const invite = (body: object) =>
    call(server, '/api/agents', { body: { role: 'agent', ...body }, token: manager.token });
  for (const body of [
    { email: 'x@team.test', name: 'Nora\r\nBcc: all@world.test' },
    { email: 'x@team.test', name: 'Nora\nContent-Type: text/html' },
    { email: 'x@team.test\r\nBcc: all@world.test', name: 'Nora' },
    { email: 'x@team.test, all@world.test', name: 'Nora' },
    { email: '"x\r\nBcc: y"@team.test', name: 'Nora' },
  ])
    expect((await invite(body)).status).toBe(422);
  await invite({ email: 'nora2@team.test', name: 'Nora =?utf-8?q?=0ABcc:x?= <b>, "q"' });
  const { raw, recipients } = await next();
  const head = raw.slice(0, raw.indexOf('\r\n\r\n'));
  expect(recipients).toEqual(['nora2@team.test']);
  expect(head).not.toMatch(/^(bcc|cc):/im);
  expect(head.match(/^content-type:/gim)).toHaveLength(1);
  expect(mailbox.mails).toHaveLength(before + 1);
});

test('no token waits in a job', async () => {
  await mailbox.down();
  await call(server, '/api/users/password/forgot', { body: { email: owner.email } });
  const jobs = async () => (await server.core.database.pool.query('select * from graphile_worker._private_jobs')).rows;
  await expect.poll(async () => (await jobs())[0]?.last_error).toContain('ECONNREFUSED');
  expect((await jobs())[0].payload).toEqual({ email: owner.email });
  await mailbox.up();
  await next();
});
