/** Exactly once: seeded cuts, lost requests, lost answers and a node that dies, and still every message is there once, in order. */
import type { AddressInfo } from 'node:net';
import { type Clock, systemClock, VisitorSession } from '@parley/client';
import { afterEach, expect, test } from 'vitest';
import { createSite } from '../create.ts';
import { eventually } from '../eventually.ts';
import { type FaultProxy, seededRandom, startFaultProxy } from '../fault-proxy.ts';
import { startNodes } from '../nodes.ts';
import { startTestServer, type TestServer } from '../server.ts';

const VISITORS = 6;
const MESSAGES = 30;
/** The client's backoff (20 s at most), shortened: its shape stays, the test does not wait for it. Silence stays 45 s. */
const HURRY = 20;
const hurried: Clock = {
  ...systemClock,
  setTimeout: (act, ms) => systemClock.setTimeout(act, ms <= 20_000 ? ms / HURRY : ms),
};

const portOf = (server: TestServer) => (server.app.fastify.server.address() as AddressInfo).port;
const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

function visitor(proxy: FaultProxy): VisitorSession {
  const kept = new Map<string, string>();
  const session = new VisitorSession({
    base: `http://127.0.0.1:${proxy.port}`,
    slug: 'acme',
    clock: hurried,
    signals: new EventTarget(),
    storage: {
      get: (key) => kept.get(key) ?? null,
      set: (key, value) => void kept.set(key, value),
      delete: (key) => void kept.delete(key),
    },
  });
  closing.push(() => session.stop());
  session.start();
  return session;
}

test.each([
  [1, 'two nodes and heartbeats'],
  [7, 'two nodes and Redis'],
  [42, 'two nodes and Redis'],
] as const)(
  '[P1] [P2] [P3] [P4] [P5] through every fault of seed %i, with %s, each message is stored once, in order, and seen',
  async (seed, between) => {
    const random = seededRandom(seed);
    const { one: first, two: second, redis, close } = await startNodes(between);
    closing.push(close);
    await createSite(first.core, { slug: 'acme' });
    const proxy = await startFaultProxy(portOf(first), 0, random);
    closing.push(() => proxy.close());
    const sessions = Array.from({ length: VISITORS }, () => visitor(proxy));
    await Promise.all(sessions.map((session) => eventually(() => session.connection.state.status === 'online')));

    proxy.rate = 0.08;
    for (let n = 0; n < MESSAGES; n++) {
      for (const session of sessions) session.send(`${n}`);
      if (random() < 0.3) await eventually(() => sessions.some((session) => session.unsent.length <= n));
      if (n === MESSAGES / 2) {
        // The node dies with whatever it was doing; another has the same database. So does Redis.
        proxy.target = 0;
        proxy.cutAll();
        await redis?.kill();
        proxy.target = portOf(second);
      }
    }
    await redis?.start();
    await eventually(() => proxy.faults > 20 || sessions.every((session) => session.unsent.length === 0), 40_000);
    proxy.rate = 0;
    await Promise.all(
      sessions.map((session) =>
        eventually(() => session.unsent.length === 0 && session.timeline.last === MESSAGES, 40_000),
      ),
    );

    expect(proxy.faults).toBeGreaterThan(0);
    const rows = await first.core.db
      .selectFrom('messages')
      .innerJoin('rooms', (join) =>
        join.onRef('rooms.id', '=', 'messages.room_id').onRef('rooms.site_id', '=', 'messages.site_id'),
      )
      .select(['rooms.key', 'messages.seq', 'messages.content', 'rooms.last_seq'])
      .orderBy('messages.seq')
      .execute();
    for (const session of sessions) {
      const key = session.timeline.messages[0]?.room.split(' ')[1];
      const stored = rows.filter((row) => row.key === key);
      expect(stored.map((row) => row.seq)).toEqual(Array.from({ length: MESSAGES }, (_, i) => i + 1));
      expect(stored.map((row) => row.content)).toEqual(Array.from({ length: MESSAGES }, (_, i) => `${i}`));
      expect(stored[0]?.last_seq).toBe(MESSAGES);
      expect(session.timeline.messages.map(({ seq, content }) => [seq, content])).toEqual(
        stored.map((row) => [row.seq, row.content]),
      );
    }
    expect(rows).toHaveLength(VISITORS * MESSAGES);
  },
  90_000,
);

test('[P2] [P3] two nodes appending to one room at once, with doubles, leave one order without gaps', async () => {
  const one = await startTestServer();
  closing.push(() => one.close());
  const two = await startTestServer({ databaseUrl: one.databaseUrl });
  closing.push(() => two.close());
  const site = await createSite(one.core, { slug: 'acme' });
  const { messageLog } = await import('../../src/rooms/message-log.ts');
  const visitorId = crypto.randomUUID();
  await one.core.db
    .insertInto('visitors')
    .values({ site_id: site.id, id: visitorId, name: null, email: null, page: null, referrer: null, language: null })
    .execute();
  const append = (node: TestServer, n: number) =>
    messageLog(node.core).append({
      siteId: site.id,
      site: 'acme',
      key: visitorId,
      author: { id: visitorId, name: 'Visitor', role: 'visitor' },
      content: `m${n}`,
      clientId: `c${n}`,
      createFor: visitorId,
    });
  const numbers = Array.from({ length: 150 }, (_, n) => n);
  const results = await Promise.all(numbers.flatMap((n) => [append(one, n), append(two, n)]));
  const bySeq = new Map(results.map(({ message }) => [message.seq, message.client_id]));
  expect([...bySeq.keys()].sort((a, b) => a - b)).toEqual(numbers.map((n) => n + 1));
  expect(results.filter(({ fresh }) => fresh)).toHaveLength(numbers.length);
  for (const n of numbers) expect(results[2 * n]?.message.id).toBe(results[2 * n + 1]?.message.id);
});
