/** The bot's settings as drafts and versions: what one sees, what the other publishes, and what comes back. */
import type { AuditEntry, BotDraft, BotSettings, BotVersion, getBotVersion, ResultOf } from '@parley/protocol';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { call, createAgent, createSite, type NewAgent, type NewSite } from '../../test/create.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';

let server: TestServer;
let site: NewSite;
let ada: NewAgent;
let ben: NewAgent;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  site = await createSite(server.core, { origins: [server.url] });
  ada = await createAgent(server.core, site, { name: 'Ada', role: 'owner' });
  ben = await createAgent(server.core, site, { name: 'Ben', role: 'admin' });
});

const ask = <Body>(path: string, { token }: NewAgent, body?: object, method?: string) =>
  call<Body>(server, `/api/chatbot${path}`, { token, ...(body && { body }), ...(method && { method }) });
const draft = async (who = ada) => (await ask<{ draft: BotDraft }>('/draft', who)).body.draft;
const save = (revision: number, settings: object, who = ada) =>
  ask<{ draft: BotDraft }>('/draft', who, { revision, settings }, 'PUT');
const publish = (revision: number, version: number, note?: string, who = ada) =>
  ask<{ draft: BotDraft }>('/publish', who, { revision, version, ...(note && { note }) });
const running = async () => (await ask<{ bot: BotSettings }>('', ada)).body.bot;
const versions = async () => (await ask<{ versions: BotVersion[] }>('/versions', ada)).body.versions;
const greeted = async () => {
  const { body } = await call<{ config: { greeting: string } }>(server, `/api/widget/${site.slug}/session`, {
    body: {},
    headers: { origin: server.url },
  });
  return body.config.greeting;
};

it('[X2] [X3] a draft is seen by nobody until it is published, and then by visitors, as a version that says who, what and why', async () => {
  expect(await draft()).toMatchObject({ revision: 0, version: 1, changed: [], changed_by: null });
  const saved = await save(0, { greeting: ' Welcome ', tone: 'formal' });
  expect(saved.body.draft).toMatchObject({ revision: 1, changed: ['greeting', 'tone'], changed_by: 'Ada' });
  expect(saved.body.draft.settings.greeting).toBe('Welcome');
  expect(await greeted()).toBe('Hi! What can I do for you?');
  expect((await running()).greeting).toBe('Hi! What can I do for you?');
  const { body } = await publish(1, 1, ' Winter ', ben);
  expect(body.draft).toMatchObject({ revision: 2, version: 2, changed: [] });
  expect(await greeted()).toBe('Welcome');
  expect(await versions()).toMatchObject([
    { version: 2, by: 'Ben', note: 'Winter', changed: ['greeting', 'tone'], restores: null },
    { version: 1, by: null, note: '', changed: [] },
  ]);
  const { version } = (await ask<ResultOf<typeof getBotVersion>>('/versions/2', ben)).body;
  expect(version.version).toBe(2);
  expect((await publish(2, 2)).error?.fields).toHaveProperty('revision');
});

it('[X2] of ten who save at once on one revision one does, and the others are told', async () => {
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, i) => save(0, { greeting: `Hello ${i}` }, i % 2 === 0 ? ada : ben)),
  );
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(answers.flatMap(({ error }) => error?.code ?? []).filter((code) => code !== 'changed_meanwhile')).toEqual([]);
  const won = answers.find(({ status }) => status === 200)?.body.draft.settings.greeting;
  expect((await draft()).settings.greeting).toBe(won);
});

it('[X3] what is published otherwise shows through the draft, where that changes nothing itself', async () => {
  await save(0, { name: 'Scout', greeting: 'Hello' });
  await ask('', ben, { greeting: 'Good day', instructions: 'Be brief.' });
  expect(await draft()).toMatchObject({ version: 2, revision: 1, changed: ['name', 'greeting'] });
  expect((await draft()).settings).toMatchObject({ name: 'Scout', greeting: 'Hello', instructions: 'Be brief.' });
  expect((await publish(1, 1)).error?.code).toBe('changed_meanwhile');
  expect((await running()).name).toBe('Assistant');
  await ask('', ben, { greeting: 'Hello' });
  expect((await draft()).changed).toEqual(['name']);
  expect((await publish(1, 3)).status).toBe(200);
  expect(await running()).toMatchObject({ name: 'Scout', greeting: 'Hello', instructions: 'Be brief.' });
});

it('[X3] ten who publish at once make one version', async () => {
  await save(0, { name: 'Scout' });
  const answers = await Promise.all(Array.from({ length: 10 }, () => publish(1, 1)));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect((await versions()).map(({ version }) => version)).toEqual([2, 1]);
});

it('[X1] [X4] every change of older clients is a version, and an earlier one comes back as a new one, with the draft on top', async () => {
  await ask('', ada, { name: 'Scout', quick_replies: ['Hours'] });
  await ask('', ada, { name: 'Scout' });
  await ask('', ada, { greeting: 'Good day' });
  await save(0, { instructions: 'Be brief.' });
  const back = await ask<{ draft: BotDraft }>('/roll-back', ben, { restore: 1, version: 3, note: 'too stiff' });
  expect(back.body.draft).toMatchObject({ version: 4, changed: ['instructions'] });
  expect(await running()).toMatchObject({
    name: 'Assistant',
    quick_replies: [],
    greeting: 'Hi! What can I do for you?',
  });
  expect((await versions()).map(({ version, restores, changed }) => [version, restores, changed])).toEqual([
    [4, 1, ['name', 'greeting', 'quick_replies']],
    [3, null, ['greeting']],
    [2, null, ['name', 'quick_replies']],
    [1, null, []],
  ]);
  const seen = (await ask<ResultOf<typeof getBotVersion>>('/versions/3', ada)).body;
  expect([seen.before?.greeting, seen.settings.greeting]).toEqual(['Hi! What can I do for you?', 'Good day']);
  expect((await ask('/roll-back', ben, { restore: 2, version: 3 })).error?.code).toBe('changed_meanwhile');
  expect((await ask('/roll-back', ben, { restore: 9, version: 4 })).error?.code).toBe('not_found');
  const { entries } = (await call<{ entries: AuditEntry[] }>(server, '/api/audit', { token: ada.token })).body;
  expect(entries.map(({ action, details }) => [action, details.to])).toEqual([
    ['bot_rolled_back', '1'],
    ['bot_changed', '3'],
    ['bot_changed', '2'],
  ]);
});

it('greetings are kept, compared and brought back as they are, and one that says nothing is refused', async () => {
  const greetings = [{ pages: '/pricing*', language: 'de', text: ' Preise? ' }];
  expect((await save(0, { greetings })).body.draft.changed).toEqual(['greetings']);
  expect((await publish(1, 1)).body.draft).toMatchObject({ version: 2, changed: [] });
  expect((await running()).greetings).toEqual([{ pages: '/pricing*', language: 'de', text: 'Preise?' }]);
  expect((await save(2, { greetings })).body.draft.changed).toEqual([]);
  await ask('/roll-back', ben, { restore: 1, version: 2 });
  expect((await running()).greetings).toEqual([]);
  expect((await save(3, { greetings: [{ pages: '', language: '', text: ' ' }] })).error?.fields).toHaveProperty(
    'greetings',
  );
  expect((await save(3, { greetings: [{ pages: '', language: 'x', text: 'Hi' }] })).status).toBe(422);
});

it('a version of before a setting was there reads it as its default', async () => {
  await ask('', ada, { name: 'Scout' });
  await server.core.database.pool.query(
    `update bot_versions set settings = settings - 'tone' - 'refused_topics' where site_id = $1`,
    [site.id],
  );
  const { settings } = (await ask<ResultOf<typeof getBotVersion>>('/versions/2', ada)).body;
  expect(settings).toMatchObject({ name: 'Scout', tone: 'friendly', refused_topics: [] });
});

it('a draft is checked as the settings are', async () => {
  expect((await save(0, { name: '  ' })).error?.fields).toHaveProperty('name');
  expect((await save(0, { tone: 'rude' })).status).toBe(422);
  expect((await save(0, { refused_topics: Array(21).fill('x') })).status).toBe(422);
  expect((await draft()).revision).toBe(0);
});
