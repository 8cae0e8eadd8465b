/** The commands on articles, and the public page, over HTTP as the inbox and a reader use them. */
import type { Article, ArticleSummary, PublicArticle } from '@parley/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chat, openVisitor } from '../../test/client.ts';
import { call, createAgent, createSite, type NewAgent, type NewSite } from '../../test/create.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';

let server: TestServer;
let site: NewSite;
let ada: NewAgent;
let ben: NewAgent;
let stranger: NewAgent;

beforeAll(async () => {
  server = await startTestServer();
  site = await createSite(server.core, { slug: 'acme', name: 'Acme & <Sons>' });
  ada = await createAgent(server.core, site, { role: 'admin' });
  ben = await createAgent(server.core, site, { role: 'agent' });
  stranger = await createAgent(server.core, await createSite(server.core), { role: 'owner' });
});
afterAll(() => server.close());

const post = (body: object, token = ada.token) => call<{ article: Article }>(server, '/api/articles', { body, token });
async function create(title: string, body = 'Some words.'): Promise<Article> {
  const answer = await post({ title, body });
  expect(answer.status).toBe(201);
  return answer.body.article;
}
const list = (query = '', token = ben.token) =>
  call<{ articles: ArticleSummary[]; next: string | null }>(server, `/api/articles${query}`, { token });
const titles = async (query: string) => (await list(query)).body.articles.map(({ title }) => title);

describe('[M26] an article for a visitor', () => {
  const read = async (slug: string, of = site.slug) => {
    const socket = await chat(server, of, await openVisitor(server, of));
    const { article, code } = (await socket.call('read_article', { article: slug })) as unknown as {
      article?: PublicArticle;
      code?: string;
    };
    await socket.close();
    return article ?? code;
  };

  it('is what its page shows, by the address that answers and suggestions know, over both doors', async () => {
    const body = '## Abroad\n**Three** days.';
    const { url } = await create('Shipping to Norway', body);
    expect(await read('shipping-to-norway')).toEqual({ title: 'Shipping to Norway', body, url });
    const { access_token: token } = await openVisitor(server, site.slug);
    const answer = await call(server, '/api/knowledge/shipping-to-norway', { token });
    expect(answer.body).toEqual({ article: { title: 'Shipping to Norway', body, url } });
  });

  it('leads to where it was taken from, if it was', async () => {
    const { id } = await create('Warranty of tents');
    await server.core.db
      .updateTable('articles')
      .set({ origin_url: 'https://acme.test/warranty#tents' })
      .where('site_id', '=', site.id)
      .where('id', '=', id)
      .execute();
    expect(await read('warranty-of-tents')).toMatchObject({ url: 'https://acme.test/warranty#tents' });
  });

  it('is of the own site, and gone with the article', async () => {
    const { id } = await create('Only here');
    const { slug } = await createSite(server.core);
    expect(await read('only-here', slug)).toBe('not_found');
    expect(await read("'; --")).toBe('not_found');
    await call(server, `/api/articles/${id}`, { method: 'DELETE', token: ada.token });
    expect(await read('only-here')).toBe('not_found');
  });
});

describe('articles', () => {
  it('are made with a slug of their title, found, changed under the same address, and removed', async () => {
    const made = await create('  Größen &\n Schuhe ', '## Länge\nMiss deinen Fuß.');
    expect(made).toMatchObject({
      title: 'Größen & Schuhe',
      slug: 'grossen-schuhe',
      url: 'http://parley.test/kb/acme/grossen-schuhe',
      body: '## Länge\nMiss deinen Fuß.',
    });
    const path = `/api/articles/${made.id}`;
    expect((await call<{ article: Article }>(server, path, { token: ben.token })).body.article).toEqual(made);
    const changed = await call<{ article: Article }>(server, path, {
      method: 'PUT',
      body: { title: 'Sizes', body: 'Measure your foot.' },
      token: ada.token,
    });
    expect(changed.body.article).toMatchObject({ id: made.id, slug: 'grossen-schuhe', title: 'Sizes' });
    expect(Date.parse(changed.body.article.updated)).toBeGreaterThanOrEqual(Date.parse(made.updated));
    expect(await titles('?query=measure')).toEqual(['Sizes']);
    expect(await titles('?query=miss')).toEqual([]);
    expect((await call(server, path, { method: 'DELETE', token: ada.token })).status).toBe(200);
    expect((await call(server, path, { method: 'DELETE', token: ada.token })).error?.code).toBe('not_found');
    expect((await call(server, path, { token: ben.token })).status).toBe(404);
    const left = await server.core.db
      .selectFrom('passages')
      .select('title')
      .where('article_id', '=', made.id)
      .execute();
    expect(left).toEqual([]);
  });

  it('of one title get addresses of their own, also at the same moment', async () => {
    const made = await Promise.all(Array.from({ length: 5 }, () => create('Twice')));
    expect(made.map(({ slug }) => slug).sort()).toEqual(['twice', 'twice-2', 'twice-3', 'twice-4', 'twice-5']);
    expect((await create('مرحبا')).slug).toBe('article');
    expect((await create('🏔')).slug).toBe('article-2');
    expect((await create('long words '.repeat(18))).slug.length).toBeLessThanOrEqual(60);
  });

  it('are found by whole and unfinished words, all of them, without accents', async () => {
    await create('Zelte', '## Kauf\nEin Zelt für den Winter.\n\n## Pflege\nTrocknen, dann lüften.');
    expect(await titles('?query=luft')).toEqual(['Zelte']);
    expect(await titles('?query=LÜFTEN%20winter')).toEqual(['Zelte']);
    expect(await titles('?query=zelt%20sommer')).toEqual([]);
    expect(await titles(`?query=${encodeURIComponent("'; drop table | & !")}`)).toEqual([]);
    expect((await titles('?query=%20%20')).length).toBeGreaterThan(3);
  });

  it('come in pages, by title, each once', async () => {
    const other = await createSite(server.core, { slug: 'long' });
    const owner = await createAgent(server.core, other, { role: 'owner' });
    await server.core.database.pool.query(
      `insert into articles (site_id, id, slug, title, body)
       select $1, gen_random_uuid(), 'a-' || n, repeat('ÿ', 190) || case when n % 2 = 0 then 'x' else '' end, 'b' from generate_series(1, 430) n`,
      [other.id],
    );
    const seen: string[] = [];
    let cursor = '';
    for (let pages = 1; ; pages++) {
      const { body } = await list(cursor, owner.token);
      seen.push(...body.articles.map(({ id }) => id));
      expect(body.articles.length).toBeLessThanOrEqual(200);
      if (!body.next) {
        expect(pages).toBe(3);
        break;
      }
      expect(body.next.length).toBeLessThanOrEqual(400);
      cursor = `?cursor=${body.next}`;
    }
    expect(new Set(seen).size).toBe(430);
    expect((await list('?cursor=nonsense')).error?.fields).toHaveProperty('cursor');
  });

  it.each([
    [{ title: '', body: 'x' }, 'invalid', 'title'],
    [{ title: ' \n ', body: 'x' }, 'invalid', 'title'],
    [{ title: 'x', body: ' \n ' }, 'invalid', 'body'],
    [{ title: 'x', body: 'y'.repeat(50_001) }, 'invalid', 'body'],
    [{ title: 'x'.repeat(201), body: 'y' }, 'invalid', 'title'],
    [{ title: 'x\0', body: 'y' }, 'bad_content', 'title'],
    [{ title: 'x', body: 'half \ud800 pair' }, 'bad_content', 'body'],
  ])('refuses %.60j', async (body, code, field) => {
    const { error } = await post(body);
    expect(error?.code).toBe(code);
    expect(error?.fields).toHaveProperty(field);
  });

  it('take 50,000 characters of any script', async () => {
    const made = await create('Long', '山'.repeat(50_000));
    expect(made.body).toHaveLength(50_000);
  });

  it('belong to their site, and to who manages it', async () => {
    const made = await create('Ours');
    const path = `/api/articles/${made.id}`;
    const text = { title: 'Theirs', body: 'x' };
    expect((await post(text, ben.token)).error?.code).toBe('forbidden');
    expect((await call(server, path, { token: stranger.token })).error?.code).toBe('not_found');
    expect((await call(server, path, { method: 'PUT', body: text, token: stranger.token })).error?.code).toBe(
      'not_found',
    );
    expect((await call(server, path, { method: 'DELETE', token: stranger.token })).error?.code).toBe('not_found');
    expect((await list('', stranger.token)).body.articles).toEqual([]);
    expect((await call(server, '/api/articles/nothing', { token: ben.token })).error?.code).toBe('not_found');
  });
});

describe('the public page', () => {
  const page = (path: string) => fetch(`${server.url}${path}`);

  it('shows the article as plain HTML that can run nothing', async () => {
    await create(
      'Care <script>alert(1)</script> & "more"',
      [
        '## Wash <img src=x onerror=alert(1)>',
        'Bold **<b>x</b>**, *soft*, `<code>`, [site](https://shop.test/?a=1&b="2") and [bad](javascript:alert(1)).',
        '- one\n- two',
        '1. first\n2. second',
        '> said "so"',
        '```html\n<script>alert(2)</script>\n```',
      ].join('\n\n'),
    );
    const response = await page('/kb/acme/care-script-alert-1-script-more');
    const html = await response.text();
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[\w+/=]+'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
    );
    expect(html).not.toMatch(/<script|<img|<b>|href="javascript|onerror=alert\(1\)>/);
    expect(html).toContain(
      '<title>Care &lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;more&quot; · Acme &amp; &lt;Sons&gt;</title>',
    );
    expect(html).toContain('<link rel="canonical" href="http://parley.test/kb/acme/care-script-alert-1-script-more">');
    expect(html).toContain('<h2>Wash &lt;img src=x onerror=alert(1)&gt;</h2>');
    expect(html).toContain('<strong>&lt;b&gt;x&lt;/b&gt;</strong>');
    expect(html).toContain('<ul><li>one</li><li>two</li></ul>');
    expect(html).toContain('<ol><li>first</li><li>second</li></ol>');
    expect(html).toContain('<html lang="en" dir="ltr">');
  });

  it('reads from right to left where the article does', async () => {
    const { slug } = await create('الشحن', 'نشحن الطلبات خلال يومين عمل إلى جميع المدن.');
    expect(await (await page(`/kb/acme/${slug}`)).text()).toContain('<html lang="ar" dir="rtl">');
  });

  it.each(['/kb/acme/none', '/kb/none/none', '/kb/acme/%00', '/kb/acme/..%2fx', '/kb/ACME/x'])(
    'says kindly that %s is not there',
    async (path) => {
      const response = await page(path);
      expect(response.status).toBe(404);
      expect(await response.text()).toContain('This page is not here');
    },
  );
});
