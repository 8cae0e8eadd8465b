/** Holds sources from the outside: websites and files become articles by real jobs, people steer them, and what failed is told in words. */
import type { ArticleSummary, AuditEntry, ImportProblem, KnowledgeSource } from '@parley/protocol';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { connect, openVisitor } from '../../../test/client.ts';
import { call, createAgent, createSite, type NewAgent, type NewSite } from '../../../test/create.ts';
import { eventually } from '../../../test/eventually.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { html, startWebsite, type Website } from '../../../test/website.ts';
import { robotsOf } from './robots.ts';
import { ACTIVE } from './runs.ts';
import { importDueSources } from './schedule.ts';

let server: TestServer;
let web: Website;
let site: NewSite;
let ada: NewAgent;
let now = 0;

const LONG =
  'Unused gear comes back within thirty days, with its tags, and the refund reaches the card in five working days. ';

beforeAll(async () => {
  web = await startWebsite({});
  server = await startTestServer({
    worker: true,
    env: { CRAWL_ALLOW: web.host },
    now: () => Date.now() + now,
  });
});
afterAll(async () => {
  await server.close();
  await web.close();
});
beforeEach(async () => {
  now = 0;
  web.pages.clear();
  web.asked.length = 0;
  site = await createSite(server.core);
  ada = await createAgent(server.core, site, { name: 'Ada', role: 'admin' });
});

const ask = <Body = { source: KnowledgeSource }>(method: string, path: string, body?: object) =>
  call<Body>(server, `/api${path}`, { method, token: ada.token, ...(body && { body }) });
const add = async (address: string, settings: object = {}) =>
  (await ask('POST', '/sources', { address, ...settings })).body.source;
const upload = async (name: string, content: string | Buffer) =>
  (await ask('POST', '/sources/files', { name, content: Buffer.from(content).toString('base64') })).body.source;
const sourceOf = async (id: string) =>
  (await ask<{ sources: KnowledgeSource[] }>('GET', '/sources')).body.sources.find(
    (each) => each.id === id,
  ) as KnowledgeSource;
const over = (id: string) =>
  eventually(async () => {
    const source = await sourceOf(id);
    return source.run && !ACTIVE.includes(source.run.state) ? source : null;
  });
const articles = async (source: string) =>
  (await ask<{ articles: ArticleSummary[] }>('GET', `/articles?source=${source}`)).body.articles;
const bodyOf = async (article: string) =>
  (await ask<{ article: { body: string } }>('GET', `/articles/${article}`)).body.article.body;
const problems = async (id: string) =>
  (await ask<{ problems: ImportProblem[] }>('GET', `/sources/${id}/report`)).body.problems;
const told = async (id: string) => (await problems(id)).map(({ place, code }) => [place.replace(web.url, ''), code]);
const again = async (id: string) => {
  expect((await ask('POST', `/sources/${id}/import`)).status).toBe(200);
  return over(id);
};

describe('a website', () => {
  test('[Z1] [Z3] is walked from its start, each page once; its articles cite the page, and its menus are left out', async () => {
    web.pages.set(
      '/',
      html('Welcome', LONG, [
        '/returns',
        '/returns#top',
        '/returns?utm_source=x',
        'http://elsewhere.test/',
        '/logo.png',
      ]),
    );
    web.pages.set('/returns', html('Returns', LONG, ['/', '/returns']));
    const inbox = await connect(server, `/ws/room/${site.slug}`, ada.token);
    const news = inbox.next(
      (frame) => frame.command === 'source_changed' && (frame.source as KnowledgeSource).run?.state === 'done',
    );
    const source = await add(`${web.url}/`);
    expect(source).toMatchObject({ kind: 'website', run: { state: 'queued', by: 'Ada' } });
    expect(await news).toMatchObject({ source: { id: source.id, articles: 2 } });
    expect(web.asked).toEqual(['/robots.txt', '/', '/returns']);
    expect((await over(source.id)).run).toMatchObject({ state: 'done', found: 2, done: 2, added: 2, failed: 0 });
    const made = await articles(source.id);
    expect(made.map(({ title, url }) => [title, url])).toEqual([
      ['Returns', `${web.url}/returns`],
      ['Welcome', `${web.url}/`],
    ]);
    const body = await bodyOf(made[0]?.id as string);
    expect(body).toContain('Unused gear comes back');
    expect(body).not.toMatch(/Home|© Acme/);
    await inbox.close();
  });

  test('[Z3] an import again writes only what has changed, and withdraws what is gone', async () => {
    let asked: string | undefined;
    web.pages.set('/', (request, response) => {
      asked = request.headers['if-none-match'];
      if (asked === '"one"') return void response.writeHead(304).end();
      response.writeHead(200, { 'content-type': 'text/html', etag: '"one"' });
      return void response.end(html('Welcome', LONG, ['/a', '/b', '/c']));
    });
    for (const name of ['a', 'b', 'c']) web.pages.set(`/${name}`, html(`Page ${name}`, LONG));
    const source = await add(web.url);
    await over(source.id);
    const before = await articles(source.id);
    expect(before).toHaveLength(4);
    web.pages.set('/b', html('Page b', `${LONG} And more.`));
    web.pages.delete('/c');
    const after = await again(source.id);
    expect(asked).toBe('"one"');
    expect(after.run).toMatchObject({ state: 'done', added: 0, changed: 1, unchanged: 2, removed: 1, failed: 0 });
    expect(await told(source.id)).toEqual([['/c', 'gone']]);
    const left = await articles(source.id);
    expect(left.map(({ id }) => id)).toEqual(
      before
        .slice(0, 2)
        .concat(before.slice(3))
        .map(({ id }) => id),
    );
    // A page that only fails today keeps its article, and one that nobody links to any more, but which is there.
    web.pages.set('/', html('Welcome', LONG, ['/a']));
    web.pages.set('/a', { status: 503 });
    expect((await again(source.id)).run).toMatchObject({ failed: 1, removed: 0, unchanged: 1, changed: 1 });
    expect(await told(source.id)).toEqual([['/a', 'server_error']]);
    expect(await articles(source.id)).toHaveLength(3);
    // Retrying looks at what failed, and at nothing else.
    web.pages.set('/a', html('Page a', LONG));
    web.asked.length = 0;
    expect((await ask('POST', `/sources/${source.id}/retry`)).status).toBe(200);
    expect((await over(source.id)).run).toMatchObject({ state: 'done', failed: 0, unchanged: 2 });
    expect(web.asked).toEqual(['/a']);
    expect((await ask('POST', `/sources/${source.id}/retry`)).error?.code).toBe('wrong_state');
  });

  test('[Z2] a robots.txt that is made to cost is kept to as far as it costs nothing', () => {
    const wild = `Disallow: /*${'a'.repeat(200)}\n`;
    const { allows } = robotsOf(
      'https://acme.test/',
      `User-agent: *\nDisallow: /a*z\n${wild.repeat(2_000)}Disallow: /b*z\nDisallow: /c\n`,
    );
    const begun = process.cpuUsage();
    const long = `https://acme.test/${'a'.repeat(900)}`;
    expect([long, 'https://acme.test/abz', 'https://acme.test/bz', 'https://acme.test/c'].map(allows)).toEqual([
      false,
      false,
      true,
      false,
    ]);
    expect(process.cpuUsage(begun).user / 1_000).toBeLessThan(1_000);
  });

  test('[Z2] wishes of the site are kept: robots.txt, noindex, canonical addresses and redirects to itself', async () => {
    web.pages.set('/robots.txt', {
      headers: { 'content-type': 'text/plain' },
      body: 'User-agent: *\nDisallow: /private\n',
    });
    web.pages.set('/', html('Welcome', LONG, ['/private/x', '/hidden', '/header', '/old', '/copy', '/new', '/file']));
    web.pages.set('/private/x', html('Secret', LONG));
    web.pages.set('/hidden', html('Hidden', LONG, [], '<meta name="robots" content="noindex">'));
    web.pages.set('/header', { headers: { 'x-robots-tag': 'noindex' }, body: html('Hidden', LONG) });
    web.pages.set('/old', { status: 301, headers: { location: '/new' } });
    web.pages.set('/copy', html('New', LONG, [], '<link rel="canonical" href="/new">'));
    // Names one that leads back to it: nobody may be lost between the two.
    web.pages.set('/new', html('New', LONG, [], '<link rel="canonical" href="/old">'));
    web.pages.set('/file', { headers: { 'content-type': 'application/zip' }, body: 'PK' });
    const source = await add(web.url);
    // What was left out is what the report tells: `/old` and `/copy` are no pages beside the one that they are.
    expect((await over(source.id)).run).toMatchObject({
      state: 'done',
      added: 2,
      failed: 0,
      skipped: 4,
      found: 6,
      done: 6,
    });
    expect((await articles(source.id)).map(({ title }) => title)).toEqual(['New', 'Welcome']);
    expect(web.asked).not.toContain('/private/x');
    expect((await told(source.id)).sort()).toEqual([
      ['/file', 'not_a_page'],
      ['/header', 'noindex'],
      ['/hidden', 'noindex'],
      ['/private/x', 'robots'],
    ]);
  });

  test('[Z5] a document that a page leads to is no page: it is not asked for, and the report names it', async () => {
    web.pages.set('/', html('Welcome', LONG, ['/manual.pdf', '/prices.xlsx?v=2', '/logo.png', '/site.css']));
    const source = await add(web.url);
    expect((await over(source.id)).run).toMatchObject({ state: 'done', added: 1, skipped: 2, found: 3, done: 3 });
    expect(await problems(source.id)).toEqual([
      expect.objectContaining({
        place: `${web.url}/manual.pdf`,
        outcome: 'skipped',
        code: 'document',
        reason: 'This is a document (PDF), and no page.',
        advice: expect.stringContaining('Upload it as a file'),
      }),
      expect.objectContaining({ place: `${web.url}/prices.xlsx?v=2`, code: 'document' }),
    ]);
    expect(web.asked).toEqual(['/robots.txt', '/']);
    expect((await again(source.id)).run).toMatchObject({ skipped: 2, unchanged: 1, removed: 0 });
  });

  test('[Z1] the same website is added once, however its address is written', async () => {
    const same = async (address: string) => (await ask('POST', '/sources', { address })).error?.fields;
    web.pages.set('/help', html('Help', LONG));
    const source = await add(`${web.url}/help`, { name: 'Help pages' });
    await over(source.id);
    for (const address of ['/help', '/help/', '/help#top', '/help?utm_source=mail'])
      expect([address, await same(web.url + address)]).toEqual([
        address,
        { address: 'is a source already: “Help pages”. Import that one again' },
      ]);
    await add('acme.test:443/Shop/');
    for (const address of ['https://ACME.test/Shop', 'http://www.acme.test:80/Shop'])
      expect([address, await same(address)]).toEqual([address, { address: expect.stringContaining('already') }]);
    for (const address of ['https://acme.test/', 'https://acme.test/shop', 'https://acme.test/Shop?page=2'])
      expect([address, await same(address)]).toEqual([address, undefined]);
    await ask('DELETE', `/sources/${source.id}`);
    expect(await same(`${web.url}/help/`)).toBeUndefined();
  });

  test('[Z2] ends at its limits of pages and depth, and says so', async () => {
    web.pages.set('/', html('Welcome', LONG, ['/1', '/2', '/3', '/4']));
    for (const n of [1, 2, 3, 4]) web.pages.set(`/${n}`, html(`Page ${n}`, LONG, [`/${n}/deep`]));
    const source = await add(web.url, { max_pages: 3, max_depth: 1 });
    expect((await over(source.id)).run).toMatchObject({ state: 'done', added: 3 });
    expect(await told(source.id)).toEqual([['Further pages', 'beyond_limit']]);
    expect(web.asked.filter((path) => path.includes('deep'))).toEqual([]);
    await ask('PUT', `/sources/${source.id}`, { max_pages: 2 });
    expect((await again(source.id)).run).toMatchObject({ unchanged: 2, removed: 1 });
    expect(await articles(source.id)).toHaveLength(2);
  });

  test('[Z1] a sitemap, an index of them and a packed one name the pages, and nothing else is followed', async () => {
    const { gzipSync } = await import('node:zlib');
    const xml = { 'content-type': 'application/xml' };
    const list = (names: string[]) =>
      `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${names.map((name) => `<url><loc>${web.url}${name}</loc></url>`).join('')}</urlset>`;
    web.pages.set('/sitemap.xml', {
      headers: xml,
      body: `<sitemapindex><sitemap><loc>${web.url}/one.xml</loc></sitemap><sitemap><loc>${web.url}/two.xml.gz</loc></sitemap></sitemapindex>`,
    });
    web.pages.set('/one.xml', { headers: xml, body: list(['/a', '/b']) });
    web.pages.set('/two.xml.gz', { headers: { 'content-type': 'application/gzip' }, body: gzipSync(list(['/c'])) });
    for (const name of ['a', 'b', 'c']) web.pages.set(`/${name}`, html(`Page ${name}`, LONG, ['/not-listed']));
    const source = await add(`${web.url}/sitemap.xml`);
    expect((await over(source.id)).run).toMatchObject({ state: 'done', added: 3, failed: 0 });
    expect(web.asked).not.toContain('/not-listed');
  });

  test('[Z5] what cannot be begun with says why in words, and may be tried again', async () => {
    const source = await add(`${web.url}/start`);
    const failed = await over(source.id);
    expect(failed.run).toMatchObject({ state: 'failed', problem: expect.stringContaining('not there') });
    web.pages.set('/start', html('Start', LONG));
    web.pages.set('/', html('Home', LONG));
    await ask('POST', `/sources/${source.id}/retry`);
    expect((await over(source.id)).run).toMatchObject({ state: 'done', added: 2, failed: 0, problem: null });
    web.pages.set('/robots.txt', { status: 500 });
    expect((await again(source.id)).run?.problem).toContain('robots.txt');
    expect(await articles(source.id)).toHaveLength(2);
    for (const address of ['ftp://acme.test', 'not an address', 'http://user:pass@acme.test', ''])
      expect([address, (await ask('POST', '/sources', { address })).error?.code]).toEqual([address, 'invalid']);
  });

  test('[Z6] private addresses, whatever leads there, are not asked for anything', async () => {
    const inner = await startWebsite({ '/': html('Inner', LONG), '/secret': html('Secret', LONG) });
    try {
      for (const address of [
        inner.url,
        inner.url.replace('127.0.0.1', 'localhost'),
        'http://169.254.169.254/latest/meta-data',
        'http://[::1]/',
        'http://[::ffff:127.0.0.1]/',
        'http://0x7f000001/',
        'http://2130706433/',
      ]) {
        const source = await add(address);
        const { run } = await over(source.id);
        expect([address, run?.state, /private network|ordinary web page/.test(run?.problem ?? '')]).toEqual([
          address,
          'failed',
          true,
        ]);
        await ask('DELETE', `/sources/${source.id}`);
      }
      web.pages.set('/', html('Welcome', LONG, ['/to-inner', '/to-metadata', '/loop']));
      web.pages.set('/to-inner', { status: 302, headers: { location: `${inner.url}/secret` } });
      web.pages.set('/to-metadata', { status: 307, headers: { location: 'http://169.254.169.254/' } });
      web.pages.set('/loop', { status: 302, headers: { location: '/loop' } });
      const source = await add(web.url);
      expect((await over(source.id)).run).toMatchObject({ state: 'done', added: 1, skipped: 2, failed: 1 });
      expect((await told(source.id)).sort()).toEqual([
        ['/loop', 'too_many_redirects'],
        ['/to-inner', 'other_site'],
        ['/to-metadata', 'other_site'],
      ]);
      expect(inner.asked).toEqual([]);
    } finally {
      await inner.close();
    }
  });

  test('[Z4] is paused, gone on with and cancelled, by the one page that is at hand', async () => {
    let reached = () => {};
    let release = () => {};
    const atHand = new Promise<void>((resolve) => (reached = resolve));
    const held = new Promise<void>((resolve) => (release = resolve));
    web.pages.set('/', html('Welcome', LONG, ['/slow', '/after']));
    web.pages.set('/slow', (_request, response) => {
      reached();
      void held.then(() => response.writeHead(200, { 'content-type': 'text/html' }).end(html('Slow', LONG)));
    });
    web.pages.set('/after', html('After', LONG));
    const source = await add(web.url);
    await atHand;
    expect((await ask('POST', `/sources/${source.id}/import`)).error?.code).toBe('wrong_state');
    expect((await ask('POST', `/sources/${source.id}/pause`)).body.source.run?.state).toBe('paused');
    release();
    expect((await sourceOf(source.id)).run).toMatchObject({ state: 'paused', done: 1 });
    expect(web.asked).not.toContain('/after');
    expect((await ask('POST', `/sources/${source.id}/resume`)).body.source.run?.state).toBe('queued');
    expect((await over(source.id)).run).toMatchObject({ state: 'done', added: 3, done: 3 });
    expect((await ask('POST', `/sources/${source.id}/cancel`)).error?.code).toBe('wrong_state');
    await ask('POST', `/sources/${source.id}/import`);
    expect((await ask('POST', `/sources/${source.id}/cancel`)).body.source.run?.state).toBe('cancelled');
    expect(await articles(source.id)).toHaveLength(3);
  });

  test('[Z4] comes again by its schedule, and not before', async () => {
    web.pages.set('/', html('Welcome', LONG));
    const source = await add(web.url, { schedule: 'daily' });
    const first = (await over(source.id)).run?.created;
    const look = () =>
      importDueSources(server.core, {}, { attempt: 1, maxAttempts: 1, signal: new AbortController().signal });
    await look();
    expect((await sourceOf(source.id)).run?.created).toBe(first);
    // The tokens of those who look on are of today.
    now = 86_400_000;
    await look();
    now = 0;
    const second = await over(source.id);
    expect(second.run).toMatchObject({ by: null, unchanged: 1, added: 0 });
    expect(second.run?.created).not.toBe(first);
    expect(Date.parse(second.next as string)).toBeGreaterThan(Date.now() + 160_000_000);
    expect((await ask('PUT', `/sources/${source.id}`, { schedule: 'never' })).body.source.next).toBeNull();
  });
});

describe('an article of a source', () => {
  test('[Z7] is read-only until it is detached; then no import brings it again, and it stays when the source goes', async () => {
    web.pages.set('/', html('Welcome', LONG, ['/returns']));
    web.pages.set('/returns', html('Returns', LONG, ['/behind']));
    web.pages.set('/behind', html('Behind', LONG));
    const source = await add(web.url);
    await over(source.id);
    const returns = (await articles(source.id)).find(({ title }) => title === 'Returns') as ArticleSummary;
    const write = () =>
      ask<{ article: ArticleSummary }>('PUT', `/articles/${returns.id}`, { title: 'Mine', body: 'Mine' });
    expect((await write()).error?.code).toBe('from_source');
    expect((await ask('DELETE', `/articles/${returns.id}`)).error?.code).toBe('from_source');
    const detached = await ask<{ article: ArticleSummary }>('POST', `/articles/${returns.id}/detach`);
    expect(detached.body.article).toMatchObject({ source: null, url: `http://parley.test/kb/${site.slug}/returns` });
    expect((await write()).status).toBe(200);
    const run = (await again(source.id)).run;
    expect(run).toMatchObject({ added: 0, unchanged: 2, skipped: 1 });
    expect(await told(source.id)).toEqual([['/returns', 'detached']]);
    expect((await ask('DELETE', `/sources/${source.id}`)).status).toBe(200);
    const all = (await ask<{ articles: ArticleSummary[] }>('GET', '/articles')).body.articles;
    expect(all.map(({ title }) => title)).toEqual(['Mine']);
    const deeds = (await ask<{ entries: AuditEntry[] }>('GET', '/audit')).body.entries;
    expect(deeds.map(({ action }) => action)).toEqual([
      'source_deleted',
      'import_started',
      'article_changed',
      'article_detached',
      'source_added',
    ]);
    expect(deeds[0]).toMatchObject({ details: { count: 2 }, subject: { kind: 'source' } });
  });
});

describe('a file', () => {
  test('[Z1] Markdown, text and a table become articles', async () => {
    const guide = await upload('guide.md', '# Care of boots\n\n## Wax\n\nBeeswax, warm.\n');
    expect((await over(guide.id)).run).toMatchObject({ state: 'done', added: 1, found: 1, done: 1 });
    const [boots] = await articles(guide.id);
    expect(boots).toMatchObject({ title: 'Care of boots', url: `http://parley.test/kb/${site.slug}/care-of-boots` });
    expect(await bodyOf(boots?.id as string)).toBe('## Wax\n\nBeeswax, warm.');
    const hours = await upload('C:\\docs\\opening_hours.txt', Buffer.from('Geöffnet bis zehn', 'latin1'));
    await over(hours.id);
    const [open] = await articles(hours.id);
    expect([open?.title, await bodyOf(open?.id as string)]).toEqual(['opening hours', 'Geöffnet bis zehn']);
    const rows = Array.from({ length: 45 }, (_, i) => `Frage ${i};"Antwort ${i}, mit ""Komma"""`).join('\r\n');
    const faq = await upload('faq.csv', `\ufeffFrage;Antwort\r\n${rows}\r\nOhne;\r\n`);
    expect((await over(faq.id)).run).toMatchObject({ state: 'done', added: 45, failed: 1, found: 46, done: 46 });
    expect(await told(faq.id)).toEqual([['Row 47', 'no_answer']]);
    expect((await problems(faq.id))[0]).toMatchObject({
      outcome: 'failed',
      reason: expect.stringContaining('no answer'),
    });
    const frage7 = (await articles(faq.id)).find(({ title }) => title === 'Frage 7');
    expect(await bodyOf(frage7?.id as string)).toBe('Antwort 7, mit "Komma"');
    expect((await ask('PUT', `/sources/${faq.id}`, { schedule: 'daily' })).error?.fields).toHaveProperty('schedule');
    expect((await ask('PUT', `/sources/${faq.id}`, { name: 'Questions' })).body.source.name).toBe('Questions');
    // What it was made of is not kept.
    expect(await server.core.db.selectFrom('source_files').selectAll().execute()).toEqual([]);
    expect((await ask('POST', `/sources/${faq.id}/import`)).error?.code).toBe('wrong_state');
  });

  test('who may not upload is refused before a body is read, and takes nothing from who may', async () => {
    const { access_token: token } = await openVisitor(server, site.slug);
    const codes = new Set<string | undefined>();
    for (let n = 0; n < 125; n++)
      codes.add(
        (await call(server, '/api/sources/files', { token, body: { name: 'a.md', content: 'AAAA' } })).error?.code,
      );
    expect([...codes]).toEqual(['forbidden']);
    expect(await upload('a.md', '# A\n\nText.')).toMatchObject({ name: 'a.md' });
  });

  test('[Z5] one that nobody can read ends in words, and one that is too large or of no kind is not taken', async () => {
    const bad = await upload('broken.pdf', 'no PDF at all');
    expect((await over(bad.id)).run).toMatchObject({
      state: 'failed',
      problem: expect.stringContaining('not a PDF'),
      added: 0,
    });
    expect((await ask('POST', '/sources/files', { name: 'a.exe', content: 'AAAA' })).error?.fields).toHaveProperty(
      'name',
    );
    expect((await ask('POST', '/sources/files', { name: 'a.md', content: '' })).error?.code).toBe('invalid');
    const large = await ask('POST', '/sources/files', { name: 'a.pdf', content: 'A'.repeat(22_500_000) }).catch(
      () => null,
    );
    if (large) expect(large.error?.code).toBe('too_large');
  });
});
