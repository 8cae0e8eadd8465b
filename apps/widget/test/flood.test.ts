/** A visitor who comes in a flood: the widget does the work that the server asks for, and the visitor notices a little wait at most. */
import { describe, expect, it } from 'vitest';
import { brokenRules } from './axe.ts';
import { browserTests, holdSession, type Visit } from './browser.ts';

const visit = browserTests();
const PATIENCE = { timeout: 15_000, interval: 20 };
/** As the server asks as a rule. */
const USUAL = 18;
const BUSY = 'Connecting …';

const stored = ({ fake }: Visit) => fake.messages.map(({ content }) => content);
const chunks = ({ fake }: Visit) => fake.requests.filter((request) => /\/proof-[\w-]+\.js/.test(request));
/** The longest stretch in which the page could do nothing else, in milliseconds, from now on. */
const watchTasks = ({ page }: Visit) =>
  page.evaluate(() => {
    const seen = { longest: 0 };
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) seen.longest = Math.max(seen.longest, duration);
    }).observe({ entryTypes: ['longtask'] });
    Object.assign(window, { seen });
  });
const longestTask = ({ page }: Visit) =>
  page.evaluate(() => (window as unknown as { seen: { longest: number } }).seen.longest);

describe('in a flood', () => {
  it('the work is done by itself, on a strict page too, and what was written meanwhile arrives once', async () => {
    const v = await visit();
    await v.page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        document.documentElement.dataset.violation = `${event.violatedDirective} ${event.blockedURI} ${event.sample}`;
      });
    });
    v.fake.flood = USUAL;
    await v.goto({ strict: true });
    await v.open();
    await v.say('Written while it works');
    await v.field.fill('Half a thou');
    await expect.poll(() => stored(v), PATIENCE).toEqual(['Written while it works']);
    await expect.poll(() => v.field.inputValue()).toBe('Half a thou');
    await v.panel.getByText('Hi! What can I do for you?').waitFor();
    expect(v.fake.sessions.at(-1)?.proof).toMatch(/^[\w-]{40}\.\d+$/);
    expect(chunks(v)).toHaveLength(1);
    expect(await v.page.evaluate(() => document.documentElement.dataset.violation)).toBeUndefined();
    // The browser itself tells of the answer 429.
    expect(v.complaints.filter((one) => !one.includes('429'))).toEqual([]);
    // Known from here on: the next page is not asked.
    const { size } = v.fake.challenges;
    await v.page.reload();
    await v.open();
    await v.panel.getByText('Written while it works').waitFor();
    expect(v.fake.challenges.size).toBe(size);
  });

  it('says what it waits for, holds the page up nowhere, and takes what is typed', async () => {
    const v = await visit({ viewport: { width: 390, height: 844 }, reducedMotion: 'reduce' });
    // So much that it is still at work when it is looked at.
    v.fake.flood = 32;
    await v.goto();
    await v.launcher.hover();
    await v.page.locator('parley-chat').waitFor({ state: 'attached' });
    await watchTasks(v);
    await v.open();
    const busy = v.panel.getByText(BUSY);
    await busy.waitFor();
    await v.say('Is anybody there?');
    await v.panel.getByRole('img', { name: 'Waiting to be sent' }).waitFor();
    await v.field.pressSequentially('and more', { delay: 20 });
    await expect.poll(() => v.field.inputValue()).toBe('and more');
    // Alone 50 would do; beside other programs a slice of ten may take a hundred times as long. In one piece it would not end.
    expect(await longestTask(v)).toBeLessThan(5_000);
    expect(await brokenRules(v.page)).toEqual([]);
    // The page goes while it works: what was written does not.
    v.fake.flood = null;
    await v.page.reload();
    await v.open();
    await expect.poll(() => stored(v), PATIENCE).toEqual(['Is anybody there?']);
    await expect.poll(() => busy.count()).toBe(0);
  });

  it('a phone gets in without a stretch in which it could not be touched', async () => {
    const v = await visit({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
    const devtools = await v.page.context().newCDPSession(v.page);
    const release = await holdSession(v.page);
    v.fake.flood = USUAL;
    await v.goto();
    await v.launcher.tap();
    await v.panel.waitFor();
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 });
    await watchTasks(v);
    release();
    await expect.poll(() => v.fake.connected, { ...PATIENCE, timeout: 60_000 }).toBe(1);
    expect(v.fake.sessions.at(-1)?.proof).toBeDefined();
    // Alone 50 would do; beside other programs a slice of ten may take many times as long. In one piece it takes seconds as a rule.
    expect(await longestTask(v)).toBeLessThan(1_000);
  }, 70_000);
});
