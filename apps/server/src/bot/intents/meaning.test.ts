/** The same in other words, and what only resembles it: a second, short set beside `bench/retrieval/intents`, which has the figures. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { StateBox } from '../../core/core.ts';
import { createDatabase } from '../../core/db.ts';
import { plainWords } from '../../knowledge/plain-words.ts';
import { findByIntent } from './find-by-intent.ts';
import { WORDINGS } from './wordings.ts';

const TRIGGERS = [
  'opening hours',
  'shipping',
  'shipping costs',
  'cancel my order',
  'how do I log in',
  'upgrade from monthly to yearly',
  '2 people in 1 tent',
  'Öffnungszeiten',
  'Versandkosten',
  'horario',
  'gastos de envío',
  "horaires d'ouverture",
  'frais de livraison',
  'اوقات العمل',
  'تكلفة الشحن',
];
const answers = TRIGGERS.map((trigger, i) => ({
  site_id: '',
  id: `00000000-0000-0000-0000-0000000000${10 + i}`,
  title: trigger,
  triggers: [trigger],
  content: '',
  quick_replies: [],
  created_at: new Date(0),
}));

let database: TestDatabase;
let open: ReturnType<typeof createDatabase>;
const state = new StateBox();
const asking = { place: { siteId: 'any' }, bot: { mask_personal_data: false } };
const meant = async (text: string) =>
  (await findByIntent({ db: open.db, state }, asking, answers, text))?.trigger ?? null;

beforeAll(async () => {
  database = await createTestDatabase();
  open = createDatabase(database.url, { log: console });
});
afterAll(async () => {
  await open.close();
  await database.drop();
});

describe('a predefined answer by intent', () => {
  it.each([
    ['when do you open', 'opening hours'],
    ['So, until what time are you open?', 'opening hours'],
    ['how much do you charge for delivery', 'shipping costs'],
    ['can I still cancel my purchase?', 'cancel my order'],
    ['where can I sign in', 'how do I log in'],
    ['wann macht ihr auf', 'Öffnungszeiten'],
    ['wie teuer ist die Lieferung', 'Versandkosten'],
    ['¿A qué hora abrís?', 'horario'],
    ['¿cuánto vale la entrega?', 'gastos de envío'],
    ['À quelle heure fermez-vous ?', "horaires d'ouverture"],
    ["quel est le prix de l'expédition", 'frais de livraison'],
    ['متى تفتحون', 'اوقات العمل'],
    ['بكم التوصيل', 'تكلفة الشحن'],
  ])('%j asks for %j', async (text, trigger) => expect(await meant(text)).toBe(trigger));

  it.each([
    'shipping to Norway',
    'how much is shipping to Norway',
    'shipping costs for 3 tents',
    'how do I log out',
    'I cannot log in',
    'I do not want to cancel my order',
    'why was my order cancelled',
    'I cancelled my order',
    'upgrade from yearly to monthly',
    '1 people in 2 tent',
    'opening hours on sunday',
    'how do I open an account',
    'Versandkosten nach Österreich',
    'kann ich die Öffnungszeiten ändern',
    'gastos de envío de un sofá',
    'frais de livraison en Suisse',
    'تكلفة الشحن الى مصر',
    'when',
    'how much is it',
    'open',
    '',
    '???',
  ])('%j asks for none of them', async (text) => expect(await meant(text)).toBeNull());

  it('bears what is no question', async () => {
    expect(await meant('order '.repeat(2_000))).toBeNull();
    expect(await meant("'; drop table sites; -- \\ $1 $& opening hours")).toBeNull();
  });
});

it('the lists are in plain words, or nothing would ever match them', () => {
  for (const { phrases, concepts, coin, kept } of Object.values(WORDINGS)) {
    for (const word of [...Object.values(concepts), coin, kept].flatMap((list) => list.split(/\s+/))) {
      expect(plainWords(word)).toBe(word);
    }
    for (const word of phrases.flatMap(([pattern]) => pattern.match(/\p{L}+/gu) ?? [])) {
      if (word !== 'S') expect(plainWords(word)).toBe(word);
    }
  }
});
