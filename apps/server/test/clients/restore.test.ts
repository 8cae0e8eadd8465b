/** A backup is restored under a running server: clients notice that it is behind them, and end with what it has. */
import { VisitorSession } from '@parley/client';
import { AgentSession } from '@parley/client/agent';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { beat } from '../../src/rooms/heartbeat.ts';
import { chat, connect, openVisitor, type RawClient } from '../client.ts';
import { createAgent, createSite } from '../create.ts';
import { createTestDatabase } from '../database.ts';
import { eventually } from '../eventually.ts';
import { startTestServer, type TestServer } from '../server.ts';

let server: TestServer;
let visitor: VisitorSession;
let agent: AgentSession;
let ada: RawClient;
let room: string;

beforeAll(async () => {
  server = await startTestServer();
  const site = await createSite(server.core, { slug: 'acme' });
  const { id, name, token } = await createAgent(server.core, site, { name: 'Ada' });
  ada = await connect(server, '/ws/room/acme', token);
  const kept = new Map<string, string>();
  const storage = {
    get: (key: string) => kept.get(key) ?? null,
    set: (key: string, value: string) => void kept.set(key, value),
    delete: (key: string) => void kept.delete(key),
  };
  const signals = new EventTarget();
  visitor = new VisitorSession({ base: server.url, slug: 'acme', storage, signals });
  visitor.start();
  agent = new AgentSession({
    base: server.url,
    site: 'acme',
    me: { id, name },
    getToken: async () => ({ token, expiresIn: 600 }),
    signals: new EventTarget(),
  });
  agent.start();
});
afterAll(async () => {
  visitor?.stop();
  agent?.stop();
  await server?.close();
});

const said = (messages: readonly { seq: number; role: string; content: string }[]) =>
  messages.filter(({ role }) => role !== 'system').map(({ seq, content }) => `${seq} ${content}`);

/** Copies a database, or puts a copy in the other's place; its sessions are ended, as a restore ends them. */
async function onServer(...statements: string[]): Promise<void> {
  const url = new URL(server.databaseUrl);
  url.pathname = 'postgres';
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
}

test('[L6] a restored backup changes the epoch, and every client fetches anew', async () => {
  const name = new URL(server.databaseUrl).pathname.slice(1);
  const endSessions = `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`;
  for (const text of ['one', 'two']) visitor.send(text);
  await eventually(() => visitor.timeline.last === 2);
  room = visitor.timeline.messages[0]?.room as string;
  await Promise.all([agent.loadList('bot'), agent.loadList('mine')]);
  agent.open(room);
  await eventually(() => agent.conversation(room)?.messages.length === 2);
  await beat(server.core);

  const backup = `${name}_backup`;
  await onServer(
    `alter database ${name} allow_connections false`,
    endSessions,
    `create database ${backup} template ${name} strategy file_copy`,
    `alter database ${name} allow_connections true`,
  );
  visitor.send('three, which the backup lacks');
  await ada.call('take_over', { room });
  visitor.send('last, which it lacks too');
  await eventually(() => visitor.timeline.last === 5 && agent.conversation(room)?.messages.length === 5);

  await onServer(
    `alter database ${name} allow_connections false`,
    endSessions,
    `drop database ${name} with (force)`,
    `alter database ${backup} rename to ${name}`,
  );
  // Somebody writes on, so that the places which clients have seen are taken by other words.
  const word = await eventually(() =>
    ada.call('new_message', { room, message: { content: 'Hello' } }).catch(() => null),
  );
  expect((word.message as { seq: number }).seq).toBe(4);
  await beat(server.core);

  const now = ['1 one', '2 two', '4 Hello'];
  await eventually(() => said(visitor.timeline.messages).join() === now.join());
  await eventually(() => said(agent.conversation(room)?.messages ?? []).join() === now.join());
  await eventually(() => agent.list('mine').rooms[0]?.head === 4 && visitor.room?.head === 4);
  // And life goes on.
  visitor.send('three again');
  await eventually(() => said(agent.conversation(room)?.messages ?? []).at(-1) === '5 three again');
});

test('[L6] the same database keeps its epoch, whoever looks and however often', async () => {
  const second = await startTestServer({ databaseUrl: server.databaseUrl });
  const other = await openVisitor(second, 'acme');
  const [here, there] = [await chat(server, 'acme', other), await chat(second, 'acme', other)];
  await Promise.all([beat(server.core), beat(second.core), beat(second.core)]);
  const isBeat = ({ command }: { command: string }) => command === 'heartbeat';
  const epochs = [await here.seen(isBeat), await there.seen(isBeat)].map(({ epoch }) => epoch);
  expect(epochs[0]).toMatch(/^[\w-]{8}$/);
  expect(new Set(epochs).size).toBe(1);
  await second.close();
});

test('[L6] an operator who copied rows back changes the epoch by hand', async () => {
  const other = await openVisitor(server, 'acme');
  const socket = await chat(server, 'acme', other);
  await beat(server.core);
  const { epoch } = await socket.seen(({ command }) => command === 'heartbeat');
  await server.core.database.pool.query(`update installation set epoch = 'chosen'`);
  await beat(server.core);
  await socket.seen((frame) => frame.command === 'heartbeat' && frame.epoch === 'chosen');
  expect(epoch).not.toBe('chosen');
});

test('an empty database makes its epoch once, also when two nodes come at the same moment', async () => {
  const empty = await createTestDatabase();
  const nodes = await Promise.all([1, 2, 3].map(() => startTestServer({ databaseUrl: empty.url })));
  const { epochOf } = await import('../../src/core/epoch.ts');
  const epochs = await Promise.all(nodes.map(({ core }) => epochOf(core).look()));
  expect(new Set(epochs).size).toBe(1);
  await Promise.all(nodes.map((node) => node.close()));
  await empty.drop();
});
