/** Several tabs of one browser, bad connections and refused storage: what was written is there once, in order, in each of them. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { browserTests, type Visit } from './browser.ts';

const visit = browserTests();
const PATIENCE = { timeout: 15_000, interval: 20 };

const stored = ({ fake }: Visit) => fake.messages.map(({ content }) => content);
/** What stands in the bubbles of visitors, without what is still pending. */
const shown = (page: Page) => page.locator('parley-chat .visitor .bubble').allTextContents();
const pending = (page: Page) => page.locator('parley-chat').getByRole('img', { name: 'Waiting to be sent' }).count();
const open = async (page: Page) => {
  await page.locator('parley-widget button[aria-haspopup]').click();
  await page.locator('parley-chat section').waitFor();
};
const say = async (page: Page, text: string) => {
  await page.locator('parley-chat textarea').fill(text);
  await page.locator('parley-chat textarea').press('Enter');
};
const another = async (v: Visit) => {
  const page = await v.page.context().newPage();
  await page.goto(v.fake.pageUrl());
  await open(page);
  return page;
};
/** The visitor is known and connected. */
const begin = async (v: Visit) => {
  await v.goto();
  await v.open();
  await v.say('first');
  await expect.poll(() => stored(v), PATIENCE).toEqual(['first']);
};
const cut = (v: Visit) => {
  v.fake.down = true;
  v.fake.drop();
};

describe('tabs', () => {
  it('share one socket; when the one that holds it closes, another does at once', async () => {
    const v = await visit();
    await begin(v);
    const second = await another(v);
    await expect.poll(() => shown(second), PATIENCE).toEqual(['first']);
    await say(second, 'from the second');
    await expect.poll(() => shown(v.page), PATIENCE).toEqual(['first', 'from the second']);
    expect(v.fake.connected).toBe(1);
    const sessions = v.fake.requests.filter((request) => request.endsWith('/session')).length;
    await v.page.close();
    await expect
      .poll(() => v.fake.requests.filter((request) => request.endsWith('/session')).length, PATIENCE)
      .toBe(sessions + 1);
    await expect.poll(() => v.fake.connected, PATIENCE).toBe(1);
    await say(second, 'still here');
    await expect.poll(() => stored(v), PATIENCE).toEqual(['first', 'from the second', 'still here']);
    v.fake.say('bot', 'Good.');
    await second.locator('parley-chat').getByText('Good.', { exact: true }).waitFor();
    expect(stored(v)).toEqual(['first', 'from the second', 'still here', 'Good.']);
  });

  it('send once what a closed tab wrote offline', async () => {
    const v = await visit();
    await begin(v);
    cut(v);
    await v.say('one');
    await v.say('two');
    await expect.poll(() => pending(v.page), PATIENCE).toBe(1);
    const second = await v.page.context().newPage();
    await v.page.close();
    v.fake.down = false;
    // The chat is not even opened here.
    await second.goto(v.fake.pageUrl());
    await expect.poll(() => stored(v), PATIENCE).toEqual(['first', 'one', 'two']);
    await open(second);
    await expect.poll(() => shown(second), PATIENCE).toEqual(['first', 'one', 'two']);
    await expect.poll(() => pending(second), PATIENCE).toBe(0);
  });

  it('flush what two of them wrote offline once, in the order of writing', async () => {
    const v = await visit();
    await begin(v);
    const second = await another(v);
    await expect.poll(() => shown(second), PATIENCE).toEqual(['first']);
    cut(v);
    const all = ['first'];
    for (let n = 1; n <= 3; n++) {
      await say(v.page, `left ${n}`);
      await say(second, `right ${n}`);
      all.push(`left ${n}`, `right ${n}`);
    }
    await expect.poll(() => shown(second), PATIENCE).toEqual(all);
    v.fake.down = false;
    await expect.poll(() => stored(v), PATIENCE).toEqual(all);
    for (const page of [v.page, second]) {
      await expect.poll(() => pending(page), PATIENCE).toBe(0);
      await expect.poll(() => shown(page), PATIENCE).toEqual(all);
    }
  });
});

describe('a message', () => {
  it('is shown once when the server dies between keeping it and saying so', async () => {
    const v = await visit();
    await begin(v);
    v.fake.loseAnswers = 1;
    await v.say('kept, not answered');
    await expect
      .poll(() => v.fake.frames.filter(({ command }) => command === 'new_message').length, PATIENCE)
      .toBeGreaterThan(1);
    await expect.poll(() => pending(v.page), PATIENCE).toBe(0);
    expect(stored(v)).toEqual(['first', 'kept, not answered']);
    await expect.poll(() => shown(v.page), PATIENCE).toEqual(['first', 'kept, not answered']);
  });

  it('leaves also where the browser keeps nothing, and the page says to stay until then', async () => {
    const v = await visit();
    await v.page.addInitScript(() => {
      const refuse = () => {
        throw new DOMException('refused', 'QuotaExceededError');
      };
      IDBFactory.prototype.open = refuse;
      Storage.prototype.setItem = refuse;
    });
    await begin(v);
    cut(v);
    await v.say('kept nowhere');
    await v.panel.getByText('Keep this page open.').waitFor();
    v.fake.down = false;
    await expect.poll(() => stored(v), PATIENCE).toEqual(['first', 'kept nowhere']);
    await expect.poll(() => pending(v.page), PATIENCE).toBe(0);
    expect(v.complaints.filter((text) => !/WebSocket|Failed to load|503/.test(text))).toEqual([]);
  });

  it('survives that all of the site’s data is deleted meanwhile', async () => {
    const v = await visit();
    await begin(v);
    cut(v);
    await v.say('before');
    await expect.poll(() => pending(v.page), PATIENCE).toBe(1);
    await v.page.evaluate(async () => {
      localStorage.clear();
      for (const { name } of await indexedDB.databases()) {
        await new Promise((done) => {
          indexedDB.deleteDatabase(name as string).onsuccess = done;
        });
      }
    });
    await v.say('after');
    v.fake.down = false;
    await expect.poll(() => stored(v), PATIENCE).toEqual(['first', 'before', 'after']);
  });

  it('keeps its place when the clock is moved by an hour, back or forth', async () => {
    const v = await visit();
    await v.page.clock.install({ time: Date.now() });
    await begin(v);
    cut(v);
    await v.say('one');
    await v.page.clock.setSystemTime(Date.now() - 3_600_000);
    await v.say('two');
    await v.page.reload();
    await v.page.clock.setSystemTime(Date.now() + 3_600_000);
    await v.open();
    await v.say('three');
    v.fake.down = false;
    await expect.poll(() => stored(v), PATIENCE).toEqual(['first', 'one', 'two', 'three']);
    await expect.poll(() => pending(v.page), PATIENCE).toBe(0);
  });
});
