/** Triggers by their vectors: a real server for them, which knows three things. */
import type { BotTrial, PredefinedAnswer } from '@parley/protocol';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { call, createAgent, createSite, type NewAgent, type NewSite } from '../../../test/create.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { eventually } from '../../../test/eventually.ts';
import { type FakeModel, saying, startFakeModel } from '../../../test/model.ts';
import { longerMoments } from '../../../test/moments.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { wantVectors } from '../../knowledge/embed-passages.ts';
import { wantTriggerVectors } from './trigger-vectors.ts';

let model: FakeModel;
let server: TestServer;
let database: TestDatabase;
let site: NewSite;
let ada: NewAgent;

const MEANINGS = [/geese|down|feathers/i, /ship|parcel|courier/i, /refund|money/i];
const meaning = (text: string): number[] => MEANINGS.map((about) => (about.test(text) ? 1 : 0.01));

const start = async (env: Record<string, string> = {}) => {
  server = await startTestServer({
    worker: true,
    databaseUrl: database.url,
    env: { OPENAI_BASE_URL: model.baseUrl, OPENAI_MODEL: 'fake', ...env },
  });
};
const save = async (path: string, method: 'POST' | 'PUT', title: string, triggers: string[]): Promise<string> => {
  const body = { title, triggers, content: `${title}.`, quick_replies: [] };
  return (await call<{ answer: PredefinedAnswer }>(server, path, { method, token: ada.token, body })).body.answer.id;
};
const write = (title: string, ...triggers: string[]) => save('/api/answers', 'POST', title, triggers);
const kept = () =>
  server.core.db.selectFrom('trigger_vectors').select(['trigger', 'model']).where('site_id', '=', site.id).execute();
const keeps = (...triggers: string[]) =>
  eventually(
    async () =>
      (await kept())
        .map(({ trigger }) => trigger)
        .sort()
        .join() === triggers.sort().join(),
  );
const ask = async (question: string) => {
  model.will(saying('The model.'));
  const body = { question, settings: 'published' };
  return (await call<{ trial: BotTrial }>(server, '/api/chatbot/try', { token: ada.token, body })).body.trial.prepared;
};

beforeAll(async () => {
  model = await startFakeModel();
});
afterAll(() => model.close());
beforeEach(async () => {
  longerMoments();
  model.embeds(meaning);
  database = await createTestDatabase();
  await start();
  site = await createSite(server.core);
  ada = await createAgent(server.core, site, { role: 'admin' });
});
afterEach(async () => {
  await server.close();
  await database.drop();
});

it('finds the one that lies closest, as far as it asks for nothing more', async () => {
  await write('Filling', 'where does the down come from');
  await write('Delivery', 'the courier');
  await keeps('where does the down come from', 'the courier');
  expect(await ask('are the geese happy')).toEqual({
    title: 'Filling',
    trigger: 'where does the down come from',
    how: 'meaning',
  });
  for (const other of ['are the 3 geese happy', 'the geese are not happy', 'the courier of my parcel', 'happy hour'])
    expect(await ask(other)).toBeNull();
});

it('takes neither of two answers that lie as close', async () => {
  await write('Filling', 'where does the down come from');
  await write('Care', 'washing down');
  await keeps('where does the down come from', 'washing down');
  expect(await ask('are the geese happy')).toBeNull();
});

it('makes them of new triggers alone, anew for another model, and keeps none of what is gone', async () => {
  const id = await write('Filling', 'where does the down come from');
  await keeps('where does the down come from');
  model.embedded.length = 0;
  await save(`/api/answers/${id}`, 'PUT', 'Filling', ['where does the down come from', 'which feathers']);
  await keeps('where does the down come from', 'which feathers');
  expect(model.embedded).toEqual(['which feathers']);
  await save(`/api/answers/${id}`, 'PUT', 'Filling', ['your money']);
  await keeps('your money');
  expect(await ask('are the geese happy')).toBeNull();
  await server.close();
  await start({ OPENAI_EMBEDDING_MODEL: 'another' });
  await eventually(async () => (await kept()).every((vector) => vector.model === 'another'));
  expect(await ask('has a refund gone out')).toMatchObject({ trigger: 'your money', how: 'meaning' });
  await call(server, `/api/answers/${id}`, { method: 'DELETE', token: ada.token });
  expect(await kept()).toEqual([]);
});

it('asks for the vector of a question once, and not where no trigger has one', async () => {
  expect(await ask('are the geese happy')).toBeNull();
  model.embedded.length = 0;
  await write('Filling', 'where does the down come from');
  await keeps('where does the down come from');
  await ask('are the geese happy');
  expect(model.embedded).toEqual(['where does the down come from', 'are the geese happy']);
});

it('a hundred sites share a few queues: each look for jobs locks all that there ever were', async () => {
  await server.core.db.transaction().execute(async (tx) => {
    for (let n = 0; n < 100; n++) {
      const siteId = crypto.randomUUID();
      await wantVectors(tx, siteId);
      await wantTriggerVectors(server.core, tx, { site_id: siteId, id: siteId, triggers: ['t'] });
    }
  });
  const { rows } = await server.core.database.pool.query(
    `select queue_name from graphile_worker._private_job_queues where queue_name ~ '^(embed|triggers) '`,
  );
  expect(rows.length).toBeGreaterThan(2);
  expect(rows.length).toBeLessThanOrEqual(32);
});
