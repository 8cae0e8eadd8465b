/** A visitor's conversation through bad networks, reloads and several tabs. */
import type { VisitorRoom } from '@parley/protocol';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { CallError, keyValue, VisitorSession } from './index.ts';
import { FakeBrowser, FakeClock, FakeServer, fakeStorage } from './testing/index.ts';

let clock: FakeClock;
let server: FakeServer;
let storage: ReturnType<typeof fakeStorage>;
let signals: EventTarget;
let browser: FakeBrowser;
let posted: Record<string, unknown>[];
/** Answers of the session call before the usual one. */
let refusals: CallError[];

const visit = (resumeToken?: string) => {
  const session = new VisitorSession({
    base: 'http://parley.test',
    slug: 'acme',
    resumeToken,
    storage: keyValue(() => storage),
    store: browser.open().store,
    post: async (_url, body) => {
      posted.push(JSON.parse(JSON.stringify(body)));
      const refusal = refusals.shift();
      if (refusal) throw refusal;
      return server.session();
    },
    WebSocket: server.WebSocket,
    clock,
    signals,
  });
  session.start();
  return session;
};
const room = (change: Partial<VisitorRoom> = {}): VisitorRoom => ({
  consumer: 'c1',
  room: 'acme c1',
  status: 'open',
  owner: { kind: 'bot', name: null },
  head: server.messages.length,
  version: 1,
  read: 0,
  agent_read: 0,
  agent_delivered: 0,
  has_email: false,
  messages: [],
  ...change,
});
const contents = (session: VisitorSession) => session.timeline.messages.map(({ content }) => content);

beforeEach(() => {
  clock = new FakeClock();
  server = new FakeServer();
  storage = fakeStorage();
  signals = new EventTarget();
  browser = new FakeBrowser();
  posted = [];
  refusals = [];
});

describe('visitor session', () => {
  it('stores nothing before the first word, and the token with it', async () => {
    const session = visit();
    await clock.advance(0);
    expect(session.config?.name).toBe('Acme');
    expect(storage.length).toBe(0);
    session.send('hello');
    expect(storage.getItem('parley:acme')).toBe('visitor-token');
    await clock.advance(0);
    expect(contents(session)).toEqual(['hello']);
    expect(session.unsent).toEqual([]);
    expect(server.socket.url).toBe('ws://parley.test/ws/chat/acme/c1');
  });

  it('says who it was and has its history after a reload', async () => {
    storage.setItem('parley:acme', 'known');
    for (let i = 0; i < 60; i++) server.say('visitor', `${i}`);
    const session = visit();
    await clock.advance(0);
    expect(posted[0]).toMatchObject({ visitor_token: 'known' });
    expect(session.timeline.messages).toHaveLength(50);
    expect(session.timeline.hasOlder).toBe(true);
  });

  it('comes back as the visitor of a mailed link, once', async () => {
    server.say('visitor', 'earlier');
    const session = visit('from-mail');
    await clock.advance(0);
    expect(posted[0]).toMatchObject({ resume_token: 'from-mail' });
    expect(storage.getItem('parley:acme')).toBe('visitor-token');
    session.stop();
    session.start();
    await clock.advance(0);
    expect(posted[1]).not.toHaveProperty('resume_token');
  });

  it('keeps a message whose acknowledgement was lost exactly once', async () => {
    const session = visit();
    await clock.advance(0);
    let losses = 1;
    server.loseAnswer = ({ command }) => command === 'new_message' && losses-- > 0;
    session.send('one');
    session.send('two');
    await clock.advance(30_000);
    expect(server.messages.map(({ content }) => content)).toEqual(['one', 'two']);
    expect(contents(session)).toEqual(['one', 'two']);
    expect(session.unsent).toEqual([]);
  });

  it('sends what was written offline, in order, when back', async () => {
    const session = visit();
    server.down = true;
    await clock.advance(0);
    for (const text of ['one', 'two']) session.send(text);
    expect(session.unsent).toHaveLength(2);
    server.down = false;
    await clock.advance(1_000);
    expect(contents(session)).toEqual(['one', 'two']);
  });

  it('finds what it missed while away', async () => {
    server.say('visitor', 'one');
    const session = visit();
    await clock.advance(0);
    server.socket.drop();
    server.say('agent', 'two', {}, true);
    await clock.advance(1_000);
    expect(contents(session)).toEqual(['one', 'two']);
    server.say('agent', 'lost', {}, true);
    server.announce({ command: 'heartbeat', heads: { 'acme c1': 3 }, versions: {} });
    await clock.advance(0);
    expect(contents(session)).toEqual(['one', 'two', 'lost']);
  });

  it('counts what others said above the read position', async () => {
    server.say('visitor', 'one');
    server.say('bot', 'two');
    server.say('system', 'Mia joined');
    server.say('agent', 'four');
    server.room = room({ read: 1 });
    const session = visit();
    await clock.advance(0);
    expect(session.unread).toBe(2);
    session.markRead();
    session.markRead();
    expect(session.unread).toBe(0);
    await clock.advance(0);
    expect(server.socket.sent.filter(({ command }) => command === 'mark_read')).toMatchObject([
      { seq: 1, delivered: 4 },
      { seq: 4, delivered: 4 },
    ]);
  });

  it('knows how far agents have read, from before and from now', async () => {
    for (const text of ['one', 'two']) server.say('visitor', text);
    server.room = room({ agent_read: 1 });
    const session = visit();
    await clock.advance(0);
    expect(session.positions.agentRead).toBe(1);
    server.announce({ command: 'read', room: 'acme c1', role: 'agent', author: 'Agent', seq: 2, delivered: 2 });
    expect(session.positions.agentRead).toBe(2);
  });

  it('[L7] knows how far messages have reached agents, also from a heartbeat when the event was lost', async () => {
    for (const text of ['one', 'two', 'three']) server.say('visitor', text);
    server.room = room({ agent_delivered: 1 });
    const session = visit();
    await clock.advance(0);
    const known = () => [session.positions.agentDelivered, session.positions.agentRead];
    expect(known()).toEqual([1, 0]);
    const read = { command: 'read', room: 'acme c1', role: 'agent', author: 'Agent' };
    server.announce({ ...read, seq: 0, delivered: 2 });
    expect(known()).toEqual([2, 0]);
    server.announce({ command: 'heartbeat', heads: {}, versions: {}, positions: [{ ...read, seq: 1, delivered: 3 }] });
    expect(known()).toEqual([3, 1]);
    server.announce({ ...read, seq: 0, delivered: 2 });
    expect(known()).toEqual([3, 1]);
  });

  it('[R14] tells what has reached it, in one word with what is read at once, and again after a break', async () => {
    const told = () =>
      server.socket.sent.filter(({ command }) => command === 'mark_read').map(({ seq, delivered }) => [seq, delivered]);
    server.say('visitor', 'one');
    server.say('agent', 'two');
    const session = visit();
    await clock.advance(0);
    expect(told()).toEqual([[0, 2]]);
    session.subscribe(() => session.markRead());
    server.say('agent', 'three');
    await clock.advance(0);
    expect(told()).toEqual([
      [0, 2],
      [3, 3],
    ]);
    server.socket.drop();
    await clock.advance(2_000);
    expect(told()).toEqual([[3, 3]]);
  });

  it('takes the newer state of the room, whatever the order', async () => {
    const session = visit();
    await clock.advance(0);
    server.announce({ command: 'room_changed', room: room({ version: 3, owner: { kind: 'agent', name: 'Mia' } }) });
    server.announce({ command: 'room_changed', room: room({ version: 2 }) });
    expect(session.room?.owner.name).toBe('Mia');
  });

  it('connects again for the state of the room when its announcement was lost', async () => {
    server.say('visitor', 'one');
    server.room = room();
    const session = visit();
    await clock.advance(0);
    server.room = room({ version: 2, owner: { kind: 'agent', name: 'Mia' } });
    const beat = { command: 'heartbeat', heads: { 'acme c1': 1 }, versions: { 'acme c1': 2 } };
    server.announce(beat);
    await clock.advance(0);
    expect(server.sockets).toHaveLength(1);
    server.announce(beat);
    await clock.advance(0);
    expect(session.room?.owner.name).toBe('Mia');
    server.announce(beat);
    expect(server.sockets).toHaveLength(2);
  });

  it('asks for a person as soon as it can', async () => {
    const session = visit();
    await session.requestPerson();
    expect(session.wantsPerson).toBe(true);
    await clock.advance(0);
    expect(server.socket.sent.map(({ command }) => command)).toContain('request_person');
    server.announce({ command: 'room_changed', room: room({ owner: { kind: 'queue', name: null } }) });
    expect(session.wantsPerson).toBe(false);
  });

  it('says that someone types at most every 4 s, and that it ended', async () => {
    const session = visit();
    await clock.advance(0);
    for (let i = 0; i < 9; i++) {
      session.setTyping(true);
      await clock.advance(1_000);
    }
    session.setTyping(false);
    session.setTyping(false);
    const typing = server.socket.sent.filter(({ command }) => command === 'typing');
    expect(typing.map((frame) => frame.typing)).toEqual([true, true, true, false]);
  });

  it('becomes the visitor that another tab made, when it is turned to', async () => {
    const session = visit();
    await clock.advance(0);
    storage.setItem('parley:acme', 'other-tab');
    signals.dispatchEvent(new Event('focus'));
    await clock.advance(0);
    expect(posted[1]).toMatchObject({ visitor_token: 'other-tab' });
    expect(session.connection.state.status).toBe('online');
  });

  it('speaks as the visitor of the tab that talked first, also before it heard of that', async () => {
    const session = visit();
    await clock.advance(0);
    storage.setItem('parley:acme', 'other-tab');
    session.send('Hello');
    await clock.advance(0);
    expect(posted[1]).toMatchObject({ visitor_token: 'other-tab' });
    expect(server.messages.map(({ content }) => content)).toEqual(['Hello']);
  });

  it('becomes the visitor of the tab that talked first while this one was asking who it is', async () => {
    const { session: answer } = server;
    server.session = async <Result>() => {
      server.session = answer;
      storage.setItem('parley:acme', 'other-tab');
      return answer<Result>();
    };
    visit();
    await clock.advance(0);
    expect(posted.map(({ visitor_token }) => visitor_token)).toEqual([undefined, 'other-tab']);
  });

  it('[J5] sends nothing of somebody whose sign-in has ended, also of what a page before had kept', async () => {
    const session = visit();
    await clock.advance(0);
    storage.setItem('parley:acme', 'account-1');
    server.down = true;
    session.send('mine alone');
    await clock.advance(0);
    expect(session.unsent).toHaveLength(1);
    session.stop();
    server.down = false;
    const { session: answer } = server;
    server.session = async <Result>() => {
      const plain = await answer<{ config: object }>();
      return { ...plain, consumer: 'c2', config: { ...plain.config, signed_out: true } } as Result;
    };
    const next = visit();
    await clock.advance(30_000);
    expect(next.unsent).toEqual([]);
    expect(server.messages).toEqual([]);
    server.session = answer;
    next.send('somebody else');
    await clock.advance(1_000);
    expect(server.messages.map(({ content }) => content)).toEqual(['somebody else']);
  });

  it('[L9] knows whether anybody of the team is online, from events and heartbeats', async () => {
    const session = visit();
    await clock.advance(0);
    server.announce({ command: 'presence', people_online: true });
    expect(session.config?.people_online).toBe(true);
    server.announce({ command: 'heartbeat', heads: {}, versions: {}, people_online: false });
    expect(session.config?.people_online).toBe(false);
    server.announce({ command: 'heartbeat', heads: {}, versions: {} });
    expect(session.config?.people_online).toBe(false);
  });
});

describe('in a flood', () => {
  const wanted = (text: string, bits = 8) =>
    new CallError({ code: 'proof_wanted', message: 'many', retry: true, retry_after: 15, challenge: { text, bits } });

  it('[V8] does the work that is asked for, says that it is busy meanwhile, and sends what was written', async () => {
    refusals = [wanted('a-challenge')];
    const busy: (boolean | undefined)[] = [];
    const session = visit();
    session.subscribe(() => busy.push(session.busy));
    session.send('hello');
    await vi.waitFor(() => expect(posted).toHaveLength(2), 10_000);
    await clock.advance(0);
    expect(posted[1]?.proof).toMatch(/^a-challenge\.\d+$/);
    expect(busy).toContain(true);
    expect(session.busy).toBe(false);
    expect(contents(session)).toEqual(['hello']);
  });

  it('[V9] waits as it was told when its proof does not count, and begins anew', async () => {
    refusals = [wanted('first'), wanted('again'), wanted('second')];
    const session = visit();
    await vi.waitFor(() => expect(session.connection.state.status).toBe('offline'), 10_000);
    expect(session.busy).toBe(false);
    await clock.advance(14_000);
    expect(posted).toHaveLength(2);
    await clock.advance(1_000);
    await vi.waitFor(() => expect(session.connection.state.status).toBe('online'), 10_000);
    expect(posted.map(({ proof }) => `${proof}`.split('.')[0])).toEqual(['undefined', 'first', 'undefined', 'second']);
  });

  it('works once for a session that connects anew meanwhile', async () => {
    refusals = [wanted('first', 16), wanted('second', 16)];
    const session = visit();
    // A quick machine is done before anybody looks a second time.
    await new Promise<void>((resolve) => void session.subscribe(() => session.busy && resolve()));
    session.stop();
    session.start();
    await vi.waitFor(() => expect(session.connection.state.status).toBe('online'), 10_000);
    expect(posted.filter(({ proof }) => proof)).toHaveLength(1);
    expect(server.sessions).toBe(1);
  });

  it('becomes whom another tab made while it worked', async () => {
    refusals = [wanted('first')];
    const session = visit();
    session.subscribe(() => session.busy && storage.setItem('parley:acme', 'other-tab'));
    await vi.waitFor(() => expect(posted).toHaveLength(2), 10_000);
    expect(posted[1]).toMatchObject({ visitor_token: 'other-tab' });
  });
});
