/** The budget of bytes: what every visitor of every site pays. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { CommandResult } from '@parley/protocol';
import { describe, expect, it } from 'vitest';
import type { LoaderConfig } from '../src/host.ts';

const KIB = 1_024;
const built = (name: string) => readFileSync(new URL(`./dist/${name}`, import.meta.url), 'utf8');
const manifest = JSON.parse(built('manifest.json')) as { loader: string; chat: string };
const sent = (text: string) => gzipSync(text, { level: 9 }).length;

/** As long as a usual site's. */
const site: LoaderConfig = {
  slug: 'acme-outdoor',
  base: 'https://support.acme-outdoor.example',
  chat: `/w/_/${manifest.chat}`,
  accent: 'oklch(0.55 0.17 265)',
  position: 'right',
  name: 'Acme Outdoor',
  label: 'Chat with Acme Outdoor',
};
/** The session's answer, with secrets as long and as random as the server's. */
const id = () =>
  randomBytes(16)
    .toString('hex')
    .replace(/(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
const short = () => randomBytes(16).toString('base64url');
const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const session = (): CommandResult<'open_session'> => ({
  consumer: id(),
  visitor_token: randomBytes(32).toString('base64url'),
  access_token: [
    encoded({ alg: 'HS256', typ: 'JWT' }),
    encoded({ sub: short(), sid: short(), site: site.slug, aud: 'visitor', exp: 1_800_000_000 }),
    randomBytes(32).toString('base64url'),
  ].join('.'),
  expires_in: 600,
  room: null,
  config: {
    name: site.name,
    bot_name: 'Assistant',
    greeting: 'Hi! What can I do for you?',
    quick_replies: ['Where is my order?', 'How long does shipping take?', 'Returns'],
    team: ['Ada', 'Ben'],
    reply_minutes: 4,
    people_online: true,
    voice: 'server',
  },
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
    expect(parts.reduce((sum, bytes) => sum + bytes)).toBeLessThanOrEqual(16 * KIB);
  });
});
