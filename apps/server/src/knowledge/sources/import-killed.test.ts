/** Holds that an import survives whatever ends the program, and that two who do the same job at once make one thing of it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { KnowledgeSource } from '@parley/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { call, createAgent, createSite } from '../../../test/create.ts';
import { eventually } from '../../../test/eventually.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { html, startWebsite, type Website } from '../../../test/website.ts';
import { importSource } from './import-job.ts';

const PAGES = 60;
const LONG =
  'Unused gear comes back within thirty days, with its tags, and the refund reaches the card in five working days. ';
const children: ChildProcess[] = [];
let server: TestServer;
let web: Website;

beforeAll(async () => {
  const paths = Array.from({ length: PAGES }, (_, i) => `/page-${i}`);
  web = await startWebsite({
    '/': html('Start', LONG, paths),
    ...Object.fromEntries(paths.map((path) => [path, html(`Page ${path}`, LONG + path)])),
  });
  server = await startTestServer({ env: { CRAWL_ALLOW: web.host } });
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await server.close();
  await web.close();
});

const add = async () => {
  const ada = await createAgent(server.core, await createSite(server.core), { role: 'admin' });
  const of = { token: ada.token, body: { address: web.url } };
  return (await call<{ source: KnowledgeSource }>(server, '/api/sources', of)).body.source.id;
};
const run = (id: string) =>
  server.core.db.selectFrom('import_runs').selectAll().where('source_id', '=', id).executeTakeFirstOrThrow();
const articles = async (id: string) =>
  (await server.core.db.selectFrom('articles').select('source_key').where('source_id', '=', id).execute()).map(
    ({ source_key }) => source_key,
  );

test('[Z4] killed with SIGKILL in the middle it goes on in another process, with no page lost and none twice', async () => {
  const id = await add();
  const script = fileURLToPath(new URL('../../../test/jobs-child.ts', import.meta.url));
  const env = JSON.stringify({ CRAWL_ALLOW: web.host });
  const child = spawn(process.execPath, [script, server.databaseUrl, env], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  await eventually(async () => (await run(id)).done > 10, 30_000);
  child.kill('SIGKILL');
  expect((await run(id)).state).toBe('running');
  expect((await run(id)).done).toBeLessThan(PAGES);
  const other = await startTestServer({
    env: { CRAWL_ALLOW: web.host },
    databaseUrl: server.databaseUrl,
    worker: true,
  });
  try {
    await eventually(async () => (await run(id)).state === 'done', 60_000);
  } finally {
    await other.close();
  }
  expect(await run(id)).toMatchObject({ found: PAGES + 1, done: PAGES + 1, added: PAGES + 1, failed: 0 });
  const made = await articles(id);
  expect(new Set(made).size).toBe(made.length);
  expect(made).toHaveLength(PAGES + 1);
  // The one that was at hand is asked for again, and no other.
  const pages = web.asked.filter((path) => path !== '/robots.txt');
  expect(pages.length).toBeLessThanOrEqual(PAGES + 2);
}, 120_000);

test('[Z4] two that do the same job at once make each article once', async () => {
  const id = await add();
  const { site_id, id: run_id } = await run(id);
  const work = () =>
    importSource(
      server.core,
      { site_id, source_id: id, run_id },
      { attempt: 1, maxAttempts: 8, signal: new AbortController().signal },
    );
  while ((await run(id)).finished_at === null) await Promise.all([work(), work(), work()]);
  expect(await run(id)).toMatchObject({
    state: 'done',
    found: PAGES + 1,
    done: PAGES + 1,
    added: PAGES + 1,
    failed: 0,
  });
  expect(await articles(id)).toHaveLength(PAGES + 1);
}, 60_000);
