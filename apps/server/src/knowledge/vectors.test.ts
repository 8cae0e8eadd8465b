/** Finding by meaning: a real server for the vectors, which knows three things; and what becomes of a question when it fails. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSite } from '../../test/create.ts';
import { createTestDatabase } from '../../test/database.ts';
import { eventually } from '../../test/eventually.ts';
import { type FakeModel, startFakeModel } from '../../test/model.ts';
import { longerMoments } from '../../test/moments.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';
import { uuidv7 } from '../core/ids.ts';
import { retrieve } from './retrieval.ts';
import { insertArticle, replaceArticle } from './save-article.ts';

let model: FakeModel;
let server: TestServer;
let siteId: string;
const lines: string[] = [];

const MEANINGS = [/geese|down|plumage/i, /ship|parcel|courier/i, /refund|money/i];
const meaning = (text: string): number[] => MEANINGS.map((about) => (about.test(text) ? 1 : 0.01));

async function start(env: Record<string, string> = {}, databaseUrl?: string): Promise<void> {
  server = await startTestServer({
    worker: true,
    ...(databaseUrl !== undefined && { databaseUrl }),
    env: { OPENAI_BASE_URL: model.baseUrl, LOG_LEVEL: 'info', ...env },
    logTo: { write: (line) => void lines.push(line) },
  });
  siteId = (await createSite(server.core)).id;
}

async function write(title: string, body: string): Promise<string> {
  const id = uuidv7();
  await server.core.db
    .transaction()
    .execute((tx) => insertArticle(tx, { site_id: siteId, id, slug: `a-${id}`, title, body }));
  return id;
}
const titles = async (question: string) => (await retrieve(server.core, siteId, question, 3)).map(({ title }) => title);
const kept = () =>
  server.core.db.selectFrom('passage_vectors').select(['article_id', 'model']).where('site_id', '=', siteId).execute();
const embedded = (passages: number) =>
  eventually(async () => {
    const { embedded: times } = await server.core.db
      .selectFrom('knowledge_versions')
      .select('embedded')
      .where('site_id', '=', siteId)
      .executeTakeFirstOrThrow();
    return times > 0 && (await kept()).length === passages;
  });

beforeAll(async () => {
  model = await startFakeModel();
});
afterAll(() => model.close());
beforeEach(() => {
  longerMoments();
  lines.length = 0;
  model.embeds(meaning);
});
afterEach(() => server.close());

describe('with a server that offers vectors', () => {
  beforeEach(async () => {
    await start();
    await write('Filling', 'Ours is down of the best kind, and the birds are treated well.');
    await write('Delivery', 'A courier brings the parcel within three days.');
    await embedded(2);
  });

  it('finds what shares no word with the question, and joins it with what does', async () => {
    expect(await titles('which plumage')).toEqual(['Filling']);
    const [first, second] = await retrieve(server.core, siteId, 'plumage that a courier brings', 3);
    expect([first?.title, second?.title].sort()).toEqual(['Delivery', 'Filling']);
    expect((await retrieve(server.core, siteId, 'which plumage', 1))[0]?.confidence).toBeLessThan(0.4);
  });

  it('makes vectors of what changed alone, and of nothing that is gone', async () => {
    const id = await write('Money', 'The refund is with you within a week.');
    await embedded(3);
    expect(model.embedded.filter((text) => text.startsWith('Filling'))).toHaveLength(1);
    expect(await titles('when is my money back')).toContain('Money');
    model.embedded.length = 0;
    const article = { site_id: siteId, id, title: 'Parcels', body: 'We ship on each day of the week.' };
    await server.core.db.transaction().execute((tx) => replaceArticle(tx, article, new Date()));
    await eventually(() => model.embedded.length > 0);
    await embedded(3);
    expect(model.embedded).toEqual(['Parcels\nWe ship on each day of the week.']);
    await server.core.db.deleteFrom('articles').where('site_id', '=', siteId).where('id', '=', id).execute();
    expect(await titles('when does it ship')).not.toContain('Parcels');
  });

  it('is paid by the site, not asked once that may spend no more, and asked again at once when it may', async () => {
    const prices = JSON.stringify({ 'text-embedding-3-small': { in: 10, out: 0 } });
    const limit = (day_micros: number | null) =>
      server.core.db
        .insertInto('bot_limits')
        .values({ site_id: siteId, day_micros, prices })
        .onConflict((conflict) => conflict.column('site_id').doUpdateSet({ day_micros }))
        .execute();
    await limit(100_000);
    await titles('which plumage');
    const { spent_micros } = await server.core.db
      .selectFrom('bot_spending')
      .select('spent_micros')
      .where('site_id', '=', siteId)
      .executeTakeFirstOrThrow();
    expect(Number(spent_micros)).toBeGreaterThan(0);
    await limit(1);
    model.embedded.length = 0;
    expect(await titles('whose plumage')).toEqual([]);
    expect(await titles('the parcel')).toEqual(['Delivery']);
    expect(model.embedded).toHaveLength(0);
    await limit(null);
    expect(await titles('whose plumage')).toEqual(['Filling']);
    expect(await titles('whose plumage')).toEqual(['Filling']);
    expect(model.embedded).toEqual(['whose plumage']);
  });

  it('is asked no longer than a moment, then words alone answer, and the next question does not wait again', async () => {
    vi.restoreAllMocks();
    // It never answers: whoever waited for it would wait for ever.
    model.embeds('nothing');
    expect(await titles('the courier')).toEqual(['Delivery']);
    expect(model.embedded).toHaveLength(1);
    expect(await titles('the parcel')).toEqual(['Delivery']);
    expect(model.embedded).toHaveLength(1);
  });
});

it('makes them anew for another model, in a program that is started with it', async () => {
  const database = await createTestDatabase();
  await start({}, database.url);
  await write('Filling', 'Ours is down of the best kind.');
  await embedded(1);
  await server.close();
  server = await startTestServer({
    worker: true,
    databaseUrl: database.url,
    env: { OPENAI_BASE_URL: model.baseUrl, OPENAI_EMBEDDING_MODEL: 'another' },
  });
  await eventually(async () => (await kept()).every((vector) => vector.model === 'another'));
  await eventually(async () => (await titles('which plumage')).length === 1);
  await server.close();
  await database.drop();
  await start();
});

it('a busy server is asked again', async () => {
  model.embeds(429);
  await start();
  await write('Filling', 'Ours is down of the best kind.');
  await eventually(() => model.embedded.length > 0);
  model.embeds(meaning);
  await embedded(1);
}, 20_000);

it('a server that offers none is asked once, and said so once', async () => {
  model.embeds(404);
  await start();
  await write('Filling', 'Ours is down of the best kind.');
  await eventually(() => lines.some((line) => line.includes('offers no embeddings')));
  expect(await titles('filling')).toEqual(['Filling']);
  expect(model.embedded).toHaveLength(1);
  expect(lines.filter((line) => line.includes('offers no embeddings'))).toHaveLength(1);
});

it('off is off', async () => {
  await start({ OPENAI_EMBEDDING_MODEL: 'off' });
  await write('Filling', 'Ours is down of the best kind.');
  expect(await titles('plumage')).toEqual([]);
  expect(model.embedded).toEqual([]);
});
