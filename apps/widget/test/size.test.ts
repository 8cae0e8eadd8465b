/**
 * The budget of bytes and requests: what every visitor of every site pays. The site is as the demo shop is, whose words and tokens
 * `pnpm bench widget` measures as they travel.
 */
import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { CommandResult, WidgetConfig } from '@parley/protocol';
import { describe, expect, inject, it } from 'vitest';
import type { LoaderConfig } from '../src/host.ts';
import { browserTests } from './browser.ts';

const KIB = 1_024;
/** Bytes for what every site differs in: a longer name, a longer greeting. */
const SPARE = 300;
const built = (name: string) => readFileSync(join(inject('dist'), name), 'utf8');
const manifest = JSON.parse(built('manifest.json')) as { loader: string; chat: string };
const sent = (text: string) => gzipSync(text, { level: 9 }).length;

const site: LoaderConfig = {
  slug: 'acme',
  base: 'https://support.acme.example',
  chat: `/w/_/${manifest.chat}`,
  accent: 'oklch(0.47 0.09 160)',
  position: 'right',
  name: 'Acme Outdoor',
  label: 'Chat with Acme Outdoor',
};
/** As a new site's: visitors may speak, and nothing has been measured yet. */
const config: WidgetConfig = {
  name: site.name,
  bot_name: 'Scout',
  greeting:
    'Hi! I am Scout, Acme Outdoor’s assistant. Ask me about gear, orders and returns; a person is one tap away.',
  quick_replies: ['Where is my order?', 'Shipping costs', 'How do I return something?', 'Opening hours'],
  team: ['Ada', 'Ben'],
  reply_minutes: null,
  people_online: false,
  voice: 'browser',
};
/** As random as the server's, and the same in each run: what gzip makes of it is. */
let drawn = 0;
const randomBytes = (length: number) => hash('sha256', `${drawn++}`, 'buffer').subarray(0, length);
const id = () =>
  randomBytes(16)
    .toString('hex')
    .replace(/(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
const short = () => randomBytes(16).toString('base64url');
const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
/** The session's answer, with secrets as long as the server's. */
const session = (): CommandResult<'open_session'> => ({
  consumer: id(),
  visitor_token: randomBytes(32).toString('base64url'),
  access_token: [
    encoded({ alg: 'HS256', typ: 'JWT' }),
    encoded({ sub: short(), own: 1, sid: short(), site: site.slug, exp: 1_800_000_000, aud: 'visitor' }),
    randomBytes(32).toString('base64url'),
  ].join('.'),
  expires_in: 600,
  room: null,
  config,
});
const loader = built(manifest.loader).replace('"__PARLEY_CONFIG__"', () => JSON.stringify(site));

describe('bytes as sent, gzip -9', () => {
  it('before a click: at most 1.5 KiB', () => {
    expect(loader).toContain(site.base);
    expect(sent(loader)).toBeLessThanOrEqual(1.5 * KIB);
  });

  it('opened and usable: at most 16 KiB in three requests, the session’s answer too', () => {
    const chat = built(manifest.chat);
    // What is imported at once would be a fourth request.
    expect(chat).not.toMatch(/\bfrom\s*["'`]|\bimport\s*["'`{]/);
    const parts = [loader, chat, JSON.stringify(session())].map(sent);
    expect(parts.reduce((sum, bytes) => sum + bytes)).toBeLessThanOrEqual(16 * KIB - SPARE);
  });
});

const visit = browserTests();

it('opened and usable: three requests, whatever a new site has switched on', async () => {
  const v = await visit();
  v.fake.config = config;
  await v.goto();
  await v.open();
  await v.panel.getByRole('button', { name: 'Opening hours' }).waitFor();
  await v.panel.getByRole('button', { name: 'Speak instead of writing' }).waitFor();
  await v.page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
  const asked = v.fake.requests.map((request) => request.split('?')[0]);
  expect(asked).toEqual(['GET /w/acme.js', `GET ${site.chat}`, 'POST /api/widget/acme/session']);
});
