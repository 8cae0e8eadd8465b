/** What a screen is to the tests that look at all of them: how to get there, when it stands, and the look at it in both lights. */
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { brokenRules } from '../../../e2e/axe.ts';
import { type Inbox, type inBrowser, type Look, PHONE } from './browser.ts';
import type { FakeOptions } from './fake-site.ts';

export interface Screen {
  path: string;
  /** Resolves when the screen is what it should be. */
  ready: (inbox: Inbox) => Promise<unknown>;
  look?: Look;
  site?: FakeOptions;
}
export const text =
  (words: string) =>
  ({ page }: { page: Page }) =>
    page.getByText(words).first().waitFor();
export const field =
  (label: string) =>
  ({ page }: { page: Page }) =>
    page.getByLabel(label, { exact: true }).waitFor();

/** What is wider than the place that it scrolls in. Strips of links, and code, are meant to be moved sideways. */
const tooWide = (): string[] =>
  [...document.querySelectorAll('html, html *')]
    .filter((each) => each.scrollWidth > each.clientWidth && !each.matches('nav, pre'))
    .filter((each) => each.matches('html') || /auto|scroll/.test(getComputedStyle(each).overflowX))
    .map(
      ({ tagName, className, scrollWidth, clientWidth }) => `${tagName} ${className}: ${scrollWidth} in ${clientWidth}`,
    );
const painted = (page: Page) =>
  page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

/** One test each: no complaint of axe, of the strict policy or of the console, and room enough on a phone. */
export function lookAtAll(open: Parameters<Parameters<typeof inBrowser>[1]>[0], screens: Record<string, Screen>): void {
  it.each(Object.keys(screens))('%s breaks no rule of axe, in light and dark, and fits on a phone', async (name) => {
    const { path, ready, look, site } = screens[name] as Screen;
    const inbox = await open(path, look, site);
    const { page } = inbox;
    await ready(inbox);
    const check = async (rules?: string[]) => {
      // What fades in is judged when it stands.
      await page.evaluate(() => Promise.all(document.getAnimations().map((each) => each.finished.catch(() => {}))));
      return brokenRules(page, { except: 'iframe', ...(rules && { rules }) });
    };
    expect(await check()).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    await painted(page);
    expect(await check(['color-contrast'])).toEqual([]);
    await page.setViewportSize(PHONE);
    await painted(page);
    expect(await page.evaluate(tooWide)).toEqual([]);
  });
}
