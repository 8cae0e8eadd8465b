/** Questions after questions, without a model: one that leans on the last is looked up with it, one that stands alone is not. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createSite, type NewSite } from '../../test/create.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';
import { Talk } from '../../test/talk.ts';
import { uuidv7 } from '../core/ids.ts';
import { insertArticle } from '../knowledge/save-article.ts';

let server: TestServer;
let site: NewSite;
const GERMAN = `## Rückgabe
Unbenutzte Ware nehmen wir 60 Tage lang zurück, mit ihren Etiketten. Aus der EU und in unseren Läden ist die Rücksendung kostenlos, aus der Schweiz kostet sie 9,90 €.

## Reparatur und Garantie
Auf Material und Verarbeitung geben wir fünf Jahre Garantie. Neue Sohlen kosten 79 € das Paar, ein ganzer Reißverschluss 29 €.`;
const ENGLISH = `## Returns
You can send unused things back for 60 days, from Portugal too.

## Shipping
Shipping to Germany costs €4.90, and to Portugal the same.`;

beforeAll(async () => {
  server = await startTestServer({ worker: true });
  site = await createSite(server.core);
  for (const [title, body] of [
    ['Hilfe', GERMAN],
    ['Help', ENGLISH],
  ] as const) {
    const article = { site_id: site.id, id: uuidv7(), slug: title.toLowerCase(), title, body };
    await server.core.db.transaction().execute((tx) => insertArticle(tx, article));
  }
});
afterAll(() => server.close());

it('a short question that finds itself is not pulled back to the one before', async () => {
  const talk = await Talk.begin(server, site);
  expect((await talk.ask('Wie lange kann ich etwas zurückgeben?')).content).toContain('60 Tage');
  expect((await talk.ask('Was kosten neue Sohlen?')).content).toContain('79 €');
});

it('"And to Portugal?" is about what was asked before', async () => {
  const talk = await Talk.begin(server, site);
  expect((await talk.ask('How much is shipping to Germany?')).content).toContain('€4.90');
  expect((await talk.ask('And to Portugal?')).content).toContain('€4.90');
});
