/** How far each side has received and read: forward alone, told to those concerned, and made good when the word was lost. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { chat, connect, type Frame, openVisitor, type RawClient, type Visitor } from '../../test/client.ts';
import { createAgent, createSite, type NewAgent, type NewSite } from '../../test/create.ts';
import { eventually } from '../../test/eventually.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';
import { beat } from './heartbeat.ts';

let server: TestServer;
let acme: NewSite;
let mia: NewAgent;
let inbox: RawClient;
let leo: RawClient;
let visitor: Visitor;
let socket: RawClient;
let room: string;

beforeAll(async () => {
  server = await startTestServer();
  acme = await createSite(server.core, { slug: 'acme' });
  mia = await createAgent(server.core, acme, { name: 'Mia' });
  inbox = await connect(server, '/ws/room/acme', mia.token);
  leo = await connect(server, '/ws/room/acme', (await createAgent(server.core, acme, { name: 'Leo' })).token);
});
afterAll(() => server.close());
beforeEach(async () => {
  visitor = await openVisitor(server, 'acme');
  room = `acme ${visitor.consumer}`;
  socket = await chat(server, 'acme', visitor);
  for (const content of ['one', 'two', 'three']) await socket.call('new_message', { message: { content } });
});

const read = (frame: Frame) => frame.command === 'read' && frame.room === room;
const positionsIn = (frame: Frame) => ((frame.positions ?? []) as Frame[]).filter((each) => each.room === room);

test('[R14] what has reached a device is told to the other side, forward alone', async () => {
  const atAgents = inbox.next(read);
  expect(await socket.call('mark_read', { seq: 0, delivered: 99 })).toMatchObject({ room, seq: 0, delivered: 3 });
  expect(await atAgents).toEqual({
    command: 'read',
    room,
    role: 'visitor',
    author: 'Visitor',
    seq: 0,
    delivered: 3,
    at: null,
  });
  expect(await socket.call('mark_read', { seq: 0, delivered: 1 })).toMatchObject({ seq: 0, delivered: 3 });
  await inbox.call('mark_read', { room, seq: 0, delivered: 2 });
  expect(await socket.seen((frame) => read(frame) && frame.role === 'agent')).toMatchObject({ seq: 0, delivered: 2 });
  expect(await inbox.call('fetch_room', { room })).toMatchObject({
    rooms: [{ visitor_delivered: 3, visitor_read: 0, visitor_read_at: null }],
  });
});

test('[R12] [R14] what is read is delivered, and the time of reading is told', async () => {
  const heard = inbox.next(read);
  expect(await socket.call('mark_read', { seq: 2 })).toMatchObject({ seq: 2, delivered: 2 });
  const { at, ...event } = await heard;
  expect(event).toEqual({ command: 'read', room, role: 'visitor', author: 'Visitor', seq: 2, delivered: 2 });
  expect(Math.abs(Date.parse(at as string) - Date.now())).toBeLessThan(60_000);
  await socket.call('mark_read', { seq: 1, delivered: 3 });
  expect(await inbox.call('fetch_room', { room })).toMatchObject({
    rooms: [{ visitor_read: 2, visitor_read_at: at, visitor_delivered: 3 }],
  });
});

test('[P8] a visitor learns that somebody has read, not who; the other agents learn nothing', async () => {
  const heard = socket.next(read);
  await inbox.call('mark_read', { room, seq: 3 });
  expect(JSON.stringify(await heard)).not.toMatch(new RegExp(`Mia|${mia.id}`));
  await leo.call('count_rooms');
  expect(leo.frames.filter(({ command, role }) => command === 'read' && role === 'agent')).toEqual([]);
});

test('[L7] the next heartbeat tells each side what was lost on the way, and nobody else', async () => {
  const { sockets } = server.core;
  const deliver = sockets.deliver.bind(sockets);
  sockets.deliver = () => undefined;
  await socket.call('mark_read', { seq: 1, delivered: 3 });
  await inbox.call('mark_read', { room, seq: 2 });
  await leo.call('mark_read', { room, seq: 0, delivered: 3 });
  sockets.deliver = deliver;
  const beats = [socket, inbox, leo].map((client) => client.next('heartbeat'));
  const stranger = await chat(server, 'acme', await openVisitor(server, 'acme'));
  const foreign = stranger.next('heartbeat');
  await beat(server.core);
  const [own, mias, leos] = (await Promise.all(beats)).map((frame) =>
    positionsIn(frame)
      .map(({ role, seq, delivered }) => `${role} ${seq} ${delivered}`)
      .sort(),
  );
  expect(own).toEqual(['agent 0 3', 'agent 2 2', 'visitor 1 3']);
  expect(mias).toEqual(['agent 2 2', 'visitor 1 3']);
  expect(leos).toEqual(['agent 0 3', 'visitor 1 3']);
  expect(await foreign).not.toHaveProperty('positions');
});

test('[L7] a minute later it is not told again', async () => {
  await socket.call('mark_read', { seq: 3 });
  await server.core.db
    .updateTable('read_positions')
    .set({ moved_at: new Date(Date.now() - 90_000) })
    .where('person', '=', visitor.consumer)
    .execute();
  await eventually(async () => {
    const later = inbox.next('heartbeat');
    await beat(server.core);
    return positionsIn(await later).length === 0;
  });
});

test('[R12] many at once end at the furthest, and a room that is not there fails alone', async () => {
  const others = await Promise.all(
    Array.from({ length: 20 }, async () => {
      const other = await openVisitor(server, 'acme');
      const theirs = await chat(server, 'acme', other);
      await theirs.call('new_message', { message: { content: 'Hello' } });
      return theirs;
    }),
  );
  const early = await chat(server, 'acme', await openVisitor(server, 'acme'));
  const answers = await Promise.all([
    ...others.map((each) => each.call('mark_read', { seq: 1 })),
    ...[1, 3, 2].map((seq) => inbox.call('mark_read', { room, seq })),
    inbox.call('mark_read', { room, seq: 0, delivered: 1e300 }),
    early.call('mark_read', { seq: 1 }),
  ]);
  expect(answers.at(-1)).toMatchObject({ code: 'room_not_found' });
  expect(answers.slice(0, 20).map(({ seq }) => seq)).toEqual(Array(20).fill(1));
  expect(answers.at(-2)).toMatchObject({ seq: 3 });
  expect(await inbox.call('fetch_room', { room })).toMatchObject({ rooms: [{ read: 3, unread: 0 }] });
});
