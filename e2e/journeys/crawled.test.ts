/** From a website that was read to a person who knows what was tried: asked in German, answered with its page, not helped twice, passed on. */
import { expect, test } from '../journey.ts';

test('the shop’s own pages answer in German, and who is not helped reaches a person who is told', async ({
  visitor,
  agent,
  program,
}) => {
  await agent.comeBack('/knowledge/sources');
  await agent.page.getByRole('button', { name: 'Add a website' }).first().click();
  await agent.page.getByLabel('Address').fill(`${program.shop}/hilfe`);
  await agent.page.getByRole('button', { name: 'Add and import' }).click();
  const source = agent.page.getByRole('list', { name: 'Sources' }).getByRole('listitem').first();
  await expect(source.getByText(/\d+ articles/)).toBeVisible({ timeout: 60_000 });

  await visitor.goto('/basket');
  await visitor.open();
  await visitor.say('Wie lange kann ich etwas zurückgeben?');
  await expect(visitor.reads('60 Tage lang')).toBeInViewport();
  const link = visitor.messages.getByRole('list', { name: 'Sources' }).getByRole('link').first();
  await link.click();
  const apart = visitor.panel.getByRole('link', { name: 'Open in a new tab' });
  const [page] = await Promise.all([visitor.page.waitForEvent('popup'), apart.click()]);
  await expect(page.getByRole('heading', { level: 1, name: 'Hilfe' })).toBeVisible();
  expect(page.url()).toMatch(`${program.shop}/hilfe`);
  await page.close();
  await visitor.panel.getByRole('button', { name: 'Back' }).click();

  const said = visitor.messages.getByRole('button', { name: 'That did not help' });
  await said.last().click();
  await expect(visitor.reads('Sorry. Ask in other words')).toBeVisible();
  await visitor.say('Was kosten neue Sohlen?');
  await expect(visitor.reads('79 €')).toBeInViewport();
  await said.last().click();
  await expect(visitor.reads('A person was asked for')).toBeInViewport();

  // The journeys after this one find the knowledge as it was.
  await source.getByRole('link').click();
  await agent.page.getByRole('button', { name: 'Delete' }).click();
  await agent.page.getByRole('button', { name: 'Delete the source' }).click();
  await expect(agent.page.getByText('Let the bot read what you have already')).toBeVisible();

  await agent.page.goto(`${program.url}/inbox/unassigned`);
  await agent.open('/basket');
  await expect(agent.reads('Was kosten neue Sohlen?').first()).toBeVisible();
  await expect(agent.page.getByText('Two answers did not help').first()).toBeVisible();
});
