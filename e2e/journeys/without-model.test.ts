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
  await source.click();
  await expect(visitor.panel.getByRole('heading', { level: 2, name: name as string })).toBeAttached();
  await expect(visitor.panel.locator('.cited')).toBeInViewport();
  const apart = visitor.panel.getByRole('link', { name: 'Open in a new tab' });
  const [article] = await Promise.all([visitor.page.waitForEvent('popup'), apart.click()]);
  await expect(article.getByRole('heading', { level: 1, name: name as string })).toBeVisible();
  await article.close();
  await visitor.page.keyboard.press('Escape');
  await expect(source).toBeFocused();

  await visitor.say('I want to talk to a human please');
  await expect(visitor.reads('A person was asked for')).toBeInViewport();
  await expect(agent.page).toHaveTitle(new RegExp(`^\\(${waiting + 1}\\) `));
  await agent.page.keyboard.press('g');
  await agent.page.keyboard.press('i');
  await agent.open('/products/fjell-2');
  await expect(agent.reads('I want to talk to a human please')).toBeVisible();
  await agent.page.keyboard.press('t');
  await agent.say('Here I am.');
  await expect(visitor.reads('Here I am.')).toBeInViewport();
});

test('an agent hands back, closes, and the visitor begins again', async ({ visitor, agent }) => {
  await visitor.goto('/products/eider-0');
  await visitor.open();
  await visitor.say('How warm is the Eider 0?');
  await expect(visitor.messages.getByRole('list', { name: 'Sources' })).toBeVisible();
  await agent.comeBack('/inbox/bot');
  await agent.open('/products/eider-0');
  await visitor.field.pressSequentially('It is for');
  await expect(agent.reads(/is writing/)).toBeVisible();

  await agent.page.keyboard.press('t');
  await expect(visitor.reads('Ada Lindqvist joined')).toBeVisible();
  await visitor.page.keyboard.press('Escape');
  await agent.say('Comfortable down to freezing.');
  await expect(visitor.page.getByRole('button', { name: 'Chat with Acme Outdoor, 1 unread' })).toBeVisible();
  await visitor.open();
  await expect(agent.conversation.getByText('Seen').last()).toBeVisible();

  await agent.page.keyboard.press('Escape');
  await agent.page.keyboard.press('b');
  await expect(visitor.panel.getByRole('button', { name: 'Talk to a person' })).toBeVisible();
  await visitor.say('Opening hours');
  await expect(visitor.reads('first Sunday of the month')).toBeInViewport();

  await agent.page.keyboard.press('e');
  await expect(visitor.panel.getByText('This conversation was closed.')).toBeVisible();
  await visitor.say('Shipping costs');
  await expect(visitor.panel.getByText('This conversation was closed.')).toBeHidden();
  await expect(visitor.reads('Switzerland, Liechtenstein, UK')).toBeInViewport();
  await expect(agent.page.getByText('Bot is answering', { exact: true })).toBeVisible();
});
