/** Holds the ledger: whatever happens, in whatever order and at once, a balance is the sum of its entries and nothing is spent twice. */
import type { getTokenAccount, listTokenAccounts, listTokenEntries, ResultOf } from '@parley/protocol';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { connect } from '../../test/client.ts';
import {
  call,
  createAgent,
  createSite,
  createUser,
  type NewAgent,
  type NewSite,
  type NewUser,
} from '../../test/create.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';
import { uuidv7 } from '../core/ids.ts';
import { messageLog } from '../rooms/message-log.ts';

let server: TestServer;
let site: NewSite;
let admin: NewAgent;
let user: NewUser;

beforeAll(async () => {
  server = await startTestServer();
  site = await createSite(server.core, { slug: 'acme' });
  admin = await createAgent(server.core, site, { name: 'Mia', role: 'admin' });
});
afterAll(() => server.close());
beforeEach(async () => {
  user = await createUser(server.core, site);
});

const change = (amount: number, more: object = {}, token = admin.token, whose = user.id) =>
  call(server, `/api/token-accounts/${whose}`, { body: { amount, ...more }, token });
const ledger = async (query = '') =>
  (await call<ResultOf<typeof listTokenEntries>>(server, `/api/tokens/history${query}`, { token: user.token })).body;

/** A question by the user, as every door appends it. */
const ask = (content = 'hello') =>
  messageLog(server.core).append({
    siteId: site.id,
    site: site.slug,
    key: user.consumer,
    author: { id: user.consumer, name: user.username, role: 'visitor' },
    content,
    clientId: null,
    createFor: user.consumer,
    accountId: user.id,
  });

const rows = () =>
  Promise.all([
    server.core.db.selectFrom('token_accounts').selectAll().where('account_id', '=', user.id).executeTakeFirstOrThrow(),
    server.core.db.selectFrom('token_entries').selectAll().where('account_id', '=', user.id).orderBy('seq').execute(),
    server.core.db.selectFrom('token_holds').selectAll().where('account_id', '=', user.id).execute(),
  ]);

async function soundLedger(): Promise<void> {
  const [account, entries, holds] = await rows();
  let sum = 0;
  for (const [i, entry] of entries.entries()) {
    sum += Number(entry.amount);
    expect([entry.seq, Number(entry.balance)]).toEqual([i + 1, sum]);
    expect(sum).toBeGreaterThanOrEqual(0);
  }
  expect([Number(account.balance), account.last_entry]).toEqual([sum, entries.length]);
  expect(holds.reduce((all, { amount }) => all + Number(amount), 0)).toBeLessThanOrEqual(sum);
}

type Deed = { kind: 'change'; amount: number } | { kind: 'ask' } | { kind: 'answer' | 'fail' } | { kind: 'take' };
const deed: fc.Arbitrary<Deed> = fc.oneof(
  fc.record({ kind: fc.constant('change' as const), amount: fc.integer({ min: -1_500, max: 400 }).filter(Boolean) }),
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('ask' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('answer' as const, 'fail' as const) }) },
  fc.record({ kind: fc.constant('take' as const) }),
);

/** The bot's answer to whatever is open, as its job appends it; refused like any other where the room is not the bot's. */
async function answer(counts: boolean): Promise<void> {
  const { db } = server.core;
  const room = await db.selectFrom('rooms').selectAll().where('key', '=', user.consumer).executeTakeFirst();
  const [, , holds] = await rows();
  const [first] = holds.sort((a, b) => a.seq - b.seq);
  if (!room || !first) return;
  await messageLog(server.core).append({
    siteId: site.id,
    site: site.slug,
    key: user.consumer,
    author: { id: 'bot', name: 'Assistant', role: 'bot' },
    content: 'An answer',
    clientId: `bot:${first.seq}`,
    generation: room.owner_generation,
    answers: { seq: first.seq, counts },
  });
}

async function takeAndGiveBack(): Promise<void> {
  const body = { room: `acme ${user.consumer}` };
  await call(server, '/api/rooms/take_over', { body, token: admin.token });
  await call(server, '/api/rooms/hand_back', { body, token: admin.token });
}

test('[G4] the balance is the sum of the ledger, whatever happens and whatever of it at once', async () => {
  const run = ({ kind, ...rest }: Deed): Promise<unknown> => {
    if (kind === 'change') return change((rest as { amount: number }).amount);
    if (kind === 'ask') return ask();
    return kind === 'take' ? takeAndGiveBack() : answer(kind === 'answer');
  };
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(deed, { minLength: 1, maxLength: 5 }), { maxLength: 6 }), async (rounds) => {
      user = await createUser(server.core, site);
      await change(-3_500);
      for (const together of rounds) {
        await Promise.allSettled(together.map(run));
        await soundLedger();
      }
    }),
    { numRuns: 25 },
  );
}, 120_000);

describe('by hand', () => {
  test('[G4] a grant and a correction stand in the ledger, with who and why, for the user too', async () => {
    const granted = await change(500, { note: ' A birthday ' });
    expect(granted.status).toBe(201);
    expect(granted.body).toMatchObject({
      account: { user: user.id, username: user.username, email: user.email, tokens: 4_500, held: 0 },
      entry: { seq: 2, amount: 500, balance: 4_500, reason: 'grant', note: 'A birthday', by: 'Mia' },
    });
    expect((await change(-4_500)).body).toMatchObject({ entry: { reason: 'correction', balance: 0, note: null } });
    const { entries, next } = await ledger();
    expect(entries.map(({ seq, amount, reason }) => [seq, amount, reason])).toEqual([
      [3, -4_500, 'correction'],
      [2, 500, 'grant'],
      [1, 4_000, 'sign_up'],
    ]);
    expect(next).toBeNull();
    const page = await ledger('?limit=1');
    expect([page.entries[0]?.seq, page.next]).toEqual([3, 3]);
    expect((await ledger('?limit=5&before=3')).entries.map(({ seq }) => seq)).toEqual([2, 1]);
    const seen = await call<ResultOf<typeof getTokenAccount>>(server, `/api/token-accounts/${user.id}`, {
      token: admin.token,
    });
    expect(seen.body).toMatchObject({ account: { tokens: 0 }, entries });
  });

  test('[G4] nothing is taken that is not there, or that a question holds', async () => {
    await ask();
    expect(await change(-4_000)).toMatchObject({ status: 422, error: { fields: { amount: expect.any(String) } } });
    expect((await change(-3_900)).status).toBe(201);
    expect(await change(0)).toMatchObject({ status: 422 });
    await expect(ask()).rejects.toMatchObject({ code: 'out_of_tokens' });
    await soundLedger();
  });

  test('[G4] once per client_id, also at once', async () => {
    const all = await Promise.all(Array.from({ length: 5 }, () => change(100, { client_id: 'a' })));
    expect(new Set(all.map(({ body }) => JSON.stringify(body.entry))).size).toBe(1);
    expect(await change(200, { client_id: 'a' })).toMatchObject({ status: 409, error: { code: 'conflict' } });
    expect((await ledger()).entries).toHaveLength(2);
  });

  test('stands in the audit log', async () => {
    await change(100);
    await call(server, '/api/metering', { body: { answer_tokens: 100 }, token: admin.token, method: 'PUT' });
    const { body } = await call<{ entries: object[] }>(server, '/api/audit?limit=2', { token: admin.token });
    expect(body.entries).toMatchObject([
      { action: 'metering_changed', details: { fields: ['answer_tokens'] } },
      { action: 'tokens_changed', subject: { kind: 'user', id: user.id }, details: { from: '4000', to: '4100' } },
    ]);
  });

  test('of nobody, and of another site’s user, is not found', async () => {
    const other = await createUser(server.core, await createSite(server.core));
    for (const whose of [other.id, uuidv7(), 'nobody', admin.id]) {
      expect((await change(100, {}, admin.token, whose)).status).toBe(404);
    }
  });
});

test('[G4] the site’s settings count from then on', async () => {
  const shop = await createSite(server.core);
  const owner = await createAgent(server.core, shop, { role: 'owner' });
  const set = (body: object) => call(server, '/api/metering', { body, token: owner.token, method: 'PUT' });
  expect((await call(server, '/api/metering', { token: owner.token })).body).toEqual({
    metering: { start_tokens: 4_000, answer_tokens: 100 },
  });
  expect((await set({ start_tokens: 0 })).body).toEqual({ metering: { start_tokens: 0, answer_tokens: 100 } });
  const poor = await createUser(server.core, shop);
  expect((await call(server, '/api/tokens', { token: poor.token })).body).toEqual({ tokens: 0, held: 0 });
  expect((await call(server, '/api/tokens/history', { token: poor.token })).body).toEqual({ entries: [], next: null });
  expect((await set({ answer_tokens: -1 })).status).toBe(422);
});

test('users are listed newest first, by pages, and found by name and address', async () => {
  const shop = await createSite(server.core);
  const owner = await createAgent(server.core, shop, { role: 'owner' });
  const users: NewUser[] = [];
  for (let n = 0; n < 5; n++) users.push(await createUser(server.core, shop));
  const inbox = await connect(server, `/ws/room/${shop.slug}`, owner.token);
  const list = async (params: object) =>
    (await inbox.call('list_token_accounts', params)) as unknown as ResultOf<typeof listTokenAccounts>;
  const first = await list({ limit: 3 });
  const rest = await list({ limit: 3, cursor: first.next });
  const found = [...first.accounts, ...rest.accounts].map(({ user: id }) => id);
  expect(found).toEqual(users.map(({ id }) => id).reverse());
  expect(rest.next).toBeNull();
  expect((await list({ query: users[2]?.email.toUpperCase() })).accounts).toMatchObject([{ user: users[2]?.id }]);
  expect((await list({ query: '%' })).accounts).toEqual([]);
  expect(await inbox.call('list_token_accounts', { cursor: 'x' })).toMatchObject({ code: 'invalid' });
});
