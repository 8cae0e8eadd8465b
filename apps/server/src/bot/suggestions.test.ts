/** Suggestions while a visitor types, over its own socket: what fits, what does not, and whose it is. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chat, openVisitor } from '../../test/client.ts';
import { call, createAgent, createSite, type NewAgent, type NewSite } from '../../test/create.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';

let server: TestServer;
let site: NewSite;
let admin: NewAgent;

type Suggestions = { suggestions: { kind: string; title: string; url?: string; text?: string }[] };

async function write(token: string, title: string, body: string): Promise<void> {
  await call(server, '/api/articles', { token, body: { title, body } });
}

beforeAll(async () => {
  server = await startTestServer();
  site = await createSite(server.core);
  admin = await createAgent(server.core, site, { role: 'admin' });
  await write(
    admin.token,
    'Shipping costs and times',
    '## Express delivery\nIt is here the next day.\n## Abroad\nWe ship to Norway.',
  );
  await write(admin.token, 'Returns and refunds', '## How to return a parcel\nPrint the label.');
  await write(admin.token, 'Versandkosten', '## Lieferung nach Österreich\nDas ist für Pakete, und nicht für Möbel.');
  const answer = {
    title: 'Opening hours',
    triggers: ['opening hours', 'when are you open today'],
    content: 'Nine to five.',
    quick_replies: [],
  };
  await call(server, '/api/answers', { token: admin.token, body: answer });
});
afterAll(() => server.close());

async function suggested(text: string, of: NewSite = site): Promise<Suggestions['suggestions']> {
  const socket = await chat(server, of.slug, await openVisitor(server, of.slug));
  const { suggestions } = (await socket.call('suggest', { text })) as unknown as Suggestions;
  await socket.close();
  return suggestions;
}

describe('[M19] suggestions', () => {
  it.each([
    ['shipp', 'Shipping costs and times'],
    ['how much is shipping', 'Shipping costs and times'],
    ['expres', 'Shipping costs and times'],
    ['shiping cost', 'Shipping costs and times'],
    ['how do I return', 'Returns and refunds'],
    ['versandk', 'Versandkosten'],
    ['osterr', 'Versandkosten'],
  ])('%s is the beginning of an article', async (text, title) => {
    const [first] = await suggested(text);
    const { url } = (first ?? {}) as { url?: string };
    expect(first).toMatchObject({ kind: 'article', title, article: url?.split('/').at(-1) });
    expect(url).toContain('http://parley.test/kb/');
  });

  it.each(['op', 'xyzzy', 'norway', 'what is the weather like', '???', "'; drop table --", '& | ! <-> :*', 'ا'])(
    '%s is the beginning of none',
    async (text) => {
      expect(await suggested(text)).toEqual([]);
    },
  );

  it('a predefined answer comes first, with what is to be sent for it', async () => {
    expect(await suggested('openi')).toEqual([{ kind: 'answer', title: 'Opening hours', text: 'opening hours' }]);
    expect(await suggested('when are you op')).toEqual([
      { kind: 'answer', title: 'Opening hours', text: 'when are you open today' },
    ]);
    await call(server, '/api/chatbot', { token: admin.token, body: { enabled: false } });
    expect(await suggested('openi')).toEqual([]);
    await call(server, '/api/chatbot', { token: admin.token, body: { enabled: true } });
  });

  it('[D5] are for nobody who has to agree to something first: what is begun to be written stays in the browser', async () => {
    const asking = await createSite(server.core);
    const { token } = await createAgent(server.core, asking, { role: 'admin' });
    await write(token, 'Shipping', 'As always.');
    const visitor = await openVisitor(server, asking.slug);
    const body = { consent: { text: 'We keep what you write.', policy_url: null } };
    await call(server, '/api/privacy/settings', { method: 'PUT', token, body });
    const socket = await chat(server, asking.slug, visitor);
    expect((await socket.call('suggest', { text: 'shipp' })).code).toBe('consent_required');
    await socket.close();
  });

  it('are of the own site, four at most, and limited', async () => {
    const other = await createSite(server.core);
    expect(await suggested('shipp', other)).toEqual([]);
    const theirs = await createAgent(server.core, other, { role: 'admin' });
    for (let n = 0; n < 6; n++) await write(theirs.token, `Shipping ${n}`, 'As always.');
    expect(await suggested('shipp', other)).toHaveLength(4);
    const socket = await chat(server, other.slug, await openVisitor(server, other.slug));
    const refusals = new Set<unknown>();
    for (let n = 0; n < 130; n++) refusals.add((await socket.call('suggest', { text: '?' })).code);
    expect([...refusals]).toEqual([undefined, 'rate_limited']);
    await socket.close();
  });
});
