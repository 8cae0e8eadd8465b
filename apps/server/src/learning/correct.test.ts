/** Holds that corrections wait for one another without keeping anybody from the database, and answer nothing that was asked. */
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { call, createAgent, createSite, type NewAgent, type NewSite } from '../../test/create.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';
import { fillKnowledge, type Said, Talk } from '../../test/talk.ts';
import { answerJob } from '../bot/answer-job.ts';

let server: TestServer;
let site: NewSite;
let ada: NewAgent;
let talk: Talk;
let article: string;
let told: Said;
const QUESTION = 'How long does the warranty last?';

// Without a worker: the bot answers when it is told to.
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  site = await createSite(server.core);
  ada = await createAgent(server.core, site, { name: 'Ada', role: 'admin' });
  await fillKnowledge(server.core, site);
  talk = await Talk.begin(server, site);
  const question = await talk.say(QUESTION);
  await answer();
  told = await talk.answerTo(question);
  const { id, title } = await server.core.db
    .selectFrom('articles')
    .select(['id', 'title'])
    .where('site_id', '=', site.id)
    .where('slug', '=', 'warranty')
    .executeTakeFirstOrThrow();
  article = id;
  const body = { title, body: 'The warranty lasts **ten** years now.' };
  await call(server, `/api/articles/${id}`, { method: 'PUT', token: ada.token, body });
});

const answer = async () => {
  const { id: roomId } = await talk.stored();
  const context = { attempt: 1, maxAttempts: 8, signal: new AbortController().signal };
  await answerJob(server.core, { siteId: site.id, roomId }, context);
};
const correct = () =>
  call<{ sent: number }>(server, `/api/articles/${article}/correction`, {
    token: ada.token,
    body: { content: 'It is ten years now.', answers: [{ room: talk.room, seq: told.seq }] },
  });

test('[C4] who waits for another sender keeps nobody from the database', async () => {
  const other = new pg.Client({ connectionString: server.databaseUrl });
  await other.connect();
  await other.query('select pg_advisory_lock(hashtextextended($1, 0))', [`correction ${article}`]);
  // More than the program has connections.
  const waiting = Array.from({ length: 15 }, correct);
  for (let i = 0; i < 10; i++) expect((await call(server, '/api/chatbot', { token: ada.token })).status).toBe(200);
  expect(await talk.roles()).not.toContain('agent');
  await other.end();
  const sent = (await Promise.all(waiting)).map(({ body }) => body.sent);
  expect(sent.sort()).toEqual([...Array(14).fill(0), 1]);
  expect((await talk.roles()).filter((role) => role === 'agent')).toHaveLength(1);
});

test('[C4] what was asked before a correction came is answered all the same, once', async () => {
  const open = await talk.say('How long does shipping take?');
  expect((await correct()).body.sent).toBe(1);
  expect((await talk.log()).at(-1)).toMatchObject({ role: 'agent', aside: true });
  await answer();
  const said = await talk.answerTo(open);
  expect(said.content).toMatch(/days/);
  await answer();
  expect(await talk.roles()).toEqual(['visitor', 'bot', 'visitor', 'agent', 'bot']);
});

test('[K2] nor does a program’s word answer what was asked', async () => {
  const made = await call<{ secret: string }>(server, '/api/keys', {
    token: ada.token,
    body: { name: 'Parcel news', scopes: ['write_messages'], days: 1 },
  });
  const open = await talk.say('How long does shipping take?');
  const news = { room: talk.room, message: { content: 'Your parcel has left.' } };
  await call(server, '/api/messages', { token: made.body.secret, body: news });
  await answer();
  expect((await talk.answerTo(open)).content).toMatch(/days/);
});

test('an agent’s own words do answer', async () => {
  await talk.say('How long does shipping take?');
  await call(server, '/api/messages', {
    token: ada.token,
    body: { room: talk.room, message: { content: 'Three days.' } },
  });
  await call(server, '/api/rooms/hand_back', { token: ada.token, body: { room: talk.room } });
  await answer();
  expect((await talk.roles()).filter((role) => role === 'bot')).toHaveLength(1);
});
