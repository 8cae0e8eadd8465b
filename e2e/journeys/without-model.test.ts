/** A site without a model: prepared answers, passages from the help pages with their source, and a person when one is asked for. */
import { expect, test } from '../journey.ts';

test('prepared answer, sourced answer, and a person in words', async ({ visitor, agent }) => {
  await agent.comeBack('/settings/installation');
  await expect(agent.page).toHaveTitle(/^\(\d+\) /);
  const waiting = Number(/\d+/.exec(await agent.page.title())?.[0]);

  await visitor.goto('/products/fjell-2');
  await visitor.open();
  await visitor.panel.getByRole('button', { name: 'Opening hours' }).click();
  await expect(visitor.reads('first Sunday of the month')).toBeInViewport();

  await visitor.say('Could my old boots get new soles?');
  const source = visitor.messages.getByRole('list', { name: 'Sources' }).getByRole('link').first();
  await expect(source).toBeInViewport();
  const name = await source.textContent();
  const [article] = await Promise.all([visitor.page.waitForEvent('popup'), source.click()]);
  await expect(article.getByRole('heading', { level: 1, name: name as string })).toBeVisible();
  await article.close();

  await visitor.say('I want to talk to a human please');
  await expect(visitor.reads('You asked for a person')).toBeInViewport();
  await expect(agent.page).toHaveTitle(new RegExp(`^\\(${waiting + 1}\\) `));
  await agent.page.keyboard.press('g');
  await agent.page.keyboard.press('i');
  await agent.open('/products/fjell-2');
  await expect(agent.reads('I want to talk to a human please')).toBeVisible();
  await agent.page.keyboard.press('t');
  await agent.say('Here I am.');
  await expect(visitor.reads('Here I am.')).toBeInViewport();
});
