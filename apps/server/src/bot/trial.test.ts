/** The playground: the same answers as visitors get, how they came about, and nothing left of them. */
import type { BotTrial } from '@parley/protocol';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { connect, type RawClient } from '../../test/client.ts';
import { call, createAgent, createSite, type NewAgent, type NewSite } from '../../test/create.ts';
import { type FakeModel, saying, startFakeModel } from '../../test/model.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';
import { fillKnowledge } from '../../test/talk.ts';
import { nextOpening } from '../core/hours.ts';
import { peopleOnline } from '../rooms/who-is-here.ts';

let model: FakeModel;
let server: TestServer;
let site: NewSite;
let ada: NewAgent;
let inbox: RawClient;

beforeAll(async () => {
  model = await startFakeModel();
  server = await startTestServer({
    env: { OPENAI_BASE_URL: model.baseUrl, OPENAI_MODEL: 'fake', OPENAI_MODELS: 'bigger' },
  });
});
afterAll(async () => {
  await server.close();
  await model.close();
});
beforeEach(async () => {
  site = await createSite(server.core, { name: 'Acme' });
  await fillKnowledge(server.core, site);
  ada = await createAgent(server.core, site, { role: 'admin' });
  inbox = await connect(server, `/ws/room/${site.slug}`, ada.token);
});

const attempt = (body: object) =>
  call<{ trial: BotTrial }>(server, '/api/chatbot/try', { token: ada.token, body: { settings: 'published', ...body } });
const ask = async (question: string, more: object = {}): Promise<BotTrial> => {
  const { status, body } = await attempt({ question, ...more });
  expect(status).toBe(200);
  return body.trial;
};
const saveDraft = (settings: object) =>
  call(server, '/api/chatbot/draft', { method: 'PUT', token: ada.token, body: { revision: 0, settings } });
const count = async (table: string): Promise<number> =>
  (await server.core.database.pool.query(`select count(*)::int as n from ${table} where site_id = $1`, [site.id]))
    .rows[0].n;

it('[X5] an answer of the model is told with its passages, its prompt word for word, and what it cost; nothing else is stored', async () => {
  model.will(saying('Five years [1].'));
  const trial = await ask('How long is the warranty?');
  expect(trial).toMatchObject({
    answer: 'Five years.',
    kind: 'model',
    model: 'fake',
    language: 'en',
    offer_person: false,
  });
  expect(trial.prompt).toEqual(model.asked.at(-1)?.messages);
  expect(trial.passages[0]).toMatchObject({ cited: true, title: expect.stringMatching(/arranty/) });
  expect(trial.passages[0]?.score).toBeGreaterThan(0);
  expect(trial.tokens_in).toBeGreaterThan(0);
  expect(trial.sources).toHaveLength(1);
  expect([await count('rooms'), await count('messages'), await count('bot_answers'), await count('visitors')]).toEqual([
    0, 0, 0, 0,
  ]);
  const spent = 'select calls, tokens_in::int, tokens_out::int from bot_spending where site_id = $1';
  const { rows } = await server.core.database.pool.query(spent, [site.id]);
  expect(rows).toEqual([{ calls: 1, tokens_in: trial.tokens_in, tokens_out: trial.tokens_out }]);
  expect(inbox.frames.filter(({ command }) => command !== 'heartbeat')).toEqual([]);
});

it('[X5] the draft is asked without being published, and a model that the operator offers', async () => {
  await saveDraft({ tone: 'formal', name: 'Scout', model: 'bigger' });
  model.will(saying('Fünf Jahre [1].'), saying('Five years [1].'));
  const drafted = await ask('How long is the warranty?', { settings: 'draft' });
  expect(drafted.model).toBe('bigger');
  expect(drafted.prompt[0]?.content).toMatch(/You are Scout, .*formally/s);
  expect(model.asked.at(-1)?.model).toBe('bigger');
  const published = await ask('How long is the warranty?');
  expect([published.model, published.prompt[0]?.content.includes('Scout')]).toEqual(['fake', false]);
  const refused = await call(server, '/api/chatbot', { token: ada.token, body: { model: 'not offered' } });
  expect(refused.error?.fields).toHaveProperty('model');
});

it('[X5] a conversation is followed, a wish for a person and a prepared answer take their own ways and cost nothing', async () => {
  const history = [
    { role: 'visitor', content: 'How long is the warranty?' },
    { role: 'bot', content: 'Shall I fetch a person?', offer_person: true },
  ];
  const asked = model.asked.length;
  expect(await ask('yes please', { history })).toMatchObject({
    kind: 'hand_off',
    model: null,
    cost_micros: 0,
    prompt: [],
  });
  expect(await ask('Can I talk to a human?')).toMatchObject({ kind: 'hand_off' });
  await call(server, '/api/answers', {
    token: ada.token,
    body: { title: 'Hours', triggers: ['opening hours'], content: 'Nine to five.', quick_replies: ['Where?'] },
  });
  const match = { title: 'Hours', trigger: 'opening hours' };
  expect(await ask('Opening hours?')).toMatchObject({
    kind: 'predefined',
    answer: 'Nine to five.',
    quick_replies: ['Where?'],
    prepared: { ...match, how: 'exact' },
  });
  expect(await ask('opening huors')).toMatchObject({ prepared: { ...match, how: 'near' } });
  expect(await ask('When do you open?')).toMatchObject({ prepared: { ...match, how: 'intent' } });
  expect(model.asked.length).toBe(asked);
  expect(await count('bot_spending')).toBe(0);
  model.will(saying('Yes [1].'));
  const followed = await ask('And for tents?', { history: history.slice(0, 1) });
  expect(followed.prompt.map(({ role }) => role)).toEqual(['system', 'user', 'user']);
});

it('a model that fails is told as it is, and one that nobody asks anything is refused', async () => {
  model.will(
    (answering) => answering.status(400),
    (answering) => answering.status(400),
    (answering) => answering.status(400),
  );
  expect(await ask('Zzyzx frobnicates?')).toMatchObject({ kind: 'failed', offer_person: true });
  expect((await attempt({ question: '  ' })).error?.fields).toHaveProperty('question');
});

it('[X5] asks no model where the site’s limit is reached, and quotes as visitors are quoted to', async () => {
  const prices = JSON.stringify({ fake: { in: 3, out: 15 } });
  const limit = `insert into bot_limits (site_id, day_micros, prices) values ($1, 1, '${prices}')`;
  await server.core.database.pool.query(limit, [site.id]);
  model.will(saying('Five years [1].'));
  expect(await ask('How long is the warranty?')).toMatchObject({ kind: 'passage', model: null, cost_micros: 0 });
  expect(model.asked).toEqual([]);
});

it('[X5] the socket that asks sees the answer grow, and answers to its other frames meanwhile; nobody else hears of it', async () => {
  const other = await connect(server, `/ws/room/${site.slug}`, ada.token);
  const { promise: gate, resolve: go } = Promise.withResolvers<void>();
  model.will(async (answering) => {
    answering.text('Five years');
    await gate;
    answering.text(' on all [1].');
    answering.finish();
  });
  const params = { question: 'How long is the warranty?', settings: 'published', watch: 'w1' };
  const piece = inbox.next(({ command }) => command === 'trial_delta');
  const answered = inbox.call('try_bot', params);
  expect(await piece).toMatchObject({ watch: 'w1', offset: 0, text: 'Five years' });
  expect(await inbox.call('get_bot')).toHaveProperty('bot');
  go();
  expect((await answered).trial).toMatchObject({ answer: 'Five years on all.', kind: 'model' });
  const shown = inbox.frames
    .filter(({ command }) => command === 'trial_delta')
    .reduce((text, { offset, text: more }) => text.slice(0, offset as number) + more, '');
  expect('Five years on all.'.startsWith(shown)).toBe(true);
  expect(other.frames.map(({ command }) => command)).not.toContain('trial_delta');
  // Not watched, it is the same without.
  model.will(saying('Five years [1].'));
  const before = inbox.frames.length;
  await inbox.call('try_bot', { ...params, watch: undefined, question: 'And for tents?' });
  expect(inbox.frames.slice(before).map(({ command }) => command)).not.toContain('trial_delta');
});

it('[X5] who leaves is not answered any further', async () => {
  const { promise: left, resolve: leave } = Promise.withResolvers<void>();
  model.will(async (answering) => {
    answering.text('Five');
    await answering.abandoned;
    leave();
  });
  const piece = inbox.next(({ command }) => command === 'trial_delta');
  const answered = inbox.call('try_bot', { question: 'How long is the warranty?', settings: 'draft', watch: 'w2' });
  answered.catch(() => undefined);
  await piece;
  await inbox.close();
  await left;
});

it('[X5] says what a visitor would get at that moment, by the draft and by what is published', async () => {
  const always = { time_zone: 'UTC', days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '00:00' };
  // Closed for a day at least, whenever this runs.
  const later = { ...always, days: [((new Date().getUTCDay() + 8) % 7) + 1], from: '09:00', to: '17:00' };
  const now = async (settings: string) => (await ask('hello', { settings })).now;
  expect(await now('published')).toEqual({ answered: true, why: null, bot_again: null, people_again: null });
  const again = new Date(nextOpening(later, Date.now()) as number).toISOString();
  await saveDraft({ hours: later, office_hours: later });
  // Somebody of the team is here.
  expect(await now('draft')).toEqual({ answered: false, why: 'hours', bot_again: again, people_again: null });
  expect(await now('published')).toMatchObject({ answered: true, why: null });
  await inbox.close();
  await expect.poll(() => peopleOnline(server.core, site.id), { timeout: 20_000 }).toBe(false);
  expect(await now('draft')).toMatchObject({ people_again: again });
  await call(server, '/api/chatbot', { token: ada.token, body: { enabled: false } });
  expect(await now('published')).toEqual({ answered: false, why: 'off', bot_again: null, people_again: null });
  await call(server, '/api/chatbot', { token: ada.token, body: { enabled: true, hours: { ...always, days: [] } } });
  expect(await now('published')).toMatchObject({ answered: false, why: 'hours', bot_again: null });
  const trial = await ask('hello');
  expect([trial.answer.length > 0, trial.kind]).toEqual([true, 'predefined']);
}, 40_000);

it('is limited for each agent', async () => {
  const statuses: number[] = [];
  for (let i = 0; i < 31; i++) statuses.push((await attempt({ question: 'hello' })).status);
  expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(0);
});
