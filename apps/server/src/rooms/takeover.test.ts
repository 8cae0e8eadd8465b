/** P7 where it is decided: inside the insert's transaction, against the room's owner generation. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chat, connect, openVisitor, type RawClient } from '../../test/client.ts';
import { createAgent, createSite, type NewSite } from '../../test/create.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';
import { messageLog } from './message-log.ts';
import type { RoomRow } from './tables.ts';

const ROUNDS = 40;

let server: TestServer;
let site: NewSite;
let inbox: RawClient;

beforeAll(async () => {
  server = await startTestServer();
  site = await createSite(server.core, { slug: 'acme' });
  inbox = await connect(server, '/ws/room/acme', (await createAgent(server.core, site)).token);
});
afterAll(() => server.close());

async function newRoom(): Promise<{ key: string; socket: RawClient; row: RoomRow }> {
  const visitor = await openVisitor(server, 'acme');
  const socket = await chat(server, 'acme', visitor);
  await socket.call('new_message', { message: { content: 'Hello' } });
  const row: RoomRow = await server.core.db
    .selectFrom('rooms')
    .selectAll()
    .where('site_id', '=', site.id)
    .where('key', '=', visitor.consumer)
    .executeTakeFirstOrThrow();
  return { key: visitor.consumer, socket, row };
}

const botSays = (key: string, generation: number, content: string) =>
  messageLog(server.core).append({
    siteId: site.id,
    site: 'acme',
    key,
    author: { id: 'bot', name: 'Bot', role: 'bot' },
    content,
    clientId: content,
    generation,
  });

test('[P7] the bot speaks under the generation it began with, and under no other', async () => {
  const { key, row, socket } = await newRoom();
  const begun = row.owner_generation;
  expect((await botSays(key, begun, 'in time')).message.seq).toBe(2);
  await inbox.call('take_over', { room: `acme ${key}` });
  await expect(botSays(key, begun, 'too late')).rejects.toMatchObject({ code: 'not_yours' });
  await inbox.call('hand_back', { room: `acme ${key}` });
  await expect(botSays(key, begun, 'of another turn')).rejects.toMatchObject({ code: 'not_yours' });
  expect((await botSays(key, begun + 2, 'of this turn')).message.seq).toBe(5);
  await inbox.call('close_room', { room: `acme ${key}` });
  await expect(botSays(key, begun + 2, 'after the end')).rejects.toMatchObject({ code: 'not_yours' });
  // What was said in time is answered as before, whoever holds the room now.
  expect(await botSays(key, begun, 'in time')).toMatchObject({ fresh: false, message: { seq: 2 } });
  socket.close();
});

test('[P7] whichever of takeover and answer comes first, nothing of the bot stands behind the takeover', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    const { key, row, socket } = await newRoom();
    const answers = Array.from({ length: 4 }, (_, n) =>
      botSays(key, row.owner_generation, `${n}`).then(
        () => 1,
        () => 0,
      ),
    );
    const taken = inbox.call('take_over', { room: `acme ${key}` });
    const late = botSays(key, row.owner_generation, 'last').then(
      () => 1,
      () => 0,
    );
    await Promise.all([...answers, taken, late]);
    const { messages } = await socket.call('fetch_messages');
    const roles = (messages as { role: string; event?: string }[]).map(({ role, event }) => event ?? role);
    const joined = roles.indexOf('agent_joined');
    expect(joined).toBeGreaterThan(0);
    expect(roles.slice(joined)).not.toContain('bot');
    socket.close();
  }
});

test('[R9] asking for a person reopens a closed room for the queue, whoever held it', async () => {
  const { key, socket } = await newRoom();
  const room = `acme ${key}`;
  await inbox.call('take_over', { room });
  await inbox.call('close_room', { room });
  expect(await socket.call('request_person')).toMatchObject({ room: { status: 'open', owner: { kind: 'queue' } } });
  const { rooms } = await inbox.call('fetch_rooms', { status: 'open', assignee: 'unassigned' });
  expect((rooms as { room: string }[]).map((listed) => listed.room)).toContain(room);
  socket.close();
});

test('taking over a closed room opens it, also for the agent who held it', async () => {
  const { key, socket } = await newRoom();
  const room = `acme ${key}`;
  await inbox.call('close_room', { room });
  expect(await inbox.call('take_over', { room })).toMatchObject({ room: { status: 'open', owner: { kind: 'agent' } } });
  await inbox.call('close_room', { room });
  expect(await inbox.call('take_over', { room })).toMatchObject({ room: { status: 'open' } });
  const { messages } = await socket.call('fetch_messages');
  expect((messages as { event?: string }[]).map(({ event }) => event)).toEqual([
    undefined,
    'closed',
    'agent_joined',
    'closed',
    'reopened',
  ]);
  socket.close();
});
