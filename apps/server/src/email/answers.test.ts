/** Holds what a visitor who has left may rely on: every answer arrives by mail once, and its link leads back. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import type { openSession, ResultOf } from '@parley/protocol';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openVisitor, type Visitor } from '../../test/client.ts';
import { call, createAgent, createSite, type NewAgent, type NewSite } from '../../test/create.ts';
import { type Mailbox, startMailbox } from '../../test/mailbox.ts';
import { startTestServer, type TestServer, type TestServerOptions } from '../../test/server.ts';
import { emailVisitor } from './answers.ts';

const ADDRESS = 'vera@visitor.test';

let mailbox: Mailbox;
let server: TestServer;
let site: NewSite;
let agent: NewAgent;
let visitor: Visitor;

async function start(options: TestServerOptions = {}): Promise<void> {
  server = await startTestServer({ worker: true, ...options, env: { SMTP_URL: mailbox.url, ...options.env } });
  site = await createSite(server.core, { slug: 'acme', name: 'acme', origins: ['https://shop.test'] });
  // The bot would answer too, sooner or later than the agent.
  await server.core.db.insertInto('bots').values({ site_id: site.id, enabled: false }).execute();
  agent = await createAgent(server.core, site, { name: 'Mia' });
  visitor = await openVisitor(server, 'acme');
}
beforeEach(async () => {
  mailbox = await startMailbox();
});
afterEach(async () => {
  await server.close();
  await mailbox.close();
});

const room = () => `acme ${visitor.consumer}`;
async function say(content: string, token = visitor.access_token): Promise<void> {
  const { status } = await call(server, '/api/messages', { body: { room: room(), message: { content } }, token });
  expect(status).toBe(201);
}
const answer = (content: string, by = agent) => say(content, by.token);
const leaveEmail = (email = ADDRESS) =>
  call(server, '/api/widget/email', { body: { email }, token: visitor.access_token });
/** As when the page was closed a minute ago. */
const leave = () =>
  server.core.db
    .updateTable('visitors')
    .set({ seen_at: new Date(Date.now() - 60_000) })
    .where('id', '=', visitor.consumer)
    .execute();
async function read(seq: number): Promise<void> {
  await call(server, '/api/rooms/read', { body: { room: room(), seq }, token: visitor.access_token });
}
async function askAndLeave(question = 'Where is my order?'): Promise<void> {
  await say(question);
  await leaveEmail();
  await leave();
}
const query = async (text: string) => (await server.core.database.pool.query(text)).rows;
const jobs = () =>
  query(`select p.payload, j.run_at, j.last_error, j.max_attempts from graphile_worker.jobs j
    join graphile_worker._private_jobs p using (id) where task_identifier = 'email_visitor'`);
/** Nothing more is waiting or running: what was to be mailed has been. */
const quiet = () => expect.poll(jobs).toEqual([]);
/** Runs the job by hand, as a worker would. */
async function run(attempt = 1): Promise<void> {
  const [row] = await query('select site_id, id as room_id from rooms');
  await emailVisitor(server.core, row, { attempt, maxAttempts: 25, signal: AbortSignal.abort() });
}

test('an answer reaches the visitor who has left, once, however often its job runs', async () => {
  await start();
  await askAndLeave();
  await answer('It left **yesterday**.\n\n- by [parcel](https://parcel.test/1)\n\n<script>alert(1)</script>');
  const [mail] = await mailbox.arrived(1);
  expect(mail?.recipients).toEqual([ADDRESS]);
  expect(mail?.from).toEqual({ name: 'acme', address: 'no-reply@parley.test' });
  expect(mail?.to).toEqual([{ name: '', address: ADDRESS }]);
  expect(mail?.subject).toBe('Where is my order? – acme');
  expect(mail?.headers).toContainEqual(expect.objectContaining({ key: 'auto-submitted', value: 'auto-generated' }));
  expect(mail?.text).toContain('Mia answered you');
  expect(mail?.text).toContain('> Where is my order?');
  expect(mail?.text).toContain('Mia:\nIt left **yesterday**.');
  expect(mail?.text).toMatch(/http:\/\/parley\.test\/r\/[\w-]{43}\n/);
  expect(mail?.html).toContain('It left <strong>yesterday</strong>.');
  expect(mail?.html).toContain('<a href="https://parcel.test/1"');
  expect(mail?.html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(mail?.html).not.toContain('<script');

  await quiet();
  await Promise.all([run(), run(), run()]);
  await run(2);
  expect(mailbox.mails).toHaveLength(1);
});

test('what was said from right to left stands so in the mail, with its own beginning', async () => {
  await start();
  await askAndLeave('هل يمكنني إرجاع AO-4188 الآن؟');
  await answer('**نعم**، الملصق في الطريق.');
  const [mail] = await mailbox.arrived(1);
  expect(mail?.html).toMatch(/<p dir="rtl" style="[^"]*border-right:[^"]*text-align:right">هل يمكنني/);
  expect(mail?.html).toMatch(/<div dir="rtl" style="text-align:right"><p [^>]*><strong>نعم/);
});

test('answers that come close together share one mail; later ones make another of the same thread', async () => {
  await start({ env: { EMAIL_DELAY_SECONDS: '4' } });
  await askAndLeave();
  await answer('First.');
  const [{ run_at }] = await jobs();
  await answer('Second.');
  await answer('Third.', await createAgent(server.core, site, { name: 'Ben' }));
  expect(await jobs()).toMatchObject([{ run_at, max_attempts: 25 }]);
  const [first] = await mailbox.arrived(1);
  expect(first?.text).toMatch(/Mia and Ben answered you[\s\S]*First\.[\s\S]*Second\.[\s\S]*Third\./);
  await quiet();
  await answer('Fourth.');
  const second = (await mailbox.arrived(2))[1];
  expect(second?.text).toContain('Fourth.');
  expect(second?.text).not.toContain('Third.');
  expect(second?.subject).toBe(`Re: ${first?.subject}`);
  expect(second?.inReplyTo).toBe(first?.messageId);
  expect(second?.references).toBe(first?.messageId);
  expect(second?.messageId).not.toBe(first?.messageId);
});

test('[M13] a mail carries what was edited as it reads now, and nothing of what was taken back', async () => {
  await start({ worker: false });
  await askAndLeave();
  await answer('It left yestreday.');
  await answer('Your password is hunter2.');
  const change = (command: string, seq: number, content?: string) =>
    call(server, `/api/messages/${command}`, { body: { room: room(), seq, content }, token: agent.token });
  // 1 the question, 2 that Mia joined, 3 and 4 her answers.
  expect((await change('edit', 3, 'It left yesterday.')).status).toBe(200);
  expect((await change('redact', 4)).status).toBe(200);
  await run();
  expect(mailbox.mails[0]?.text).toContain('It left yesterday.');
  expect(mailbox.mails[0]?.text).not.toMatch(/yestreday|hunter2|Mia:\n\n/);
  // Edited again after it was mailed: no mail again.
  await change('edit', 3, 'It left on Monday.');
  await run();
  expect(mailbox.mails).toHaveLength(1);
});

describe('no mail', () => {
  test('when all that was to be mailed was taken back', async () => {
    await start({ worker: false });
    await askAndLeave();
    await answer('Oops.');
    await call(server, '/api/messages/redact', { body: { room: room(), seq: 3 }, token: agent.token });
    await run();
    expect(mailbox.mails).toHaveLength(0);
  });

  test('of what was read, and only of what was not', async () => {
    await start({ worker: false });
    await askAndLeave();
    await answer('Read.');
    await read(10);
    await run();
    await answer('Not read.');
    await run();
    expect(mailbox.mails).toHaveLength(1);
    expect(mailbox.mails[0]?.text).not.toContain('Read.');
  });

  test('while the visitor is here: it is looked at again, until the visitor has left', async () => {
    await start({ worker: false });
    await say('Where is my order?');
    await leaveEmail();
    await answer('Here it is.');
    await query('delete from graphile_worker._private_jobs');
    await run();
    expect(mailbox.mails).toHaveLength(0);
    const [again] = await jobs();
    expect(again.run_at.getTime()).toBeGreaterThan(Date.now() + 3_000);
    await leave();
    await run();
    expect(mailbox.mails).toHaveLength(1);
  });

  test('without an address, and none to one that was taken back; but to one that is left later', async () => {
    await start({ worker: false });
    await say('Where is my order?');
    await answer('Here it is.');
    expect(await jobs()).toEqual([]);
    await leaveEmail();
    await leave();
    expect(await jobs()).toHaveLength(1);
    await leaveEmail('');
    await run();
    expect(mailbox.mails).toHaveLength(0);
    await leaveEmail('new@visitor.test');
    await run();
    expect(mailbox.mails.map(({ recipients }) => recipients)).toEqual([['new@visitor.test']]);
  });

  test('of what the bot or the visitor said', async () => {
    await start({ worker: false });
    await askAndLeave();
    await say('Hello?');
    expect(await jobs()).toEqual([]);
    await run();
    expect(mailbox.mails).toHaveLength(0);
  });
});

describe('bad days', () => {
  test('a mail server that is down loses nothing: when it is back, all answers come in one mail', async () => {
    await start();
    await mailbox.down();
    await askAndLeave();
    await answer('First.');
    await expect.poll(async () => (await jobs())[0]?.last_error).toContain('ECONNREFUSED');
    expect(await query('select * from visitor_mails')).toEqual([]);
    expect(await query(`select * from visitor_tokens where purpose = 'resume'`)).toEqual([]);
    await mailbox.up();
    await answer('Second.');
    const [mail] = await mailbox.arrived(1);
    expect(mail?.text).toMatch(/First\.[\s\S]*Second\./);
    await quiet();
    expect(mailbox.mails).toHaveLength(1);
  });

  test('"later" is tried again, "never" is written down and not repeated', async () => {
    await start({ worker: false });
    await askAndLeave();
    await answer('First.');
    mailbox.refuse('recipient', 451);
    await expect(run()).rejects.toMatchObject({ kind: 'not_sent' });
    mailbox.refuse('recipient', null);
    mailbox.refuse('mail', 452);
    await expect(run()).rejects.toMatchObject({ kind: 'not_sent' });
    mailbox.refuse('mail', null);
    mailbox.refuse('recipient', 550);
    await run();
    const [row] = await query('select * from visitor_mails');
    expect(row).toMatchObject({ state: 'refused', problem: expect.stringContaining('550') });
    expect(row.problem).not.toContain(ADDRESS);
    mailbox.refuse('recipient', null);
    await run();
    expect(mailbox.mails).toHaveLength(0);
    await answer('Second.');
    await run();
    expect(mailbox.mails[0]?.text).not.toContain('First.');
  });

  test('a line cut where nobody can know: the very same mail again, under the same Message-ID', async () => {
    await start({ worker: false });
    await askAndLeave();
    await answer('First.');
    mailbox.cutAfterNext();
    await expect(run()).rejects.toMatchObject({ kind: 'in_doubt' });
    await answer('Second.');
    await run();
    await run();
    const [one, again, other] = mailbox.mails;
    expect(mailbox.mails).toHaveLength(3);
    expect(again?.messageId).toBe(one?.messageId);
    expect(again?.text).not.toContain('Second.');
    expect(other?.text).toContain('Second.');
    expect(other?.text).not.toContain('First.');
  });

  test('a mail that a crash left half-way is nobody else’s while its lease lasts, then goes out', async () => {
    await start({ worker: false });
    await askAndLeave();
    await answer('First.');
    await run();
    await query(`update visitor_mails set state = 'sending', leased_until = now() + interval '1 minute'`);
    await run();
    expect(mailbox.mails).toHaveLength(1);
    expect(await jobs()).toHaveLength(1);
    await query(`update visitor_mails set leased_until = now() - interval '1 second'`);
    await run();
    expect(mailbox.mails).toHaveLength(2);
    await query(`update visitor_mails set state = 'sending', leased_until = now() - interval '1 second'`);
    await read(10);
    await run();
    expect(mailbox.mails).toHaveLength(2);
  });

  test('names and words that would be headers stay words', async () => {
    await start({ worker: false });
    await server.core.db
      .updateTable('sites')
      .set({ name: 'Acme\r\nBcc: all@evil.test <x@evil.test>, "Y"' })
      .where('id', '=', site.id)
      .execute();
    await askAndLeave('Hi\r\nBcc: all@evil.test\r\n\r\nX\u2028Y');
    await answer('.\r\nRCPT TO:<all@evil.test>\r\n.\r\n');
    await run();
    const [mail] = mailbox.mails;
    expect(mail?.recipients).toEqual([ADDRESS]);
    expect(mail?.bcc).toBeUndefined();
    expect(mail?.cc).toBeUndefined();
    expect(mail?.from?.address).toBe('no-reply@parley.test');
    expect(mail?.from?.name).toBe('Acme Bcc: all@evil.test <x@evil.test>, "Y"');
    expect(mail?.subject).toMatch(/^Hi Bcc: all@evil\.test X Y – Acme Bcc/);
    expect(mail?.text).toContain('RCPT TO:<all@evil.test>');
  });
});

test('without a mail server the mail is a file that only its owner reads', async () => {
  await start({ env: { SMTP_URL: '' } });
  await askAndLeave();
  await answer('It left yesterday.');
  await quiet();
  const folder = `${server.config.dataDir}/mail`;
  const [file, ...others] = readdirSync(folder);
  expect(others).toEqual([]);
  expect(file).toMatch(/^\d{4}-\d\d-\d\d-[0-9a-f]{12}\.eml$/);
  expect(statSync(`${folder}/${file}`).mode & 0o077).toBe(0);
  expect(readFileSync(`${folder}/${file}`, 'utf8')).toMatch(/^To: vera@visitor\.test\r?$/m);
});

test('[V3] the link of the mail brings the same conversation into another browser, as often as it is followed', async () => {
  await start();
  await server.core.db.updateTable('visitors').set({ page: 'https://shop.test/cart?step=2' }).execute();
  await askAndLeave();
  await answer('It left yesterday.');
  const [mail] = await mailbox.arrived(1);
  const path = /http:\/\/parley\.test(\/r\/[\w-]+)/.exec(mail?.text ?? '')?.[1] as string;
  expect((await call(server, path, { method: 'HEAD' })).status).toBe(302);
  const followed = await call(server, path);
  expect(followed.status).toBe(302);
  const [page, token] = (followed.headers.get('location') as string).split('#parley=');
  expect(page).toBe('https://shop.test/cart?step=2');
  for (let times = 0; times < 2; times++) {
    const opened = await call<ResultOf<typeof openSession>>(server, '/api/widget/acme/session', {
      body: { resume_token: token },
    });
    expect(opened.body.consumer).toBe(visitor.consumer);
    expect(opened.body.room).toMatchObject({ unread: 1 });
    expect(opened.body.visitor_token).not.toBe(visitor.visitor_token);
  }
});
