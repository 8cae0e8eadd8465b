/** The log when things go wrong: lost connections at the worst moments, bad neighbours, noisy sites; and one frame a commit. */
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, type Frame } from '../../test/client.ts';
import { createAgent, createSite, type NewSite } from '../../test/create.ts';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { eventually } from '../../test/eventually.ts';
import { type FaultProxy, startFaultProxy } from '../../test/fault-proxy.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';
import { asRefusal, Refused } from '../core/errors.ts';
import { uuidv7 } from '../core/ids.ts';
import { FateUnknown } from '../core/writer.ts';
import type { AppendRequest, AppendResult } from './append.ts';
import { messageLog } from './message-log.ts';

let database: TestDatabase;
let proxy: FaultProxy;
let server: TestServer;
let site: NewSite;

beforeAll(async () => {
  database = await createTestDatabase();
  const url = new URL(database.url);
  proxy = await startFaultProxy(Number(url.port), 0, () => 1);
  url.port = String(proxy.port);
  server = await startTestServer({ databaseUrl: url.href });
  site = await createSite(server.core);
});
afterAll(async () => {
  await server.close();
  await proxy.close();
  await database.drop();
});

/** A visitor's way to append, without a socket: as many at once as the test likes. */
async function writer(of: NewSite): Promise<(content: string, clientId?: string | null) => Promise<AppendResult>> {
  const id = uuidv7();
  await server.core.db
    .insertInto('visitors')
    .values({ site_id: of.id, id, name: null, email: null, page: null, referrer: null, language: null })
    .execute();
  const place = { siteId: of.id, site: of.slug, key: id };
  const author = { id, name: 'Visitor', role: 'visitor' } as const;
  return (content, clientId = content) =>
    messageLog(server.core).append({ ...place, author, content, clientId, createFor: id } satisfies AppendRequest);
}

const stored = async (roomId: string): Promise<string[]> =>
  (
    await server.core.db
      .selectFrom('messages')
      .select('content')
      .where('site_id', '=', site.id)
      .where('room_id', '=', roomId)
      .orderBy('seq')
      .execute()
  ).map(({ content }) => content);

test.each([
  ['arrived, and nobody heard of it', true],
  ['never arrived', false],
])(
  '[P1] a COMMIT that %s: the message is looked up, stored once and acknowledged, with a client_id and without',
  async (_, arrives) => {
    const say = await writer(site);
    const { room } = await say('first');
    for (const clientId of ['named', null]) {
      proxy.last = { bytes: 'commit', arrives };
      const { message } = await say(`said ${clientId}`, clientId);
      expect(proxy.last).toBeNull();
      expect((await stored(room.id))[message.seq - 1]).toBe(`said ${clientId}`);
    }
    expect(await stored(room.id)).toEqual(['first', 'said named', 'said null']);
  },
);

test('[P1] [P2] whenever Postgres ends the backend, what is acknowledged is stored once, and the rest says that it may be sent again', async () => {
  const say = await writer(site);
  const { room } = await say('first');
  // Of the writer, and of whatever else wrote last.
  const endBackends = async (): Promise<number> => {
    const { rows } = await sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and query ~* 'commit|messages|rooms'`.execute(
      server.core.db,
    );
    return rows.length;
  };
  let ended = 0;
  const acknowledged: string[] = [];
  for (let n = 0; n < 100; n++) {
    const ending = n % 5 === 4 ? endBackends() : Promise.resolve(0);
    try {
      await say(`named ${n}`);
      acknowledged.push(`named ${n}`);
    } catch (error) {
      expect(asRefusal(error)).toMatchObject({ code: 'unavailable' });
    }
    ended += await ending.catch(() => 0);
  }
  expect(ended).toBeGreaterThan(0);
  expect(acknowledged.length).toBeGreaterThan(50);
  await eventually(async () => (await say('last')).message.seq > 0);
  const log = await stored(room.id);
  expect(new Set(log).size).toBe(log.length);
  expect(log.filter((content) => acknowledged.includes(content))).toEqual(acknowledged);
}, 60_000);

test('[P7] what was known of a room before the connection was lost is not believed after it: a standby may have taken over', async () => {
  const { writer: connection } = server.core.database;
  const say = await writer(site);
  await say('first');
  const { room } = await say('second');
  // As far as this node was told the bot's turn; by what the standby was told, as many changes later, an agent's.
  const direct = new pg.Client(database.url);
  await direct.connect();
  await direct.query(`update rooms set owner_kind = 'agent' where id = $1`, [room.id]);
  await direct.end();
  proxy.cutAll();
  await eventually(() => connection.session === null);
  const place = { siteId: site.id, site: site.slug, key: room.key, generation: room.owner_generation };
  const author = { id: 'bot', name: 'Bot', role: 'bot' } as const;
  const answer = messageLog(server.core).append({ ...place, author, content: 'Too late', clientId: 'answer' });
  await expect(answer).rejects.toMatchObject({ code: 'not_yours' });
  expect(await stored(room.id)).toEqual(['first', 'second']);
});

test('[P1] a process id that somebody else has by now tells nothing of the commit that was lost with the old one', async () => {
  const { writer: connection } = server.core.database;
  const say = await writer(site);
  const { room } = await say('first');
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(server.core.db);
  const transaction = connection.transaction.bind(connection);
  // As after a restart in a container, where process ids begin anew.
  connection.transaction = async (work) => {
    try {
      return await transaction(work);
    } catch (error) {
      throw error instanceof FateUnknown ? new FateUnknown({ ...error.backend, ...rows[0] }, error) : error;
    }
  };
  try {
    proxy.last = { bytes: 'commit', arrives: true };
    expect((await say('second')).message.seq).toBe(2);
    expect(await stored(room.id)).toEqual(['first', 'second']);
  } finally {
    connection.transaction = transaction;
  }
});

test('a message that cannot be stored fails alone', async () => {
  const say = await writer(site);
  await say('first');
  const nobody = uuidv7();
  const place = { siteId: site.id, site: site.slug, key: nobody };
  const author = { id: nobody, name: 'Visitor', role: 'visitor' } as const;
  const sends = Array.from({ length: 21 }, (_, n) =>
    n === 10
      ? messageLog(server.core).append({ ...place, author, content: 'bad', clientId: null, createFor: nobody })
      : say(`good ${n}`),
  );
  const outcomes = await Promise.allSettled(sends);
  expect(outcomes.flatMap(({ status }, n) => (status === 'rejected' ? [n] : []))).toEqual([10]);
  expect((outcomes[20] as PromiseFulfilledResult<AppendResult>).value.message.seq).toBe(21);
});

test('[F5] a site that sends without measure is told to come back, and does not hold up another', async () => {
  const noisy = await writer(site);
  const quiet = await writer(await createSite(server.core));
  let done = 0;
  const flood = Array.from({ length: 7_000 }, (_, n) =>
    noisy(`flood ${n}`, null).then(
      () => ++done,
      (error: unknown) => error,
    ),
  );
  await quiet('one of few');
  expect(done).toBeLessThan(2_000);
  const refused = (await Promise.all(flood)).filter((outcome) => outcome instanceof Refused);
  expect(refused.length).toBeGreaterThan(0);
  expect(refused.every(({ code, details }) => code === 'overloaded' && details.retryAfter === 1)).toBe(true);
  expect(done).toBe(7_000 - refused.length);
});

test('[S15] an inbox that asks for it hears of one commit in one frame, and of its own messages once', async () => {
  const agent = await createAgent(server.core, site);
  const batched = await connect(server, `/ws/room/${site.slug}?batch=1`, agent.token);
  const singly = await connect(server, `/ws/room/${site.slug}`, agent.token);
  const say = await writer(site);
  const { room } = await say('first');
  const name = `${site.slug} ${room.key}`;
  await Promise.all(Array.from({ length: 20 }, (_, n) => say(`said ${n}`)));
  const own = await batched.call('new_message', { room: name, message: { content: 'mine', client_id: 'mine' } });
  const mine = own.message as { seq: number };
  const heard = (frames: readonly Frame[]) =>
    frames
      .flatMap((frame) => {
        if (frame.command === 'new_messages') return frame.messages as { room: string; seq: number }[];
        return frame.command === 'new_message' ? [frame.message as { room: string; seq: number }] : [];
      })
      .filter((message) => message.room === name)
      .map(({ seq }) => seq);
  await singly.seen((frame) => (frame.message as { seq?: number } | undefined)?.seq === mine.seq);
  const all = Array.from({ length: mine.seq }, (_, n) => n + 1);
  expect(heard(batched.frames)).toEqual(all);
  expect(heard(singly.frames)).toEqual(all);
  expect(batched.frames.some(({ command }) => command === 'new_messages')).toBe(true);
  expect(singly.frames.some(({ command }) => command === 'new_messages')).toBe(false);
});
