/** Figures of a real server at work, who may read them, and that their number stays bounded. */
import { request } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chat, connect, openVisitor } from '../../test/client.ts';
import { createAgent, createSite } from '../../test/create.ts';
import { eventually } from '../../test/eventually.ts';
import { startRedis } from '../../test/redis.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';
import { listenForMetrics, mayReadMetrics } from './metrics-door.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ worker: true });
});
afterAll(() => server.close());

const TOKEN = 'a bearer of the tests'.replaceAll(' ', '-');

interface Got {
  readonly status: number;
  readonly text: string;
}
/** With headers as a proxy may set them: fetch would not send another Host. */
const get = (url: string, headers: Record<string, string> = {}): Promise<Got> =>
  new Promise((resolve, reject) => {
    request(`${url}/metrics`, { headers }, (response) => {
      let text = '';
      response.on('data', (piece) => {
        text += piece;
      });
      response.on('end', () => resolve({ status: response.statusCode as number, text }));
    })
      .on('error', reject)
      .end();
  });

/** The value of the one series with this name and these labels. */
function valueOf(text: string, series: string): number | undefined {
  const line = text.split('\n').find((one) => one.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length + 1));
}

test('a conversation moves the figures', async () => {
  const site = await createSite(server.core);
  const agent = await createAgent(server.core, site);
  const inbox = await connect(server, `/ws/room/${site.slug}`, agent.token);
  const visitor = await openVisitor(server, site.slug);
  const socket = await chat(server, site.slug, visitor);
  await socket.call('new_message', { message: { content: 'How much is the tent?' } });
  await inbox.call('new_message', { room: `${site.slug} ${visitor.consumer}`, message: { content: '120 euros.' } });
  await socket.call('no_such_command');
  await fetch(`${server.url}/api/widget/nobody-here/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  await eventually(async () => (await get(server.url)).text.includes('parley_job_seconds_count{task="answer"'));

  const { status, text } = await get(server.url);
  expect(status).toBe(200);
  const value = (series: string) => valueOf(text, series);
  expect(value('parley_messages_total{role="visitor"}')).toBe(1);
  expect(value('parley_messages_total{role="agent"}')).toBe(1);
  expect(value('parley_messages_total{role="system"}')).toBeGreaterThanOrEqual(1);
  expect(value('parley_frame_seconds_count{command="new_message"}')).toBe(2);
  expect(value('parley_frame_seconds_bucket{command="new_message",le="+Inf"}')).toBe(2);
  expect(value('parley_frame_seconds_sum{command="new_message"}')).toBeGreaterThan(0);
  const commits = value('parley_log_commit_seconds_count') as number;
  expect(commits).toBeGreaterThanOrEqual(2);
  expect(value('parley_log_batch_messages_count')).toBe(commits);
  expect(value('parley_log_batch_messages_sum')).toBeGreaterThanOrEqual(2);
  expect(value('parley_log_waiting')).toBe(0);
  expect(value('parley_frames_received_total')).toBe(3);
  expect(value('parley_frames_answered_total')).toBe(3);
  expect(value('parley_frames_sent_total')).toBeGreaterThan(3);
  expect(value('parley_sockets{kind="visitor"}')).toBe(1);
  expect(value('parley_sockets{kind="agent"}')).toBe(1);
  expect(value('parley_socket_unsent_bytes{of="slowest"}')).toBe(0);
  expect(value('parley_refusals_total{door="socket",code="unknown_command"}')).toBe(1);
  expect(value('parley_refusals_total{door="http",code="site_not_found"}')).toBe(1);
  expect(value('parley_slow_consumer_closes_total')).toBe(0);
  expect(value('parley_database_connections{state="max"}')).toBe(10);
  expect(value('parley_database_waiting')).toBe(0);
  expect(value(`parley_build_info{version="0.1.0",node="${process.version}"}`)).toBe(1);
  await Promise.all([inbox.close(), socket.close()]);
});

test('jobs are counted by task and state, from the database', async () => {
  const later = (task: string, spec: string) =>
    server.core.database.pool.query(`select graphile_worker.add_job('${task}', '{}', ${spec})`);
  await later('clean_up', `run_at := now() + interval '1 day'`);
  await server.core.database.pool.query(
    `update graphile_worker._private_jobs set attempts = max_attempts where task_id =
       (select id from graphile_worker._private_tasks where identifier = 'clean_up')`,
  );
  expect(valueOf((await get(server.url)).text, 'parley_jobs{task="clean_up",state="given_up"}')).toBe(1);
});

test('no series names a site, a room or a person', async () => {
  const { text } = await get(server.url);
  const labels = new Set([...text.matchAll(/[{,]([a-z_]+)="/g)].map(([, name]) => name));
  const closed = 'code command door kind le node of outcome role state task version way why'.split(' ');
  expect([...labels].filter((name) => !closed.includes(name as string))).toEqual([]);
  expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}/);
});

test.each([
  ['x-forwarded-for', '203.0.113.9'],
  ['x-forwarded-for', '10.0.0.9'],
  ['forwarded', 'for=10.0.0.9'],
  ['x-real-ip', '203.0.113.9'],
  ['via', '1.1 proxy'],
  // A proxy that leaves no trace, but the public name.
  ['host', 'parley.test'],
])('who comes from outside past a proxy is refused: %s: %s', async (name, value) => {
  const { status, text } = await get(server.url, { [name]: value });
  expect(status).toBe(403);
  expect(text).not.toContain('parley_build_info');
});

test('a public address is refused, a private one is not', () => {
  const from = (remoteAddress: string, headers = {}) =>
    mayReadMetrics({ metricsToken: null, publicUrl: 'https://chat.example.com' }, {
      socket: { remoteAddress },
      headers,
    } as never);
  for (const near of ['127.0.0.1', '::1', '::ffff:127.0.0.1', '10.2.3.4', '172.20.0.3', '192.168.1.1', 'fd00::1'])
    expect([near, from(near)]).toEqual([near, true]);
  for (const far of ['203.0.113.9', '::ffff:203.0.113.9', '172.32.0.1', '2001:db8::1', ''])
    expect([far, from(far)]).toEqual([far, false]);
});

test('with Redis: whether nodes hear each other, and how long it takes; without: nothing of it', async () => {
  expect((await get(server.url)).text).not.toMatch(/^parley_bus_(up|lag_seconds_count)/m);
  const redis = await startRedis();
  const node = await startTestServer({ databaseUrl: server.databaseUrl, env: { REDIS_URL: redis.url } });
  const figure = async (series: string) => valueOf((await get(node.url)).text, series);
  try {
    // Its first word to everybody comes back.
    await eventually(async () => ((await figure('parley_bus_lag_seconds_count')) ?? 0) > 0);
    // Of one reading: the next word may come between two.
    const { text } = await get(node.url);
    expect(valueOf(text, 'parley_bus_lag_seconds_bucket{le="5"}')).toBe(valueOf(text, 'parley_bus_lag_seconds_count'));
    expect(await figure('parley_bus_up')).toBe(1);
    await redis.kill();
    await eventually(async () => (await figure('parley_bus_up')) === 0);
  } finally {
    await node.close();
    await redis.close();
  }
});

test('with METRICS_TOKEN only its bearer reads, from wherever; and METRICS_PORT serves nothing else', async () => {
  const guarded = await startTestServer({ databaseUrl: server.databaseUrl, env: { METRICS_TOKEN: TOKEN } });
  const door = await listenForMetrics(guarded.core, 0);
  try {
    for (const url of [guarded.url, `http://127.0.0.1:${door.port}`]) {
      expect((await get(url)).status).toBe(403);
      expect((await get(url, { authorization: `Bearer ${TOKEN}x` })).status).toBe(403);
      const right = { authorization: `Bearer ${TOKEN}`, 'x-forwarded-for': '203.0.113.9' };
      expect((await get(url, right)).text).toContain('parley_build_info');
    }
    expect((await fetch(`http://127.0.0.1:${door.port}/api/me`)).status).toBe(404);
  } finally {
    await door.stop();
    await guarded.close();
  }
});
