/** What is asked in other words than the articles': synonyms, hints, phrases, and how sure that makes. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createSite } from '../../test/create.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';
import { uuidv7 } from '../core/ids.ts';
import { intentsOf } from './phrases.ts';
import { MAYBE, retrieve, SURE } from './retrieval.ts';
import { insertArticle } from './save-article.ts';

let server: TestServer;
let siteId: string;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  siteId = (await createSite(server.core)).id;
});

async function write(...articles: [title: string, body: string][]): Promise<void> {
  await server.core.db.transaction().execute(async (tx) => {
    for (const [title, body] of articles) {
      const id = uuidv7();
      await insertArticle(tx, { site_id: siteId, id, slug: id, title, body });
    }
  });
}
const find = async (question: string) => (await retrieve(server.core, siteId, question, 1))[0];

const SHOP: [title: string, body: string][] = [
  ['International orders', 'We are happy to serve you wherever you live, and the duty is on us.'],
  ['Returns', 'What you do not like you may return to us within 30 days, unused and with its tags.'],
  ['Jackets', 'Our jackets are waterproof, and they are made for the rain of the mountains.'],
  ['Payment', 'Your account is charged when the goods leave us.'],
];

describe('in English', () => {
  beforeEach(() => write(...SHOP));

  it.each([
    ['what about norway', 'International orders'],
    ['it doesnt suit me, can I send it back', 'Returns'],
    ['is the anorak any good', 'Jackets'],
  ])('finds what is meant: %s', async (question, title) => {
    expect((await find(question))?.title).toBe(title);
  });

  it('takes no word for a slip of another language', async () => {
    await write(['People', 'Every person in the shop is a climber, and each person knows the gear.']);
    expect(await find('Was bietet ihr für die Pension und wie geht das')).toBeUndefined();
  });

  it('is never sure by a hint alone', async () => {
    expect((await find('what about norway'))?.confidence).toBeLessThan(MAYBE);
  });
});

it('knows what is meant in the language of the question, and in any where it does not tell', () => {
  expect(intentsOf('do you take paypal', 'en')).not.toContain('zahlungsarten');
  expect(intentsOf('paypal', null)).toContain('zahlungsarten');
});

it('tells German changes from the others', async () => {
  await write(
    ['Adresse', 'Die Adresse steht in der Bestellung und auf der Rechnung, die wir dir mit der Ware schicken.'],
    ['Ändern', 'Wer seine Bestellung noch ändern will, kann das tun, bis wir die Ware verschicken.'],
    ['Bestellung', 'Eine Bestellung ist schnell gemacht, und sie kommt mit der Post zu dir.'],
  );
  expect((await find('kann ich die Bestellung noch ändern'))?.title).toBe('Ändern');
});

describe('sureness', () => {
  const ours: [string, string] = ['Repairs', 'We repair zips in our workshop, and it takes a week.'];

  it('is there when one article answers', async () => {
    await write(ours, ...SHOP);
    expect((await find('do you repair zips'))?.confidence).toBeGreaterThanOrEqual(SURE);
  });

  it('goes when another article answers as well; the suspicion stays', async () => {
    await write(ours, ['Repairs abroad', 'We repair zips abroad too, and it takes a month.'], ...SHOP);
    const found = await find('do you repair zips');
    expect(found?.confidence).toBeLessThan(SURE);
    expect(found?.confidence).toBeGreaterThanOrEqual(MAYBE);
  });
});
