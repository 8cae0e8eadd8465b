/** Holds what a person who wants to be forgotten may rely on: nothing of it is left anywhere, and nobody else loses a thing. */
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Message, PrivacyRequest } from '@parley/protocol';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { chat, connect, openVisitor, type RawClient, type Visitor } from '../../test/client.ts';
import { call, createAgent, createSite, createUser, type NewAgent, type NewSite } from '../../test/create.ts';
import { dump } from '../../test/dump.ts';
import { eventually } from '../../test/eventually.ts';
import { type Mailbox, startMailbox } from '../../test/mailbox.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';
import { announceForgotten } from '../visitors/forget.ts';
import { erasePerson } from './erasure.ts';

const CANARIES = ['canary-word', 'canary.mail', 'Canaria', 'canary-page', 'canary-referrer', 'canary-client'];

let mailbox: Mailbox;
let server: TestServer;
let site: NewSite;
let admin: NewAgent;
let visitor: Visitor;
let written: string[];
const children: ChildProcess[] = [];

beforeEach(async () => {
  mailbox = await startMailbox();
  written = [];
  await start({ worker: true });
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await server.close();
  await mailbox.close();
});

async function start({ worker }: { worker: boolean }): Promise<void> {
  server = await startTestServer({
    worker,
    env: { SMTP_URL: mailbox.url, LOG_LEVEL: 'trace' },
    logTo: { write: (line) => void written.push(line) },
  });
  site = await createSite(server.core, { slug: 'acme', name: 'Acme' });
  await server.core.db.insertInto('bots').values({ site_id: site.id, enabled: false }).execute();
  admin = await createAgent(server.core, site, { name: 'Ada', role: 'admin' });
  visitor = await newVisitor();
}

const newVisitor = async () => {
  const origin = server.url;
  const body = { page: `${origin}/canary-page`, referrer: 'https://search.test/?q=canary-referrer' };
  const answer = await call<Visitor>(server, '/api/widget/acme/session', { body, headers: { origin } });
  expect(answer.status).toBe(200);
  return answer.body;
};
const query = async <Row = Record<string, unknown>>(text: string, values: unknown[] = []) =>
  (await server.core.database.pool.query(text, values)).rows as Row[];
const ask = (token = admin.token, consumer: string | undefined = visitor.consumer) =>
  call<{ request: PrivacyRequest }>(server, '/api/privacy/erasures', { body: consumer ? { consumer } : {}, token });
const state = async ({ request }: PrivacyRequest) =>
  (await call<{ request: PrivacyRequest }>(server, `/api/privacy/requests/${request}`, { token: admin.token })).body
    .request;
const done = async (request: PrivacyRequest) =>
  eventually(async () => {
    const now = await state(request);
    return now.state === 'done' && now;
  });
const inbox = () => connect(server, '/ws/room/acme', admin.token);
const room = (key = visitor.consumer) => `acme ${key}`;
const log = async (client: RawClient, key?: string) =>
  (await client.call('fetch_messages', { room: room(key), after: 0, limit: 200 })).messages as Message[];

test('[D1] nothing that a person said, left or was is found any more: not in any table, job, log or by any search', async () => {
  const socket = await chat(server, 'acme', visitor);
  await socket.call('new_message', { message: { content: 'canary-word one', client_id: 'canary-client' } });
  await socket.call('edit_message', { seq: 1, content: 'canary-word edited' });
  const second = await connect(server, `/ws/chat/acme/${visitor.consumer}~2`, visitor.access_token);
  await second.call('new_message', { message: { content: 'canary-word two' } });
  await socket.call('leave_email', { email: 'canary.mail@visitor.test', name: 'Canaria' });
  await socket.call('mark_read', { seq: 1 });
  const agent = await inbox();
  await query(`update visitors set seen_at = now() - interval '1 hour'`);
  // A mail that went out, one that was refused with the address in the refusal, and one that waits for the server to be back.
  await agent.call('new_message', { room: room(), message: { content: 'Dear Canaria, canary-word answer' } });
  await mailbox.arrived(1);
  mailbox.refuse('recipient', 550);
  await agent.call('new_message', { room: room(`${visitor.consumer}~2`), message: { content: 'canary-word again' } });
  await eventually(async () => (await query(`select 1 from visitor_mails where state = 'refused'`)).length > 0);
  await mailbox.down();
  await agent.call('new_message', { room: room(), message: { content: 'canary-word later' } });
  await eventually(async () => (await query('select 1 from graphile_worker.jobs where last_error is not null')).length);
  const before = await dump(server.core.database.pool);
  for (const canary of CANARIES) expect(before).toContain(canary);
  const heads = [...(await log(agent)), ...(await log(agent, `${visitor.consumer}~2`))].length;

  const { status, body } = await ask();
  expect([status, body.request.kind, body.request.by]).toEqual([202, 'erasure', 'Ada']);
  expect(await Promise.all([socket.closed, second.closed])).toEqual([4403, 4403]);
  const finished = await done(body.request);
  expect(finished).toMatchObject({ done: heads, total: heads, finished: expect.any(String) });

  const after = await dump(server.core.database.pool);
  const left = [...after.split('\n'), ...written].filter((line) => CANARIES.some((canary) => line.includes(canary)));
  expect(left).toEqual([]);
  expect(after).not.toContain(visitor.visitor_token);
  // Not by any list, search or token.
  for (const text of ['canary', 'Canaria', 'canary.mail', visitor.consumer]) {
    expect((await agent.call('fetch_rooms', { query: text })).rooms).toEqual([]);
  }
  const back = await openVisitor(server, 'acme', visitor.visitor_token);
  expect(back.consumer).not.toBe(visitor.consumer);
  const http = await call(server, '/api/messages', { token: visitor.access_token });
  expect([http.status, http.error?.code]).toEqual([401, 'unauthenticated']);
  await expect(chat(server, 'acme', visitor)).rejects.toThrow('HTTP 401');
  expect(await query('select 1 from graphile_worker.jobs')).toEqual([]);
});

test('[D2] [P3] [P5] places stay whole, and a reader who was away ends with the same messages as one who was there', async () => {
  const socket = await chat(server, 'acme', visitor);
  const agent = await inbox();
  for (const content of ['one', 'two', 'three'])
    await socket.call('new_message', { message: { content, client_id: content } });
  await agent.call('take_over', { room: room() });
  await agent.call('new_message', { room: room(), message: { content: 'four', client_id: 'agents' } });
  const known = await log(agent);
  const told = agent.next((frame) => (frame.message as Message | undefined)?.event === 'erased');
  await done((await ask()).body.request);
  const entry = (await told).message as Message;
  expect(entry).toMatchObject({ role: 'system', author: 'Ada', event: 'erased', target: known.length });
  const now = await log(agent);
  expect(now.map(({ seq }) => seq)).toEqual([...known.map(({ seq }) => seq), entry.seq]);
  // What the rule says, done by hand to what was known.
  const change = { seq: entry.seq, event: 'redacted', by: 'Ada', at: entry.created };
  const byRule = known.map((message) =>
    message.role === 'system'
      ? message
      : { ...message, content: '', client_id: message.role === 'visitor' ? null : message.client_id, change },
  );
  expect(now.slice(0, -1)).toEqual(byRule);
  const [shown] = (await agent.call('fetch_room', { room: room() })).rooms as Record<string, unknown>[];
  expect(shown).toMatchObject({ erased: true, status: 'closed', contact: { name: null, email: null, page: null } });
});

test('[D3] nobody writes, edits or opens where a person was erased', async () => {
  const socket = await chat(server, 'acme', visitor);
  await socket.call('new_message', { message: { content: 'one' } });
  const agent = await inbox();
  // This node believes to know the room.
  await agent.call('new_message', { room: room(), message: { content: 'two' } });
  await done((await ask()).body.request);
  for (const [command, params] of [
    ['new_message', { message: { content: 'three' } }],
    ['edit_message', { seq: 3, content: 'three' }],
    ['redact_message', { seq: 3 }],
    ['take_over', {}],
    ['reopen_room', {}],
    ['hand_back', {}],
  ] as const)
    expect([command, (await agent.call(command, { room: room(), ...params })).code]).toEqual([command, 'erased']);
});

test('[D3] a socket that has not heard of it yet makes no new room', async () => {
  const socket = await chat(server, 'acme', visitor);
  const made = socket.call('new_message', { message: { content: 'hold' } });
  await made;
  const third = await connect(server, `/ws/chat/acme/${visitor.consumer}~3`, visitor.access_token);
  // As if the announcement were lost: the row goes, the sockets stay.
  await query('update rooms set visitor_id = null, erased_at = now()');
  await query('delete from visitors where id = $1', [visitor.consumer]);
  expect((await third.call('new_message', { message: { content: 'canary-word' } })).code).toBe('unauthenticated');
  expect((await third.call('new_room', { consumer: `${visitor.consumer}~3` })).code).toBe('unauthenticated');
  expect(await left()).toBe(0);
  // And the next look at who is here closes them.
  expect(await Promise.all([socket.closed, third.closed])).toEqual([4403, 4403]);
}, 20_000);

test('[D1] who is forgotten while it is answered hears that answer first', async () => {
  const socket = await chat(server, 'acme', visitor);
  const busy = await server.core.database.pool.connect();
  await busy.query('begin; lock table messages in access exclusive mode');
  const answer = socket.call('fetch_messages');
  const waiting = `select 1 from pg_locks where not granted and relation = 'messages'::regclass`;
  await eventually(async () => (await query(waiting)).length > 0);
  announceForgotten(server.core, site.id, visitor.consumer);
  await busy.query('rollback');
  busy.release();
  expect(await Promise.race([answer, socket.closed])).toMatchObject({ messages: [] });
  expect(await socket.closed).toBe(4403);
});

describe('who may ask', () => {
  test('[D1] the visitor itself, of itself alone', async () => {
    const other = await newVisitor();
    expect((await ask(visitor.access_token, other.consumer)).error?.code).toBe('forbidden');
    const socket = await chat(server, 'acme', visitor);
    await socket.call('new_message', { message: { content: 'canary-word' } });
    const { request } = (await socket.call('request_erasure')) as unknown as { request: PrivacyRequest };
    expect(request).toMatchObject({ by: null, consumer: visitor.consumer });
    expect(await socket.closed).toBe(4403);
    await done(request);
    expect((await log(await inbox())).at(-1)).toMatchObject({ event: 'erased', author: 'Visitor' });
    expect((await query('select 1 from visitors')).length).toBe(1);
  });

  test('[D1] a user too, whose account, profile, photo and sessions go with it, unless it is somebody else’s as well', async () => {
    const [user, both] = [await createUser(server.core, site), await createUser(server.core, site)];
    const profile = { street: '7 Canary Street', phone: '+351 21 canary' };
    await call(server, '/api/users/profile', { method: 'PUT', body: profile, token: user.token });
    const photo = { account_id: user.id, key: 'canary-of-a-photo', content: Buffer.from('canary of a picture') };
    await server.core.db.insertInto('photos').values(photo).execute();
    await server.core.db
      .insertInto('memberships')
      .values({ site_id: site.id, account_id: both.id, role: 'agent' })
      .execute();
    for (const { consumer, token, username } of [user, both]) {
      const socket = await connect(server, `/ws/chat/acme/${consumer}`, token);
      await socket.call('new_message', { message: { content: `I am ${username}` } });
      await socket.call('request_person');
      const { request } = (await socket.call('request_erasure')) as unknown as { request: PrivacyRequest };
      expect(await socket.closed).toBe(4403);
      await done(request);
      expect((await call(server, '/api/messages', { token })).status).toBe(401);
    }
    const left = await dump(server.core.database.pool);
    for (const gone of [user.username, user.email, ...Object.values(profile), photo.key, photo.content.toString()])
      expect(left).not.toContain(gone);
    expect(await query('select email from accounts where id = any($1)', [[user.id, both.id]])).toEqual([
      { email: both.email },
    ]);
    expect(await query(`select 1 from sessions where audience = 'user'`)).toEqual([]);
    expect((await log(await inbox(), both.consumer)).filter(({ author }) => author === both.username)).toEqual([]);
  });

  test('no agent who does not manage the site, and nobody for whom there is none', async () => {
    const agent = await createAgent(server.core, site);
    expect((await ask(agent.token)).error?.code).toBe('forbidden');
    expect((await ask(admin.token, crypto.randomUUID())).error?.code).toBe('not_found');
    expect((await ask(admin.token, 'canary-word')).error?.code).toBe('not_found');
  });

  test('twice, or several at once, is once', async () => {
    const asked = await Promise.all([ask(), ask(), ask()]);
    expect(new Set(asked.map(({ body }) => body.request.request)).size).toBe(1);
    const [first] = asked;
    await done(first?.body.request as PrivacyRequest);
    expect((await ask()).body.request).toMatchObject({ request: first?.body.request.request, state: 'done' });
    const { body } = await call<{ requests: PrivacyRequest[] }>(server, '/api/privacy/requests', {
      token: admin.token,
    });
    expect(body.requests).toHaveLength(1);
  });
});

test('others lose nothing: not the same site’s other visitors, not another site’s', async () => {
  const other = await newVisitor();
  const socket = await chat(server, 'acme', other);
  await socket.call('new_message', { message: { content: 'canary-word of another' } });
  await socket.call('leave_email', { email: 'other@visitor.test' });
  await done((await ask()).body.request);
  expect(await log(await inbox(), other.consumer)).toContainEqual(
    expect.objectContaining({ content: 'canary-word of another', role: 'visitor' }),
  );
  expect(await query('select email from visitors')).toEqual([{ email: 'other@visitor.test' }]);
});

/** A conversation of `n` messages, at once. */
const longRoom = (n: number) =>
  query(
    `with r as (
       insert into rooms (site_id, id, key, visitor_id, last_seq)
       values ($1, gen_random_uuid(), $2::text, $2::uuid, $3) returning site_id, id)
     insert into messages (site_id, room_id, seq, id, author_id, author, role, content)
     select site_id, id, seq, gen_random_uuid(), $2, 'Visitor', 'visitor', 'canary-word ' || seq
     from r, generate_series(1, $3::int) seq`,
    [site.id, visitor.consumer, n],
  );
const left = async () => (await query(`select 1 from messages where content like '%canary%'`)).length;

describe('a job', () => {
  beforeEach(async () => {
    await server.close();
    await start({ worker: false });
  });

  const payload = async () => {
    const [row] = await query<{ site_id: string; id: string }>('select site_id, id from privacy_requests');
    return { site_id: row?.site_id as string, request_id: row?.id as string };
  };
  const context = (signal = new AbortController().signal, attempt = 1) => ({ attempt, maxAttempts: 25, signal });

  test('that two workers run at once, and once more later, erases once', async () => {
    await longRoom(4_321);
    await ask();
    const given = await payload();
    await Promise.all([1, 2, 3].map(() => erasePerson(server.core, given, context())));
    await erasePerson(server.core, given, context());
    expect(await left()).toBe(0);
    const [row] = await query('select state, done, total from privacy_requests');
    expect(row).toEqual({ state: 'done', done: 4_321, total: 4_321 });
    const entries = await query<{ target: number }>(
      `select (meta->>'target')::int as target from messages where meta->>'event' = 'erased' order by seq`,
    );
    expect(entries.map(({ target }) => target)).toEqual([1_000, 2_000, 3_000, 4_000, 4_321]);
    const [whole] = await query(
      'select count(*)::int as n, max(seq) as head, min(last_seq) as last from messages join rooms on rooms.id = room_id',
    );
    expect(whole).toEqual({ n: 4_326, head: 4_326, last: 4_326 });
  });

  test('that was given up tells so, and goes on where it ended when it is asked for again', async () => {
    await longRoom(10);
    const { body } = await ask();
    await server.core.database.pool.query(`alter table messages add constraint broken check (content <> '') not valid`);
    await expect(erasePerson(server.core, await payload(), context(undefined, 25))).rejects.toThrow();
    expect(await state(body.request)).toMatchObject({ state: 'failed', done: 0, total: 10 });
    await server.core.database.pool.query('alter table messages drop constraint broken');
    expect((await ask()).body.request).toMatchObject({ request: body.request.request, state: 'queued' });
    await erasePerson(server.core, await payload(), context());
    expect(await state(body.request)).toMatchObject({ state: 'done', done: 10, total: 10 });
    expect(await left()).toBe(0);
  });

  test('that is killed with SIGKILL in the middle of 50,000 messages goes on elsewhere, and holds the room for moments alone', async () => {
    await longRoom(50_000);
    const { body } = await ask();
    const script = fileURLToPath(new URL('../../test/jobs-child.ts', import.meta.url));
    const child = spawn(process.execPath, [script, server.databaseUrl], { stdio: ['ignore', 'pipe', 'inherit'] });
    children.push(child);
    await eventually(async () => ((await state(body.request)).done > 5_000 ? true : null), 90_000);
    child.kill('SIGKILL');
    const begun = await state(body.request);
    expect(begun.state).toBe('running');
    expect(begun.done).toBeLessThan(50_000);
    let over = false;
    const between = new Set<number>();
    const watching = (async () => {
      while (!over) {
        await query('select 1 from rooms for no key update');
        between.add((await state(body.request)).done);
      }
    })();
    await erasePerson(server.core, await payload(), context());
    over = true;
    await watching;
    expect(await state(body.request)).toMatchObject({ state: 'done', done: 50_000, total: 50_000 });
    expect(await left()).toBe(0);
    const [whole] = await query('select count(*)::int as n, max(seq) as head from messages');
    expect(whole).toEqual({ n: 50_050, head: 50_050 });
    // Others had the room between its steps, and not only before and after all of them.
    expect(between.size).toBeGreaterThan(5);
  }, 180_000);
});
