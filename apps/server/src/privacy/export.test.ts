/** Holds what a person who asks for its data gets: all of it, nothing of others, in files that harm nobody, by a link that works once. */
import type { openExport, PrivacyRequest, ResultOf } from '@parley/protocol';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { chat, connect, type Visitor } from '../../test/client.ts';
import { call, createAgent, createSite, createUser, type NewAgent, type NewSite } from '../../test/create.ts';
import { dump } from '../../test/dump.ts';
import { eventually } from '../../test/eventually.ts';
import { type Mailbox, startMailbox } from '../../test/mailbox.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';
import { dropExport, exportPerson } from './export.ts';

const EVIL = `</p><script>alert(1)</script><img src=x onerror=alert(1)> "&' {{x}}`;

let mailbox: Mailbox;
let server: TestServer;
let site: NewSite;
let admin: NewAgent;
let visitor: Visitor;
let clock = 0;

beforeEach(async () => {
  clock = 0;
  mailbox = await startMailbox();
  await start(true);
});
afterEach(async () => {
  await server.close();
  await mailbox.close();
});

async function start(worker: boolean): Promise<void> {
  server = await startTestServer({ worker, now: () => Date.now() + clock, env: { SMTP_URL: mailbox.url } });
  site = await createSite(server.core, { slug: 'acme', name: `Acme & ${EVIL}` });
  await server.core.db.insertInto('bots').values({ site_id: site.id, enabled: false }).execute();
  admin = await createAgent(server.core, site, { name: 'Ada', role: 'admin' });
  const origin = server.url;
  const body = { page: `${origin}/tents`, referrer: 'https://search.test/?q=tent', language: 'pt' };
  visitor = (await call<Visitor>(server, '/api/widget/acme/session', { body, headers: { origin } })).body;
}

const query = async <Row = Record<string, unknown>>(text: string, values: unknown[] = []) =>
  (await server.core.database.pool.query(text, values)).rows as Row[];
const ask = async (token = admin.token, consumer: string | undefined = visitor.consumer) =>
  call<{ request: PrivacyRequest }>(server, '/api/privacy/exports', { body: consumer ? { consumer } : {}, token });
const state = async ({ request }: PrivacyRequest, token = admin.token) =>
  (await call<{ request: PrivacyRequest }>(server, `/api/privacy/requests/${request}`, { token })).body.request;
const done = (request: PrivacyRequest, token = admin.token) =>
  eventually(async () => {
    const now = await state(request, token);
    return now.state === 'done' ? now : null;
  });
const link = (request: PrivacyRequest, format: 'json' | 'html', token = admin.token) =>
  call<ResultOf<typeof openExport>>(server, `/api/privacy/requests/${request.request}/link`, {
    body: { format },
    token,
  });
const follow = async (url: string, method = 'GET') => {
  const response = await fetch(url.replace('http://parley.test', server.url), { method });
  return { status: response.status, headers: response.headers, text: await response.text() };
};
async function fetched(request: PrivacyRequest, format: 'json' | 'html', token = admin.token) {
  const { body } = await link(request, format, token);
  return follow(body.url);
}

test('[D7] [D8] holds all that is known of the person, and of others nothing but display names', async () => {
  const agent = await createAgent(server.core, site, { name: 'Mia Long' });
  const socket = await chat(server, 'acme', visitor);
  await socket.call('new_message', { message: { content: 'My tent leaks' } });
  // Without a bot a job asks for a person: first that, then the person.
  await socket.seen(({ message }) => (message as { seq: number } | undefined)?.seq === 2);
  await socket.call('leave_email', { email: 'vera@visitor.test', name: 'Vera' });
  const room = `acme ${visitor.consumer}`;
  const inbox = await connect(server, '/ws/room/acme', agent.token);
  await inbox.call('new_message', { room, message: { content: 'Sorry to hear that' } });
  await inbox.call('new_message', { room, message: { content: 'oops' } });
  await inbox.call('redact_message', { room, seq: 5 });
  await socket.call('edit_message', { seq: 1, content: 'My tent leaks.' });
  await socket.call('mark_read', { seq: 4 });
  const second = await connect(server, `/ws/chat/acme/${visitor.consumer}~2`, visitor.access_token);
  await second.call('new_message', { message: { content: 'Another matter' } });
  const other = await chat(
    server,
    'acme',
    (await call<Visitor>(server, '/api/widget/acme/session', { body: {} })).body,
  );
  await other.call('new_message', { message: { content: 'words of somebody else' } });

  const { status, body } = await ask();
  expect([status, body.request]).toEqual([202, expect.objectContaining({ kind: 'export', by: 'Ada', expires: null })]);
  const request = await done(body.request);
  expect(request.done).toBe(request.total);
  expect(Date.parse(request.expires as string)).toBeGreaterThan(Date.now() + 86_000_000);

  const json = await fetched(request, 'json');
  const data = JSON.parse(json.text);
  expect(data).toMatchObject({
    site: `Acme & ${EVIL}`,
    about_you: [
      {
        id: visitor.consumer,
        name: 'Vera',
        email: 'vera@visitor.test',
        last_page: `${server.url}/tents`,
        came_from: 'https://search.test/?q=tent',
        language: 'pt',
        first_seen: expect.any(String),
      },
    ],
    your_account: [],
    what_you_agreed_to: [],
    browsers_and_links_that_bring_you_back: [{ kind: 'browser' }],
    how_far_you_have_read: [{ up_to: 4 }],
  });
  const [first, next] = data.conversations;
  expect(data.conversations).toHaveLength(2);
  expect(first.messages.map(({ from, text, name }: Record<string, string>) => [from, text, name ?? null])).toEqual([
    ['you', 'My tent leaks.', null],
    ['the log', 'Visitor asked for a person', 'Visitor'],
    ['the log', 'Mia Long joined', 'Mia Long'],
    ['the team', 'Sorry to hear that', 'Mia Long'],
    ['the team', '', 'Mia Long'],
  ]);
  expect(first.messages[0]).toMatchObject({ seq: 1, edited: expect.any(String) });
  expect(first.messages[4]).toMatchObject({ deleted: expect.any(String) });
  expect(next.messages[0]).toMatchObject({ text: 'Another matter' });

  const html = await fetched(request, 'html');
  for (const text of ['My tent leaks.', 'Sorry to hear that', 'Another matter', 'vera@visitor.test', 'Mia Long'])
    expect(html.text).toContain(text);
  for (const text of [json.text, html.text]) {
    expect(text).not.toMatch(/somebody else|oops|@team\.test/);
    for (const secret of [agent.id, admin.id, visitor.visitor_token, visitor.access_token])
      expect(text).not.toContain(secret);
  }
});

test('[D8] neither file can do anything where it is opened, and no browser shows it on this origin', async () => {
  const socket = await chat(server, 'acme', visitor);
  await socket.call('leave_email', { email: 'vera@visitor.test', name: `Vera <b>bold</b>` });
  await socket.call('new_message', { message: { content: EVIL } });
  const request = await done((await ask()).body.request);
  for (const format of ['json', 'html'] as const) {
    const { status, headers, text } = await fetched(request, format);
    expect(status).toBe(200);
    expect(headers.get('content-disposition')).toMatch(
      new RegExp(`^attachment; filename="data-[0-9a-f]{8}\\.${format}"$`),
    );
    expect(headers.get('content-type')).toBe(
      format === 'json' ? 'application/json; charset=utf-8' : 'text/html; charset=utf-8',
    );
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    if (format === 'json') expect(JSON.parse(text).conversations[0].messages[0].text).toBe(EVIL);
    else {
      expect(text).not.toMatch(/<script|<img|<b>|javascript:|\son\w+=(?!alert)/i);
      expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
      expect(text).toContain(`http-equiv="content-security-policy" content="default-src &#39;none&#39;`);
    }
  }
});

describe('[D8] a link', () => {
  test('works once, for two at the same moment too, and neither a look at its headers nor a wrong one uses it up', async () => {
    const request = await done((await ask()).body.request);
    const { url } = (await link(request, 'json')).body;
    expect(url).toMatch(/^http:\/\/parley\.test\/exports\/[\w-]{43}$/);
    expect((await follow(url, 'HEAD')).status).toBe(404);
    expect((await follow(`${url}x`)).status).toBe(404);
    const both = await Promise.all([follow(url), follow(url)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 404]);
    expect(await dump(server.core.database.pool)).not.toContain(url.split('/').at(-1));
  });

  test('runs out after a day, and so do the files', async () => {
    const request = await done((await ask()).body.request);
    const { url, expires } = (await link(request, 'html')).body;
    expect(Date.parse(expires)).toBeLessThanOrEqual(Date.parse(request.expires as string));
    clock = 86_500_000;
    expect((await follow(url)).status).toBe(404);
    const { token } = await createAgent(server.core, site, { role: 'admin' });
    expect((await link(request, 'html', token)).error?.code).toBe('link_expired');
    const [job] = await query(`select run_at from graphile_worker.jobs where task_identifier = 'drop_export'`);
    expect(job).toEqual({ run_at: new Date(request.expires as string) });
    await dropExport(server.core, { site_id: site.id, request_id: request.request }, context());
    expect(await query('select 1 from export_parts union all select 1 from export_links')).toEqual([]);
  });

  test('is made for whoever may, and for nobody else', async () => {
    const socket = await chat(server, 'acme', visitor);
    const { request } = (await socket.call('request_export')) as unknown as { request: PrivacyRequest };
    expect(request).toMatchObject({ by: null, consumer: visitor.consumer });
    const own = visitor.access_token;
    await done(request, own);
    const stranger = (await call<Visitor>(server, '/api/widget/acme/session', { body: {} })).body.access_token;
    const agent = await createAgent(server.core, site);
    const foreign = await createAgent(server.core, await createSite(server.core), { role: 'owner' });
    expect((await link(request, 'json', stranger)).error?.code).toBe('not_found');
    expect((await link(request, 'json', foreign.token)).error?.code).toBe('not_found');
    expect((await link(request, 'json', agent.token)).error?.code).toBe('forbidden');
    expect((await ask(stranger, visitor.consumer)).error?.code).toBe('forbidden');
    expect((await fetched(request, 'json', own)).status).toBe(200);
    expect((await fetched(request, 'json')).status).toBe(200);
  });
});

test('[D7] a user finds its account there, with profile, photo, browsers and what the audit log tells, and no password', async () => {
  const user = await createUser(server.core, site);
  const elsewhere = await createSite(server.core, { name: 'Another shop' });
  const profile = { phone: '+351 21', city: 'Lisboa' };
  await call(server, '/api/users/profile', { method: 'PUT', body: profile, token: user.token });
  const content = Buffer.from('a small picture');
  await server.core.db.insertInto('photos').values({ account_id: user.id, key: 'a-key-of-tests', content }).execute();
  const agent = 'Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0';
  await query('update sessions set user_agent = $1 where id = $2', [agent, user.sessionId]);
  const visitor_id = crypto.randomUUID();
  await query('insert into visitors (site_id, id) values ($1, $2)', [elsewhere.id, visitor_id]);
  const twice = { site_id: elsewhere.id, account_id: user.id, visitor_id };
  await server.core.db.insertInto('users').values(twice).execute();
  const request = await done((await ask(user.token, '')).body.request, user.token);
  const { text } = await fetched(request, 'json', user.token);
  expect(JSON.parse(text).your_account).toMatchObject([
    {
      username: user.username,
      name: user.username,
      email: user.email,
      email_proven: true,
      since: expect.any(String),
      ...profile,
      photo: `data:image/webp;base64,${content.toString('base64')}`,
    },
  ]);
  expect(JSON.parse(text).where_you_are_signed_in).toMatchObject([{ browser: 'Firefox', system: 'Windows' }]);
  expect(JSON.parse(text).what_the_audit_log_tells).toMatchObject([
    { by: 'you', what: 'person_exported', network: null },
  ]);
  expect(text).not.toContain('Another shop');
  const html = (await fetched(request, 'html', user.token)).text;
  expect(html).toContain('<img src="data:image/webp;base64,YSBzbWFsbCBwaWN0dXJl" alt="Your photo"');
  expect(html).toContain('img-src data:');
  expect(html).toContain('<dt>What</dt><dd>Person exported</dd>');
  expect(html).toContain('<dt>Email proven</dt><dd>yes</dd>');
  expect(html).toContain('<dt>Reason</dt><dd>Sign up</dd>');
  expect(html).not.toMatch(/<dd>(|–|true|false|[a-z]+_[a-z_]+)<\/dd>/);
  expect(JSON.parse(text).your_tokens).toMatchObject([{ reason: 'sign_up', amount: 4_000, balance: 4_000 }]);
  expect(text).not.toMatch(/argon2|\$v=/);
});

test('[D7] an erasure takes the exports of that person with it, those too that are being made', async () => {
  const socket = await chat(server, 'acme', visitor);
  await socket.call('new_message', { message: { content: 'canary' } });
  const request = await done((await ask()).body.request);
  const { url } = (await link(request, 'json')).body;
  const { body } = await call<{ request: PrivacyRequest }>(server, '/api/privacy/erasures', {
    body: { consumer: visitor.consumer },
    token: admin.token,
  });
  await done(body.request);
  expect((await follow(url)).status).toBe(404);
  expect((await link(request, 'json')).error?.code).toBe('not_found');
  expect(await dump(server.core.database.pool)).not.toContain('canary');
});

const context = (signal = new AbortController().signal) => ({ attempt: 1, maxAttempts: 25, signal });

describe('a job', () => {
  beforeEach(async () => {
    await server.close();
    await start(false);
  });

  test('that runs twice at once, is ended in the middle and goes on makes whole files once', async () => {
    await query(
      `with r as (
         insert into rooms (site_id, id, key, visitor_id, last_seq)
         values ($1, gen_random_uuid(), $2::text, $2::uuid, 2345) returning site_id, id)
       insert into messages (site_id, room_id, seq, id, author_id, author, role, content)
       select site_id, id, seq, gen_random_uuid(), $2, 'Visitor', 'visitor', 'word ' || seq from r, generate_series(1, 2345) seq`,
      [site.id, visitor.consumer],
    );
    const { body } = await ask();
    expect((await ask()).body.request.request).toBe(body.request.request);
    const payload = { site_id: site.id, request_id: body.request.request };
    // The program stops after two steps.
    let steps = 0;
    const stopping = { throwIfAborted: () => expect(steps++).toBeLessThan(2) } as unknown as AbortSignal;
    await expect(exportPerson(server.core, payload, context(stopping))).rejects.toThrow();
    expect(await state(body.request)).toMatchObject({ state: 'running', done: 500, total: 2_345 });
    await Promise.all([1, 2, 3].map(() => exportPerson(server.core, payload, context())));
    await exportPerson(server.core, payload, context());
    expect(await state(body.request)).toMatchObject({ state: 'done', done: 2_345 });
    const { messages } = JSON.parse((await fetched(body.request, 'json')).text).conversations[0];
    expect(messages.map(({ seq }: { seq: number }) => seq)).toEqual(Array.from({ length: 2_345 }, (_, n) => n + 1));
    const html = (await fetched(body.request, 'html')).text;
    expect(html.match(/<li class="said">/g)).toHaveLength(2_345);
    expect(html).toMatch(/<\/body><\/html>\n$/);
  });
});
