/** Holds that a crowd of readers gets everything, each room in its order, and many messages of one moment in few writes. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { agentsChannel } from '../src/rooms/channels.ts';
import { chat, connect, openVisitor, type RawClient } from './client.ts';
import { createAgent, createSite } from './create.ts';
import { eventually } from './eventually.ts';
import { startTestServer, type TestServer } from './server.ts';

const READERS = 120;
const ROOMS = 10;
const EACH = 6;

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const seqsOf = ({ frames }: RawClient, room: string): number[] =>
  frames
    .map((frame) => frame.message as { room: string; seq: number } | undefined)
    .flatMap((message) => (message?.room === room ? [message.seq] : []));

test('[P3] a crowd hears each room in its order and whole, with what its members write themselves, and closes as it should', async () => {
  const mia = await createAgent(server.core, await createSite(server.core, { slug: 'acme' }));
  const readers = await Promise.all(Array.from({ length: READERS }, () => connect(server, '/ws/room/acme', mia.token)));
  const visitors = await Promise.all(Array.from({ length: ROOMS }, () => openVisitor(server, 'acme')));
  const rooms = visitors.map(({ consumer }) => `acme ${consumer}`);
  const writers = await Promise.all(visitors.map((visitor) => chat(server, 'acme', visitor)));
  const [colleague] = readers as [RawClient];
  const said = (n: number) => ({ message: { content: `Number ${n}` } });
  await Promise.all(
    writers.flatMap((writer, i) => [
      ...Array.from({ length: EACH }, (_, n) => writer.call('new_message', said(n))),
      ...Array.from({ length: EACH }, (_, n) => colleague.call('new_message', { room: rooms[i], ...said(n) })),
    ]),
  );
  // And the line that says that a colleague has taken over.
  const whole = Array.from({ length: EACH * 2 + 1 }, (_, n) => n + 1);
  await eventually(() => readers.every((reader) => rooms.every((room) => seqsOf(reader, room).length >= whole.length)));
  for (const reader of readers) for (const room of rooms) expect(seqsOf(reader, room)).toEqual(whole);
  for (const reader of readers) reader.send({ command: 'fetch_rooms', id: 'last' });
  for (const reader of readers) expect(await reader.seen(({ id }) => id === 'last')).toMatchObject({ command: 'room' });
  await Promise.all(readers.map((reader) => reader.close()));
});

test('what a crowd is sent in one moment leaves in two writes a reader: the first at once, the others together', async () => {
  const site = await createSite(server.core, { slug: 'crowd' });
  const mia = await createAgent(server.core, site);
  const readers = await Promise.all(
    Array.from({ length: READERS }, () => connect(server, '/ws/room/crowd', mia.token)),
  );
  await eventually(() => server.core.sockets.on(agentsChannel(site.id)).size === READERS);
  let reads = 0;
  for (const { ws } of readers) {
    const tcp = (ws as unknown as { _socket: NodeJS.ReadableStream })._socket;
    tcp.on('data', () => {
      reads += 1;
    });
  }
  const numbers = Array.from({ length: 40 }, (_, n) => n);
  for (const n of numbers) {
    const frame = JSON.stringify({ command: 'typing', room: 'crowd v', role: 'visitor', author: `${n}`, typing: true });
    server.core.sockets.deliver({ site: site.id, channels: [agentsChannel(site.id)], frame });
  }
  const heard = ({ frames }: RawClient) =>
    frames.flatMap(({ command, author }) => (command === 'typing' ? [Number(author)] : []));
  await eventually(() => readers.every((reader) => heard(reader).length === numbers.length));
  for (const reader of readers) expect(heard(reader)).toEqual(numbers);
  // And some for what else a socket is told.
  expect(reads).toBeLessThan(READERS * 8);
  await Promise.all(readers.map((reader) => reader.close()));
});
