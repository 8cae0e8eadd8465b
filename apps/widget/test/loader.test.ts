/** The loader leaves the page alone until the visitor shows intent, and also when everything goes wrong. */
import { describe, expect, it } from 'vitest';
import { browserTests } from './browser.ts';

const visit = browserTests();
const chatRequests = (requests: string[]) => requests.filter((one) => /\/w\/_\/chat-/.test(one)).length;

describe('before intent', () => {
  it('asks for one script, stores nothing, opens no socket and adds no global', async () => {
    const { fake, page, goto, complaints } = await visit();
    await goto();
    await page.waitForLoadState('networkidle');
    expect(fake.requests.filter((one) => one.includes('acme'))).toHaveLength(1);
    expect(fake.connected).toBe(0);
    expect(await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie])).toEqual([
      0,
      0,
      '',
    ]);
    const added = await page.evaluate(() => {
      const frame = document.body.appendChild(document.createElement('iframe'));
      const known = new Set(Object.getOwnPropertyNames(frame.contentWindow));
      frame.remove();
      return Object.getOwnPropertyNames(window).filter((name) => !known.has(name) && !/^\d+$/.test(name));
    });
    expect(added).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('waits for no disk before the visitor wants to talk', async () => {
    const { page, goto, launcher } = await visit();
    await page.addInitScript(() => {
      const { localStorage } = window;
      Object.defineProperty(window, 'localStorage', {
        get: () => {
          const wanted = performance.getEntriesByType('resource').some(({ name }) => /chat-/.test(name));
          document.documentElement.dataset.read ??= wanted ? 'then' : 'before';
          return localStorage;
        },
      });
    });
    await goto();
    await page.waitForLoadState('networkidle');
    await launcher.hover();
    await page.locator('html[data-read]').waitFor();
    expect(await page.evaluate(() => document.documentElement.dataset.read)).toBe('then');
  });

  it('shifts nothing on the page', async () => {
    const { page, goto, open } = await visit();
    await page.addInitScript(() => {
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
          document.documentElement.dataset.shift = String((entry as PerformanceEntry & { value: number }).value);
        }
      }).observe({ type: 'layout-shift', buffered: true });
    });
    await goto();
    await open();
    await page.getByText('What can I do for you?').waitFor();
    expect(await page.evaluate(() => document.documentElement.dataset.shift ?? '0')).toBe('0');
  });

  it.each([{ inHead: true }, { tags: 2 }, { inHead: true, tags: 3 }])('draws one launcher with %o', async (options) => {
    const { page, goto, launcher, complaints } = await visit();
    await goto(options);
    await page.waitForLoadState('networkidle');
    await expect.poll(() => page.locator('parley-widget').count()).toBe(1);
    expect(await launcher.boundingBox()).toMatchObject({ width: 56, height: 56 });
    expect(complaints).toEqual([]);
  });

  it.each(['hover', 'focus'] as const)('fetches the chat on %s, and only the chat', async (intent) => {
    const { fake, page, goto, launcher } = await visit();
    await goto();
    const fetched = page.waitForResponse(/chat-/);
    await launcher[intent]();
    await fetched;
    expect(chatRequests(fake.requests)).toBe(1);
    expect(fake.requests.some((one) => one.includes('session'))).toBe(false);
  });

  it('lays the chat out before the click, seen and reached by nobody', async () => {
    const { page, goto, launcher, panel } = await visit();
    await goto();
    await launcher.hover();
    await panel.waitFor({ state: 'attached' });
    expect(await panel.evaluate((panel) => panel.getBoundingClientRect().height)).toBeGreaterThan(300);
    await expect.poll(() => panel.isVisible()).toBe(false);
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
    await launcher.focus();
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.localName)).not.toBe(
      'parley-chat',
    );
  });

  it('can be written in before the chat connects', async () => {
    const { page, goto, launcher, panel, open } = await visit();
    await page.addInitScript(() => {
      const ask = window.fetch;
      window.fetch = (...asked) => {
        const chat = document.querySelector('parley-widget')?.shadowRoot?.activeElement;
        document.documentElement.dataset.focus = chat?.shadowRoot?.activeElement?.localName ?? 'nothing';
        return ask(...asked);
      };
    });
    await goto();
    await launcher.hover();
    await panel.waitFor({ state: 'attached' });
    await open();
    await page.locator('html[data-focus]').waitFor();
    expect(await page.evaluate(() => document.documentElement.dataset.focus)).toBe('textarea');
  });

  it('stays when the page exchanges its body', async () => {
    const { page, goto, launcher, open, panel } = await visit();
    await goto();
    await open();
    await page.evaluate(() => {
      const body = document.createElement('body');
      body.textContent = 'another page';
      document.body.replaceWith(body);
    });
    await page.evaluate(() => document.body.replaceChildren('a third one'));
    await launcher.waitFor();
    await expect.poll(() => panel.isVisible()).toBe(true);
    await expect.poll(() => page.locator('parley-widget').count()).toBe(1);
  });
});

describe('those who were here before', () => {
  it('see how much is unread, without a click', async () => {
    const { fake, page, goto, open, say, launcher } = await visit();
    await goto();
    await open();
    await say('Hello?');
    await expect.poll(() => fake.messages.length).toBe(1);
    await page.goto('about:blank');
    fake.say('agent', 'Here I am');
    await goto();
    await page.locator('parley-widget button[data-unread="1"]').waitFor();
    await expect.poll(() => launcher.getAttribute('aria-label')).toBe('Chat with Acme, 1 unread');
    fake.say('agent', 'Are you there?');
    await page.locator('parley-widget button[data-unread="2"]').waitFor();
  });

  it('come back by a mailed link, which leaves the address bar', async () => {
    const { fake, page, goto, panel } = await visit();
    fake.say('agent', 'Your boots have left.');
    const asked = page.waitForRequest(/session/);
    await goto({}, '#parley=from-mail_1.x');
    expect((await asked).postDataJSON()).toMatchObject({ resume_token: 'from-mail_1.x' });
    await panel.getByText('Your boots have left.').waitFor();
    await expect.poll(() => new URL(page.url()).hash).toBe('');
  });
});

describe('bad days', () => {
  it('warns once when the chat cannot be fetched, and a click tries again', async () => {
    const { fake, page, goto, launcher, panel, complaints } = await visit();
    fake.broken = true;
    await goto();
    for (let i = 0; i < 3; i++) {
      const failed = page.waitForResponse(/chat-/);
      await launcher.click();
      await failed;
      await page.waitForFunction(
        () => !document.querySelector('parley-widget')?.shadowRoot?.querySelector('[aria-busy]'),
      );
    }
    await expect.poll(() => complaints.filter((one) => one.startsWith('Parley'))).toHaveLength(1);
    expect(complaints.some((one) => one.startsWith('uncaught'))).toBe(false);
    fake.broken = false;
    await launcher.click();
    await panel.waitFor();
  });

  it('works where storage is blocked', async () => {
    const { fake, page, goto, open, say, complaints } = await visit();
    await page.addInitScript(() => {
      Object.defineProperty(window, 'localStorage', {
        get: () => {
          throw new DOMException('blocked', 'SecurityError');
        },
      });
    });
    await goto();
    await open();
    await say('Hello');
    await fake.heard(({ command }) => command === 'new_message');
    expect(complaints).toEqual([]);
  });

  it('keeps what the visitor writes while the server is down', async () => {
    const { fake, page, goto, open, say, panel, complaints } = await visit();
    fake.down = true;
    await goto();
    await open();
    await say('Is anyone there?');
    await panel.getByText('No connection').waitFor();
    await panel.getByRole('img', { name: 'Waiting to be sent' }).waitFor();
    fake.down = false;
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await panel.getByRole('img', { name: 'Sent', exact: true }).waitFor();
    expect(fake.messages.map(({ content }) => content)).toEqual(['Is anyone there?']);
    expect(complaints.filter((one) => !/Failed to load resource|WebSocket/.test(one))).toEqual([]);
  });
});
