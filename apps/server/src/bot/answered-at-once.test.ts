/** A question is answered when it is announced: it waits for no look by the clock, and leaves nothing behind that later looks pay for. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createSite, type NewSite } from '../../test/create.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';
import { fillKnowledge, Talk } from '../../test/talk.ts';
import { type RunningWorker, startWorker } from '../core/worker.ts';
import { FEATURES } from '../features.ts';

let server: TestServer;
let site: NewSite;
let worker: RunningWorker;

beforeAll(async () => {
  server = await startTestServer();
  site = await createSite(server.core);
  await fillKnowledge(server.core, site);
  // A look by the clock alone would come when this test is long over.
  worker = await startWorker(server.core, FEATURES, { pollMs: 3_600_000 });
});
afterAll(async () => {
  await worker.stop();
  await server.close();
});

it('who looks for other jobs at that moment, and so locks every queue, keeps no question waiting', async () => {
  const talk = await Talk.begin(server, site);
  await talk.ask('How long is the warranty?');
  const looking = await server.core.database.pool.connect();
  try {
    await looking.query('begin; select id from graphile_worker._private_job_queues for update');
    await talk.ask('And what does shipping cost?');
  } finally {
    await looking.query('rollback');
    looking.release();
  }
});

it('a conversation leaves no queue behind', async () => {
  const queues = async () =>
    (await server.core.database.pool.query('select 1 from graphile_worker._private_job_queues')).rowCount;
  const before = await queues();
  const talk = await Talk.begin(server, site);
  await talk.ask('How long is the warranty?');
  expect(await queues()).toBe(before);
});
