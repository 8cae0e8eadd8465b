/** The bot's settings and predefined answers over HTTP. */
import type { BotSettings, PredefinedAnswer } from '@parley/protocol';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { call, createAgent, createSite, type NewAgent } from '../../test/create.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';

let server: TestServer;
let ada: NewAgent;
let ben: NewAgent;
let stranger: NewAgent;

beforeAll(async () => {
  server = await startTestServer();
  const site = await createSite(server.core);
  ada = await createAgent(server.core, site, { role: 'owner' });
  ben = await createAgent(server.core, site);
  stranger = await createAgent(server.core, await createSite(server.core), { role: 'owner' });
});
afterAll(() => server.close());

const bot = (token: string, body?: object) =>
  call<{ bot: BotSettings }>(server, '/api/chatbot', { token, ...(body && { body }) });

it('[X1] a site has a bot before anybody has set one up, and keeps what is changed', async () => {
  const fresh = {
    enabled: true,
    hours: null,
    office_hours: null,
    name: 'Assistant',
    avatar: null,
    greeting: 'Hi! What can I do for you?',
    greetings: [],
    quick_replies: [],
    tone: 'friendly',
    answer_length: 'medium',
    model: null,
    temperature: null,
    instructions: '',
    refused_topics: [],
    hand_over_topics: [],
    mask_personal_data: false,
    has_model: false,
    models: [],
  };
  expect((await bot(ben.token)).body.bot).toEqual(fresh);
  expect((await bot(ada.token, {})).body.bot).toEqual(fresh);
  const changed = await bot(ada.token, { name: ' Scout ', quick_replies: ['Hours', ' Hours ', 'Prices'] });
  expect(changed.body.bot).toEqual({ ...fresh, name: 'Scout', quick_replies: ['Hours', 'Prices'] });
  expect((await bot(ada.token, { enabled: false })).body.bot).toMatchObject({ name: 'Scout', enabled: false });
  expect((await bot(stranger.token)).body.bot).toEqual(fresh);
});

it('the settings are checked, and changed by everybody of the team', async () => {
  expect((await bot(ben.token, { greeting: 'Good day' })).body.bot).toMatchObject({ greeting: 'Good day' });
  expect((await bot(ada.token, { name: '  ' })).error?.fields).toHaveProperty('name');
  expect((await bot(ada.token, { greeting: 'x\0' })).error?.code).toBe('bad_content');
  expect((await bot(ada.token, { quick_replies: Array(7).fill('x') })).error?.code).toBe('invalid');
});

it('answers are listed in their order, changed and removed', async () => {
  const make = (title: string) =>
    call<{ answer: PredefinedAnswer }>(server, '/api/answers', {
      token: ada.token,
      body: { title, triggers: [' hours ', 'hours', 'opening'], content: 'Nine to five.', quick_replies: [] },
    });
  const first = await make('Hours');
  const second = await make('More');
  expect(first.status).toBe(201);
  expect(first.body.answer).toMatchObject({ title: 'Hours', triggers: ['hours', 'opening'], quick_replies: [] });
  const path = `/api/answers/${first.body.answer.id}`;
  const body = { title: 'Times', triggers: ['times'], content: 'Ten to six.', quick_replies: ['Where?'] };
  const changed = await call<{ answer: PredefinedAnswer }>(server, path, { method: 'PUT', body, token: ada.token });
  expect(changed.body.answer).toEqual({ id: first.body.answer.id, ...body });
  const listed = await call<{ answers: PredefinedAnswer[] }>(server, '/api/answers', { token: ben.token });
  expect(listed.body.answers).toEqual([changed.body.answer, second.body.answer]);

  expect((await call(server, path, { method: 'PUT', body, token: stranger.token })).error?.code).toBe('not_found');
  expect((await call(server, path, { method: 'DELETE', token: stranger.token })).error?.code).toBe('not_found');
  expect((await call(server, path, { method: 'DELETE', token: ben.token })).error?.code).toBe('forbidden');
  expect((await call(server, path, { method: 'DELETE', token: ada.token })).status).toBe(200);
  expect((await call(server, path, { method: 'DELETE', token: ada.token })).error?.code).toBe('not_found');
});

it.each([
  [{ triggers: ['???'] }, 'triggers'],
  [{ triggers: [' '] }, 'triggers'],
  [{ triggers: [] }, 'triggers'],
  [{ title: ' ' }, 'title'],
  [{ content: '\n' }, 'content'],
])('an answer with %j is refused', async (wrong, field) => {
  const body = { title: 'T', triggers: ['t'], content: 'c', quick_replies: [], ...wrong };
  const { status, error } = await call(server, '/api/answers', { token: ada.token, body });
  expect(status).toBe(422);
  expect(error?.fields).toHaveProperty(field);
});
