/** The work that is timed on the small and on the large database: what visitors and agents do all day, through the real doors. */
import { randomUUID } from 'node:crypto';
import { beat } from '../../../apps/server/src/rooms/heartbeat.ts';
import { chat, connect, openVisitor, type RawClient } from '../../../apps/server/test/client.ts';
import { SITE, WORDS } from './fill.ts';
import type { Installation } from './installation.ts';

/** Visitors drawn from all of them; and those of them whose sockets stay open. */
const SAMPLE = 3_000;
const HERE = 100;
/** Sent at once where it is about throughput. */
const BATCH = 100;

/** Does the work once. `n` grows, so that no two calls touch the same rows. */
export type Task = (n: number) => Promise<unknown>;

export interface Desk {
  readonly tasks: Readonly<Record<string, Task>>;
  leave(): void;
}

/** What may cost three times as much on the large database; everything else one and a half times. */
export const isSearch = (name: string): boolean => name.startsWith('search');

export async function sitDown({ core, url, agents }: Installation): Promise<Desk> {
  const { rows } = await core.database.pool.query<{ id: string; site: string }>(
    `select visitor_id as id, site_id as site from rooms
    where random() < 1.5 * $1 / (select reltuples from pg_class where relname = 'rooms') limit $1`,
    [SAMPLE],
  );
  const visitor = (n: number) => rows[n % rows.length] as { id: string; site: string };
  const accessOf = ({ id, site }: { id: string; site: string }) => ({
    consumer: id,
    visitor_token: id,
    access_token: core.tokens.sign({ kind: 'visitor', siteId: site, site: SITE, visitorId: id }),
  });
  const server = { url };
  const agent = agents[0] as (typeof agents)[number];
  const inbox = await connect(server, `/ws/room/${SITE}`, agent.token);
  const here = await Promise.all(Array.from({ length: HERE }, (_, n) => chat(server, SITE, accessOf(visitor(n)))));

  const asked = async (client: RawClient, command: string, params: object) => {
    const answer = await client.call(command, params);
    if (answer.command === 'error') throw new Error(`${command}: ${answer.code}`);
    for (const { frames } of [inbox, ...here]) frames.length = 0;
    return answer;
  };
  const rooms = (params: object) => () => asked(inbox, 'fetch_rooms', params);
  const roomOf = (n: number) => `${SITE} ${visitor(n).id}`;
  const say = (n: number) =>
    asked(here[n % HERE] as RawClient, 'new_message', {
      message: { content: 'I would like to know when it ships', client_id: randomUUID() },
    });
  // A page in the middle of the closed rooms.
  const deep = Buffer.from(`${new Date(Date.now() - 60 * 86_400_000).toISOString()} ${agent.id}`).toString('base64url');

  return {
    tasks: {
      'new_message, one after the other': say,
      [`new_message, ${BATCH} at once`]: (n) =>
        Promise.all(Array.from({ length: BATCH }, (_, i) => say(n * BATCH + i))),
      'fetch_rooms, newest': rooms({}),
      'fetch_rooms, open': rooms({ status: 'open' }),
      'fetch_rooms, unassigned': rooms({ status: 'open', assignee: 'unassigned' }),
      'fetch_rooms, mine': rooms({ status: 'open', assignee: 'mine' }),
      'fetch_rooms, bot': rooms({ status: 'open', assignee: 'bot' }),
      'fetch_rooms, others': rooms({ status: 'open', assignee: 'others' }),
      'fetch_rooms, closed': rooms({ status: 'closed' }),
      'fetch_rooms, closed, a later page': rooms({ status: 'closed', cursor: deep }),
      'fetch_rooms, mine of any status': rooms({ assignee: 'mine' }),
      'search: a word said once': rooms({ query: WORDS.once }),
      'search: a word of one message in 1,000': rooms({ query: WORDS.seldom }),
      'search: a word of one message in 20': rooms({ query: WORDS.often }),
      'search: a word never said': rooms({ query: 'xylophone' }),
      'search: two words that never met': rooms({ query: `${WORDS.often} ${WORDS.seldom}` }),
      'search: two words that often met': rooms({ query: `${WORDS.often} invoice` }),
      'search: part of a name': rooms({ query: 'Noor c' }),
      'search: an email': rooms({ query: 'mail777@' }),
      'search: an email’s end': rooms({ query: '.test' }),
      'search: a consumer': (n) => asked(inbox, 'fetch_rooms', { query: visitor(n).id.slice(0, 20) }),
      'fetch_messages, the newest': (n) => asked(inbox, 'fetch_messages', { room: roomOf(n), limit: 20 }),
      'fetch_messages, after': (n) => asked(inbox, 'fetch_messages', { room: roomOf(n), after: 3 }),
      'fetch_messages, before': (n) => asked(inbox, 'fetch_messages', { room: roomOf(n), before: 8 }),
      fetch_room: (n) => asked(inbox, 'fetch_room', { room: roomOf(n) }),
      count_rooms: () => asked(inbox, 'count_rooms', {}),
      mark_read: (n) => asked(inbox, 'mark_read', { room: roomOf(n), seq: n }),
      'take_over and close': async (n) => {
        await asked(inbox, 'take_over', { room: roomOf(HERE + n) });
        await asked(inbox, 'close_room', { room: roomOf(HERE + n) });
      },
      [`heartbeat of ${HERE} visitors and an agent`]: () => beat(core),
      'session, known visitor': (n) => openVisitor(server, SITE, visitor(n).id),
      'session, new visitor': () => openVisitor(server, SITE),
      'socket, opened and closed': async (n) => (await chat(server, SITE, accessOf(visitor(n)))).ws.terminate(),
    },
    leave: () => {
      for (const client of [inbox, ...here]) client.ws.terminate();
    },
  };
}
