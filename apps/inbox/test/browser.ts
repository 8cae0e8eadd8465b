/** A real browser before a fake server: opens the inbox in a size and a theme, and remembers everything it complained about. */
import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject } from 'vitest';
import { CHROMIUM } from '../../../e2e/chromium.ts';
import { type FakeServer, startFakeServer } from './fake-server.ts';
import type { FakeOptions } from './fake-site.ts';

export const PHONE = { width: 390, height: 844 } as const;
const SIZES = { wide: { width: 1440, height: 900 }, narrow: { width: 1024, height: 768 }, phone: PHONE } as const;

export interface Look {
  size?: keyof typeof SIZES;
  dark?: boolean;
  signedIn?: boolean;
  /** What the browser speaks, as a language tag. */
  locale?: string;
}

export interface Inbox {
  server: FakeServer;
  page: Page;
}

export const roomPath = (folder: string, room: string): string => `/inbox/${folder}/${encodeURIComponent(room)}`;

/** A group of tests with one browser. After each test its pages and servers are closed, and complaints fail it. */
export function inBrowser(
  name: string,
  tests: (open: (path: string, look?: Look, site?: FakeOptions) => Promise<Inbox>) => void,
): void {
  describe.skipIf(!existsSync(CHROMIUM.executablePath))(`${name} (needs ${CHROMIUM.executablePath})`, () => {
    let browser: Browser;
    const opened: Inbox[] = [];
    const complaints: string[] = [];
    beforeAll(async () => {
      browser = await chromium.launch(CHROMIUM);
    });
    afterAll(() => browser.close());
    afterEach(async () => {
      for (const { page, server } of opened.splice(0)) {
        await page.context().close();
        await server.close();
      }
      expect(complaints.splice(0)).toEqual([]);
    });

    tests(async (path, { size = 'wide', dark = false, signedIn = true, locale = 'en-US' } = {}, site = {}) => {
      const server = await startFakeServer(inject('dist'), site);
      server.signedIn = signedIn;
      const context = await browser.newContext({
        viewport: SIZES[size],
        colorScheme: dark ? 'dark' : 'light',
        reducedMotion: 'reduce',
        locale,
        hasTouch: size === 'phone',
      });
      const page = await context.newPage();
      page.setDefaultTimeout(15_000);
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('console', (message) => {
        // A refused cookie and a cut connection are part of the tests, and the browser tells both.
        const expected = /status of (401|403|404|422)|WebSocket connection/.test(message.text());
        if (message.type() === 'error' && !expected) complaints.push(message.text());
      });
      opened.push({ server, page });
      await page.goto(server.url + path);
      // It takes the place of another one when it comes, and moves what is measured.
      await page.evaluate(() => document.fonts.load('1em "Inter Variable"').then(() => undefined));
      return { server, page };
    });
  });
}
