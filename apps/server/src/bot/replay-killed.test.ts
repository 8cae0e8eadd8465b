/** Holds what a killed program leaves of a replay: another node goes on, and no answer is lost, asked anew or counted twice. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BotReplay, ReplayPair } from '@parley/protocol';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { call, createAgent, createSite, type NewAgent, type NewSite } from '../../test/create.ts';
import { type FakeModel, type Script, startFakeModel } from '../../test/model.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';
import { fillKnowledge, Talk } from '../../test/talk.ts';
import { replayBot } from './replay-job.ts';

const QUICK = { beatMs: 200, sweepMs: 100, goneMs: 800, silenceMs: 20_000 };
const QUESTIONS = 12;

let model: FakeModel;
let server: TestServer;
let site: NewSite;
let admin: NewAgent;
const children: ReturnType<typeof spawn>[] = [];
const dataDir = mkdtempSync(join(tmpdir(), 'parley-replay-'));

beforeAll(async () => {
  model = await startFakeModel();
  server = await startTestServer({ env: { OPENAI_BASE_URL: model.baseUrl, OPENAI_MODEL: 'fake' } });
});
afterEach(async () => {
  for (const child of children.splice(0)) await kill(child);
});
afterAll(async () => {
  await server.close();
  await model.close();
  rmSync(dataDir, { recursive: true, force: true });
});
beforeEach(async () => {
  site = await createSite(server.core);
  admin = await createAgent(server.core, site, { role: 'admin' });
  await fillKnowledge(server.core, site);
  model.asked.length = 0;
});

/** A node that runs the jobs, in a process of its own. */
function node() {
  const script = fileURLToPath(new URL('../../test/bot-child.ts', import.meta.url));
  const args = [script, server.databaseUrl, dataDir, model.baseUrl, JSON.stringify(QUICK)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  children.push(child);
  return child;
}
async function kill(child: ReturnType<typeof spawn>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

/** Each answer costs 10 + 2 * 5. */
const saying =
  (text: string): Script =>
  (answering) => {
    answering.text(text);
    answering.finish('stop', { prompt_tokens: 10, completion_tokens: 5 });
  };
const COST = 20;
const never: Script = ({ abandoned }) => abandoned;

/** Questions that the bot has answered, as if it had; nothing waits to be answered. */
async function asked(count: number): Promise<void> {
  const { db } = server.core;
  const talk = await Talk.begin(server, site);
  for (let i = 1; i <= count; i++) await talk.say(`How long is the warranty, time ${i}?`);
  const { id: room_id } = await talk.stored();
  await server.core.database.pool.query(`select graphile_worker.remove_job($1)`, [`bot:${room_id}`]);
  const basis = { kind: 'model' as const, passages: '[]', language: 'en', tokens_in: 0, tokens_out: 0 };
  await db
    .insertInto('bot_answers')
    .values(
      Array.from({ length: count }, (_, i) => ({
        ...basis,
        site_id: site.id,
        room_id,
        seq: i + 1,
        question_seq: i + 1,
        tokens_estimated: false,
        cost_micros: 0,
        created_at: new Date(),
      })),
    )
    .execute();
  const prices = JSON.stringify({ fake: { in: 1, out: 2 } });
  const limits = { day_micros: null, month_micros: null, visitor_day_micros: null, prices };
  await db
    .insertInto('bot_limits')
    .values({ ...limits, site_id: site.id })
    .execute();
}
const ask = <Body>(path: string, body?: object, method?: string) =>
  call<Body>(server, `/api/chatbot${path}`, { token: admin.token, ...(body && { body }), ...(method && { method }) });
const replay = async () => (await ask<{ replay: BotReplay }>('/replay')).body.replay;
const answers = async () =>
  (await ask<{ pairs: ReplayPair[] }>('/replay/pairs?show=all')).body.pairs.map(({ now }) => now?.answer);

test('[X6] killed in the middle, another node goes on: what was answered stays, what was begun is asked again, all is paid once', async () => {
  await asked(QUESTIONS);
  const first = Array.from({ length: 4 }, () => saying('First.'));
  model.will(...first, never, never, never, saying('Again.'));
  await ask('/replay', { questions: QUESTIONS, revision: 0 });
  const one = node();
  await expect.poll(() => model.asked.length, { timeout: 20_000 }).toBe(7);
  await expect.poll(async () => (await replay()).done, { timeout: 20_000 }).toBe(4);
  node();
  const workers = 'select count(*)::int as n from workers';
  await expect
    .poll(async () => (await server.core.database.pool.query(workers)).rows[0].n, { timeout: 20_000 })
    .toBeGreaterThan(1);
  await kill(one);
  expect(await replay()).toMatchObject({ state: 'running', done: 4 });

  await expect.poll(async () => (await replay()).state, { timeout: 30_000 }).toBe('done');
  expect(await replay()).toMatchObject({ total: QUESTIONS, done: QUESTIONS });
  expect((await answers()).sort()).toEqual([...Array(8).fill('Again.'), ...Array(4).fill('First.')]);
  // The three that nobody heard the end of.
  const times = Map.groupBy(model.asked, ({ messages }) => messages.at(-1)?.content);
  expect(times.size).toBe(QUESTIONS);
  expect(model.asked).toHaveLength(QUESTIONS + 3);
  const spent = 'select spent_micros::int as spent from bot_spending where site_id = $1';
  expect((await server.core.database.pool.query(spent, [site.id])).rows).toEqual([{ spent: QUESTIONS * COST }]);
}, 90_000);

test('[X6] of two runs at once the first answer stays, with what was judged of it', async () => {
  await asked(1);
  const { replay: begun } = (await ask<{ replay: BotReplay }>('/replay', { questions: 1, revision: 0 })).body;
  const run = () =>
    replayBot(
      server.core,
      { siteId: site.id, replayId: begun.replay },
      { attempt: 1, maxAttempts: 8, signal: new AbortController().signal },
    );
  const { promise: gate, resolve: go } = Promise.withResolvers<void>();
  const late: Script = async (answering) => {
    await gate;
    await saying('Late.')(answering);
  };
  model.will(late, saying('First.'));
  const slow = run();
  await expect.poll(() => model.asked.length).toBe(1);
  await run();
  await ask('/replay/pairs/1', { replay: begun.replay, verdict: 'better' }, 'PUT');
  go();
  await slow;
  expect(await answers()).toEqual(['First.']);
  expect(await replay()).toMatchObject({ state: 'done', done: 1 });
});
