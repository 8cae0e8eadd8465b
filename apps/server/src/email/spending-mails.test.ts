/** Holds that a site's owners hear by mail of a limit that is reached, each once, whatever is refused at the same moment. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { call, createAgent, createSite, type NewAgent, type NewSite } from '../../test/create.ts';
import { type Mailbox, type ReceivedMail, startMailbox } from '../../test/mailbox.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';
import { withinBudget } from '../bot/budget.ts';
import { getBotSpendingVerb } from '../bot/spending.ts';
import type { AgentActor } from '../core/actor.ts';
import { uuidv7 } from '../core/ids.ts';

let mailbox: Mailbox;
let one: TestServer;
let two: TestServer;
let site: NewSite;
let owner: NewAgent;
let before = 0;
const START = Date.parse('2026-11-26T10:00:00Z');
const DAY_MS = 86_400_000;
let clock = START;

beforeAll(async () => {
  mailbox = await startMailbox();
  const options = {
    now: () => clock,
    env: {
      SMTP_URL: mailbox.url,
      OPENAI_BASE_URL: 'http://127.0.0.1:9/v1',
      OPENAI_MODEL: 'fake',
      OPENAI_PRICES: 'fake=1/2',
      MODEL_SPEND_MONTH: '1',
    },
  };
  one = await startTestServer({ ...options, worker: true });
  two = await startTestServer({ ...options, databaseUrl: one.databaseUrl });
});
afterAll(async () => {
  await two.close();
  await one.close();
  await mailbox.close();
});
beforeEach(async () => {
  clock = START;
  site = await createSite(one.core, { name: 'Acme & Co' });
  owner = await createAgent(one.core, site, { name: 'Olga', role: 'owner' });
  await createAgent(one.core, site, { name: 'Ada', role: 'admin' });
  await createAgent(one.core, site, { name: 'Mia' });
  before = mailbox.mails.length;
});

/** One call of the model that costs 1,000 millionths, and may cost 1,030 or so; whether it was made. */
const spend = (micros = 1_000, visitorId: string | null = null, { core, config } = one): Promise<boolean> => {
  const model = config.openai as NonNullable<typeof config.openai>;
  const ask = { siteId: site.id, visitorId, model, messages: [], maxTokens: micros / 2 };
  return withinBudget(core, ask, async (usage) => {
    usage.tokensOut = micros / 2;
  }).then(
    () => true,
    () => false,
  );
};
const limit = async (limits: { day_micros?: number; month_micros?: number; visitor_day_micros?: number }) => {
  const row = { day_micros: null, month_micros: null, visitor_day_micros: null, site_id: site.id, prices: '{}' };
  await one.core.db
    .insertInto('bot_limits')
    .values({ ...row, ...limits })
    .onConflict((conflict) => conflict.column('site_id').doUpdateSet(limits))
    .execute();
};
const reached = async () => (await getBotSpendingVerb(two.core, { siteId: site.id } as AgentActor)).spending.reached;
/** All that were sent, once nothing more waits to be. */
async function mails(): Promise<ReceivedMail[]> {
  const jobs = `select id from graphile_worker.jobs where task_identifier = 'email_spending'`;
  await expect.poll(async () => (await one.core.database.pool.query(jobs)).rows, { timeout: 20_000 }).toEqual([]);
  return mailbox.mails.slice(before);
}

test('[M25] two nodes refuse a hundred calls at once, and each owner gets one mail, in the language of the account', async () => {
  const german = await createAgent(one.core, site, { name: 'Greta', role: 'owner' });
  await call(one, '/api/users/profile', {
    method: 'PUT',
    body: { language: 'de', time_zone: 'Europe/Berlin' },
    token: german.token,
  });
  await limit({ day_micros: 5_000 });
  for (let i = 0; i < 4; i++) expect(await spend()).toBe(true);
  expect(await reached()).toBeNull();
  const made = await Promise.all(Array.from({ length: 100 }, (_, i) => spend(1_000, null, i % 2 ? one : two)));
  expect(made).not.toContain(true);

  const sent = await mails();
  expect(sent.map(({ recipients }) => recipients[0]).sort()).toEqual([german.email, owner.email].sort());
  const to = (email: string) => sent.find(({ recipients }) => recipients[0] === email);
  const english = to(owner.email);
  expect(english?.subject).toBe("Acme & Co: the bot has spent today's $0.005");
  expect(english?.from?.name).toBe('Acme & Co');
  expect(english?.text).toContain('Until November 27, 2026 at 12:00 AM UTC it answers without the model');
  expect(english?.text).toContain('You can raise it under Costs');
  expect(english?.text).toContain('http://parley.test/settings/bot/costs');
  expect(english?.html).toContain('Acme &amp; Co');
  expect(to(german.email)?.subject).toBe('Acme & Co: Der Bot hat die 0,005 $ für heute ausgegeben');
  expect(to(german.email)?.text).toContain('Bis 27. November 2026 um 01:00 MEZ antwortet er ohne das Modell');
  expect(await reached()).toBe('day');
});

test('[M25] a day later it is another limit’s turn, and so it is when the limit was raised', async () => {
  await limit({ day_micros: 1_500 });
  const useUp = async () => {
    await spend();
    await spend();
    await spend();
    return (await mails()).length;
  };
  expect(await useUp()).toBe(1);
  clock += DAY_MS;
  expect(await reached()).toBeNull();
  expect(await useUp()).toBe(2);
  await limit({ day_micros: 2_500 });
  expect(await reached()).toBeNull();
  expect(await useUp()).toBe(3);
  await limit({ day_micros: 1_500 });
  expect(await useUp()).toBe(3);
  expect(await reached()).toBe('day');
});

test('[M25] of a month’s limit most is told too, before all of it, and who can raise a limit of the server', async () => {
  await spend(790_000);
  await spend(20_000);
  expect(await mails()).toEqual([]);
  await spend(1_000);
  await spend(1_000);
  const [near] = await mails();
  expect(near?.subject).toBe("Acme & Co: the bot has spent $0.81 of this month's $1.00");
  expect(near?.text).toMatch(/before December 1, 2026 at .* \(MODEL_SPEND_MONTH\): whoever runs the server/s);
  await spend(187_500);
  await spend();
  await spend();
  expect((await mails()).map(({ subject }) => subject).slice(1)).toEqual([
    "Acme & Co: the bot has spent this month's $1.00",
  ]);
  expect(await reached()).toBe('month');
  clock = Date.parse('2026-12-01T00:00:00Z');
  expect(await reached()).toBeNull();
});

test('[M25] who heard that a month’s limit is reached does not hear that it is near', async () => {
  await limit({ month_micros: 2_000 });
  expect([await spend(1_500), await spend(1_000), await spend(100)]).toEqual([true, false, true]);
  expect((await mails()).map(({ subject }) => subject)).toEqual(["Acme & Co: the bot has spent this month's $0.002"]);
});

test('[M25] nothing is told of a visitor’s own limit, of what running calls hold, of one dear call, and of a limit of nothing', async () => {
  const visitor = uuidv7();
  await one.core.db.insertInto('visitors').values({ site_id: site.id, id: visitor }).execute();
  await limit({ visitor_day_micros: 1_500 });
  expect([await spend(1_000, visitor), await spend(1_000, visitor)]).toEqual([true, false]);
  await limit({ day_micros: 60_000 });
  expect(await spend(100_000)).toBe(false);
  const hold = {
    site_id: site.id,
    id: uuidv7(),
    visitor_id: null,
    micros: 59_000,
    expires_at: new Date(clock + 60_000),
  };
  await one.core.db.insertInto('bot_holds').values(hold).execute();
  expect(await spend()).toBe(false);
  await limit({ day_micros: 0 });
  expect(await spend()).toBe(false);
  expect(await mails()).toEqual([]);
  expect(await reached()).toBe('day');
});

test('[M25] a mail in doubt comes again as the same one; who is no owner any more, or too late, gets none', async () => {
  await limit({ day_micros: 500 });
  mailbox.cutAfterNext();
  await spend();
  await mailbox.arrived(before + 2);
  const [first, again] = await mails();
  expect(again?.messageId).toBe(first?.messageId);

  await mailbox.down();
  clock += DAY_MS;
  await spend();
  const failed = `select id from graphile_worker.jobs where task_identifier = 'email_spending' and last_error is not null`;
  await expect.poll(async () => (await one.core.database.pool.query(failed)).rows.length, { timeout: 20_000 }).toBe(1);
  clock += DAY_MS;
  await mailbox.up();
  await one.core.database.pool.query(`update graphile_worker._private_jobs set run_at = now() where attempts > 0`);
  expect(await mails()).toHaveLength(2);
});
