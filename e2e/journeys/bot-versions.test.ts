/** A bot is changed without fear: drafted, tried, published for visitors to see, and brought back. */
import { expect, test } from '../journey.ts';

/** A PNG of one red pixel. */
const RED = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC';

test('a draft is seen by nobody, then by everybody, then it is taken back', async ({ visitor, agent }) => {
  const { page } = agent;
  await agent.comeBack('/settings/bot');
  await page.getByLabel('Greeting', { exact: true }).fill('Welcome to the mountains!');
  await page.getByRole('button', { name: 'Add a greeting' }).click();
  await page.getByLabel('Pages of greeting 1').fill('/products/*');
  await page.getByLabel('Text of greeting 1').fill('Shall I tell you about this one?');
  const picture = { name: 'bot.png', mimeType: 'image/png', buffer: Buffer.from(RED, 'base64') };
  await page.getByLabel('Picture of the bot').setInputFiles(picture);
  await expect(page.getByRole('img', { name: 'The bot' }).first()).toBeVisible();
  await page.getByRole('button', { name: 'Save the draft' }).click();
  await expect(page.getByText('3 settings are not published yet')).toBeVisible();

  await test.step('the playground answers as visitors would be answered', async () => {
    await page.getByRole('link', { name: 'Playground' }).click();
    await page.getByLabel('Question').fill('Opening hours');
    await page.keyboard.press('Enter');
    await expect(page.getByText('Prepared answer')).toBeVisible();
  });

  await test.step('visitors know nothing of it yet', async () => {
    await visitor.goto('/products/fjell-2');
    await visitor.open();
    await expect(visitor.panel.getByRole('button', { name: 'Opening hours' })).toBeVisible();
    await expect(visitor.reads('Shall I tell you about this one?')).toHaveCount(0);
  });

  await test.step('published, they read it on the pages that it is for, with the picture', async () => {
    await page.getByRole('link', { name: 'Settings', exact: true }).last().click();
    await page.getByRole('button', { name: 'Publish…' }).click();
    await page.getByLabel('Why').fill('For the winter');
    await page.keyboard.press('Enter');
    await expect(page.getByText('Version 2 is published.').first()).toBeVisible();
    await visitor.goto('/products/fjell-2');
    await visitor.open();
    await expect(visitor.reads('Shall I tell you about this one?')).toBeVisible();
    await expect(visitor.panel.locator('.head canvas')).toBeVisible();
    await visitor.goto('/');
    await visitor.open();
    await expect(visitor.reads('Welcome to the mountains!')).toBeVisible();
  });

  await test.step('and the first version comes back', async () => {
    await page.getByRole('link', { name: 'Versions' }).click();
    await page.getByText('Version 1', { exact: true }).click();
    await page.getByRole('button', { name: 'Go back to this version…' }).click();
    await page.getByRole('button', { name: 'Publish version 1 again' }).click();
    await expect(page.getByText('Version 1 again', { exact: true })).toBeVisible();
    await visitor.goto('/');
    await visitor.open();
    await expect(visitor.panel.getByRole('button', { name: 'Opening hours' })).toBeVisible();
    await expect(visitor.reads('Welcome to the mountains!')).toHaveCount(0);
  });
});
