/** Holds the REST chat: a question and its answer in one call, paid for once, however many ask at once and whatever fails. */
import type { chat as chatCommand, chatHistory, ResultOf } from '@parley/protocol';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { connect, openVisitor } from '../../test/client.ts';
import { call, createAgent, createSite, createUser, type NewSite, type NewUser } from '../../test/create.ts';
import { eventually } from '../../test/eventually.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';
import type { UserActor } from '../core/actor.ts';
import { answerJob } from './answer-job.ts';
import { chatVerb } from './chat.ts';
import { SENTENCES } from './sentences.ts';

type Chat = ResultOf<typeof chatCommand>;
const PRICE = 100;

let server: TestServer;
let site: NewSite;
let user: NewUser;

beforeAll(async () => {
  server = await startTestServer({ worker: true });
  site = await createSite(server.core, { slug: 'acme' });
});
afterAll(() => server.close());
beforeEach(async () => {
  user = await createUser(server.core, site);
});

const ask = (message: string, more: object = {}, on = server, who = user) =>
  call<Chat>(on, '/api/chat', { body: { message, ...more }, token: who.token });
const history = async (query = '') =>
  (await call<ResultOf<typeof chatHistory>>(server, `/api/chat-history${query}`, { token: user.token })).body;
const tokens = async (who = user) => (await call(server, '/api/tokens', { token: who.token })).body;

async function leave(balance: number): Promise<void> {
  const admin = await createAgent(server.core, site, { role: 'admin' });
  const amount = balance - 4_000;
  const changed = await call(server, `/api/token-accounts/${user.id}`, { body: { amount }, token: admin.token });
  expect(changed.status).toBe(201);
}

test('[G5] a question is answered, charged, and stands in the history with its answer', async () => {
  const { status, body } = await ask('thanks');
  expect(status).toBe(200);
  expect(body.response).toBe(SENTENCES.en.thanks);
  expect(body.remaining_tokens).toBe(4_000 - PRICE);
  expect(body.message).toMatchObject({ role: 'visitor', author: user.username, content: 'thanks', seq: 1 });
  expect(body.answer).toMatchObject({ role: 'bot', content: body.response, client_id: `bot:${body.message.id}` });
  expect(await tokens()).toEqual({ tokens: 4_000 - PRICE, held: 0 });
  await ask('hello');
  const all = await history();
  expect(all.messages.map(({ seq, role }) => [seq, role])).toEqual([
    [1, 'visitor'],
    [2, 'bot'],
    [3, 'visitor'],
    [4, 'bot'],
  ]);
  expect(all).toMatchObject({ head: 4, next: null });
  const [last, first] = [await history('?limit=2'), await history('?limit=2&before=3')];
  expect([...first.messages, ...last.messages]).toEqual(all.messages);
  expect([last.next, first.next]).toEqual([3, null]);
  expect((await history('?after=3')).messages).toEqual(all.messages.slice(3));
});

test('a conversation that has not begun has an empty history', async () => {
  expect(await history()).toEqual({ messages: [], head: 0, next: null });
});

test.each([
  ['', 'empty'],
  [' \n', 'empty'],
  ['x'.repeat(8_001), 'too_long'],
])('what is no message is refused and costs nothing', async (message, code) => {
  expect(await ask(message)).toMatchObject({ status: 422, error: { code } });
  expect(await tokens()).toEqual({ tokens: 4_000, held: 0 });
});

test('[G1] with too few tokens: 402, and nothing is stored; by no door', async () => {
  await leave(PRICE - 1);
  expect(await ask('hello')).toMatchObject({ status: 402, error: { code: 'out_of_tokens' } });
  const body = { room: `acme ${user.consumer}`, message: { content: 'hello' } };
  expect(await call(server, '/api/messages', { body, token: user.token })).toMatchObject({ status: 402 });
  const socket = await connect(server, `/ws/chat/acme/${user.consumer}`, user.token);
  expect(await socket.call('new_message', { message: { content: 'hello', client_id: 'c' } })).toMatchObject({
    code: 'out_of_tokens',
    client_id: 'c',
    retry: false,
  });
  expect((await history()).head).toBe(0);
  // Others, and people, may be talked to all the same.
  expect((await ask('hello', {}, server, await createUser(server.core, site))).status).toBe(200);
});

test('[G1] [G2] of fifty at once with tokens for ten, ten are answered, each with an answer of its own', async () => {
  await leave(10 * PRICE);
  const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => ask(n % 2 ? 'hello' : 'thanks')));
  const good = answers.filter(({ status }) => status === 200).map(({ body }) => body);
  expect(answers.filter(({ status }) => status === 402)).toHaveLength(40);
  expect(good).toHaveLength(10);
  for (const { message, answer, response } of good) {
    expect(answer.client_id).toBe(`bot:${message.id}`);
    expect(response).toBe(SENTENCES.en[message.content === 'hello' ? 'hello' : 'thanks']);
  }
  expect(await tokens()).toEqual({ tokens: 0, held: 0 });
  const { messages } = await history();
  expect(messages.filter(({ role }) => role === 'visitor')).toHaveLength(10);
  expect(messages.filter(({ role }) => role === 'bot')).toHaveLength(10);
});

test('[G1] [G2] two at once, in two rooms on two nodes, do not spend the same tokens', async () => {
  const other = await startTestServer({ databaseUrl: server.databaseUrl });
  const say = (on: TestServer, key: string) => {
    const body = { room: `acme ${key}`, message: { content: 'hello' } };
    return call(on, '/api/messages', { body, token: user.token });
  };
  try {
    // The nodes have to meet at the same moment.
    for (let round = 0; round < 10; round++) {
      user = await createUser(server.core, site);
      await leave(PRICE);
      const both = await Promise.all([say(server, user.consumer), say(other, `${user.consumer}~2`)]);
      expect(both.map(({ status }) => status).sort()).toEqual([201, 402]);
      await eventually(async () => ((await tokens()) as { held: number }).held === 0);
      expect(await tokens()).toEqual({ tokens: 0, held: 0 });
    }
  } finally {
    await other.close();
  }
}, 60_000);

test('[G1] the same client_id again waits for the same answer and costs nothing, also with nothing left', async () => {
  await leave(PRICE);
  const both = await Promise.all([ask('hello', { client_id: 'a' }), ask('hello', { client_id: 'a' })]);
  const again = await ask('hello', { client_id: 'a' });
  for (const { status, body } of [...both, again]) {
    expect(status).toBe(200);
    expect(body.message.id).toBe(again.body.message.id);
    expect(body.remaining_tokens).toBe(0);
  }
  expect(await ask('other words', { client_id: 'a' })).toMatchObject({ status: 409, error: { code: 'conflict' } });
  expect((await history()).head).toBe(2);
});

describe('without a worker', () => {
  let still: TestServer;
  beforeAll(async () => {
    still = await startTestServer();
    await createSite(still.core, { slug: 'still' });
  });
  afterAll(() => still.close());

  let shop: NewSite;
  let actor: UserActor;
  beforeEach(async () => {
    shop = await createSite(still.core);
    user = await createUser(still.core, shop);
    const { id: accountId, sessionId, consumer: visitorId, username: name } = user;
    actor = { kind: 'user', siteId: shop.id, site: shop.slug, accountId, sessionId, visitorId, name, consent: 0 };
  });

  const here = { ip: '127.0.0.1', origin: null };
  const patient = (message: string) => chatVerb(still.core, actor, { message }, here, 20_000);
  /** Asked, and waited for in vain. */
  const late = (message: string) =>
    expect(chatVerb(still.core, actor, { message }, here, 0)).rejects.toMatchObject({ code: 'answer_late' });
  const room = () =>
    still.core.db.selectFrom('rooms').selectAll().where('site_id', '=', shop.id).executeTakeFirstOrThrow();
  const job = async (attempt = 1, signal = new AbortController().signal) => {
    const { id: roomId } = await room();
    await answerJob(still.core, { siteId: shop.id, roomId }, { attempt, maxAttempts: 8, signal });
  };
  const left = async () => (await call(still, '/api/tokens', { token: user.token })).body;
  const said = async (role: string) =>
    still.core.db
      .selectFrom('messages')
      .select(['content', 'client_id'])
      .where('site_id', '=', shop.id)
      .where('role', '=', role as 'bot')
      .orderBy('seq')
      .execute();

  test('[G5] an answer that does not come is said to be late; it comes all the same, and is charged once', async () => {
    await late('hello');
    expect(await left()).toEqual({ tokens: 4_000, held: PRICE });
    // As a worker that is killed after the answer and one that comes after it would run it.
    await Promise.all([job(), job(2)]);
    await job(2);
    expect(await left()).toEqual({ tokens: 4_000 - PRICE, held: 0 });
    expect(await said('bot')).toHaveLength(1);
  });

  test('[G2] a job that ends midway has charged for what it answered, and the next one goes on', async () => {
    for (const message of ['hello', 'thanks', 'hello']) await late(message);
    const stop = new AbortController();
    still.core.events.on({ name: 'messages_appended' }, async () => stop.abort());
    await expect(job(1, stop.signal)).rejects.toThrow();
    expect(await left()).toEqual({ tokens: 4_000 - PRICE, held: 2 * PRICE });
    await job(2);
    expect(await left()).toEqual({ tokens: 4_000 - 3 * PRICE, held: 0 });
    expect(await said('bot')).toHaveLength(3);
  });

  test('[G2] of more questions than the bot looks back at, each is answered', async () => {
    for (let n = 0; n < 40; n++) await late(n % 2 ? 'hello' : 'thanks');
    expect(await left()).toEqual({ tokens: 4_000, held: 4_000 });
    await job();
    expect(await left()).toEqual({ tokens: 0, held: 0 });
    const ids = (await said('bot')).map(({ client_id }) => client_id);
    expect(new Set(ids).size).toBe(40);
  });

  test('[G3] an answer that failed is told, and costs nothing', async () => {
    const answered = patient('How long does the warranty last?');
    await eventually(async () => (await said('visitor')).length === 1);
    await still.core.database.pool.query('alter table predefined_answers rename to hidden');
    try {
      await expect(job(1)).rejects.toThrow(/predefined_answers/);
      expect(await left()).toEqual({ tokens: 4_000, held: PRICE });
      await job(2);
    } finally {
      await still.core.database.pool.query('alter table hidden rename to predefined_answers');
    }
    expect(await answered).toMatchObject({ response: SENTENCES.en.failed, remaining_tokens: 4_000 });
    expect(await left()).toEqual({ tokens: 4_000, held: 0 });
  });

  test('[G3] a hand-over to a person costs nothing, nor does what the person answers', async () => {
    const answered = patient('I want to talk to a person');
    await eventually(async () => (await said('visitor')).length === 1);
    await job();
    expect((await answered).response).toContain(SENTENCES.en.passOn);
    expect((await room()).owner_kind).toBe('queue');
    const waiting = patient('Are you there?');
    await eventually(async () => (await said('visitor')).length === 2);
    const agent = await createAgent(still.core, shop);
    const body = { room: `${shop.slug} ${user.consumer}`, message: { content: 'I am' } };
    await call(still, '/api/messages', { body, token: agent.token });
    expect(await waiting).toMatchObject({ response: 'I am', remaining_tokens: 4_000, answer: { role: 'agent' } });
    expect(await left()).toEqual({ tokens: 4_000, held: 0 });
  });

  test('[G5] a program that writes there answers nobody: the wait goes on', async () => {
    const admin = await createAgent(still.core, shop, { role: 'admin' });
    const made = await call<{ secret: string }>(still, '/api/keys', {
      body: { name: 'Parcels', scopes: ['write_messages'] },
      token: admin.token,
    });
    const answered = patient('hello');
    await eventually(async () => (await said('visitor')).length === 1);
    const body = { room: `${shop.slug} ${user.consumer}`, message: { content: 'Your parcel has left' } };
    expect((await call(still, '/api/messages', { body, token: made.body.secret })).status).toBe(201);
    await job();
    expect(await answered).toMatchObject({ response: SENTENCES.en.hello, answer: { role: 'bot' } });
  });

  test('[G3] what a person takes over, and what is deleted before its answer, is released', async () => {
    await late('hello');
    await late('thanks');
    const room = `${shop.slug} ${user.consumer}`;
    await call(still, '/api/messages/redact', { body: { room, seq: 1 }, token: user.token });
    await job();
    expect(await left()).toEqual({ tokens: 4_000 - PRICE, held: 0 });
    await late('hello');
    const agent = await createAgent(still.core, shop);
    await call(still, '/api/rooms/take_over', { body: { room }, token: agent.token });
    expect(await left()).toEqual({ tokens: 4_000 - PRICE, held: 0 });
  });

  test('visitors pay nothing, also in the room of a user who sits at the same browser', async () => {
    const visitor = await openVisitor(still, shop.slug);
    const body = { room: `${shop.slug} ${visitor.consumer}`, message: { content: 'hello' } };
    expect((await call(still, '/api/messages', { body, token: visitor.access_token })).status).toBe(201);
    expect(await still.core.db.selectFrom('token_holds').selectAll().where('site_id', '=', shop.id).execute()).toEqual(
      [],
    );
  });

  test('a price of nothing is never too much', async () => {
    await still.core.db.insertInto('metering').values({ site_id: shop.id, answer_tokens: 0 }).execute();
    const answered = patient('hello');
    await eventually(async () => (await said('visitor')).length === 1);
    await job();
    expect((await answered).remaining_tokens).toBe(4_000);
    expect(
      await still.core.db.selectFrom('token_entries').select('reason').where('account_id', '=', user.id).execute(),
    ).toEqual([{ reason: 'sign_up' }]);
  });

  test('nobody but users chats', async () => {
    const agent = await createAgent(still.core, shop, { role: 'owner' });
    for (const [path, body] of [
      ['/api/chat', { message: 'hello' }],
      ['/api/tokens', undefined],
      ['/api/chat-history', undefined],
    ] as const) {
      expect((await call(still, path, { ...(body && { body }) })).status).toBe(401);
      expect((await call(still, path, { ...(body && { body }), token: agent.token })).status).toBe(403);
    }
  });
});
