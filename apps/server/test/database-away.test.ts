/** A database that is gone for a while: sockets stay, senders are told to try again, nothing acknowledged is lost. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { beat } from '../src/rooms/heartbeat.ts';
import { chat, connect, openVisitor, type RawClient } from './client.ts';
import { call, createAgent, createSite } from './create.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { eventually } from './eventually.ts';
import { type FaultProxy, startFaultProxy } from './fault-proxy.ts';
import { startTestServer, type TestServer } from './server.ts';

let database: TestDatabase;
let proxy: FaultProxy;
let server: TestServer;
let socket: RawClient;
let inbox: RawClient;
let port: number;

beforeAll(async () => {
  database = await createTestDatabase();
  const url = new URL(database.url);
  port = Number(url.port);
  proxy = await startFaultProxy(port, 0, () => 1);
  url.port = String(proxy.port);
  server = await startTestServer({ databaseUrl: url.href, worker: true });
  const site = await createSite(server.core, { slug: 'acme' });
  socket = await chat(server, 'acme', await openVisitor(server, 'acme'));
  inbox = await connect(server, '/ws/room/acme', (await createAgent(server.core, site)).token);
});
afterAll(async () => {
  await server.close();
  await proxy.close();
  await database.drop();
});

const say = (content: string) => socket.call('new_message', { message: { content, client_id: content } });

test('[F5] [H3] away: unavailable and retry; back: the same send goes through once, on the same sockets', async () => {
  const first = await say('before');
  expect(first).toMatchObject({ command: 'new_message' });
  expect((await call(server, '/readyz')).status).toBe(200);

  proxy.target = 0;
  proxy.cutAll();
  expect(await say('while away')).toMatchObject({
    command: 'error',
    code: 'unavailable',
    retry: true,
    client_id: 'while away',
  });
  expect(await inbox.call('fetch_rooms')).toMatchObject({ code: 'unavailable', retry: true });
  const session = await call(server, '/api/widget/acme/session', { body: {} });
  expect(session).toMatchObject({ status: 503, error: { code: 'unavailable' } });
  expect(session.headers.get('retry-after')).toBe('2');
  expect((await call(server, '/healthz')).status).toBe(200);
  expect((await call(server, '/readyz')).status).toBe(503);
  const heard = socket.next('heartbeat');
  await beat(server.core);
  expect(await heard).toMatchObject({ heads: {} });

  proxy.target = port;
  await eventually(async () => (await call(server, '/readyz')).status === 200);
  expect(await say('while away')).toMatchObject({ message: { content: 'while away' } });
  expect(await say('before')).toEqual({ ...first, id: expect.any(String) });
  expect(await inbox.call('fetch_rooms')).toMatchObject({ command: 'room' });
});

test('away for longer than a call waits: what needs no database goes on, sockets stay, and the bot answers when it is back', async () => {
  const visitor = await openVisitor(server, 'acme');
  const shopper = await chat(server, 'acme', visitor);
  const gone: RawClient[] = [];
  for (const client of [shopper, socket, inbox]) void client.closed.then(() => gone.push(client));
  proxy.target = 0;
  proxy.cutAll();
  const until = Date.now() + 12_000;
  while (Date.now() < until) {
    const typed = inbox.next('typing');
    shopper.send({ command: 'typing', typing: true });
    await typed;
    expect(await shopper.call('new_message', { message: { content: 'Hello', client_id: 'h' } })).toMatchObject({
      code: 'unavailable',
      retry: true,
      retry_after: 2,
    });
    expect((await call(server, '/readyz')).status).toBe(503);
    await shopper.next('heartbeat');
  }
  expect(gone).toEqual([]);
  const answered = shopper.next(
    (frame) => frame.command === 'new_message' && (frame.message as { role: string }).role === 'bot',
  );
  proxy.target = port;
  await eventually(async () => (await call(server, '/readyz')).status === 200);
  await eventually(
    async () => (await shopper.call('new_message', { message: { content: 'Hello', client_id: 'h' } })).message,
  );
  await answered;
}, 60_000);

test('[P1] [P2] a connection that dies in the middle of many sends loses none that was acknowledged', async () => {
  const sends = Array.from({ length: 100 }, (_, n) => say(`burst ${n}`));
  await sends[10];
  proxy.cutAll();
  const answers = await Promise.all(sends);
  const acknowledged = answers.filter((answer) => answer.command === 'new_message');
  expect(acknowledged.length).toBeGreaterThan(0);
  for (const answer of answers) if (answer.command === 'error') expect(answer).toMatchObject({ retry: true });
  const again = await Promise.all(Array.from({ length: 100 }, (_, n) => say(`burst ${n}`)));
  for (const [n, answer] of answers.entries())
    if (answer.command === 'new_message') expect(again[n]?.message).toEqual(answer.message);
  const log = await socket.call('fetch_messages', { limit: 200 });
  const messages = log.messages as { seq: number; role: string }[];
  expect(messages.map(({ seq }) => seq)).toEqual(messages.map((_, n) => n + 1));
  // Two of the first test; the bot may have found time between them.
  expect(messages.filter(({ role }) => role === 'visitor')).toHaveLength(102);
});
