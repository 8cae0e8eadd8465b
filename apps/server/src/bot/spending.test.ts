/** What the model may cost: no flood and no crowd spends more, and visitors are answered from the articles instead. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { connect, type RawClient } from '../../test/client.ts';
import { createAgent, createSite, type NewSite } from '../../test/create.ts';
import { type FakeModel, type Script, startFakeModel } from '../../test/model.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';
import { fillKnowledge, Talk } from '../../test/talk.ts';
import { uuidv7 } from '../core/ids.ts';
import { MODEL } from '../core/limits.ts';
import { withinBudget } from './budget.ts';
import { MAX_TOKENS } from './model-answer.ts';
import type { ModelError } from './openai.ts';
import { modelsIn, priceFor } from './prices.ts';
import type { Usage } from './usage.ts';

interface Spending {
  readonly today_micros: number;
  readonly month_micros: number;
  readonly held_micros: number;
  readonly refused_today: number;
  readonly reached: string | null;
  readonly prices: readonly object[];
}

let model: FakeModel;
let server: TestServer;
let site: NewSite;
let inbox: RawClient;
const now = Date.parse('2026-11-26T10:00:00Z');

/** Each answer uses so many tokens of a model that costs 1 and 2 dollars a million. */
const costing: Script = (answering) => {
  answering.text('Five years [1].');
  answering.finish('stop', { prompt_tokens: 1_000, completion_tokens: 500 });
};
const COST = 1_000 + 2 * 500;
const QUESTION = 'How long does the warranty last?';

beforeAll(async () => {
  model = await startFakeModel();
  server = await startTestServer({
    worker: true,
    now: () => now,
    env: { OPENAI_BASE_URL: model.baseUrl, OPENAI_MODEL: 'fake', OPENAI_PRICES: 'fake=1/2' },
  });
});
afterAll(async () => {
  await server.close();
  await model.close();
});
beforeEach(async () => {
  model.will(costing);
  site = await createSite(server.core, { name: 'Acme' });
  await fillKnowledge(server.core, site);
  inbox = await connect(
    server,
    `/ws/room/${site.slug}`,
    (await createAgent(server.core, site, { role: 'admin' })).token,
  );
});
const spending = async () => (await inbox.call('get_bot_spending')).spending as Spending;
const limit = (limits: object) => inbox.call('update_bot_limits', limits);
const config = () => server.config.openai as NonNullable<typeof server.config.openai>;

it('[M18] adds up what answers cost, by the prices in force', async () => {
  const talk = await Talk.begin(server, site);
  await talk.ask(QUESTION);
  expect(await spending()).toMatchObject({
    today_micros: COST,
    month_micros: COST,
    held_micros: 0,
    reached: null,
    prices: expect.arrayContaining([expect.objectContaining({ model: 'fake', in: 1, out: 2, by: 'server' })]),
    kinds: [{ kind: 'model', answers: 1, cost_micros: COST }],
  });
  await limit({ prices: [{ model: 'fake', in: 10, out: 20 }] });
  await talk.ask(QUESTION);
  expect(await spending()).toMatchObject({ today_micros: 11 * COST });
  await server.core.db.updateTable('bot_spending').set({ day: '2026-11-25' }).where('site_id', '=', site.id).execute();
  expect(await spending()).toMatchObject({ today_micros: 0, month_micros: 11 * COST });
});

it('[M18] answers from the articles when the day’s, the month’s or the visitor’s limit is reached, and says nothing of it', async () => {
  for (const limits of [
    { day_micros: 0 },
    { day_micros: null, month_micros: 0 },
    { month_micros: null, visitor_day_micros: 0 },
  ]) {
    await limit(limits);
    model.will(costing);
    const said = await (await Talk.begin(server, site)).ask(QUESTION);
    expect(model.asked).toHaveLength(0);
    expect(said.content).toContain('five-year warranty');
    expect(said.content).not.toMatch(/limit|cost|budget|sorry/i);
    expect(said).not.toHaveProperty('offer_person');
  }
  expect(await spending()).toMatchObject({ today_micros: 0, refused_today: 3 });
});

it('[M24] prices that a site names count from the next answer on, and its last word is all of them', async () => {
  const talk = await Talk.begin(server, site);
  const spent = async () => (await spending()).today_micros;
  await limit({
    prices: [
      { model: ' fake ', in: 10, out: 20 },
      { model: 'gpt-9', in: 2.5, out: 0 },
    ],
  });
  await talk.ask(QUESTION);
  expect(await spent()).toBe(10 * COST);
  expect((await spending()).prices).toContainEqual({
    model: 'fake',
    for: 'answers',
    by: 'site',
    in: 10,
    out: 20,
    otherwise: { in: 1, out: 2, by: 'server' },
  });
  // Less than the operator says is not what counts.
  await limit({ prices: [{ model: 'fake', in: 0, out: 0 }] });
  await talk.ask(`${QUESTION} Really?`);
  expect(await spent()).toBe(11 * COST);
  await limit({ prices: [] });
  expect(await spending()).toMatchObject({ limits: { prices: [] } });
  expect((await spending()).prices).toContainEqual(expect.objectContaining({ model: 'fake', in: 1, by: 'server' }));
  await inbox
    .call('list_audit', { action: 'bot_limits_changed' })
    .then(({ entries }) =>
      expect(entries).toMatchObject(Array(3).fill({ actor: { name: 'Mia' }, details: { fields: ['prices'] } })),
    );
});

it('[M24] refuses prices that name nothing, twice, or less than nothing, and changes none', async () => {
  const price = { model: 'fake', in: 10, out: 20 };
  await limit({ prices: [price] });
  for (const [wrong, field] of [
    [{ ...price, model: '  ' }, 'prices'],
    [{ ...price, model: 'fake ' }, 'prices'],
    [{ ...price, model: 'other', in: -1 }, 'prices.1.in'],
    [{ ...price, model: 'other', out: 10_001 }, 'prices.1.out'],
  ] as const) {
    const refused = await limit({ prices: [price, wrong] });
    expect([refused.code, Object.keys(refused.fields as object)]).toEqual(['invalid', [field]]);
  }
  expect(await spending()).toMatchObject({ limits: { prices: [price] } });
});

it('[M24] says whose price each model has, and which has none', () => {
  const openai = { ...config(), baseUrl: null, models: ['gpt-4.1-mini-2026-01-01', 'nobodys', 'fake'], model: 'fake' };
  const all = {
    ...server.config,
    openai: { ...openai, embeddingModel: 'text-embedding-3-small', transcriptionModel: 'fake' },
  };
  const told = modelsIn(all).map(({ model, for: use }) => [model.model, use, priceFor({}, all, model).by]);
  expect(told).toEqual([
    ['gpt-4.1-mini-2026-01-01', 'answers', 'known'],
    ['nobodys', 'answers', 'assumed'],
    ['fake', 'answers', 'server'],
    ['text-embedding-3-small', 'search', 'known'],
  ]);
  const own = { ...openai, baseUrl: 'http://192.168.1.4:11434/v1', model: 'llama' };
  expect(priceFor({}, all, own)).toEqual({ in: 0, out: 0, by: 'free' });
  expect(priceFor({ llama: { in: 1, out: 2 } }, all, own)).toEqual({ in: 1, out: 2, by: 'site' });
  // The operator pays: nobody of the site turns the meter off.
  const [maker, nobodys] = [openai.model, 'nobodys'].map((name) => ({ ...openai, model: name }));
  const free = { [openai.models[0] as string]: { in: 0, out: 9 }, nobodys: { in: 0, out: 0 }, fake: { in: 0, out: 0 } };
  expect(priceFor(free, all, { ...openai, model: 'gpt-4.1-mini-2026-01-01' })).toEqual({ in: 0.4, out: 9, by: 'site' });
  expect(priceFor(free, all, maker as typeof openai)).toMatchObject({ in: 1, out: 2 });
  const cheap = priceFor(free, all, nobodys as typeof openai);
  expect([cheap.in > 0, cheap.out > 0, cheap.by]).toEqual([true, true, 'site']);
  expect(modelsIn({ ...all, openai: null })).toEqual([]);
});

it('[M18] of a call that is tried again each try is paid for beforehand, also where all of them think to the end', async () => {
  const messages = [{ role: 'user', content: 'x'.repeat(400) }] as const;
  const ask = { siteId: site.id, visitorId: null, model: config(), messages, maxTokens: 1_000 };
  const think = (tries: number) => async (usage: Usage) => {
    usage.tokensIn += tries * 108;
    usage.tokensOut += tries * 1_000;
  };
  await limit({ day_micros: 6_000 });
  await expect(withinBudget(server.core, { ...ask, attempts: 3 }, think(3))).rejects.toMatchObject({ spent: true });
  await withinBudget(server.core, ask, think(1));
  await limit({ day_micros: 10_000 });
  await withinBudget(server.core, { ...ask, attempts: 3 }, think(3));
  const { today_micros } = await spending();
  expect(today_micros).toBe(4 * 2_108);
});

it('[M18] the bot’s own question may be asked three times, and holds as much meanwhile', async () => {
  let held = 0;
  model.will(async (answering) => {
    held = (await spending()).held_micros;
    await costing(answering);
  });
  await (await Talk.begin(server, site)).ask(QUESTION);
  expect(held).toBeGreaterThan(3 * 2 * MAX_TOKENS);
});

it('[M18] of a hundred calls at once no more run than the limit pays for, also in the worst case', async () => {
  const messages = [{ role: 'user', content: 'x'.repeat(400) }] as const;
  await limit({ day_micros: 20_000 });
  let running = 0;
  let most = 0;
  const call = () =>
    withinBudget(
      server.core,
      { siteId: site.id, visitorId: null, model: config(), messages, maxTokens: 1_000 },
      async (usage) => {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setImmediate(resolve));
        usage.tokensIn = 108;
        usage.tokensOut = 1_000;
        running -= 1;
        return 'done';
      },
    );
  const results = await Promise.allSettled(Array.from({ length: 100 }, call));
  const done = results.filter(({ status }) => status === 'fulfilled').length;
  const { today_micros, held_micros, refused_today } = await spending();
  expect(today_micros).toBe(done * (108 + 2_000));
  expect(today_micros).toBeLessThanOrEqual(20_000);
  expect([done > 3, held_micros, done + refused_today]).toEqual([true, 0, 100]);
  expect(results.filter(({ status }) => status === 'rejected')).toSatisfy((all: PromiseRejectedResult[]) =>
    all.every(({ reason }) => (reason as ModelError).spent),
  );
});

it('[M18] what a killed program held counts as spent, once', async () => {
  await server.core.db
    .insertInto('bot_holds')
    .values({ site_id: site.id, id: uuidv7(), visitor_id: null, micros: 5_000, expires_at: new Date(now - 1) })
    .execute();
  const talk = await Talk.begin(server, site);
  await talk.ask(QUESTION);
  await talk.ask(QUESTION);
  expect(await spending()).toMatchObject({ today_micros: 5_000 + 2 * COST, held_micros: 0 });
});

it('[M18] a scripted visitor stops at its questions, and a crowd behind one address at the address’s', async () => {
  const [perVisitor] = MODEL.visitor;
  const talk = await Talk.begin(server, site);
  for (let i = 0; i < perVisitor + 5; i++) {
    const said = await talk.ask(`How long does the warranty last? ${i}`);
    expect(said.content).toMatch(/[Ff]ive/);
  }
  expect(model.asked).toHaveLength(perVisitor);

  // As if the crowd had asked before: all of them come from this test's address.
  const [perAddress, seconds] = MODEL.address;
  const other = await Talk.begin(server, site);
  model.will(costing);
  const { rates } = server.core;
  const count = rates.count.bind(rates);
  let from = '';
  rates.count = (what, whom, ...more) => {
    if (what === 'model by address') from = whom;
    return count(what, whom, ...more);
  };
  await other.ask(QUESTION);
  rates.count = count;
  expect(from).toMatch(/^[\w-]{16}$/);
  for (let i = 0; i < perAddress; i++) rates.count('model by address', from, perAddress, seconds * 1_000);
  model.will(costing);
  // Another question: to the same one the same would be said again.
  const said = await (await Talk.begin(server, site)).ask('How long does the warranty of a tent last?');
  expect([model.asked.length, said.content.includes('five-year')]).toEqual([0, true]);
}, 60_000);

it('[M18] limits are an admin’s to set, never above the operator’s', async () => {
  const ben = await createAgent(server.core, site);
  const own = await connect(server, `/ws/room/${site.slug}`, ben.token);
  expect(await own.call('update_bot_limits', { day_micros: 1 })).toMatchObject({ code: 'forbidden' });
  await limit({ day_micros: 999_000_000_000 });
  expect(await spending()).toMatchObject({ limits: { day_micros: 999_000_000_000 }, most: { day_micros: 10_000_000 } });
  const messages = [{ role: 'user', content: 'x' }] as const;
  const ask = { siteId: site.id, visitorId: null, model: config(), messages, maxTokens: 6_000_000 };
  await expect(withinBudget(server.core, ask, async () => 'done')).rejects.toMatchObject({ spent: true });
});
