/** The seeded demo: complete after one call, untouched by the next. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../test/server.ts';
import { answers } from './content/answers.ts';
import { articles } from './content/articles.ts';
import { conversations } from './content/conversations.ts';
import { DEMO_PASSWORD, seedDemo } from './seed.ts';

let server: TestServer;
let token: string;

async function call<T>(path: string): Promise<T> {
  const response = await fetch(server.url + path, { headers: { authorization: `Bearer ${token}` } });
  expect(response.status).toBe(200);
  return (await response.json()) as T;
}

beforeAll(async () => {
  server = await startTestServer();
  await Promise.all([seedDemo(server.core), seedDemo(server.core)]);
  const login = await fetch(`${server.url}/api/users/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'ada@parley.test', password: DEMO_PASSWORD }),
  });
  expect(login.status).toBe(200);
  token = ((await login.json()) as { access_token: string }).access_token;
});
afterAll(() => server.close());

describe('the demo', () => {
  it('shows its knowledge, answers and settings to the agents', async () => {
    const listed = await call<{ articles: { url: string }[] }>('/api/articles');
    expect(listed.articles).toHaveLength(articles.length);
    expect((await call<{ answers: unknown[] }>('/api/answers')).answers).toHaveLength(answers.length);
    expect(await call('/api/chatbot')).toMatchObject({ bot: { name: 'Scout', enabled: true, has_model: false } });
  });

  it('has conversations in every list, ordered and without gaps', async () => {
    const counts = await call('/api/rooms/counts');
    expect(counts).toMatchObject({ unassigned: 2, mine: 1, bot: 2, others: 2, closed: 2 });
    const { teams } = await call<{ teams: { id: string; name: string }[] }>('/api/teams');
    const [orders, workshop] = teams.map(({ id }) => id) as [string, string];
    expect(counts).toHaveProperty('teams', { [workshop]: 1, [orders]: 0 });
    const { labels } = await call<{ labels: { name: string; rooms: number }[] }>('/api/labels');
    expect(labels.map(({ name, rooms }) => [name, rooms])).toEqual([
      ['Complaint', 2],
      ['Delivery', 3],
      ['Product advice', 2],
      ['Repair', 3],
      ['Returns', 0],
    ]);
    const { rows } = await server.core.database.pool.query(`
      select r.last_seq, count(*)::int as n, max(m.seq) as top, max(m.created_at) <= now() as past, r.updated_at = max(m.created_at) as fresh
      from rooms r join messages m on m.site_id = r.site_id and m.room_id = r.id group by r.site_id, r.id`);
    expect(rows).toHaveLength(conversations.length);
    for (const row of rows) expect(row).toMatchObject({ n: row.last_seq, top: row.last_seq, past: true, fresh: true });
  });

  it('cites articles that are there', async () => {
    const { rows } = await server.core.database.pool.query(`
      select distinct s->>'url' as url from messages, jsonb_array_elements(meta->'sources') s`);
    expect(rows.length).toBeGreaterThan(5);
    for (const { url } of rows) {
      const page = await fetch(server.url + new URL(url).pathname);
      expect([url, page.status]).toEqual([url, 200]);
    }
  });

  it('is seeded once, in well under a second, and keeps what people changed', async () => {
    await server.core.db.deleteFrom('articles').where('slug', '=', 'warranty').execute();
    await seedDemo(server.core);
    const { articles: left } = await call<{ articles: unknown[] }>('/api/articles');
    expect(left).toHaveLength(articles.length - 1);
    const sites = await server.core.db.selectFrom('sites').selectAll().execute();
    expect(sites).toHaveLength(1);
    expect(sites[0]?.origins).toEqual(['http://localhost:4001', 'http://127.0.0.1:4001']);
  });
});
