/** Rules of packages/protocol/PROTOCOL.md that no feature's own test holds; each title quotes its rule. */
import { CLOSE, COMMANDS, HEARTBEAT_MS } from '@parley/protocol';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { beat } from '../src/rooms/heartbeat.ts';
import { chat, connect, type Frame, openVisitor, RawClient, type Visitor } from './client.ts';
import { call, createAgent, createSite, type NewAgent, type NewSite } from './create.ts';
import { eventually } from './eventually.ts';
import { startTestServer, type TestServer } from './server.ts';

let server: TestServer;
let site: NewSite;
let mia: NewAgent;
let leo: NewAgent;
let inbox: RawClient;
let visitor: Visitor;
let socket: RawClient;
let room: string;

beforeAll(async () => {
  server = await startTestServer();
  site = await createSite(server.core, { slug: 'acme' });
  mia = await createAgent(server.core, site, { name: 'Mia' });
  leo = await createAgent(server.core, site, { name: 'Leo' });
  inbox = await connect(server, '/ws/room/acme', mia.token);
});
afterAll(() => server.close());
beforeEach(async () => {
  visitor = await openVisitor(server, 'acme');
  room = `acme ${visitor.consumer}`;
  socket = await chat(server, 'acme', visitor);
});

interface Said {
  readonly seq: number;
  readonly room: string;
  readonly role: string;
  readonly event?: string;
}
const say = (content: string, client = socket) => client.call('new_message', { message: { content } });
const log = async () => (await socket.call('fetch_messages')).messages as Said[];
const changedIn = (name: string, version?: number) => (frame: Frame) => {
  const room = frame.room as { room: string; version: number };
  return frame.command === 'room_changed' && room.room === name && room.version === (version ?? room.version);
};
const saidIn = (name: string) => (frame: Frame) =>
  frame.command === 'new_message' && (frame.message as Said).room === name;

describe('sockets', () => {
  test('[S1] [S2] one room’s socket knows its room, also an agent’s; the site’s socket wants it named', async () => {
    await say('Hello');
    const one = await connect(server, `/ws/chat/acme/${visitor.consumer}`, mia.token);
    expect(await one.call('fetch_messages')).toMatchObject({ room, head: 1 });
    const heard = one.next(saidIn(room));
    await say('again');
    expect(await heard).toMatchObject({ message: { room, seq: 2 } });
    expect(await inbox.call('fetch_messages')).toMatchObject({ code: 'invalid', fields: { room: 'is missing' } });
    expect(await inbox.call('fetch_messages', { room })).toMatchObject({ room, head: 2 });
  });

  test('[S8] with a token that has run out: authenticate goes on, anything else closes, silence is closed', async () => {
    const [silent, late, renewing] = await Promise.all([0, 1, 2].map(() => chat(server, 'acme', visitor)));
    const own = (seconds: number) => {
      for (const open of server.core.sockets.all()) {
        const { actor } = open;
        if (actor.kind === 'visitor' && actor.visitorId === visitor.consumer)
          open.expiresAt = server.core.now() - seconds * 1_000;
      }
    };
    own(15);
    await beat(server.core);
    const { access_token } = await openVisitor(server, 'acme', visitor.visitor_token);
    expect(await renewing?.call('authenticate', { token: access_token })).toMatchObject({ command: 'authenticated' });
    late?.send({ command: 'fetch_messages' });
    expect(await late?.closed).toBe(CLOSE.expired.code);
    expect(await renewing?.call('fetch_messages')).toMatchObject({ command: 'messages' });
    // At most 30 s: a grace of 20 s, and the next heartbeat.
    own(30 - HEARTBEAT_MS / 1_000);
    await beat(server.core);
    expect(await silent?.closed).toBe(CLOSE.expired.code);
  });

  test('[S9] a visitor’s socket is told the state of its room', async () => {
    await say('Hello');
    const second = await chat(server, 'acme', visitor);
    expect(await second.seen(changedIn(room))).toMatchObject({ room: { head: 1, has_email: false, read: 0 } });
  });

  test('[S11] a reader that does not read is cut off, and the others are served', async () => {
    const slow = await chat(server, 'acme', visitor);
    slow.ws.pause();
    const text = 'x'.repeat(60_000);
    const frame = JSON.stringify({ command: 'bot_delta', room: 'x', answer: 'x', author: 'x', offset: 0, text });
    const channels = [`visitor:${site.id}:${visitor.consumer}`];
    const [mine] = [...server.core.sockets.on(channels[0] as string)];
    await eventually(() => {
      // What the system's own buffers take is not ours.
      for (let n = 0; n < 50; n++)
        server.core.bus.publish({ site: site.id, channels, frame, ...(mine && { except: mine.id }) });
      return server.core.sockets.on(channels[0] as string).size === 1;
    });
    slow.ws.resume();
    expect([CLOSE.slow.code, 1006]).toContain(await slow.closed);
    expect(await socket.call('fetch_messages')).toMatchObject({ command: 'messages' });
  });

  test('[S12] a server that stops says so', async () => {
    const other = await startTestServer({ databaseUrl: server.databaseUrl });
    const there = await chat(other, 'acme', visitor);
    await other.close();
    expect(await there.closed).toBe(CLOSE.restart.code);
  });

  test('[S13] a socket of which nothing is heard, not even a pong, is cut within 32 seconds', async () => {
    const url = `${server.url.replace('http', 'ws')}/ws/chat/acme/${visitor.consumer}`;
    const headers = { authorization: `Bearer ${visitor.access_token}` };
    const dead = new RawClient(new WebSocket(url, { headers, autoPong: false }));
    const pinged = new Promise((resolve) => {
      dead.ws.once('ping', resolve);
    });
    await new Promise((resolve) => {
      dead.ws.once('open', resolve);
    });
    await beat(server.core);
    await pinged;
    const opened = Date.now();
    const clock = vi.spyOn(Date, 'now');
    try {
      clock.mockReturnValue(opened + 15_000);
      for (const living of [socket, inbox]) await living.call('get_me');
      clock.mockReturnValue(opened + 23_000);
      await beat(server.core);
      expect(await dead.closed).toBe(1006);
    } finally {
      clock.mockRestore();
    }
    expect(await socket.call('fetch_messages')).toMatchObject({ command: 'messages' });
    expect(await inbox.call('count_rooms')).toMatchObject({ command: 'room_counts' });
  });
});

describe('frames', () => {
  test('[F2] [M7] the sender gets its message once, with its id; the others get it without one', async () => {
    const second = await chat(server, 'acme', visitor);
    const [elsewhere, agents] = [second.seen(saidIn(room)), inbox.seen(saidIn(room))];
    socket.send({ command: 'new_message', id: 'x'.repeat(64), message: { content: 'Hello' } });
    const own = await socket.seen(saidIn(room));
    expect(own.id).toBe('x'.repeat(64));
    for (const heard of [await elsewhere, await agents]) {
      expect(heard).toEqual({ command: 'new_message', message: own.message });
    }
    await socket.call('fetch_messages');
    expect(socket.frames.filter((frame) => frame.command === 'new_message')).toHaveLength(1);
  });

  test('[F3] unknown fields are ignored, a wrong one is named', async () => {
    expect(await socket.call('fetch_messages', { colour: 'red', limit: 5 })).toMatchObject({ command: 'messages' });
    expect(await socket.call('fetch_messages', { limit: 'many' })).toMatchObject({
      code: 'invalid',
      fields: { limit: expect.any(String) },
    });
    expect(await socket.call('new_message', { message: {} })).toMatchObject({
      code: 'invalid',
      fields: { 'message.content': 'is missing' },
    });
    expect(await inbox.call('fetch_rooms', { status: 'asleep', limit: 5 })).toMatchObject({
      code: 'invalid',
      fields: { status: 'has to be one of open, closed' },
    });
  });
});

describe('messages and rooms', () => {
  test('[M6] [N2] [R2] a room can be looked into before it exists, also a visitor’s second one', async () => {
    for (const key of [visitor.consumer, `${visitor.consumer}~2`]) {
      const own = await connect(server, `/ws/chat/acme/${key}`, visitor.access_token);
      const name = `acme ${key}`;
      expect(await own.call('fetch_messages')).toEqual(
        expect.objectContaining({ command: 'messages', room: name, messages: [], head: 0 }),
      );
      expect(await say('Hello', own)).toMatchObject({ message: { room: name, seq: 1 } });
    }
    const { rooms } = await inbox.call('fetch_rooms', { query: visitor.consumer });
    expect((rooms as { consumer: string }[]).map(({ consumer }) => consumer)).toEqual([
      visitor.consumer,
      visitor.consumer,
    ]);
  });

  test('[V6] the session tells what others said above the read position', async () => {
    await say('Hello');
    await inbox.call('new_message', { room, message: { content: 'one' } });
    await inbox.call('new_message', { room, message: { content: 'two' } });
    const opened = async () =>
      (await call(server, '/api/widget/acme/session', { body: { visitor_token: visitor.visitor_token } })).body.room;
    expect(await opened()).toEqual({ key: visitor.consumer, head: 4, unread: 2 });
    await socket.call('mark_read', { seq: 3 });
    expect(await opened()).toMatchObject({ unread: 1 });
  });

  test('[R6] an agent’s answer takes over, another’s beside it is a second voice', async () => {
    await say('Hello');
    await inbox.call('new_message', { room, message: { content: 'I am Mia' } });
    const other = await connect(server, '/ws/room/acme', leo.token);
    await other.call('new_message', { room, message: { content: 'I am Leo' } });
    expect((await log()).map(({ role, event }) => event ?? role)).toEqual([
      'visitor',
      'agent_joined',
      'agent',
      'agent',
    ]);
    expect(await inbox.call('fetch_room', { room })).toMatchObject({ rooms: [{ owner: { id: mia.id } }] });
  });

  test('[R8] writing opens a closed room: a visitor for the bot, an agent for that agent', async () => {
    await say('Hello');
    await inbox.call('take_over', { room });
    await inbox.call('close_room', { room });
    await say('one more thing');
    expect(await inbox.call('fetch_room', { room })).toMatchObject({
      rooms: [{ status: 'open', owner: { kind: 'bot' } }],
    });
    await inbox.call('close_room', { room });
    await inbox.call('new_message', { room, message: { content: 'Here it is' } });
    expect(await inbox.call('fetch_room', { room })).toMatchObject({
      rooms: [{ status: 'open', owner: { kind: 'agent', id: mia.id } }],
    });
  });

  test('[R10] [R11] a change raises the version and is told to both sides, each in its own shape', async () => {
    await say('Hello');
    const { rooms } = await inbox.call('fetch_room', { room });
    const [before] = rooms as { version: number; unread: number }[];
    expect(before).toMatchObject({ version: 1, unread: 1 });
    const [forAgents, forVisitor] = [inbox.seen(changedIn(room, 2)), socket.seen(changedIn(room, 2))];
    await inbox.call('take_over', { room });
    await inbox.call('take_over', { room });
    const agents = (await forAgents).room as object;
    expect(agents).toMatchObject({ version: 2, owner: { kind: 'agent', id: mia.id, name: 'Mia' }, head: 2 });
    expect(agents).not.toHaveProperty('read');
    expect(agents).not.toHaveProperty('unread');
    const own = (await forVisitor).room as { owner: object };
    expect(own).toMatchObject({ version: 2, has_email: false });
    expect(own.owner).toEqual({ kind: 'agent', name: 'Mia' });
    expect(own).not.toHaveProperty('contact');
    expect(await inbox.call('fetch_room', { room })).toMatchObject({ rooms: [{ version: 2 }] });
  });
});

describe('live', () => {
  test('[L1] [P6] a heartbeat tells where the rooms stand, and comes twice within 20 seconds', async () => {
    expect(2 * HEARTBEAT_MS).toBeLessThan(20_000);
    await say('Hello');
    const other = await chat(server, 'acme', await openVisitor(server, 'acme'));
    const [own, foreign, agents] = [socket.next('heartbeat'), other.next('heartbeat'), inbox.next('heartbeat')];
    await beat(server.core);
    expect(await own).toEqual({
      command: 'heartbeat',
      heads: { [room]: 1 },
      versions: { [room]: 1 },
      epoch: expect.any(String),
      people_online: true,
    });
    const nothing = { command: 'heartbeat', heads: {}, versions: {}, epoch: expect.any(String), people_online: true };
    expect(await foreign).toEqual(nothing);
    expect((await agents).heads).toMatchObject({ [room]: 1 });
    await server.core.db
      .updateTable('rooms')
      .set({ touched_at: new Date(Date.now() - 90_000) })
      .where('key', '=', visitor.consumer)
      .execute();
    await eventually(async () => {
      const later = inbox.next('heartbeat');
      await beat(server.core);
      return !Object.hasOwn((await later).heads as object, room);
    });
    const still = socket.next('heartbeat');
    await beat(server.core);
    expect((await still).heads).toEqual({ [room]: 1 });
  });
});

describe('a clock that is wrong', () => {
  test.each([-5, 5])(
    '[P6] by %i minutes: agents hear where a room stands that this node has written',
    async (minutes) => {
      const skewed = await startTestServer({
        databaseUrl: server.databaseUrl,
        now: () => Date.now() + minutes * 60_000,
      });
      try {
        const there = await chat(skewed, 'acme', visitor);
        for (const seq of [1, 2]) {
          expect(await say('Hello', there)).toMatchObject({ message: { seq } });
          // The server beats by itself too, and may have looked a moment before.
          const told = inbox.next(
            ({ command, heads }) => command === 'heartbeat' && (heads as Record<string, number>)[room] === seq,
          );
          await beat(server.core);
          await told;
        }
      } finally {
        await skewed.close();
      }
    },
  );
});

describe('HTTP', () => {
  test('[H1] [H2] the same answers as on the socket, by Bearer and by Token', async () => {
    await say('Hello');
    const { command: _command, id: _id, ...answer } = await inbox.call('fetch_messages', { room, limit: 1 });
    const path = `/api/messages?room=${encodeURIComponent(room)}&limit=1`;
    expect((await call(server, path, { token: mia.token })).body).toEqual(answer);
    const headers = { authorization: `Token ${mia.token}` };
    expect((await call(server, path, { headers })).body).toEqual(answer);
    const posted = await call(server, '/api/messages', {
      body: { room, message: { content: 'By post', client_id: 'p1' } },
      token: visitor.access_token,
    });
    expect(posted).toMatchObject({ status: 201, body: { message: { seq: 2, client_id: 'p1' } } });
    expect(await call(server, '/api/rooms', { token: visitor.access_token })).toMatchObject({
      status: 403,
      error: { code: 'forbidden' },
    });
  });

  test('[H1] every door of the table is there', async () => {
    for (const { http } of COMMANDS) {
      if (!http) continue;
      const url = http.path.replace(/:(\w+)/g, 'x');
      expect([url, server.app.fastify.hasRoute({ method: http.method, url: http.path })]).toEqual([url, true]);
    }
  });

  test('[H6] without a token 600 calls a minute are answered, the next is told when to come back', async () => {
    const ask = () => call(server, '/api/users/refresh', { body: {} });
    for (let n = 0; n < 600; n += 100) {
      const answers = await Promise.all(Array.from({ length: 100 }, ask));
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([403]));
    }
    const refused = await ask();
    expect([refused.status, refused.error?.code]).toEqual([429, 'rate_limited']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});
