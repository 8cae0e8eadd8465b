/** Reading in the panel what an answer is from: opened by a citation or a suggestion, left to where one was. */
import type { Source } from '@parley/protocol';
import { expect, it } from 'vitest';
import { brokenRules } from './axe.ts';
import { browserTests, holdSession, type Visit } from './browser.ts';

const visit = browserTests();
const URL = 'https://acme.example/kb/shipping';
const SOURCE: Source = { title: 'Shipping', url: URL, article: 'shipping', heading: 'Abroad › Switzerland' };
const LONG = Array.from({ length: 12 }, (_, i) => `Paragraph ${i + 1} of what comes before it, and takes two lines.`);
const BODY = `${LONG.join('\n\n')}

## Abroad
We ship to *most* countries.

### Switzerland
Three days, **12 francs**:
- By post, <img src=x onerror=alert(1)>
- By [courier](https://courier.example/)

## Returns
> Sixty days.

${LONG.join('\n\n')}`;

const isRead = ({ command }: { command: string }) => command === 'read_article';
const reads = ({ fake }: Visit) => fake.frames.filter(isRead);
const citation = ({ panel }: Visit) => panel.getByRole('list', { name: 'Sources' }).getByRole('link');
const article = ({ panel }: Visit) => panel.locator('.article');
const heading = (v: Visit, name: string) => article(v).getByRole('heading', { name, exact: true });
const back = (v: Visit) => article(v).getByRole('button', { name: 'Back' });

/** An answer with its source, in the middle of a conversation. */
async function answered(context = {}, page = {}, source: Source = SOURCE): Promise<Visit> {
  const v = await visit(context);
  v.fake.articles.set('shipping', { title: 'Shipping and delivery', body: BODY, url: URL });
  for (let i = 0; i < 16; i++) v.fake.say(i % 2 ? 'bot' : 'visitor', `Line ${i}`);
  v.fake.say('bot', 'Three days.', { sources: [source] });
  await v.goto(page);
  await v.open();
  await citation(v).waitFor();
  return v;
}

it('opens within the panel at the cited passage, as text, and goes back to where one was', async () => {
  const v = await answered();
  for (let i = 0; i < 12; i++) v.fake.say(i % 2 ? 'bot' : 'visitor', `After ${i}`);
  // "After 1" and its time, "10:18 PM", read like it.
  await v.panel.getByText('After 11', { exact: true }).waitFor();
  await citation(v).scrollIntoViewIfNeeded();
  // Away from the end, and known to be: there the conversation would follow what comes.
  await v.panel.locator('.latest').waitFor();
  const place = () => v.panel.locator('.scroller').evaluate(({ scrollTop }) => scrollTop);
  const before = await place();
  expect(v.fake.requests.filter((request) => /article/.test(request))).toEqual([]);
  await citation(v).click();
  expect(await v.fake.heard(isRead)).toMatchObject({ article: 'shipping' });
  await heading(v, 'Shipping and delivery').waitFor({ state: 'attached' });
  const cited = article(v).locator('.cited');
  await cited.locator('h4:focus').waitFor();
  const places = [cited, article(v).locator('.page'), heading(v, 'Shipping and delivery'), back(v)];
  const [passage, page, title, nav] = await Promise.all(places.map((place) => place.boundingBox()));
  expect(Math.abs((passage?.y ?? 0) - (page?.y ?? 0))).toBeLessThan(24);
  // What is read is called so, in sight above the passage.
  expect(title?.y).toBeGreaterThan(nav?.y ?? 0);
  expect((title?.y ?? 0) + (title?.height ?? 0)).toBeLessThanOrEqual(passage?.y ?? 0);
  await expect
    .poll(() => cited.innerText())
    .toMatch(/^Switzerland\s+Three days, 12 francs:\s+By post, <img src=x onerror=alert\(1\)>\s+By courier$/);
  await expect.poll(() => article(v).locator('img').count()).toBe(0);
  await expect
    .poll(() => article(v).getByRole('link', { name: 'courier' }).getAttribute('rel'))
    .toBe('noopener nofollow');
  await expect.poll(() => article(v).getByRole('link', { name: 'Open in a new tab' }).getAttribute('href')).toBe(URL);
  // Behind it nothing is reached.
  await expect.poll(() => v.field.evaluate((field) => !!field.closest('[inert]'))).toBe(true);
  await back(v).click();
  await article(v).waitFor({ state: 'detached' });
  await expect.poll(() => citation(v).evaluate((link) => link.matches(':focus'))).toBe(true);
  await expect.poll(place).toBe(before);
  // Read once in this visit.
  await citation(v).press('Enter');
  await cited.locator('h4:focus').waitFor();
  await v.page.keyboard.press('Escape');
  await article(v).waitFor({ state: 'detached' });
  await expect.poll(() => v.panel.isVisible()).toBe(true);
  expect(reads(v)).toHaveLength(1);
  expect(v.page.context().pages()).toHaveLength(1);
  expect(v.complaints).toEqual([]);
});

it('stays a link to whoever wants a tab of its own, and where the answer does not name an article', async () => {
  const v = await answered();
  await v.page.context().route('https://acme.example/**', (route) => route.fulfill({ body: 'The page' }));
  const opened = async (click: () => Promise<void>) => {
    const [page] = await Promise.all([v.page.context().waitForEvent('page'), click()]);
    await page.waitForURL(URL);
    await page.close();
  };
  // The browser's to follow, with any key that asks for that; the middle button does so by itself.
  for (const key of ['ctrlKey', 'metaKey', 'shiftKey', 'altKey']) {
    const isLeft = await citation(v).evaluate((link, key) => {
      let isLeft = false;
      const look = (event: Event) => {
        isLeft = !event.defaultPrevented;
        event.preventDefault();
      };
      addEventListener('click', look, { once: true });
      link.dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true, cancelable: true, [key]: true }));
      return isLeft;
    }, key);
    expect([key, isLeft]).toEqual([key, true]);
  }
  const { title, url } = SOURCE;
  v.fake.say('bot', 'As I said.', { sources: [{ title, url }] });
  await expect.poll(() => citation(v).count()).toBe(2);
  await opened(() => citation(v).last().click());
  expect(reads(v)).toEqual([]);
});

it('is opened from a suggestion, and what was typed stays', async () => {
  const v = await answered();
  v.fake.suggest = () => [{ kind: 'article', title: 'Shipping', url: URL, article: 'shipping' }];
  await v.field.pressSequentially('shipp');
  await v.panel.getByRole('option').waitFor();
  await v.field.press('ArrowDown');
  await v.field.press('Enter');
  // Nothing in it was cited: it begins at its beginning.
  await article(v).locator('h2:focus').waitFor();
  await article(v).getByText('Paragraph 1 of').first().waitFor();
  await expect.poll(() => article(v).locator('.cited').count()).toBe(0);
  await v.page.keyboard.press('Escape');
  await v.panel.locator('textarea:focus').waitFor();
  await expect.poll(() => v.field.inputValue()).toBe('shipp');
  expect(v.fake.frames.filter(({ command }) => command === 'new_message')).toEqual([]);
});

it('says when it is gone, and when it cannot be had right now, to be tried again', async () => {
  const v = await answered();
  v.fake.articles.clear();
  await citation(v).click();
  await article(v).getByText('This article is not here any more.').waitFor();
  await expect.poll(() => article(v).getByRole('button', { name: 'Try again' }).count()).toBe(0);
  await back(v).click();
  v.fake.articles.set('shipping', { title: 'Shipping and delivery', body: BODY, url: URL });
  v.fake.refuse = (frame) => (isRead(frame) ? { code: 'internal', message: 'No', retry: true } : null);
  await citation(v).click();
  await article(v).getByText('The article could not be loaded.').waitFor();
  v.fake.refuse = () => null;
  await v.page.context().setOffline(true);
  await v.panel.getByText('You are offline. Messages').waitFor();
  await article(v).getByRole('button', { name: 'Try again' }).click();
  await article(v).getByText('You are offline. The article can be read when you are back.').waitFor();
  expect(await brokenRules(v.page)).toEqual([]);
  await v.page.context().setOffline(false);
  await v.panel.getByText('You are offline. Messages').waitFor({ state: 'detached' });
  await article(v).getByRole('button', { name: 'Try again' }).click();
  await article(v).locator('.cited h4:focus').waitFor();
});

it('waits for a connection that is on its way', async () => {
  const v = await answered();
  const release = await holdSession(v.page);
  const asked = v.page.waitForRequest(/session/);
  v.fake.endSignIn();
  await asked;
  await citation(v).click();
  await article(v).getByText('Loading').waitFor();
  release();
  await article(v).locator('.cited h4:focus').waitFor();
  expect(reads(v)).toHaveLength(1);
});

it('ends with the chat, which opens with the conversation', async () => {
  const v = await answered();
  await citation(v).click();
  await article(v).locator('.cited h4:focus').waitFor();
  await v.launcher.click();
  await v.panel.waitFor({ state: 'hidden' });
  await v.open();
  await v.panel.locator('textarea:focus').waitFor();
  await expect.poll(() => article(v).count()).toBe(0);
});

it('keeps the focus within', async () => {
  const v = await answered();
  await citation(v).click();
  await article(v).locator('.cited h4:focus').waitFor();
  const focused = () =>
    article(v).evaluate((view) => (view.getRootNode() as ShadowRoot).activeElement?.textContent?.trim().slice(0, 7));
  const round: (string | undefined)[] = [];
  for (let i = 0; i < 4; i++) {
    await v.page.keyboard.press('Tab');
    round.push(await focused());
  }
  expect(round).toEqual(['courier', 'Back', '', 'Paragra']);
  await back(v).focus();
  await v.page.keyboard.press('Shift+Tab');
  await expect.poll(focused).toBe('courier');
});

it('leaves a low screen to the text: a long title takes one line there', async () => {
  const v = await answered({ viewport: { width: 320, height: 256 } });
  v.fake.articles.set('shipping', { title: 'Shipping and delivery, '.repeat(6), body: BODY, url: URL });
  await citation(v).click();
  await article(v).locator('.cited h4:focus').waitFor();
  const [title, page] = [article(v).locator('h2'), article(v).locator('.page')];
  expect((await title.boundingBox())?.height).toBeLessThan(24);
  expect((await page.boundingBox())?.height).toBeGreaterThan(128);
});

it.each([
  ['light', {}, {}],
  ['dark', {}, { scheme: 'dark' }],
  ['right to left', {}, { dir: 'rtl' }],
  ['on a phone', { viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true }, {}],
  ['without motion', { reducedMotion: 'reduce' }, {}],
] as const)('breaks no rule of axe and fits: %s', async (name, context, page) => {
  const v = await answered(context, page);
  await citation(v).click();
  const cited = article(v).locator('.cited');
  await cited.locator('h4:focus').waitFor();
  // There, and not on its way.
  await article(v)
    .locator('nav')
    .evaluate((nav) => Promise.all(nav.getAnimations().map(({ finished }) => finished)));
  if (process.env.ARTICLE_SHOTS) await v.page.screenshot({ path: `${process.env.ARTICLE_SHOTS}/${name}.png` });
  // Also while it is marked.
  expect(await brokenRules(v.page)).toEqual([]);
  const [panel, view] = await Promise.all([v.panel.boundingBox(), article(v).boundingBox()]);
  if (!panel || !view) throw new Error('nothing is shown');
  expect(view.x).toBeGreaterThanOrEqual(panel.x);
  expect(view.x + view.width).toBeLessThanOrEqual(panel.x + panel.width);
  expect(
    await article(v)
      .locator('.page')
      .evaluate((p) => p.scrollWidth - p.clientWidth),
  ).toBe(0);
  const moves = await cited.evaluate((element) => getComputedStyle(element).animationTimingFunction);
  expect(moves.startsWith('steps')).toBe(name === 'without motion');
});
