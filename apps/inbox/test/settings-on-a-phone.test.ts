/** Every screen of the settings fits on a phone, and none was forgotten. */
import { expect, it } from 'vitest';
import { inBrowser } from './browser.ts';
import type { Screen } from './screen.ts';
import { settingsScreens } from './settings-screens.ts';

/** What is wider than the place that it scrolls in. The parts of the settings, and code, are meant to be moved sideways. */
const tooWide = (): string[] =>
  [...document.querySelectorAll('html, html *')]
    .filter((each) => each.scrollWidth > each.clientWidth && !each.matches('nav[aria-label="Settings"], pre'))
    .filter((each) => each.matches('html') || /auto|scroll/.test(getComputedStyle(each).overflowX))
    .map(
      ({ tagName, className, scrollWidth, clientWidth }) => `${tagName} ${className}: ${scrollWidth} in ${clientWidth}`,
    );

inBrowser('settings, on a phone', (open) => {
  it.each(Object.keys(settingsScreens))('%s fits on a phone', async (name) => {
    const { path, ready, site } = settingsScreens[name] as Screen;
    const inbox = await open(path, { size: 'phone' }, site);
    await ready(inbox);
    expect(await inbox.page.evaluate(tooWide)).toEqual([]);
  });

  it('every part of the settings is among these screens', async () => {
    const { page } = await open('/settings/account');
    const parts = page.getByRole('navigation', { name: 'Settings' }).getByRole('link');
    await parts.first().waitFor();
    const paths = await parts.evaluateAll((links) => links.map((link) => link.getAttribute('href')));
    const tried = Object.values(settingsScreens).map((screen) => screen.path.split('?')[0]);
    expect(paths.filter((path) => !tried.includes(path ?? ''))).toEqual([]);
  });
});
