/** Every screen of the settings, in light and dark and on a phone, without a complaint, and none was forgotten. */
import { expect, it } from 'vitest';
import { inBrowser } from './browser.ts';
import { lookAtAll } from './screen.ts';
import { settingsScreens } from './settings-screens.ts';

inBrowser('settings, seen', (open) => {
  lookAtAll(open, settingsScreens);

  it('every part of the settings is among these screens', async () => {
    const { page } = await open('/settings/account');
    const parts = page.getByRole('navigation', { name: 'Settings' }).getByRole('link');
    await parts.first().waitFor();
    const paths = await parts.evaluateAll((links) => links.map((link) => link.getAttribute('href')));
    const tried = Object.values(settingsScreens).map((screen) => screen.path.split('?')[0]);
    expect(paths.filter((path) => !tried.includes(path ?? ''))).toEqual([]);
  });
});
