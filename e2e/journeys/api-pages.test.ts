/** Developers read about the API: both pages under their strict policy, in both lights, on a phone, and a call made from the page. */
import type { Page } from '@playwright/test';
import { brokenRules } from '../axe.ts';
import { expect, test } from '../journey.ts';

const PAGES = [
  ['/docs', 'Write a message', 'Rooms and messages'],
  ['/docs/socket', 'Write a message.', null],
] as const;

/** Within #reference the library draws; its colours are ours to mend, its structure is not. */
const STRUCTURE = { except: '#reference', butRules: ['color-contrast'] };
/** The library draws thousands of words before the first group is there. */
const openGroup = (page: Page, name: string) =>
  page.getByRole('heading', { name, exact: false }).click({ timeout: 60_000 });
const tooWide = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

for (const [path, words, group] of PAGES) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test.describe(colorScheme, () => {
      test.use({ colorScheme });
      test(`${path} reads well`, async ({ newPage, program }, info) => {
        const page = await newPage();
        await page.goto(program.url + path);
        if (group) await openGroup(page, group);
        await expect(page.getByText(words).first()).toBeVisible();
        await page.screenshot({ path: info.outputPath('page.png') });
        // Thousands of words take long to look at, and their structure is the same in both lights and on every width.
        expect.soft(await brokenRules(page, { rules: ['color-contrast'] })).toEqual([]);
        if (colorScheme === 'light') expect.soft(await brokenRules(page, STRUCTURE)).toEqual([]);
        expect.soft(await tooWide(page)).toBeLessThanOrEqual(0);
        await page.setViewportSize({ width: 390, height: 844 });
        await page.screenshot({ path: info.outputPath('phone.png') });
        expect.soft(await tooWide(page), 'wider than a phone').toBeLessThanOrEqual(0);
      });
    });
  }
}

test('an operation is tried from the page', async ({ newPage, program }, info) => {
  const page = await newPage();
  await page.goto(`${program.url}/docs`);
  await openGroup(page, 'Visitors');
  await page.getByText('/api/widget/{site}/session').click();
  await page.getByRole('button', { name: 'Try it out' }).click();
  await page.getByPlaceholder('site').fill('acme');
  await page.getByRole('button', { name: 'Execute' }).click();
  await expect(page.locator('.live-responses-table').getByText('visitor_token').first()).toBeVisible();
  await page.screenshot({ path: info.outputPath('tried.png') });
});
