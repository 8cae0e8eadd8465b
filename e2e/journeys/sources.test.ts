/** The bot learns from the shop's own pages: an admin adds the website, a visitor asks, and the source is the page itself. */
import { expect, test } from '../journey.ts';

test('the shop is read, its page answers, and leads to itself; deleted, it is forgotten', async ({
  agent,
  visitor,
  program,
}) => {
  const { page } = agent;
  await agent.comeBack('/knowledge/sources');
  await page.getByRole('button', { name: 'Add a website' }).click();
  await page.getByLabel('Address').fill(`${program.shop}/`);
  const row = page.getByRole('list', { name: 'Sources' }).getByRole('listitem').first();
  // Looked for in every frame: it is gone when the import is through.
  const bar = page.waitForFunction(() => document.querySelector('li progress') !== null);
  await page.keyboard.press('Enter');
  await bar;
  await expect(row.getByText('Up to date')).toBeVisible({ timeout: 60_000 });
  await expect(row.getByText('49 articles')).toBeVisible();

  await visitor.goto();
  await visitor.open();
  await visitor.say('How heavy is the Lee Tarp, and what does it cost?');
  const source = visitor.messages.getByRole('link', { name: 'Lee Tarp' });
  await expect(source).toBeInViewport();
  await source.click();
  const apart = visitor.panel.getByRole('link', { name: 'Open in a new tab' });
  const [shown] = await Promise.all([visitor.page.waitForEvent('popup'), apart.click()]);
  await expect(shown).toHaveURL(`${program.shop}/products/lee-tarp`);
  await shown.close();

  await row.getByRole('link').click();
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('button', { name: 'Delete the source' }).click();
  await expect(page.getByText('Let the bot read what you have already')).toBeVisible();
});
