/** A node that stops: what it took is answered, nobody new is let in, and its clients are told when to come back. */
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { chat, connect, openVisitor, type RawClient, type Visitor } from './client.ts';
import { call, createAgent, createSite } from './create.ts';
import { eventually } from './eventually.ts';
import { startTestServer, type TestServer } from './server.ts';

let staying: TestServer;
let leaving: TestServer;
let visitor: Visitor;

beforeEach(async () => {
  staying = await startTestServer();
  leaving = await startTestServer({ databaseUrl: staying.databaseUrl });
  await createSite(staying.core, { slug: 'acme' });
  visitor = await openVisitor(staying, 'acme');
});
afterEach(async () => {
  await staying.close();
});

/** Resolves with the code and the seconds after which to come back. */
const closing = (socket: RawClient) =>
  new Promise<[number, number]>((resolve) => {
    socket.ws.once('close', (code, reason) => resolve([code, Number(/^retry_in=(\d+\.\d)$/.exec(`${reason}`)?.[1])]));
  });

/** Keeps every message from being stored until the returned function is called. */
async function holdMessages(): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const held = Promise.withResolvers<void>();
  void staying.core.db.transaction().execute(async (tx) => {
    await sql`lock table messages in exclusive mode`.execute(tx);
    held.resolve();
    await promise;
  });
  await held.promise;
  return resolve;
}

async function messagesWait(): Promise<boolean> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`.execute(staying.core.db);
  return (rows[0]?.n ?? 0) > 0;
}

test('[S12] [P1] what was read is answered before the close, for sockets and for HTTP, and nobody new comes in', async () => {
  const socket = await chat(leaving, 'acme', visitor);
  await socket.call('new_message', { message: { content: 'Hello' } });
  const release = await holdMessages();
  const [closed, order] = [closing(socket), [] as string[]];
  const answer = socket.call('new_message', { message: { content: 'On the way', client_id: 'c1' } });
  const byHttp = call(leaving, '/api/messages', {
    token: visitor.access_token,
    body: { room: `acme ${visitor.consumer}`, message: { content: 'By HTTP', client_id: 'c2' } },
  });
  await eventually(messagesWait);
  void answer.then(() => order.push('answered'));
  void closed.then(() => order.push('closed'));
  const gone = leaving.app.close();
  expect(await call(leaving, '/readyz')).toMatchObject({ status: 503, body: { reason: 'stopping' } });
  expect((await call(leaving, '/healthz')).status).toBe(200);
  await expect(chat(leaving, 'acme', visitor)).rejects.toThrow('HTTP 503');
  socket.send({ command: 'new_message', id: 'late', message: { content: 'Too late', client_id: 'c3' } });
  release();
  expect(await answer).toMatchObject({ message: { content: 'On the way' } });
  expect((await byHttp).status).toBe(201);
  expect((await closed)[0]).toBe(1012);
  expect(order).toEqual(['answered', 'closed']);
  await gone;
  await leaving.close();

  const elsewhere = await chat(staying, 'acme', visitor);
  const again = await elsewhere.call('new_message', { message: { content: 'Too late', client_id: 'c3' } });
  expect(again).toMatchObject({ message: { content: 'Too late' } });
  const { messages } = await elsewhere.call('fetch_messages');
  expect((messages as { content: string }[]).map(({ content }) => content).sort()).toEqual(
    ['Hello', 'On the way', 'By HTTP', 'Too late'].sort(),
  );
});

test('[S12] its clients come back spread over time, the more there are the longer', async () => {
  const agent = await createAgent(staying.core, await createSite(staying.core, { slug: 'many' }));
  const sockets = await Promise.all(Array.from({ length: 400 }, () => connect(leaving, '/ws/room/many', agent.token)));
  const closed = Promise.all(sockets.map(closing));
  await leaving.close();
  const waits = (await closed).map(([code, seconds]) => {
    expect(code).toBe(1012);
    return seconds;
  });
  expect(Math.max(...waits)).toBeLessThanOrEqual(0.8);
  for (const tenth of [0, 0.2, 0.4, 0.6]) expect(waits.some((wait) => wait >= tenth && wait <= tenth + 0.2)).toBe(true);
});

test('clients that do not answer, and a frame that is never done, do not keep it from leaving within 12 seconds', async () => {
  const dead = await chat(leaving, 'acme', visitor);
  await dead.call('new_message', { message: { content: 'Hello' } });
  const release = await holdMessages();
  dead.send({ command: 'new_message', message: { content: 'Never' } });
  await eventually(messagesWait);
  dead.ws.pause();
  // It waits for what may never come, twice at most: 5 seconds for frames and 4 for clients. Unless it leaves, this waits for ever.
  await leaving.app.close();
  release();
  await leaving.close();
}, 30_000);
