/** The agents' search: who comes first, what is found, and that its pages neither repeat nor leave out a room. */
import type { Mention } from '@parley/protocol';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, type RawClient } from '../../test/client.ts';
import { createAgent, createSite } from '../../test/create.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';
import { uuidv7 } from '../core/ids.ts';

let server: TestServer;
let inbox: RawClient;
let siteId: string;
let otherId: string;

beforeAll(async () => {
  server = await startTestServer();
  const site = await createSite(server.core, { slug: 'acme' });
  siteId = site.id;
  otherId = (await createSite(server.core, { slug: 'other' })).id;
  inbox = await connect(server, '/ws/room/acme', (await createAgent(server.core, site)).token);
});
afterAll(() => server.close());

const HOUR = 3_600_000;

/** A room whose messages were said so many hours ago; answers with its consumer. */
async function room(
  said: readonly (readonly [hoursAgo: number, text: string])[],
  {
    name = null,
    email = null,
    status = 'open',
    on = siteId,
  }: Partial<Record<'name' | 'email' | 'status' | 'on', string | null>> = {},
): Promise<string> {
  const oldest = Date.now() - Math.max(...said.map(([hours]) => hours)) * HOUR;
  const id = uuidv7(oldest);
  const roomId = uuidv7(oldest);
  const { db } = server.core;
  await sql`insert into visitors (site_id, id, name, email, created_at)
    values (${on}, ${id}, ${name}, ${email}, ${new Date(oldest)})`.execute(db);
  await sql`insert into rooms (site_id, id, key, visitor_id, status, last_seq, updated_at)
    values (${on}, ${roomId}, ${id}, ${id}, ${status}, ${said.length}, ${new Date(oldest)})`.execute(db);
  for (const [i, [hours, text]] of said.entries()) {
    await sql`insert into messages (site_id, room_id, seq, id, author_id, author, role, content, created_at)
      values (${on}, ${roomId}, ${i + 1}, ${uuidv7()}, ${id}, 'Visitor', 'visitor', ${text}, ${new Date(Date.now() - hours * HOUR)})`.execute(
      db,
    );
  }
  return id;
}

interface Page {
  rooms: { consumer: string; room: string }[];
  mentions: Mention[];
  next: string | null;
}
const page = async (params: object) => (await inbox.call('fetch_rooms', params)) as unknown as Page;
const found = async (query: string, params: object = {}) =>
  (await page({ query, ...params })).rooms.map(({ consumer }) => consumer);

test('[R3] contacts come before mentions, each newest first, and a room once', async () => {
  const older = await room([[900, 'hello']], { name: 'Quentin Vos' });
  const newer = await room([[5, 'I am quentin']], { email: 'quentin@mail.test' });
  const long = await room([[5_000, 'quentin said so']]);
  const lately = await room([
    [700, 'quentin again'],
    [30, 'is Quentin there'],
  ]);
  await room([[1, 'somebody else']]);
  expect(await found('quentin')).toEqual([newer, older, lately, long]);
});

test('[R3] all words in one message; another site’s are never found', async () => {
  const both = await room([[2_000, 'the green parrot flew']]);
  await room([
    [3, 'a green one'],
    [2, 'a parrot'],
  ]);
  await room([[1, 'green parrot']], { on: otherId, name: 'green parrot' });
  expect(await found('green parrot')).toEqual([both]);
});

test('[R3] tells which words were found, of the newest mention, also on the next page; of a contact none', async () => {
  const said = await room([
    [60, 'the **heron** came'],
    [9, 'a heron, said again'],
    [8, 'and nothing of it since'],
  ]);
  const long = await room([[70, `${'far away '.repeat(40)}a heron`]]);
  await room([[1, 'hello']], { name: 'Heron Smith' });
  const first = await page({ query: 'Heron', limit: 2 });
  expect(first.rooms).toHaveLength(2);
  expect(first.mentions).toEqual([
    {
      room: `acme ${said}`,
      seq: 2,
      author: 'Visitor',
      role: 'visitor',
      text: 'a heron, said again',
      marks: [{ from: 2, to: 7 }],
    },
  ]);
  const second = await page({ query: 'Heron', limit: 2, cursor: first.next });
  expect(second.mentions).toMatchObject([
    { room: `acme ${long}`, seq: 1, text: expect.stringMatching(/^… .*a heron$/) },
  ]);
  expect((await page({ limit: 1 })).mentions).toBeUndefined();
});

test('[R3] a consumer is found by its beginning, a short name among the newest rooms', async () => {
  const id = await room([[8_000, 'hm']], { name: 'Ix' });
  expect(await found(id)).toEqual([id]);
  expect(await found(id.slice(0, 14))).toEqual([id]);
  expect(await found(`${id}~2`)).toEqual([id]);
  expect(await found('Ix')).toEqual([id]);
});

test('[R3] pages hold every room once, across contacts and mentions, whatever the filter', async () => {
  for (let n = 0; n < 7; n++) await room([[n * 40, 'zebra']], { status: n % 2 === 0 ? 'open' : 'closed' });
  for (let n = 0; n < 4; n++) await room([[n * 700, 'hello']], { name: `Zebra ${n}` });
  // Said again later: its place is that of the newest mention.
  await room([
    [2_000, 'zebra'],
    [3, 'zebra'],
  ]);
  const all = await found('zebra', { limit: 100 });
  expect(new Set(all).size).toBe(12);
  const paged: string[] = [];
  for (let cursor: string | null = null, pages = 0; pages < 20; pages++) {
    const { rooms, next } = await page({ query: 'zebra', limit: 2, ...(cursor && { cursor }) });
    paged.push(...rooms.map(({ consumer }) => consumer));
    if (next === null) break;
    cursor = next;
  }
  expect(paged).toEqual(all);
  expect(await found('zebra', { status: 'closed' })).toHaveLength(3);
});

test('[R3] signs and halves of words find nothing and break nothing', async () => {
  for (const query of ['!!!', '%', '_', "'", '\\', 'zzz%', '~2', '& | !', '<->'])
    expect(await found(query)).toEqual([]);
});

test('[R3] a cursor that was not given out is refused', async () => {
  for (const cursor of ['c', 'm', 'x', 'cabc', `c${Buffer.from('2026-99-99T00:00:00Z x').toString('base64url')}`]) {
    expect(await inbox.call('fetch_rooms', { query: 'zebra', cursor })).toMatchObject({ code: 'invalid' });
  }
});
