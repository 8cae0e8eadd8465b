/** Who is in a room: told to agents as it changes and again with heartbeats, ended with the socket, and no visitor's business. */
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { chat, connect, type Frame, openVisitor, type RawClient, type Visitor } from '../../test/client.ts';
import { createAgent, createSite, type NewAgent, type NewSite } from '../../test/create.ts';
import { eventually } from '../../test/eventually.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';
import { DEAD_AFTER_MS } from '../core/sockets.ts';
import { beat } from './heartbeat.ts';

let server: TestServer;
let acme: NewSite;
let mia: NewAgent;
let leo: NewAgent;
let inbox: RawClient;
let visitor: Visitor;
let socket: RawClient;
let room: string;

beforeAll(async () => {
  server = await startTestServer();
  acme = await createSite(server.core, { slug: 'acme' });
  mia = await createAgent(server.core, acme, { name: 'Mia' });
  leo = await createAgent(server.core, acme, { name: 'Leo' });
  inbox = await connect(server, '/ws/room/acme', mia.token);
});
afterAll(() => server.close());
beforeEach(async () => {
  visitor = await openVisitor(server, 'acme');
  room = `acme ${visitor.consumer}`;
  socket = await chat(server, 'acme', visitor);
  await socket.call('new_message', { message: { content: 'Hello' } });
});

interface Present {
  room: string;
  visitor: string;
  agents: { id: string; name: string }[];
}
const told = (frame: Frame, of = room) =>
  ((frame.command === 'presence' ? frame.rooms : frame.presence) as Present[] | undefined)?.find(
    (each) => each.room === of,
  );
const presence = (match: (present: Present) => boolean, of = room) => {
  return (frame: Frame) => {
    const present = frame.command === 'presence' ? told(frame, of) : undefined;
    return present !== undefined && match(present);
  };
};
const fetched = async (agent = inbox) =>
  ((await agent.call('fetch_room', { room })).rooms as { presence: Present }[])[0]?.presence;
const quiet = () => ({ visitor: 'here', agents: [] as object[] });

test('[R15] [L8] a visitor is here, away when no page of its looks, and here again', async () => {
  expect(await fetched()).toEqual(quiet());
  const second = await chat(server, 'acme', visitor);
  await socket.call('look_at', { room: null });
  expect(await fetched()).toEqual(quiet());
  const away = inbox.seen(presence(({ visitor: state }) => state === 'away'));
  await second.call('look_at', { room: null });
  expect(await fetched()).toEqual({ ...quiet(), visitor: 'away' });
  await away;
  // One page is enough, to come back and to be away by itself once the other closed.
  const back = inbox.next(presence(({ visitor: state }) => state === 'here'));
  await second.call('look_at');
  expect(told(await back)).toEqual({ room, ...quiet() });
  const alone = inbox.next(presence(({ visitor: state }) => state === 'away'));
  await second.close();
  await alone;
  const again = inbox.next(presence(({ visitor: state }) => state === 'here'));
  await socket.call('look_at', {});
  await again;
  expect((await inbox.call('fetch_rooms', { limit: 100 })).rooms).toContainEqual(
    expect.objectContaining({ room, presence: quiet() }),
  );
});

test('[L8] who closes the last socket is gone after a while, who comes back meanwhile never was', async () => {
  const gone = inbox.next(presence(({ visitor: state }) => state === 'gone'));
  await socket.close();
  const again = await chat(server, 'acme', visitor);
  expect(await fetched()).toEqual(quiet());
  const closing = performance.now();
  await again.close();
  expect(told(await gone)).toMatchObject({ visitor: 'gone' });
  // A timer may be a millisecond early.
  expect(performance.now() - closing).toBeGreaterThan(9_990);
  expect(inbox.frames.filter(presence(({ visitor: state }) => state === 'gone'))).toHaveLength(1);
  expect(await fetched()).toMatchObject({ visitor: 'gone' });
});

test('[S13] [L8] who fell silent is gone with the beat that notices, within 32 seconds', async () => {
  const gone = inbox.next(presence(({ visitor: state }) => state === 'gone'));
  const [own] = [...server.core.sockets.all()].filter((each) => each.room === room);
  Object.defineProperty(own, 'heardAt', { get: () => Date.now() - DEAD_AFTER_MS - 1 });
  await beat(server.core);
  await socket.closed;
  await gone;
  expect(DEAD_AFTER_MS + 9_000).toBeLessThan(32_000);
});

test('[R15] agents see which colleagues look at a room, until they look elsewhere or their socket closes', async () => {
  const other = await connect(server, '/ws/room/acme', leo.token);
  const leos = [{ id: leo.id, name: 'Leo' }];
  const came = inbox.next(presence(({ agents }) => agents.length === 1));
  expect(await other.call('look_at', { room })).toMatchObject({ command: 'look_at' });
  expect(told(await came)).toEqual({ room, visitor: 'here', agents: leos });
  expect((await fetched())?.agents).toEqual(leos);
  const left = inbox.next(presence(({ agents }) => agents.length === 0));
  await other.call('look_at', { room: null });
  await left;
  await other.call('look_at', { room });
  expect((await fetched())?.agents).toEqual(leos);
  const gone = inbox.next(presence(({ agents }) => agents.length === 0));
  other.ws.terminate();
  await gone;
  expect((await fetched())?.agents).toEqual([]);
});

test('[R15] who leaves before the server has read where it looks, looks nowhere', async () => {
  const other = await connect(server, '/ws/room/acme', leo.token);
  const said = (content: string) => ({ command: 'new_message', room, message: { content } });
  const { promise: locked, resolve: lockedNow } = Promise.withResolvers<void>();
  const { promise: release, resolve: releaseNow } = Promise.withResolvers<void>();
  // Its first frame waits, the others behind it.
  const waiting = server.core.db.transaction().execute(async (tx) => {
    await sql`select 1 from rooms where key = ${visitor.consumer} for update`.execute(tx);
    lockedNow();
    await release;
  });
  await locked;
  const [own] = [...server.core.sockets.all()].filter(
    ({ actor }) => actor.kind === 'agent' && actor.accountId === leo.id,
  );
  const received = async () => (await server.core.metrics.framesReceived.get()).values[0]?.value ?? 0;
  const before = await received();
  for (const frame of [said('One'), { command: 'look_at', room }, said('Two')]) other.send(frame);
  await eventually(async () => (await received()) === before + 3);
  other.ws.terminate();
  await eventually(() => own?.gone === true);
  releaseNow();
  await waiting;
  const contents = async () =>
    ((await socket.call('fetch_messages')).messages as { content: string }[]).map(({ content }) => content);
  await eventually(async () => (await contents()).includes('Two'));
  expect((await fetched())?.agents).toEqual([]);
});

test('[L8] a lost word is made good by the next heartbeat', async () => {
  const { sockets } = server.core;
  const deliver = sockets.deliver.bind(sockets);
  const other = await connect(server, '/ws/room/acme', leo.token);
  let lost = 0;
  sockets.deliver = () => void lost++;
  await other.call('look_at', { room });
  await eventually(() => lost > 0);
  sockets.deliver = deliver;
  const next = inbox.next('heartbeat');
  await beat(server.core);
  expect(told(await next)).toEqual({ room, visitor: 'here', agents: [{ id: leo.id, name: 'Leo' }] });
  await other.close();
});

test('[P8] presence reaches neither another site nor any visitor', async () => {
  const other = await createSite(server.core, { slug: 'other' });
  const foreign = await connect(server, '/ws/room/other', (await createAgent(server.core, other)).token);
  const stranger = await chat(server, 'acme', await openVisitor(server, 'acme'));
  const came = inbox.next(presence(({ agents }) => agents.some(({ id }) => id === mia.id)));
  await inbox.call('look_at', { room });
  await came;
  expect(await foreign.call('look_at', { room })).toMatchObject({ code: 'room_not_found' });
  expect(await stranger.call('look_at', { room })).toMatchObject({ code: 'room_not_found' });
  await beat(server.core);
  await Promise.all([foreign.call('count_rooms'), stranger.call('fetch_messages'), socket.call('fetch_messages')]);
  for (const client of [foreign, stranger, socket]) {
    const all = client.frames.filter(({ command }) => command === 'presence' || command === 'heartbeat');
    expect(all.some((frame) => 'rooms' in frame || 'presence' in frame)).toBe(false);
    expect(JSON.stringify(client.frames)).not.toContain(mia.id);
  }
  await inbox.call('look_at', { room: null });
});

test('[L9] visitors hear whether anybody of the team is online, live and with every heartbeat', async () => {
  const site = await createSite(server.core, { slug: 'quiet' });
  const someone = await chat(server, 'quiet', await openVisitor(server, 'quiet'));
  const beats = async () => {
    const next = someone.next('heartbeat');
    await beat(server.core);
    return (await next).people_online;
  };
  expect(await beats()).toBe(false);
  const agent = await createAgent(server.core, site);
  const on = someone.next('presence');
  const first = await connect(server, '/ws/room/quiet', agent.token);
  expect(await on).toEqual({ command: 'presence', people_online: true });
  const second = await connect(server, '/ws/room/quiet', agent.token);
  await first.close();
  expect(await beats()).toBe(true);
  const off = someone.next('presence');
  await second.close();
  expect(await off).toEqual({ command: 'presence', people_online: false });
  expect(await beats()).toBe(false);
});

test('[R13] typing ends with the socket that said it, and tells agents apart for agents alone', async () => {
  const other = await connect(server, '/ws/room/acme', leo.token);
  const typing = (frame: Frame) => frame.command === 'typing' && frame.room === room;
  const [forAgents, forVisitor] = [inbox.next(typing), socket.next(typing)];
  await other.call('typing', { room, typing: true });
  expect(await forAgents).toMatchObject({ author: 'Leo', agent: leo.id, typing: true });
  expect(await forVisitor).toEqual({ command: 'typing', room, role: 'agent', author: 'Leo', typing: true });
  const ended = [inbox.next(typing), socket.next(typing)];
  other.ws.terminate();
  for (const frame of await Promise.all(ended)) expect(frame).toMatchObject({ author: 'Leo', typing: false });

  const [began, stopped] = [inbox.next(typing), inbox.next((frame) => typing(frame) && frame.typing === false)];
  await socket.call('typing', { typing: true });
  expect(await began).toMatchObject({ role: 'visitor', typing: true });
  await socket.close();
  expect(await stopped).toMatchObject({ role: 'visitor', typing: false });
});

test('[R13] [F8] who says it types in very many rooms is remembered in few of them', async () => {
  const other = await connect(server, '/ws/room/acme', leo.token);
  const key = visitor.consumer;
  const rooms = Array.from({ length: 100 }, (_, n) => `acme ${key}~${n + 2}`);
  for (const each of rooms) other.send({ command: 'typing', room: each, typing: true });
  await other.call('count_rooms');
  const ends = (frame: Frame) => frame.command === 'typing' && frame.typing === false;
  const last = inbox.next((frame) => ends(frame) && frame.room === rooms.at(-1));
  other.ws.terminate();
  await last;
  expect(inbox.frames.filter((frame) => ends(frame) && rooms.includes(frame.room as string)).length).toBeLessThan(10);
});
