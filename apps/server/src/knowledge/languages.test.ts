/** Words of four languages find each other in the forms in which people type them; and the list of words that this rests on. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createSite } from '../../test/create.ts';
import { eventually } from '../../test/eventually.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';
import { uuidv7 } from '../core/ids.ts';
import { beginIndexing } from './index-articles.ts';
import { retrieve } from './retrieval.ts';
import { insertArticle, replaceArticle } from './save-article.ts';

let server: TestServer;
let siteId: string;

beforeAll(async () => {
  server = await startTestServer({ worker: true });
});
afterAll(() => server.close());
beforeEach(async () => {
  siteId = (await createSite(server.core)).id;
});

async function write(...articles: [title: string, body: string][]): Promise<string[]> {
  const ids = articles.map(() => uuidv7());
  await server.core.db.transaction().execute(async (tx) => {
    for (const [i, [title, body]] of articles.entries()) {
      const id = ids[i] as string;
      await insertArticle(tx, { site_id: siteId, id, slug: id, title, body });
    }
  });
  return ids;
}
const best = async (question: string) => (await retrieve(server.core, siteId, question, 1))[0]?.title;

describe('German', () => {
  beforeEach(() =>
    write(
      ['Rückgabe', 'Das Rücksendeetikett erstellen Sie im Kundenkonto und kleben es auf den Karton.'],
      ['Bezahlung', 'Die Kosten für den Versand werden mit der Kreditkarte bezahlt.'],
      ['Öffnungszeiten', 'Wir haben an Werktagen geöffnet, und das nicht nur im Sommer.'],
    ),
  );

  it.each([
    ['wo ist das Etikett', 'Rückgabe'],
    ['versandkosten', 'Bezahlung'],
    ['ruecksendeetikett', 'Rückgabe'],
    ['rücksende etikett', 'Rückgabe'],
    ['oeffnungszeit', 'Öffnungszeiten'],
    ['kreditkarten', 'Bezahlung'],
    ['kreditkatre', 'Bezahlung'],
  ])('finds a compound by its parts, and the parts by the compound: %s', async (question, title) => {
    expect(await best(question)).toBe(title);
  });
});

describe('Spanish', () => {
  beforeEach(() =>
    write(
      ['Cancelación', 'Puedes cancelar la suscripción cuando quieras, desde los ajustes de la cuenta.'],
      ['Contraseña', 'Para cambiar la contraseña pulsa el enlace que te enviamos por correo.'],
    ),
  );

  it.each([
    ['cancelaciones', 'Cancelación'],
    ['cancelacion de suscripciones', 'Cancelación'],
    ['contrasena', 'Contraseña'],
    ['contraceña', 'Contraseña'],
    ['quiero darme de baja', 'Cancelación'],
  ])('finds %s', async (question, title) => {
    expect(await best(question)).toBe(title);
  });
});

describe('Arabic', () => {
  beforeEach(() =>
    write(
      ['إلغاء الطلب', 'يمكنك إلغاء الطلب من صفحة طلباتي قبل أن يخرج من المستودع في المدينة.'],
      ['بطاقات الهدايا', 'تأتي البطاقة برسالة إلى الجوال، وصلاحيتها سنة من يوم الشراء.'],
      ['بياناتي', 'لا نبيع معلوماتك لأحد، ويمكنك أن تطلب نسخة منها عبر البريد.'],
    ),
  );

  it.each([
    ['الغاء', 'إلغاء الطلب'],
    ['أُلْغِي طَلَبِي', 'إلغاء الطلب'],
    ['بطـــاقه هديه', 'بطاقات الهدايا'],
    ['وبالبطاقة', 'بطاقات الهدايا'],
    ['المعلومات', 'بياناتي'],
  ])('finds %s without hamza, with vowel signs, stretched, with and without the article', async (question, title) => {
    expect(await best(question)).toBe(title);
  });
});

it('puts the passage in the language of the question first', async () => {
  await write(
    ['Support', 'Our support team answers from Monday to Friday, and that is all there is to say.'],
    ['Support (deutsch)', 'Unser Support antwortet von Montag bis Freitag, und mehr ist dazu nicht zu sagen.'],
  );
  expect(await best('wann kann ich den Support erreichen')).toBe('Support (deutsch)');
  expect(await best('how do I get hold of the support')).toBe('Support');
});

describe('the list of words', () => {
  const words = () =>
    server.core.db
      .selectFrom('knowledge_words')
      .select(['language', 'word', 'passages'])
      .where('site_id', '=', siteId)
      .where('word', 'in', ['warranty', 'zelt', 'five'])
      .orderBy('word')
      .execute();
  const passages = async () =>
    (
      await server.core.db
        .selectFrom('knowledge_versions')
        .selectAll()
        .where('site_id', '=', siteId)
        .executeTakeFirstOrThrow()
    ).passages;

  it('counts passages, through changes and removals', async () => {
    const [first] = await write(
      ['Warranty', 'The warranty of the tents is for five years.\n## More\nIt is a warranty of ours.'],
      ['Shop', 'There is no warranty on what you have found in the shop.'],
      ['Zelte', 'Das Zelt ist für den Sommer und nicht für den Winter.'],
    );
    expect(await words()).toEqual([
      { language: 'en', word: 'five', passages: 1 },
      { language: 'en', word: 'warranty', passages: 3 },
      { language: 'de', word: 'zelt', passages: 1 },
    ]);
    const article = { site_id: siteId, id: first as string, title: 'Warranty', body: 'The warranty is for you.' };
    await server.core.db.transaction().execute((tx) => replaceArticle(tx, article, new Date()));
    expect(await words()).toEqual([
      { language: 'en', word: 'warranty', passages: 2 },
      { language: 'de', word: 'zelt', passages: 1 },
    ]);
    expect(await passages()).toBe(3);
    await server.core.db.deleteFrom('articles').where('site_id', '=', siteId).execute();
    expect(await words()).toEqual([]);
    expect(await passages()).toBe(0);
  });

  it('counts right when many save to one site at once, and goes with its site', async () => {
    const body = 'The warranty is for five years, and that is the end of it.';
    await Promise.all(Array.from({ length: 8 }, () => write(['Warranty', body], ['Again', body])));
    expect(await words()).toEqual([
      { language: 'en', word: 'five', passages: 16 },
      { language: 'en', word: 'warranty', passages: 16 },
    ]);
    await server.core.db.deleteFrom('sites').where('id', '=', siteId).execute();
    expect(await words()).toEqual([]);
  });
});

it('finds what an older program wrote, as before; the job finds its language', async () => {
  const id = uuidv7();
  const { db } = server.core;
  const [title, text] = ['Zelte', 'Die Zelte sind für den Sommer, und nicht für den Winter.'];
  await db.insertInto('articles').values({ site_id: siteId, id, slug: 'zelte', title, body: text }).execute();
  await db
    .insertInto('passages')
    .values({
      site_id: siteId,
      article_id: id,
      ordinal: 0,
      title,
      heading: '',
      text,
      words: 'zelte die zelte sind fur den sommer und nicht fur den winter',
    })
    .execute();
  expect(await best('Zelte')).toBe('Zelte');
  beginIndexing(server.core);
  await eventually(async () => {
    const article = await db.selectFrom('articles').select('language').where('id', '=', id).executeTakeFirst();
    return article?.language === 'de';
  });
  const passage = await db
    .selectFrom('passages')
    .select(['language', 'terms'])
    .where('article_id', '=', id)
    .executeTakeFirst();
  expect(passage).toEqual({ language: 'de', terms: expect.stringContaining("'somm'") });
  expect(await best('ein Sommerzelt')).toBe('Zelte');
});
