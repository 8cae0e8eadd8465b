/** Which greeting a page and a browser get. */
import type { WidgetConfig } from '@parley/protocol';
import { expect, it, test } from 'vitest';
import { call, createAgent, createSite } from '../../test/create.ts';
import { startTestServer } from '../../test/server.ts';
import { greetingFor } from './greeting.ts';

const greetings = [
  { pages: '', language: 'de', text: 'Hallo' },
  { pages: '/pricing*', language: '', text: 'Prices?' },
  { pages: '/pricing*', language: 'de', text: 'Preise?' },
  { pages: '/pricing/team', language: '', text: 'For teams' },
  { pages: '/*/cart', language: '', text: 'Stuck?' },
  { pages: '/über-uns', language: '', text: 'Wir' },
];
const at = (path: string | null, language: string | null) =>
  greetingFor(greetings, 'Hi', { page: path && `https://shop.test${path}`, language });

test.each([
  ['/', 'en-GB', 'Hi'],
  ['/', null, 'Hi'],
  [null, 'de-AT', 'Hallo'],
  ['/pricing', 'en', 'Prices?'],
  ['/pricing?x=1#y', 'DE', 'Preise?'],
  ['/pricing/solo', 'fr', 'Prices?'],
  ['/pricing/team', 'en', 'For teams'],
  // What fits both goes before the longer page.
  ['/pricing/team', 'de', 'Preise?'],
  // The page before the language.
  ['/über-uns', 'de', 'Wir'],
  ['/shop/pricing', 'en', 'Hi'],
  ['/shop/cart', 'de', 'Stuck?'],
  ['/cart', 'en', 'Hi'],
  ['/%C3%BCber-uns', 'en', 'Wir'],
  ['/%', 'en', 'Hi'],
])('on %s in %s: %s', (path, language, text) => {
  expect(at(path, language)).toBe(text);
});

test('stars do not make it slow', () => {
  const begun = process.cpuUsage();
  const pages = `${'/*a'.repeat(60)}b`;
  const page = `https://shop.test${'/aaaa'.repeat(400)}`;
  expect(greetingFor([{ pages, language: '', text: 'never' }], 'Hi', { page, language: null })).toBe('Hi');
  expect(process.cpuUsage(begun).user / 1_000).toBeLessThan(500);
});

it('[X8] the session call greets by the page and the language that it names, also where nothing of them may be kept', async () => {
  const server = await startTestServer();
  const site = await createSite(server.core, { origins: ['https://shop.test'] });
  const { token } = await createAgent(server.core, site, { role: 'owner' });
  const set = await call(server, '/api/chatbot', { token, body: { greeting: 'Hi', greetings } });
  expect(set.status).toBe(200);
  const origin = 'https://shop.test';
  const greeted = async (path: string, language: string) => {
    const body = { page: `${origin}${path}`, language };
    const answer = await call<{ config: WidgetConfig }>(server, `/api/widget/${site.slug}/session`, {
      body,
      headers: { origin },
    });
    return answer.body.config.greeting;
  };
  expect(await Promise.all([greeted('/', 'en'), greeted('/', 'de-CH'), greeted('/pricing', 'de')])).toEqual([
    'Hi',
    'Hallo',
    'Preise?',
  ]);
  const privacy = { consent: { text: 'May we?', policy_url: null } };
  await call(server, '/api/privacy/settings', { token, method: 'PUT', body: privacy });
  expect(await greeted('/pricing', 'de')).toBe('Preise?');
  await server.close();
});
