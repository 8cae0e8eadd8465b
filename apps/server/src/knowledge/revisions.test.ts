/** An article's revision: raised with each change of its words, whoever makes it, and the old ones kept. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, type RawClient } from '../../test/client.ts';
import { createAgent, createSite, type NewSite } from '../../test/create.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';

let server: TestServer;
let site: NewSite;
let inbox: RawClient;

beforeAll(async () => {
  server = await startTestServer();
  site = await createSite(server.core, { slug: 'acme' });
  inbox = await connect(server, '/ws/room/acme', (await createAgent(server.core, site, { role: 'admin' })).token);
});
afterAll(() => server.close());

const revisions = (id: string) =>
  server.core.db
    .selectFrom('article_revisions')
    .select(['revision', 'title', 'body'])
    .where('site_id', '=', site.id)
    .where('article_id', '=', id)
    .orderBy('revision')
    .execute();
const revision = async (id: string) =>
  (await server.core.db.selectFrom('articles').select('revision').where('id', '=', id).executeTakeFirst())?.revision;

test('rises with the title and the body, and keeps what was there before', async () => {
  const made = await inbox.call('create_article', { title: 'Deposit', body: 'It is 100.' });
  const article = made.article as { id: string };
  const save = (title: string, body: string) => inbox.call('update_article', { article: article.id, title, body });
  expect(await revision(article.id)).toBe(1);
  await save('Deposit', 'It is 100.');
  expect([await revision(article.id), await revisions(article.id)]).toEqual([1, []]);
  await save('Deposit', 'It is 150.');
  await Promise.all([save('Deposits', 'It is 150.'), save('Deposit', 'It is 200.')]);
  expect(await revision(article.id)).toBe(4);
  expect(await revisions(article.id)).toMatchObject([
    { revision: 1, title: 'Deposit', body: 'It is 100.' },
    { revision: 2, title: 'Deposit', body: 'It is 150.' },
    { revision: 3 },
  ]);
  await inbox.call('delete_article', { article: article.id });
  expect(await revisions(article.id)).toEqual([]);
});
