/** A room of fifty thousand messages in a real Postgres, walked through by a real client that holds a window of it. */
import { AgentSession } from '@parley/client/agent';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chat, connect, openVisitor, type RawClient } from '../client.ts';
import { createAgent, createSite } from '../create.ts';
import { eventually } from '../eventually.ts';
import { startTestServer, type TestServer } from '../server.ts';

const LENGTH = 50_000;
const WINDOW = 400;

let server: TestServer;
let session: AgentSession;
let visitor: RawClient;
let inbox: RawClient;
let room: string;

beforeAll(async () => {
  server = await startTestServer();
  const site = await createSite(server.core, { slug: 'acme' });
  const mia = await createAgent(server.core, site, { name: 'Mia' });
  const { consumer, ...rest } = await openVisitor(server, 'acme');
  visitor = await chat(server, 'acme', { consumer, ...rest });
  inbox = await connect(server, '/ws/room/acme', mia.token);
  room = `acme ${consumer}`;
  await visitor.call('new_message', { message: { content: 'line 1' } });
  const { db } = server.core;
  await sql`insert into messages (site_id, room_id, seq, id, author_id, author, role, content)
    select site_id, id, n, gen_random_uuid(), key, 'Visitor', 'visitor', 'line ' || n
    from rooms, generate_series(2, ${LENGTH}::int) n where key = ${consumer}`.execute(db);
  await sql`update rooms set last_seq = ${LENGTH} where key = ${consumer}`.execute(db);
  session = new AgentSession({
    base: server.url,
    site: 'acme',
    me: { id: mia.id, name: mia.name },
    getToken: async () => ({ token: mia.token, expiresIn: 600 }),
    signals: new EventTarget(),
  });
  session.start();
  await eventually(() => session.state.status === 'online');
  session.open(room);
  await eventually(() => session.conversation(room)?.loaded === true);
});
afterAll(async () => {
  session.stop();
  await server.close();
});

const held = () => session.conversation(room)?.messages ?? [];
const ends = () => [held()[0]?.seq, held().at(-1)?.seq];
/** Unbroken, bounded, and what the server has. */
const expectTrue = async () => {
  const [first = 1] = ends();
  expect(held().length).toBeLessThanOrEqual(WINDOW);
  const pages = [first - 1, first + 199].map((after) => inbox.call('fetch_messages', { room, after, limit: 200 }));
  const there = (await Promise.all(pages)).flatMap(({ messages }) => messages);
  expect(held()).toEqual(there.slice(0, held().length));
};

test('[M5] opens at its end, goes to a message in the middle, and both ways from there', async () => {
  expect(ends()).toEqual([LENGTH - 49, LENGTH]);
  await session.showMessages(room, 25_000);
  expect(ends()).toEqual([24_976, 25_025]);
  for (let page = 0; page < 12; page++) await session.loadOlder(room);
  expect(ends()).toEqual([24_376, 24_775]);
  for (let page = 0; page < 20; page++) await session.loadNewer(room);
  expect(ends()).toEqual([25_376, 25_775]);
  await expectTrue();
});

test('[M13] [P5] shows changes of what is in the window further up, and comes back to what was said meanwhile', async () => {
  await session.showMessages(room, 300);
  await visitor.call('edit_message', { seq: 300, content: 'edited' });
  await visitor.call('redact_message', { seq: 301 });
  await visitor.call('redact_message', { seq: 40_000 });
  await visitor.call('new_message', { message: { content: 'meanwhile' } });
  await eventually(() => held().some(({ seq, change }) => seq === 301 && change));
  expect(held().find(({ seq }) => seq === 300)).toMatchObject({ content: 'edited' });
  await expectTrue();
  await session.showMessages(room);
  expect(held().at(-1)).toMatchObject({ content: 'meanwhile' });
  await session.showMessages(room, 40_000);
  expect(held().find(({ seq }) => seq === 40_000)).toMatchObject({ content: '' });
});

test('from the first message to the last nothing is passed over, and never more than the window is held', async () => {
  await session.showMessages(room, 1);
  let last = 0;
  while (session.conversation(room)?.hasNewer) {
    await session.loadNewer(room);
    const [first = 0, end = 0] = ends();
    expect(first).toBeLessThanOrEqual(last + 1);
    expect(held().length).toBeLessThanOrEqual(WINDOW);
    last = end;
  }
  expect(last).toBe(LENGTH + 4);
  await expectTrue();
}, 60_000);
