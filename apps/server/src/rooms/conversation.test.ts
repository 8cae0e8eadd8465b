/** A conversation over real sockets, as a third party would hold it from the protocol's page alone. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chat, connect, type Frame, openVisitor, type RawClient } from '../../test/client.ts';
import { createAgent, createSite, type NewAgent, type NewSite } from '../../test/create.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';

let server: TestServer;
let site: NewSite;
let mia: NewAgent;
let inbox: RawClient;

beforeAll(async () => {
  server = await startTestServer();
  site = await createSite(server.core, { slug: 'acme', origins: ['https://shop.acme.test'] });
  mia = await createAgent(server.core, site, { name: 'Mia' });
  inbox = await connect(server, '/ws/room/acme', mia.token);
});
afterAll(() => server.close());

const inRoom = (consumer: string) => (frame: Frame) =>
  (frame.message as { room?: string } | undefined)?.room === `acme ${consumer}`;

test('[M1] [M2] [M8] a message is stored once, acknowledged with its place, and seen by the agent', async () => {
  const visitor = await openVisitor(server, 'acme');
  const socket = await chat(server, 'acme', visitor);
  const made = inbox.next((frame) => frame.command === 'new_room');
  const seen = inbox.next((frame) => frame.command === 'new_message' && inRoom(visitor.consumer)(frame));
  const ack = await socket.call('new_message', {
    message: { content: 'Hello', client_id: 'c1', role: 'agent', seq: 99 },
  });
  expect(ack).toMatchObject({
    command: 'new_message',
    message: { seq: 1, role: 'visitor', content: 'Hello', client_id: 'c1', room: `acme ${visitor.consumer}` },
  });
  expect(await made).toMatchObject({ room: { consumer: visitor.consumer, room: `acme ${visitor.consumer}` } });
  expect((await seen).message).toEqual(ack.message);

  const again = await socket.call('new_message', { message: { content: 'Hello', client_id: 'c1' } });
  expect(again.message).toEqual(ack.message);
  const conflict = await socket.call('new_message', { message: { content: 'Other', client_id: 'c1' } });
  expect(conflict).toMatchObject({ command: 'error', code: 'conflict', retry: false, client_id: 'c1' });
  const history = await socket.call('fetch_messages');
  expect(history).toMatchObject({ command: 'messages', head: 1, room: `acme ${visitor.consumer}` });
  expect(history.messages).toEqual([ack.message]);
});

test('[R5] [R7] [M9] an agent takes over by command, answers, hands back, closes and reopens; the log says each', async () => {
  const visitor = await openVisitor(server, 'acme');
  const room = `acme ${visitor.consumer}`;
  const socket = await chat(server, 'acme', visitor);
  await socket.call('new_message', { message: { content: 'Anyone?' } });
  expect(await inbox.call('take_over', { room })).toMatchObject({ room: { owner: { kind: 'agent', name: 'Mia' } } });
  const answered = socket.next((frame) => (frame.message as { role?: string } | undefined)?.role === 'agent');
  await inbox.call('new_message', { room, message: { content: 'Me!' } });
  expect((await answered).message).toMatchObject({ author: 'Mia', content: 'Me!', seq: 3 });
  await inbox.call('hand_back', { room });
  await inbox.call('close_room', { room });
  await inbox.call('reopen_room', { room });
  const log = await socket.call('fetch_messages');
  expect(
    (log.messages as { seq: number; event?: string; content: string }[]).map((m) => [m.seq, m.event ?? m.content]),
  ).toEqual([
    [1, 'Anyone?'],
    [2, 'agent_joined'],
    [3, 'Me!'],
    [4, 'handed_back'],
    [5, 'closed'],
    [6, 'reopened'],
  ]);
});

test('[R9] asking for a person puts the room into the queue, once', async () => {
  const visitor = await openVisitor(server, 'acme');
  const socket = await chat(server, 'acme', visitor);
  await socket.call('new_message', { message: { content: 'Hm' } });
  for (let i = 0; i < 2; i++) {
    expect(await socket.call('request_person')).toMatchObject({ room: { owner: { kind: 'queue' }, head: 2 } });
  }
  const listed = await inbox.call('fetch_rooms', { assignee: 'unassigned' });
  expect(
    (listed.rooms as { consumer: string; waiting_since: string }[]).find((r) => r.consumer === visitor.consumer)
      ?.waiting_since,
  ).toBeTruthy();
});

test('[R1] [S3] new_room answers room_exists to its own visitor alone, and creates once', async () => {
  const visitor = await openVisitor(server, 'acme');
  const socket = await connect(server, '/ws/room/acme', visitor.access_token);
  expect(await socket.call('new_room', { consumer: visitor.consumer })).toMatchObject({ command: 'new_room' });
  expect(await socket.call('new_room', { consumer: visitor.consumer })).toMatchObject({
    command: 'room_exists',
    room: `acme ${visitor.consumer}`,
  });
  expect(await socket.call('new_room', { consumer: 'somebody-else' })).toMatchObject({ code: 'forbidden' });
  expect(await socket.call('fetch_rooms')).toMatchObject({ code: 'forbidden' });
});

test('[P4] [M5] two hundred messages of one visitor at once keep their order and leave no gap', async () => {
  const visitor = await openVisitor(server, 'acme');
  const socket = await chat(server, 'acme', visitor);
  const acks = await Promise.all(
    Array.from({ length: 200 }, (_, i) =>
      socket.call('new_message', { message: { content: `m${i}`, client_id: `k${i}` } }),
    ),
  );
  expect(acks.map((ack) => (ack.message as { seq: number }).seq)).toEqual(Array.from({ length: 200 }, (_, i) => i + 1));
  const page = await socket.call('fetch_messages', { after: 100, limit: 200 });
  expect((page.messages as { content: string }[]).map((m) => m.content)).toEqual(
    Array.from({ length: 100 }, (_, i) => `m${i + 100}`),
  );
  const newest = await socket.call('fetch_messages');
  expect((newest.messages as { seq: number }[]).map((m) => m.seq)).toEqual(
    Array.from({ length: 50 }, (_, i) => i + 151),
  );
  const seqs = async (bounds: object) =>
    ((await socket.call('fetch_messages', bounds)).messages as { seq: number }[]).map(({ seq }) => seq);
  expect(await seqs({ around: 100, limit: 4 })).toEqual([99, 100, 101, 102]);
  expect(await seqs({ around: 2, limit: 4 })).toEqual([1, 2, 3, 4]);
  expect(await seqs({ around: 199, limit: 4 })).toEqual([197, 198, 199, 200]);
  expect(await seqs({ around: 100_000, limit: 1 })).toEqual([200]);
  expect(await socket.call('fetch_messages', { around: 2, after: 1 })).toMatchObject({ code: 'invalid' });
  const older = await socket.call('fetch_messages', { before: 151, limit: 2 });
  expect((older.messages as { seq: number }[]).map((m) => m.seq)).toEqual([149, 150]);
});

test('[R3] [R4] the list is paged by cursor, searched by words and contact, and counted', async () => {
  const listed = await inbox.call('fetch_rooms', { limit: 2 });
  const rest = await inbox.call('fetch_rooms', { cursor: listed.next, limit: 100 });
  const names = [...(listed.rooms as { room: string }[]), ...(rest.rooms as { room: string }[])].map((r) => r.room);
  expect(new Set(names).size).toBe(names.length);
  const found = await inbox.call('fetch_rooms', { query: 'anyone' });
  expect(found.rooms).toHaveLength(1);
  expect(await inbox.call('fetch_rooms', { cursor: 'nonsense' })).toMatchObject({ code: 'invalid' });
  expect(await inbox.call('count_rooms')).toMatchObject({ command: 'room_counts', closed: 0, unassigned: 1, mine: 1 });
});

test('[R3] what the visitor said last stands before what was said to it, and nothing else does', async () => {
  const visitor = await openVisitor(server, 'acme');
  const room = `acme ${visitor.consumer}`;
  const socket = await chat(server, 'acme', visitor);
  const say = (from: RawClient, content: string) => from.call('new_message', { room, message: { content } });
  const listed = async () => {
    const { rooms } = await inbox.call('fetch_rooms', { limit: 1 });
    return (rooms as { messages: { content: string }[] }[])[0]?.messages.map(({ content }) => content);
  };
  await say(socket, 'Mine leaks.');
  await say(socket, 'Can it be mended?');
  expect(await listed()).toEqual(['Can it be mended?']);
  await inbox.call('take_over', { room });
  await say(inbox, 'It can.');
  await say(inbox, 'Bring it in.');
  expect(await listed()).toEqual(['Can it be mended?', 'Bring it in.']);
  await say(socket, 'Thanks!');
  expect(await listed()).toEqual(['Thanks!']);
});

test('[R12] reading moves forward alone, and the other side hears of it', async () => {
  const visitor = await openVisitor(server, 'acme');
  const room = `acme ${visitor.consumer}`;
  const socket = await chat(server, 'acme', visitor);
  await socket.call('new_message', { message: { content: 'a' } });
  await socket.call('new_message', { message: { content: 'b' } });
  const heard = socket.next('read');
  await inbox.call('mark_read', { room, seq: 99 });
  expect(await heard).toMatchObject({ role: 'agent', author: 'Agent', seq: 2, delivered: 2, at: expect.any(String) });
  expect(await inbox.call('mark_read', { room, seq: 1 })).toMatchObject({ seq: 2 });
  expect(await inbox.call('fetch_room', { room })).toMatchObject({ rooms: [{ read: 2, unread: 0, head: 2 }] });
});

test('[R13] typing reaches the other side and not the typist', async () => {
  const visitor = await openVisitor(server, 'acme');
  const socket = await chat(server, 'acme', visitor);
  const heard = inbox.next('typing');
  await socket.call('typing', { typing: true });
  expect(await heard).toMatchObject({ role: 'visitor', typing: true, room: `acme ${visitor.consumer}` });
});
