/** The budget of bytes: what every visitor of every site pays. */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
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
  label: 'Chat with Acme Outdoor',
};
const loader = built(manifest.loader).replace('"__PARLEY_CONFIG__"', () => JSON.stringify(site));

describe('bytes as sent, gzip -9', () => {
  it('before a click: at most 1.5 KiB', () => {
    expect(loader).toContain(site.base);
    expect(sent(loader)).toBeLessThanOrEqual(1.5 * KIB);
  });

  it('opened and usable: at most 16 KiB, in two files', () => {
    const chat = built(manifest.chat);
    expect(chat).not.toMatch(/\bfrom\s*["'`]|\bimport\s*["'`{]/);
    expect(sent(loader) + sent(chat)).toBeLessThanOrEqual(16 * KIB);
  });
});
