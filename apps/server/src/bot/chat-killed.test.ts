/** Holds what a killed program leaves of an answer that was paid for: nothing charged before it is there, and then once. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { call, createSite, createUser } from '../../test/create.ts';
import { type FakeModel, saying, startFakeModel } from '../../test/model.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';
import { type RunningWorker, startWorker } from '../core/worker.ts';
import { FEATURES } from '../features.ts';

const QUICK = { beatMs: 200, sweepMs: 100, goneMs: 800, silenceMs: 20_000 };

let model: FakeModel;
let server: TestServer;
let worker: RunningWorker | undefined;
const dataDir = mkdtempSync(join(tmpdir(), 'parley-killed-'));

beforeAll(async () => {
  model = await startFakeModel();
  server = await startTestServer({ env: { OPENAI_BASE_URL: model.baseUrl, OPENAI_MODEL: 'fake' } });
});
afterAll(async () => {
  await worker?.stop();
  await server.close();
  await model.close();
  rmSync(dataDir, { recursive: true, force: true });
});

test('[G2] a job that is killed while the model writes has charged nothing; the next one charges once', async () => {
  const user = await createUser(server.core, await createSite(server.core));
  const tokens = async () => (await call(server, '/api/tokens', { token: user.token })).body;
  const asked = new Promise<void>((resolve) => {
    model.will((answering) => {
      answering.text('I was about to say');
      resolve();
    }, saying('Five years.'));
  });
  const script = fileURLToPath(new URL('../../test/bot-child.ts', import.meta.url));
  const args = [script, server.databaseUrl, dataDir, model.baseUrl, JSON.stringify(QUICK)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });

  const answered = call(server, '/api/chat', { body: { message: 'How long is the warranty?' }, token: user.token });
  await asked;
  expect(await tokens()).toEqual({ tokens: 4_000, held: 100 });
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
  worker = await startWorker(server.core, FEATURES, { pollMs: 100, liveness: QUICK });

  const { status, body } = await answered;
  expect([status, body.response, body.remaining_tokens]).toEqual([200, 'Five years.', 3_900]);
  expect(await tokens()).toEqual({ tokens: 3_900, held: 0 });
  const { body: history } = await call<{ messages: object[] }>(server, '/api/chat-history', { token: user.token });
  expect(history.messages).toHaveLength(2);
}, 50_000);
