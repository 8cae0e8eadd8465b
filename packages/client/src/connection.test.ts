/** The connection comes back by itself, with patience, and tells the truth about calls. */
import { CLOSE } from '@parley/protocol';
import { beforeEach, describe, expect, it } from 'vitest';
import { CallError, Connection, type ConnectionState } from './index.ts';
import { FakeClock, FakeServer } from './testing/index.ts';

let clock: FakeClock;
let server: FakeServer;
let tokens: number;
let refuseToken: CallError | null;
let signals: EventTarget;
let states: ConnectionState['status'][];
let connection: Connection;

beforeEach(() => {
  clock = new FakeClock();
  server = new FakeServer();
  signals = new EventTarget();
  states = [];
  tokens = 0;
  refuseToken = null;
  connection = new Connection({
    url: () => 'ws://parley.test/ws/chat/acme/c1',
    getToken: async () => {
      if (refuseToken) throw refuseToken;
      return { token: `t${++tokens}`, expiresIn: 600 };
    },
    WebSocket: server.WebSocket,
    clock,
    signals,
  });
  connection.onState(({ status }) => states.push(status));
});

const refused = (code: CallError['code'], retry: boolean, retry_after?: number) =>
  new CallError({ code, retry, message: code, ...(retry_after ? { retry_after } : {}) });

describe('connection', () => {
  it('offers the token as a subprotocol and goes online', async () => {
    connection.start();
    await clock.advance(0);
    expect(server.socket.protocols).toEqual(['parley.v1', 'parley.token.t1']);
    expect(states).toEqual(['connecting', 'online']);
  });

  it('waits with full jitter, longer after each failure, at most 20 s', async () => {
    server.down = true;
    const waits: number[] = [];
    connection.onState(({ nextAttempt }) => nextAttempt && waits.push(nextAttempt - clock.now()));
    connection.start();
    await clock.advance(200_000);
    expect(waits.slice(0, 9)).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000, 10_000]);
  });

  it('asks for a fresh token after a handshake that failed, since it cannot know why', async () => {
    server.down = true;
    connection.start();
    await clock.advance(0);
    await clock.advance(250);
    expect(server.sockets.map((socket) => socket.protocols[1])).toEqual(['parley.token.t1', 'parley.token.t2']);
  });

  it('uses the token again while it is good', async () => {
    connection.start();
    await clock.advance(20_000);
    server.socket.drop(CLOSE.restart.code);
    await clock.advance(500);
    expect(server.sockets).toHaveLength(2);
    expect(tokens).toBe(1);
  });

  it(`renews the token when the server closes with ${CLOSE.expired.code}`, async () => {
    connection.start();
    await clock.advance(0);
    server.socket.drop(CLOSE.expired.code);
    await clock.advance(500);
    expect(tokens).toBe(2);
    expect(connection.state.status).toBe('online');
  });

  it(`stops when access has ended (${CLOSE.revoked.code})`, async () => {
    connection.start();
    await clock.advance(0);
    server.socket.drop(CLOSE.revoked.code);
    await clock.advance(600_000);
    expect(connection.state).toMatchObject({ status: 'stopped', reason: { code: 'unauthenticated' } });
    expect(server.sockets).toHaveLength(1);
  });

  it('stops when the token is refused for good, and waits as told when it is not', async () => {
    refuseToken = refused('overloaded', true, 30);
    connection.start();
    await clock.advance(29_000);
    expect(connection.state.status).toBe('offline');
    refuseToken = refused('origin_not_allowed', false);
    await clock.advance(1_500);
    expect(connection.state).toMatchObject({ status: 'stopped', reason: { code: 'origin_not_allowed' } });
  });

  it('[P6] reconnects after 45 s of silence', async () => {
    connection.start();
    await clock.advance(44_000);
    server.socket.deliver({ command: 'heartbeat', heads: {}, versions: {} });
    await clock.advance(44_500);
    expect(server.sockets).toHaveLength(1);
    await clock.advance(1_000);
    expect(server.sockets).toHaveLength(2);
    expect(states).toEqual(['connecting', 'online', 'offline', 'connecting', 'online']);
  });

  it('[S12] comes back when a stopping server said, and not sooner', async () => {
    connection.start();
    await clock.advance(20_000);
    server.socket.drop(1012, 'retry_in=7.5');
    await clock.advance(7_400);
    expect(server.sockets).toHaveLength(1);
    await clock.advance(100);
    expect(connection.state.status).toBe('online');
    expect(server.sockets).toHaveLength(2);
  });

  it('renews the token on the open socket at 80 % of its life', async () => {
    connection.start();
    const beat = async () => {
      await clock.advance(9_000);
      server.socket.deliver({ command: 'heartbeat', heads: {}, versions: {} });
    };
    for (let i = 0; i < 54; i++) await beat();
    expect(server.sockets).toHaveLength(1);
    expect(server.socket.sent).toEqual([{ command: 'authenticate', token: 't2', id: '1' }]);
  });

  it('rejects calls without an answer as disconnected and to be retried', async () => {
    connection.start();
    await clock.advance(0);
    const call = connection.call('fetch_messages', {}).catch((error) => error);
    server.socket.closed = true;
    signals.dispatchEvent(new Event('offline'));
    expect(await call).toMatchObject({ code: 'disconnected', retry: true });
    await expect(connection.call('fetch_messages', {})).rejects.toMatchObject({ code: 'disconnected' });
  });

  it('rejects a refused call with what the server said', async () => {
    connection.start();
    await clock.advance(0);
    server.refuse = () => ({ code: 'rate_limited', message: 'slow down', retry: true, retry_after: 7 });
    await expect(connection.call('fetch_messages', {})).rejects.toMatchObject({
      code: 'rate_limited',
      retry: true,
      retryAfter: 7,
      message: 'slow down',
    });
  });

  it('gives listeners events and own copies of messages, not other answers', async () => {
    connection.start();
    await clock.advance(0);
    const heard: string[] = [];
    connection.onFrame(({ command }) => heard.push(command));
    server.socket.onmessage?.({ data: 'not json' });
    connection.notify('typing', { typing: true });
    await connection.call('new_message', { message: { content: 'hi', client_id: 'x' } });
    server.announce({ command: 'heartbeat', heads: {}, versions: {} });
    expect(heard).toEqual(['new_message', 'heartbeat']);
  });

  it('tries at once when the network comes back', async () => {
    connection.start();
    await clock.advance(0);
    clock.chance = 0.99;
    server.down = true;
    signals.dispatchEvent(new Event('offline'));
    await clock.advance(60_000);
    server.down = false;
    const before = server.sockets.length;
    signals.dispatchEvent(new Event('online'));
    await clock.advance(0);
    expect(server.sockets).toHaveLength(before + 1);
    expect(connection.state.status).toBe('online');
  });

  it('leaves nothing running after stop', async () => {
    connection.start();
    await clock.advance(0);
    connection.stop();
    expect(clock.waiting).toBe(0);
  });
});
