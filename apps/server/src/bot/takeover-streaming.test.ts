/**
 * P7 at random moments: however a takeover falls into an answer that is being written, no word of the bot stands behind it. Seeded; some
 * rounds here, and as many as `TAKEOVERS` says where somebody wants to be sure (500 take a minute).
 */
import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connect, type RawClient } from '../../test/client.ts';
import { createAgent, createSite, type NewSite } from '../../test/create.ts';
import { eventually } from '../../test/eventually.ts';
import { type FakeModel, startFakeModel } from '../../test/model.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';
import { Talk } from '../../test/talk.ts';

const ROUNDS = Number(process.env.TAKEOVERS ?? 40);
const SEED = Number(process.env.SEED ?? 7);
const AT_ONCE = 5;
/** Milliseconds: an answer takes up to PIECES times PIECE_MS, and a takeover falls anywhere from before it to behind it. */
const PIECES = 8;
const PIECE_MS = 12;
const WITHIN_MS = 140;

let model: FakeModel;
let server: TestServer;
let site: NewSite;
let inbox: RawClient;

/** Mulberry32. */
let state = SEED;
const random = (): number => {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
};

beforeAll(async () => {
  model = await startFakeModel();
  server = await startTestServer({ worker: true, env: { OPENAI_BASE_URL: model.baseUrl, OPENAI_MODEL: 'fake' } });
  site = await createSite(server.core, { slug: 'acme' });
  inbox = await connect(server, '/ws/room/acme', (await createAgent(server.core, site)).token);
  // All come from one address, more than would otherwise be asked for.
  const { rates } = server.core;
  const count = rates.count.bind(rates);
  rates.count = (what, ...more) => (what.startsWith('model by') ? { calls: 0, endsIn: 0 } : count(what, ...more));
  model.will(async (answering) => {
    for (let i = 0; i < PIECES; i++) {
      answering.text('word ');
      await delay(random() * PIECE_MS);
    }
    answering.finish();
  });
});
afterAll(async () => {
  await server.close();
  await model.close();
});

async function round(): Promise<void> {
  const talk = await Talk.begin(server, site);
  await talk.say('How long does the warranty last?');
  await delay(random() * WITHIN_MS);
  await inbox.call('take_over', { room: talk.room });
  await talk.say('And now?');
}

it(`[P7] ${ROUNDS} takeovers at random moments of an answer: never a word of the bot behind one`, async () => {
  for (let done = 0; done < ROUNDS; done += AT_ONCE)
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, ROUNDS - done) }, round));
  const waiting = async () => {
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from graphile_worker.jobs`.execute(
      server.core.db,
    );
    return rows[0]?.n === 0;
  };
  await eventually(waiting);
  const { rows } = await sql<{ rooms: number; late: number; before: number }>`
    select count(*)::int as rooms, coalesce(sum(late), 0)::int as late, coalesce(sum(before), 0)::int as before
    from messages joined, lateral (
      select count(*) filter (where seq > joined.seq) as late, count(*) filter (where seq < joined.seq) as before
      from messages m where m.site_id = joined.site_id and m.room_id = joined.room_id and m.role = 'bot') bot
    where joined.site_id = ${site.id} and joined.meta->>'event' = 'agent_joined'`.execute(server.core.db);
  expect(rows[0]).toMatchObject({ rooms: ROUNDS, late: 0 });
  // The moments were on both sides of the answers' ends.
  expect(rows[0]?.before).toBeGreaterThan(0);
  expect(rows[0]?.before).toBeLessThan(ROUNDS);
}, 300_000);
