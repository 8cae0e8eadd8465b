/** Replays: real questions against a draft, each once, what is marked keeps the draft back, and nothing of an erased person is left. */
import type { BotDraft, BotReplay, ReplayPair, Verdict } from '@parley/protocol';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { call, createAgent, createSite, type NewAgent, type NewSite } from '../../test/create.ts';
import { eventually } from '../../test/eventually.ts';
import { type FakeModel, saying, startFakeModel } from '../../test/model.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';
import { fillKnowledge, Talk } from '../../test/talk.ts';
import { replayBot } from './replay-job.ts';

let model: FakeModel;
let server: TestServer;
let site: NewSite;
let owner: NewAgent;
let admin: NewAgent;

async function start(worker = true): Promise<void> {
  model = await startFakeModel();
  server = await startTestServer({ worker, env: { OPENAI_BASE_URL: model.baseUrl, OPENAI_MODEL: 'fake' } });
  site = await createSite(server.core, { slug: 'acme', name: 'Acme' });
  await fillKnowledge(server.core, site);
  owner = await createAgent(server.core, site, { name: 'Ada', role: 'owner' });
  admin = await createAgent(server.core, site, { name: 'Ben', role: 'admin' });
}
beforeEach(() => start());
afterEach(async () => {
  await server.close();
  await model.close();
});

const ask = <Body>(path: string, body?: object, { token } = admin, method?: string) =>
  call<Body>(server, `/api/chatbot${path}`, { token, ...(body && { body }), ...(method && { method }) });
const replay = async () => (await ask<{ replay: BotReplay | null }>('/replay')).body.replay as BotReplay;
const begin = (questions = 10, revision = 1) => ask<{ replay: BotReplay }>('/replay', { questions, revision });
const pairs = async (show = 'all') => (await ask<{ pairs: ReplayPair[] }>(`/replay/pairs?show=${show}`)).body.pairs;
const judge = async (pair: number, verdict: Verdict | null) =>
  ask<{ replay: BotReplay }>(`/replay/pairs/${pair}`, { replay: (await replay()).replay, verdict }, admin, 'PUT');
const saveDraft = (revision: number, settings: object) =>
  ask<{ draft: BotDraft }>('/draft', { revision, settings }, admin, 'PUT');
const publish = (revision: number, who = admin, more: object = {}) =>
  ask<{ draft: BotDraft }>('/publish', { revision, version: 1, ...more }, who);
const isDone = () => eventually(async () => (await replay()).state === 'done');

/** Two conversations: three questions, of which the second leans on the first. */
async function talks(): Promise<[Talk, Talk]> {
  const first = await Talk.begin(server, site);
  model.will(saying('Five years [1].'), saying('Tents too [1].'), saying('Two days [1].'));
  await first.ask('How long is the warranty?');
  await first.ask('And for tents?');
  const second = await Talk.begin(server, site);
  await second.ask('How long does shipping take?');
  return [first, second];
}

it('[X6] the newest questions are asked again with the draft, with what was said before them, and shown beside what was said', async () => {
  const [first] = await talks();
  await saveDraft(0, { tone: 'formal' });
  model.will(saying('Five years [1].'));
  expect((await begin(2)).body.replay).toMatchObject({ total: 2, by: 'Ben' });
  await isDone();
  const told = model.asked;
  expect(told).toHaveLength(2);
  expect(told.every(({ messages }) => messages[0]?.content.includes('formally'))).toBe(true);
  expect(told.find(({ messages }) => messages.at(-1)?.content === 'And for tents?')?.messages.slice(1)).toEqual([
    { role: 'user', content: 'How long is the warranty?' },
    { role: 'assistant', content: 'Five years.' },
    { role: 'user', content: 'And for tents?' },
  ]);
  expect(await pairs()).toMatchObject([
    {
      pair: 1,
      question: 'How long does shipping take?',
      before: { answer: 'Two days.' },
      now: { answer: 'Five years.' },
    },
    { pair: 2, question: 'And for tents?', room: first.room, before: { answer: 'Tents too.', kind: 'model' } },
  ]);
  expect(await replay()).toMatchObject({ done: 2, different: 2, regressions: 0 });
  expect(await first.roles()).toEqual(['visitor', 'bot', 'visitor', 'bot']);
});

it('[X7] what is marked keeps the draft back, over a further replay too, until it is judged otherwise', async () => {
  await talks();
  await saveDraft(0, { tone: 'formal' });
  model.will(saying('No idea.'));
  await begin();
  await isDone();
  expect((await judge(2, 'regression')).body.replay.regressions).toBe(1);
  expect(await pairs('regressions')).toMatchObject([{ pair: 2, question: 'And for tents?' }]);
  expect((await publish(1)).error?.code).toBe('regressions_open');
  expect((await publish(1, owner)).error?.code).toBe('regressions_open');
  await saveDraft(1, { tone: 'neutral' });
  expect((await begin(10, 1)).error?.code).toBe('changed_meanwhile');
  model.will(saying('Tents too [1].'));
  expect((await begin(1, 2)).body.replay).toMatchObject({ total: 1, regressions: 1, revision: 2 });
  await isDone();
  expect(await pairs()).toMatchObject([{ pair: 1, question: 'And for tents?', verdict: 'regression' }]);
  expect((await publish(2)).error?.code).toBe('regressions_open');
  await judge(1, 'better');
  expect((await publish(2)).status).toBe(200);
});

it('[X7] an owner publishes in spite of it with a reason, and that is written down', async () => {
  await talks();
  await saveDraft(0, { tone: 'formal' });
  await begin(1);
  await isDone();
  await judge(1, 'regression');
  expect((await publish(1, admin, { in_spite: 'I know better' })).error?.code).toBe('forbidden');
  expect((await publish(1, owner, { in_spite: ' ' })).error?.code).toBe('regressions_open');
  expect((await publish(1, owner, { in_spite: 'Shipping is new' })).status).toBe(200);
  const { versions } = (await ask<{ versions: { in_spite: string | null }[] }>('/versions')).body;
  expect(versions[0]?.in_spite).toBe('Shipping is new');
  const { entries } = (
    await call<{ entries: { action: string; details: object }[] }>(server, '/api/audit', { token: owner.token })
  ).body;
  expect(entries).toContainEqual(
    expect.objectContaining({ action: 'bot_published_in_spite', details: { to: '2', count: 1 } }),
  );
  expect((await replay()).regressions).toBe(0);
  await saveDraft(2, { tone: 'neutral' });
  expect((await ask('/publish', { revision: 3, version: 2 })).status).toBe(200);
});

it('[X6] what is deleted, erased or cleaned up takes its pair with it, and is not asked again', async () => {
  const [first, second] = await talks();
  await saveDraft(0, { tone: 'formal' });
  model.will(saying('canary answer'));
  await begin();
  await isDone();
  const left = async () => (await pairs()).map(({ question }) => question);
  expect(await left()).toHaveLength(3);
  await first.socket.call('redact_message', { seq: 3 });
  expect(await left()).toEqual(['How long does shipping take?', 'How long is the warranty?']);
  await call(server, '/api/privacy/erasures', { token: admin.token, body: { consumer: second.place.key } });
  await eventually(async () => (await left()).length === 1);
  expect(await left()).toEqual(['How long is the warranty?']);
  await server.core.database.pool.query('delete from rooms where key = $1', [first.place.key]);
  expect(await left()).toEqual([]);
  const { rows } = await server.core.database.pool.query('select * from bot_replay_pairs');
  expect(rows).toEqual([]);
  expect((await begin()).error?.fields).toHaveProperty('questions');
});

it('is stopped on demand, keeps what was answered, and answers once where it is asked for twice', async () => {
  await talks();
  await saveDraft(0, { tone: 'formal' });
  const { promise: gate, resolve: go } = Promise.withResolvers<void>();
  const slowly = async (answering: Parameters<ReturnType<typeof saying>>[0]) => {
    await gate;
    answering.text('Late.');
    answering.finish();
  };
  model.will(slowly);
  const begun = (await begin()).body.replay;
  expect((await begin()).body.replay.replay).toBe(begun.replay);
  expect((await ask<{ replay: BotReplay }>('/replay/cancel', {})).body.replay.state).toBe('cancelled');
  go();
  expect((await replay()).state).toBe('cancelled');
});

it('[X6] a job that ends half-way goes on there: each question is asked once', async () => {
  await talks();
  await server.close();
  await model.close();
  await start(false);
  const { db } = server.core;
  const visitor = await Talk.begin(server, site);
  for (let i = 1; i <= 7; i++) await visitor.say(`How long is the warranty, time ${i}?`);
  const { id: room_id } = await visitor.stored();
  await db
    .insertInto('bot_answers')
    .values(
      Array.from({ length: 7 }, (_, i) => ({
        site_id: site.id,
        room_id,
        seq: i + 1,
        question_seq: i + 1,
        kind: 'model' as const,
        passages: '[]',
        language: 'en',
        tokens_in: 0,
        tokens_out: 0,
        tokens_estimated: false,
        cost_micros: 0,
        created_at: new Date(),
      })),
    )
    .execute();
  const { replay: begun } = (await begin(7, 0)).body;
  const payload = { siteId: site.id, replayId: begun.replay };
  const stop = new AbortController();
  model.will(saying('One.'), saying('Two.'), saying('Three.'), () => stop.abort());
  await expect(replayBot(server.core, payload, { attempt: 1, maxAttempts: 8, signal: stop.signal })).rejects.toThrow();
  const answered = (await replay()).done;
  expect(answered).toBeGreaterThan(0);
  model.will(saying('More.'));
  await replayBot(server.core, payload, { attempt: 2, maxAttempts: 8, signal: new AbortController().signal });
  expect(model.asked.length).toBe(7 - answered);
  expect(await replay()).toMatchObject({ state: 'done', done: 7, total: 7 });
  await replayBot(server.core, payload, { attempt: 3, maxAttempts: 8, signal: new AbortController().signal });
  expect(model.asked.length).toBe(7 - answered);
});
