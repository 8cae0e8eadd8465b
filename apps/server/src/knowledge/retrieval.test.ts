/** Retrieval over the demo shop's articles: what people really type, and what no article answers. */
import { type CompiledQuery, Kysely, PostgresDialect, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { StateBox } from '../core/core.ts';
import { type Connections, createDatabase, type Database } from '../core/db.ts';
import { uuidv7 } from '../core/ids.ts';
import { articles } from '../demo/content/articles.ts';
import { termsOf } from './question.ts';
import { MAYBE, retrieve, SURE } from './retrieval.ts';
import { insertArticle } from './save-article.ts';
import { searchTitles } from './titles.ts';

const QUESTIONS: readonly (readonly [question: string, ...slugs: string[]])[] = [
  ['How much is shipping to Portugal?', 'shipping-costs-and-times'],
  ['do you deliver to norway', 'shipping-to-switzerland-and-uk'],
  ['do I have to pay customs in Switzerland?', 'shipping-to-switzerland-and-uk'],
  ['my parcel has not moved for days', 'track-your-order'],
  ['where can I find my order number', 'track-your-order'],
  ['I ordered the wrong colour, can I change it?', 'change-or-cancel-an-order'],
  ['can I still cancel, it was shipped already', 'change-or-cancel-an-order'],
  ['how long do I have to send something back', 'returns-and-refunds'],
  ['when do i get my money back', 'returns-and-refunds', 'change-or-cancel-an-order'],
  ['the box arrived damaged', 'damaged-or-missing-parcels'],
  ['you sent me the wrong item', 'damaged-or-missing-parcels'],
  ['can I pay with Klarna or PayPal', 'payment-methods'],
  ['i need an invoice for my company', 'payment-methods', 'business-orders'],
  ['the pole of my tent broke, is that covered by the warranty', 'warranty'],
  ['is the Lisbon store open on Sunday?', 'stores-and-opening-hours'],
  ['do you have a phone number', 'stores-and-opening-hours'],
  ['how many points for a voucher', 'trail-club'],
  ['is there a student discount', 'student-discount'],
  ['I found the same jacket cheaper in another shop', 'price-match'],
  ['how long is a gift card valid', 'gift-cards'],
  ['my discount code does not work', 'newsletter-and-codes'],
  ['can you put our logo on jackets', 'business-orders'],
  ['are your jackets free of pfas', 'sustainability'],
  ['can I sell you my old tent', 'sustainability'],
  ['which tent is good in winter storms', 'choosing-a-tent'],
  ['how waterproof is the tent', 'choosing-a-tent'],
  ['down or synthetic sleeping bag', 'choosing-a-sleeping-bag'],
  ['what r value do I need for my mat in snow', 'choosing-a-sleeping-bag'],
  ['my feet are wide, which boots', 'boot-and-shoe-sizes'],
  ['boots between two sizes', 'boot-and-shoe-sizes'],
  ['how do I measure my back for a backpack', 'clothing-and-pack-sizes'],
  ['how to wash a down jacket', 'washing-and-care'],
  ['my rain jacket is not waterproof anymore', 'washing-and-care'],
  ['what does a new zip cost', 'repair-service'],
  ['can you put new soles on my boots', 'repair-service'],
  ['how much is it to rent a tent for a week', 'tent-rental'],
  ['how high is the deposit for a rental', 'tent-rental'],
  ['can I take gas on the plane', 'stoves-and-gas'],
  ['which gas canister fits the ember stove', 'stoves-and-gas'],
  ['do I need a bear canister in canada', 'bear-canisters-and-bike-bags'],
  ['does the seat pack fit a dropper post', 'bear-canisters-and-bike-bags'],
  ['how often must my avalanche beacon be checked', 'avalanche-gear'],
  // Misspelt.
  ['how much is the delivary fee', 'shipping-costs-and-times', 'change-or-cancel-an-order'],
  ['recieved wrong itme', 'damaged-or-missing-parcels'],
  ['avalance becon battery', 'avalanche-gear'],
  ['studnet discuont', 'student-discount'],
  ['warrenty on boots', 'warranty'],
  ['can i retrun sale items', 'returns-and-refunds'],
  ['slepping bag temprature', 'choosing-a-sleeping-bag'],
  // Accents that are not in the text, and words that German lends.
  ['is the Innsbrück störe open', 'stores-and-opening-hours'],
  ['how do I use a vouchér', 'trail-club', 'gift-cards'],
  ['Klarna Rechnung invoice', 'payment-methods'],
  ['Adresse ändern address change order', 'change-or-cancel-an-order'],
  ['Garantie warranty Zelt', 'warranty'],
];

const UNANSWERABLE = [
  'what is the weather in Lisbon tomorrow',
  'who won the world cup',
  'do you sell bicycles',
  'can I bring my dog into the shop',
  'are you hiring, I am looking for a job',
  'write me a poem about love',
  'what is your CEO called',
  'do you have kayak paddles in red',
  'can I get a mortgage',
  'how do I reset my router password',
  'do you have vegan restaurants nearby',
  'what is the capital of France',
  'Passen auf den Grat Alpine Steigeisen mit Kipphebel?',
  'how old is the founder',
  'tell me a joke',
];

let database: TestDatabase;
let connections: Connections;
let siteId: string;
let core: { db: Connections['db']; state: StateBox };

async function addSite(slug: string): Promise<string> {
  const id = uuidv7();
  await connections.db.insertInto('sites').values({ id, slug, name: slug }).execute();
  return id;
}

beforeAll(async () => {
  database = await createTestDatabase();
  connections = createDatabase(database.url, { log: console });
  core = { db: connections.db, state: new StateBox() };
  siteId = await addSite('acme');
  await connections.db.transaction().execute(async (tx) => {
    for (const article of articles) await insertArticle(tx, { site_id: siteId, id: uuidv7(), ...article });
  });
});
afterAll(async () => {
  await connections.close();
  await database.drop();
});

describe('retrieve', () => {
  it.each([
    ['How do I return a tent?', 'returns-and-refunds'],
    ['can I return boots that I have worn', 'returns-and-refunds'],
    ['where do I return the tent that I rented', 'tent-rental'],
  ])('tells giving back what was bought from what was rented: %s', async (question, slug) => {
    expect((await retrieve(core, siteId, question, 1))[0]?.slug).toBe(slug);
  });

  it('looks up no word that is longer than any: all its parts would cost its length each', async () => {
    expect(termsOf(`return ${'tent'.repeat(2_000)} ${'a'.repeat(80)}`)).toEqual(['return', 'a'.repeat(80)]);
    expect((await retrieve(core, siteId, `${'tent'.repeat(2_000)} refund`, 1))[0]?.slug).toBe('returns-and-refunds');
  });

  it('finds the article of natural questions, slips, accents and foreign words', async () => {
    let first = 0;
    let third = 0;
    const missed: string[] = [];
    for (const [question, ...slugs] of QUESTIONS) {
      const found = (await retrieve(core, siteId, question, 3)).map(({ slug }) => slug);
      if (slugs.includes(found[0] ?? '')) first += 1;
      else missed.push(`${question} -> ${found[0] ?? 'nothing'}`);
      if (found.some((slug) => slugs.includes(slug))) third += 1;
    }
    console.info(
      `recall@1 ${first}/${QUESTIONS.length}, recall@3 ${third}/${QUESTIONS.length}; missed: ${missed.join('; ')}`,
    );
    expect(first / QUESTIONS.length).toBeGreaterThan(0.88);
    expect(third / QUESTIONS.length).toBeGreaterThan(0.94);
  });

  it('is sure of most that it can answer, and of nothing that it cannot', async () => {
    const confidence = async (question: string) => (await retrieve(core, siteId, question, 1))[0]?.confidence ?? 0;
    let sure = 0;
    for (const [question] of QUESTIONS) if ((await confidence(question)) >= SURE) sure += 1;
    expect(sure / QUESTIONS.length).toBeGreaterThan(0.85);
    const suspected: string[] = [];
    for (const question of UNANSWERABLE) {
      const found = await confidence(question);
      expect({ question, sure: found >= SURE }).toEqual({ question, sure: false });
      if (found >= MAYBE) suspected.push(question);
    }
    console.info(`suspects an answer to: ${suspected.join('; ')}`);
    expect(suspected.length).toBeLessThanOrEqual(UNANSWERABLE.length / 3);
  });

  it('tells which words it found, and quotes Markdown', async () => {
    const [best] = await retrieve(core, siteId, 'What does the warrenty cover?', 1);
    expect(best).toMatchObject({ slug: 'warranty', heading: 'What the warranty covers' });
    expect(best?.words).toContain('warranty');
  });

  it.each(['', '???', 'the of and', '‮🏔️', 'x'.repeat(5_000), "'; truncate passages; --", '& | ! <-> :*'])(
    'bears %.40j',
    async (question) => {
      expect(await retrieve(core, siteId, question, 3)).toEqual([]);
    },
  );

  it('sees no other site, and finds nothing on a site without articles', async () => {
    const other = await addSite('other');
    expect(await retrieve(core, other, 'warranty', 3)).toEqual([]);
    await connections.db.transaction().execute(async (tx) => {
      await insertArticle(tx, {
        site_id: other,
        id: uuidv7(),
        slug: 'ours',
        title: 'Warranty',
        body: 'Ten years on everything.',
      });
    });
    expect((await retrieve(core, other, 'warranty', 3)).map(({ slug }) => slug)).toEqual(['ours']);
    expect((await retrieve(core, siteId, 'warranty', 3)).map(({ slug }) => slug)).not.toContain('ours');
  });
});

describe('with the passages of many sites', () => {
  beforeAll(async () => {
    await sql`
      with new_sites as (
        insert into sites (id, slug, name) select gen_random_uuid(), 'site-' || n, 'Site' from generate_series(1, 300) n returning id
      ), new_articles as (
        insert into articles (site_id, id, slug, title, body)
        select s.id, gen_random_uuid(), 'copy-' || n, a.title, a.body from new_sites s, generate_series(1, 3) n
          join lateral (select title, body from articles where site_id = ${siteId} and slug <> '' order by slug offset n limit 1) a on true
        returning site_id, id, slug
      )
      insert into passages (site_id, article_id, ordinal, title, heading, text, words, language, terms)
      select n.site_id, n.id, p.ordinal, p.title, p.heading, p.text, p.words, p.language, p.terms
      from new_articles n, lateral (
        select * from passages where site_id = ${siteId} and article_id = (select min(id::text)::uuid from articles where site_id = ${siteId})) p`.execute(
      connections.db,
    );
    await sql`analyze sites, articles, passages, knowledge_words`.execute(connections.db);
  });

  it('reads by index alone', async () => {
    const asked: CompiledQuery[] = [];
    const watched = new Kysely<Database>({
      dialect: new PostgresDialect({ pool: connections.pool }),
      log: ({ query }) => {
        asked.push(query);
      },
    });
    const core = { db: watched, state: new StateBox() };
    await retrieve(core, siteId, 'how much is the shipping of a misspeld tentt to Portugal', 3);
    await searchTitles(core, siteId, 'shipping co', 3);
    const queries = asked.filter(({ sql: text }) => /from ("?)(passages|knowledge_words)\1/.test(text));
    expect(queries).toHaveLength(3);
    for (const query of queries) {
      const { rows } = await connections.pool.query(`explain ${query.sql}`, [...query.parameters]);
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
      expect(plan).not.toMatch(/Seq Scan/);
      expect(plan).toMatch(/Index/);
    }
  });
});
