/**
 * A database that is there and cannot write: its disk is full, it has no memory or no connection left, or it became a standby.
 * Senders are told that nothing was kept and to try again, what was acknowledged stays, and all goes on when it can write again.
 */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { chat, connect, openVisitor, type RawClient } from './client.ts';
import { call, createAgent, createSite } from './create.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { type FaultProxy, startFaultProxy } from './fault-proxy.ts';
import { startTestServer, type TestServer } from './server.ts';

let database: TestDatabase;
let direct: pg.Client;
let proxy: FaultProxy;
let server: TestServer;
let inbox: RawClient;
let port: number;
let lines: string[] = [];

/** Stands in for the disk: while a code stands in `refusing`, whatever would write messages, rooms or jobs fails with it. */
const REFUSING = `
  create table refusing (code text);
  create function refuse_to_write() returns trigger language plpgsql security definer set search_path = public as $$
  declare now text := (select code from refusing limit 1);
  begin
    if now is not null then raise exception 'could not extend file' using errcode = now; end if;
    return null;
  end $$;
  create trigger refuse after insert or update on messages for each statement execute function refuse_to_write();
  create trigger refuse after insert or update on rooms for each statement execute function refuse_to_write();
  create trigger refuse after insert or update on graphile_worker._private_jobs
    for each statement execute function refuse_to_write();`;
const refuseWith = (code: string) => direct.query('insert into refusing values ($1)', [code]);
const writeAgain = () => direct.query('delete from refusing');

beforeAll(async () => {
  database = await createTestDatabase();
  direct = new pg.Client(database.url);
  await direct.connect();
  await direct.query(REFUSING);
  const url = new URL(database.url);
  port = Number(url.port);
  proxy = await startFaultProxy(port, 0, () => 1);
  url.port = String(proxy.port);
  server = await startTestServer({
    databaseUrl: url.href,
    worker: true,
    env: { LOG_LEVEL: 'warn' },
    logTo: { write: (line) => void lines.push(line) },
  });
  const site = await createSite(server.core, { slug: 'acme' });
  inbox = await connect(server, '/ws/room/acme', (await createAgent(server.core, site)).token);
});
afterEach(async () => {
  proxy.target = port;
  await writeAgain();
});
afterAll(async () => {
  await server.close();
  await proxy.close();
  await direct.end();
  await database.drop();
});

const say = (socket: RawClient, content: string) =>
  socket.call('new_message', { message: { content, client_id: content } });

interface Talking {
  readonly socket: RawClient;
  readonly room: string;
}
async function talk(): Promise<Talking> {
  const visitor = await openVisitor(server, 'acme');
  return { socket: await chat(server, 'acme', visitor), room: `acme ${visitor.consumer}` };
}
const log = async ({ socket }: Talking) =>
  (await socket.call('fetch_messages', { limit: 200 })).messages as { seq: number; role: string; content: string }[];

/** Everybody's messages at once, of which none may be taken; then each again, until it is. */
async function refusedThenKept(talks: readonly Talking[], mend: () => unknown): Promise<void> {
  const words = Array.from({ length: 20 }, (_, n) => `said ${n}`);
  const all = talks.flatMap(({ socket }) => words.map((content) => ({ socket, content })));
  const answers = await Promise.all(all.map(({ socket, content }) => say(socket, content)));
  for (const [n, answer] of answers.entries())
    expect(answer).toMatchObject({ code: 'unavailable', retry: true, retry_after: 2, client_id: all[n]?.content });
  expect((await call(server, '/healthz')).status).toBe(200);
  await mend();
  for (const { socket, content } of all)
    await expect.poll(async () => (await say(socket, content)).message, { timeout: 20_000 }).toMatchObject({ content });
  for (const one of talks) {
    const kept = await log(one);
    expect(kept.map(({ seq }) => seq)).toEqual(kept.map((_, n) => n + 1));
    expect(kept.filter(({ role }) => role === 'visitor').map(({ content }) => content)).toEqual(['kept', ...words]);
  }
}

test.each([
  ['53100', 'a full disk'],
  ['53200', 'no memory left'],
  ['25006', 'a server that became a standby'],
])(
  '[F5] [P1] [P2] %s, %s: nothing is kept, everybody is told at once, and it goes on',
  async (code) => {
    const talks = [await talk(), await talk()];
    for (const { socket } of talks) expect(await say(socket, 'kept')).toMatchObject({ command: 'new_message' });
    // The bot's own lines would stand between.
    for (const { room } of talks)
      expect(await inbox.call('take_over', { room })).toMatchObject({ command: 'take_over' });
    const { writer } = server.core.database;
    const { session } = writer;
    lines = [];
    await refuseWith(code);
    expect(await inbox.call('hand_back', { room: talks[0]?.room })).toMatchObject({ code: 'unavailable', retry: true });
    expect(await inbox.call('fetch_room', { room: talks[0]?.room })).toMatchObject({ command: 'room' });
    await refusedThenKept(talks, writeAgain);
    expect(
      lines.some((line) => line.includes('messages were not stored') && line.includes('could not extend file')),
    ).toBe(true);
    // Postgres said itself that nothing was stored: nobody waits while that is looked up.
    expect(lines.filter((line) => line.includes('what became of a commit'))).toEqual([]);
    // Behind another connection may stand the new primary; behind no other one is more room.
    if (code.startsWith('53')) expect(writer.session).toBe(session);
  },
  60_000,
);

test('[F5] [P1] the bot answers what was asked before the disk was full, when it no longer is', async () => {
  const shopper = await talk();
  const answered = shopper.socket.next(
    (frame) => frame.command === 'new_message' && (frame.message as { role: string }).role === 'bot',
  );
  await refuseWith('53100');
  expect(await say(shopper.socket, 'Hello')).toMatchObject({ code: 'unavailable' });
  await writeAgain();
  await expect.poll(async () => (await say(shopper.socket, 'Hello')).message).toMatchObject({ seq: 1 });
  await refuseWith('53100');
  await call(server, '/healthz');
  await writeAgain();
  await answered;
  expect((await log(shopper)).filter(({ role }) => role !== 'system').map(({ role }) => role)).toEqual([
    'visitor',
    'bot',
  ]);
}, 60_000);

test.each([
  ['53300', 'sorry, too many clients already'],
  ['57P03', 'the database system is starting up'],
])(
  '[F5] [P1] %s where one connects, "%s": nothing is kept, and it goes on',
  async (code, words) => {
    const talks = [await talk()];
    for (const { socket } of talks) await say(socket, 'kept');
    for (const { room } of talks)
      expect(await inbox.call('take_over', { room })).toMatchObject({ command: 'take_over' });
    const full = await refusing(code, words);
    proxy.target = (full.address() as AddressInfo).port;
    proxy.cutAll();
    await refusedThenKept(talks, () => {
      proxy.target = port;
    });
    full.close();
    await once(full, 'close');
  },
  60_000,
);

/** As Postgres refuses a connection: it says why, and ends it. */
async function refusing(code: string, words: string): Promise<Server> {
  const fields = Buffer.from(`SFATAL\0VFATAL\0C${code}\0M${words}\0\0`);
  const head = Buffer.alloc(5);
  head.write('E');
  head.writeInt32BE(fields.length + 4, 1);
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end(Buffer.concat([head, fields])));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
