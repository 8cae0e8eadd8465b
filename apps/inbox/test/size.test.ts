/** The budget: what a browser loads before the list of conversations stands, in script, as sent with gzip. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, inject, it } from 'vitest';

const BUDGET_KB = 190;
const dist = inject('dist');
const kilobytes = (file: string) => gzipSync(readFileSync(join(dist, file)), { level: 9 }).length / 1_000;
const html = readFileSync(join(dist, 'index.html'), 'utf8');

it(`loads at most ${BUDGET_KB} kB of script at first`, () => {
  const scripts = [...html.matchAll(/(?:src|href)="\/([^"]+\.js)"/g)].map(([, file]) => file as string);
  expect(scripts.length).toBeGreaterThan(1);
  const total = scripts.reduce((sum, file) => sum + kilobytes(file), 0);
  expect(total).toBeLessThanOrEqual(BUDGET_KB);
});

it('has nothing inline that a strict policy would bar', () => {
  expect(html).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>/);
  expect(html).not.toMatch(/<style|\sstyle=|\son[a-z]+=/);
});
