/**
 * Large sites by the database's own index, on a real Postgres that has pgvector: `PGVECTOR_URL` names one, as somebody who may make
 * databases and extensions. Skipped where it does not; that nothing is the worse without is tested everywhere.
 */
import pg from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import { createSite } from '../../test/create.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';
import { createDatabase } from '../core/db.ts';
import type { JobTask } from '../core/jobs.ts';
import { migrate } from '../core/migrate.ts';
import { keepSiteLock } from '../core/site-lock.ts';
import { installJobs } from '../core/worker.ts';
import { provideEmbedder, unit } from './embedder.ts';
import { indexVectors } from './vector-index.ts';
import { searchVectors } from './vectors.ts';

const { PGVECTOR_URL } = process.env;
const WIDTH = 48;
const LARGE = 10_050;
const MODEL = 'made up';
const quiet = { info() {}, warn() {}, error() {} };

let server: TestServer;
let leave: () => Promise<void> = async () => undefined;
afterEach(async () => {
  await server.close();
  await leave();
  leave = async () => undefined;
});

/** Any sequence that is the same in each run, and repeats nothing. */
let seed = 1;
const any = () =>
  unit(
    Array.from({ length: WIDTH }, () => {
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
      return seed / 4_294_967_296 - 0.4;
    }),
  ) as Float32Array;

async function start(databaseUrl?: string, model = MODEL): Promise<void> {
  server = await startTestServer({ ...(databaseUrl !== undefined && { databaseUrl }) });
  provideEmbedder(server.core, { model, embed: () => Promise.reject(new Error('is not asked')) });
}

/** A database of its own on the Postgres that has the extension, as a program that starts there makes it. */
async function withExtension(): Promise<string> {
  const url = new URL(PGVECTOR_URL as string);
  const admin = new pg.Client({ connectionString: url.href });
  await admin.connect();
  const name = `test_${crypto.randomUUID().replaceAll('-', '')}`;
  await admin.query(`create database ${name}`);
  leave = async () => {
    await admin.query(`drop database ${name} with (force)`);
    await admin.end();
  };
  url.pathname = name;
  const database = createDatabase(url.href, { max: 1, log: quiet });
  await migrate(database.pool);
  await installJobs(database.pool);
  await keepSiteLock(database.pool, quiet);
  await database.close();
  return url.href;
}

const query = async (text: string, values: unknown[] = []) =>
  (await server.core.database.pool.query(text, values)).rows;
const indexes = () =>
  query(
    "select indexrelid::regclass::text as name from pg_index where indrelid = 'passage_vectors'::regclass and not indisprimary",
  );
const indexAll = () =>
  indexVectors(server.core, {}, { signal: new AbortController().signal } as Parameters<JobTask>[2]);

/** One article of so many passages, with vectors that are any. */
async function fill(passages: number): Promise<{ siteId: string; vectors: Float32Array[] }> {
  const { id: siteId } = await createSite(server.core);
  const article = crypto.randomUUID();
  const vectors = Array.from({ length: passages }, any);
  await query("insert into articles (site_id, id, slug, title, body, language) values ($1, $2, 'a', 'A', 'a', 'en')", [
    siteId,
    article,
  ]);
  await query(
    `insert into passages (site_id, article_id, ordinal, title, heading, text, language, words)
     select $1, $2, n, 'A', '', 'a', 'en', 'a' from generate_series(0, $3::int - 1) n`,
    [siteId, article, passages],
  );
  await query(
    `insert into passage_vectors (site_id, article_id, ordinal, model, vector)
     select $1, $2, n - 1, $3, v from unnest($4::bytea[]) with ordinality as t(v, n)`,
    [siteId, article, MODEL, vectors.map((vector) => Buffer.from(vector.buffer))],
  );
  await query('update knowledge_versions set embedded = 1 where site_id = $1', [siteId]);
  return { siteId, vectors };
}

const search = (siteId: string, passages: number, question: Float32Array, model = MODEL) =>
  searchVectors(server.core, siteId, { version: 1, embedded: 1, passages }, model, question, 10);
const closest = (vectors: readonly Float32Array[], question: Float32Array): number[] =>
  vectors
    .map((vector, ordinal) => ({
      ordinal,
      likeness: vector.reduce((sum, value, j) => sum + value * (question[j] as number), 0),
    }))
    .sort((a, b) => b.likeness - a.likeness)
    .slice(0, 10)
    .map(({ ordinal }) => ordinal);

describe.skipIf(!PGVECTOR_URL)('on a Postgres with pgvector (skipped: PGVECTOR_URL names none)', () => {
  it('finds in a large site what comparing with all of them finds, and nothing of another site', async () => {
    await start(await withExtension());
    const large = await fill(LARGE);
    const other = await fill(LARGE);
    const small = await fill(20);
    expect(await search(large.siteId, LARGE, any())).toEqual([]);
    await indexAll();
    expect(await indexes()).toHaveLength(2);
    let found = 0;
    for (let n = 0; n < 20; n++) {
      const question = any();
      const given = await search(large.siteId, LARGE, question);
      const wanted = closest(large.vectors, question);
      expect(given).toHaveLength(10);
      found += wanted.filter((ordinal) => given.some((place) => place.ordinal === ordinal)).length;
    }
    expect(found / 200).toBeGreaterThan(0.95);
    const [first] = await search(other.siteId, LARGE, other.vectors[7] as Float32Array);
    expect(first?.ordinal).toBe(7);
    expect((await search(small.siteId, 20, small.vectors[3] as Float32Array))[0]?.ordinal).toBe(3);
  }, 120_000);

  it('knows what is added at once, makes the index anew for another model, and drops that of a site that is gone', async () => {
    const url = await withExtension();
    await start(url);
    const { siteId, vectors } = await fill(LARGE);
    await indexAll();
    const added = any();
    await query(`update passage_vectors set vector = $2 where site_id = $1 and ordinal = 5`, [
      siteId,
      Buffer.from(added.buffer),
    ]);
    expect((await search(siteId, LARGE, added))[0]?.ordinal).toBe(5);
    expect((await search(siteId, LARGE, vectors[6] as Float32Array))[0]?.ordinal).toBe(6);
    const [before] = await indexes();
    provideEmbedder(server.core, { model: 'another', embed: () => Promise.reject(new Error('is not asked')) });
    await query(`update passage_vectors set model = 'another' where site_id = $1`, [siteId]);
    await indexAll();
    const after = await indexes();
    expect(after).toHaveLength(1);
    expect(after).not.toEqual([before]);
    expect((await search(siteId, LARGE, added, 'another'))[0]?.ordinal).toBe(5);
    await indexAll();
    expect(await indexes()).toEqual(after);
    await query('delete from sites where id = $1', [siteId]);
    await indexAll();
    expect(await indexes()).toEqual([]);
  }, 120_000);

  it('goes on by words alone when the extension is taken away, and comes back with it', async () => {
    await start(await withExtension());
    const { siteId, vectors } = await fill(LARGE);
    await indexAll();
    expect(await search(siteId, LARGE, vectors[1] as Float32Array)).not.toEqual([]);
    await query('drop extension vector cascade');
    expect(await search(siteId, LARGE, vectors[1] as Float32Array)).toEqual([]);
    await indexAll();
    expect((await search(siteId, LARGE, vectors[1] as Float32Array))[0]?.ordinal).toBe(1);
  }, 120_000);
});

it('a Postgres without the extension is none the worse: small sites in memory, large ones by words', async () => {
  await start();
  const { siteId, vectors } = await fill(20);
  await query('update knowledge_versions set passages = $2 where site_id = $1', [siteId, LARGE]);
  await indexAll();
  expect(await indexes()).toEqual([]);
  expect(await search(siteId, LARGE, vectors[3] as Float32Array)).toEqual([]);
  expect((await search(siteId, 20, vectors[3] as Float32Array))[0]?.ordinal).toBe(3);
});
