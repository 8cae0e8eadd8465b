/** One real browser for a test file, and a fresh visit to a page with the tag for each test. */
import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { CHROMIUM } from '../../../e2e/chromium.ts';
import { FakeServer, type PageOptions } from './fake-server.ts';

export interface Visit {
  fake: FakeServer;
  page: Page;
  launcher: Locator;
  panel: Locator;
  field: Locator;
  /** Warnings and errors of the page's console, and uncaught errors. */
  complaints: string[];
  /** Clicks the launcher and waits for the panel. */
  open: () => Promise<void>;
  /** Writes and presses Enter. */
  say: (text: string) => Promise<void>;
  goto: (options?: PageOptions, hash?: string) => Promise<void>;
}

/** Call at the top of a test file, with what Chromium is to be told; the function it returns makes a visit that ends with the test. */
export function browserTests(args: string[] = []): (context?: BrowserContextOptions) => Promise<Visit> {
  let browser: Browser;
  const endings: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    browser = await chromium.launch({ ...CHROMIUM, args: [...CHROMIUM.args, ...args] });
  });
  afterAll(() => browser.close());
  afterEach(async () => {
    for (const end of endings.splice(0)) await end();
  });
  return async (contextOptions = {}) => {
    const fake = await FakeServer.start();
    const context = await browser.newContext({ viewport: { width: 1000, height: 760 }, ...contextOptions });
    endings.push(
      () => context.close(),
      () => fake.stop(),
    );
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'warning' || message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`));
    const launcher = page.locator('parley-widget button[aria-haspopup]');
    const panel = page.locator('parley-chat section');
    const field = panel.locator('textarea');
    return {
      fake,
      page,
      launcher,
      panel,
      field,
      complaints,
      open: async () => {
        await launcher.click();
        await panel.waitFor();
      },
      say: async (text) => {
        await field.fill(text);
        await field.press('Enter');
      },
      goto: async (options, hash = '') => {
        await page.goto(fake.pageUrl(options) + hash);
        await launcher.waitFor();
      },
    };
  };
}

/** The server's answer to who this is waits from now on until what this resolves with is called. */
export async function holdSession(page: Page): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  await page.route('**/session', async (route) => {
    await promise;
    await route.continue();
  });
  return resolve;
}
