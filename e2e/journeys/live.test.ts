/** What one side does is seen on the other as it happens: a second tab, leaving and coming back, changed words. */
import { expect, test } from '../journey.ts';
import { Visitor } from '../visitor.ts';

const CUT = /WebSocket connection to|Failed to load resource: net::ERR_INTERNET_DISCONNECTED/;

test('two tabs of one visitor show one conversation and send once', async ({ visitor, agent, program, complaints }) => {
  complaints.tolerate(CUT);
  const network = visitor.page.context();
  await visitor.goto('/products/karst-wide');
  await visitor.open();
  await visitor.say('Do the Karst Wide run small?');
  await agent.comeBack('/inbox/bot');
  await agent.open('/products/karst-wide');
  await agent.page.keyboard.press('t');
  await expect(visitor.reads('Ada Lindqvist joined')).toBeVisible();

  const secondPage = await network.newPage();
  complaints.listen(secondPage);
  const second = new Visitor(secondPage, program.shop);
  await second.goto('/');
  await second.open();
  await expect(second.reads('Do the Karst Wide run small?')).toHaveCount(1);
  await second.say('I usually wear 42.');
  await agent.say('Half a size, yes.');
  for (const tab of [visitor, second]) {
    await expect(tab.reads('I usually wear 42.')).toHaveCount(1);
    await expect(tab.reads('Half a size, yes.')).toHaveCount(1);
  }

  await network.setOffline(true);
  for (const { panel } of [visitor, second]) await expect(panel.getByText('You are offline.')).toBeVisible();
  await visitor.say('Then 43, please.');
  await expect(second.reads('Then 43, please.')).toBeVisible();
  await visitor.page.close();
  await network.setOffline(false);
  await expect(agent.reads('Then 43, please.')).toBeVisible();
  await expect(second.messages.getByRole('img', { name: 'Waiting to be sent' })).toBeHidden();
  await second.say('Thank you!');
  await expect(agent.reads('Thank you!')).toBeVisible();
  await expect(second.reads('Then 43, please.')).toHaveCount(1);
  const said = (await agent.committed()).filter(({ role }) => role === 'visitor').map(({ content }) => content);
  expect(said).toEqual(['Do the Karst Wide run small?', 'I usually wear 42.', 'Then 43, please.', 'Thank you!']);
});

test('an agent sees the visitor leave, and how far an answer has come', async ({ visitor, agent, program }) => {
  await visitor.goto('/products/spring-filter');
  await visitor.open();
  await visitor.say('Is the filter in stock in Ghent?');
  await agent.comeBack('/inbox/bot');
  await agent.open('/products/spring-filter');
  const heading = agent.page.getByRole('heading', { name: /^Visitor/ });
  await expect(heading).toHaveAccessibleName(/Online/);
  await agent.page.keyboard.press('t');
  await agent.say('Let me look.');
  await expect(agent.reads(/^Seen/).last()).toBeVisible();
  await expect(visitor.reads('Let me look.')).toBeVisible();

  const browser = visitor.page.context();
  await visitor.page.close();
  // A page may only be loading: the server waits ten seconds before it tells.
  await expect(heading).not.toHaveAccessibleName(/Online/, { timeout: 20_000 });
  await agent.say('Three of them.');
  const state = agent.conversation.getByRole('listitem').filter({ hasText: 'Three of them.' });
  await expect(state.getByText('Sent', { exact: true })).toBeVisible();

  const back = new Visitor(await browser.newPage(), program.shop);
  await back.goto('/');
  await expect(back.page.getByRole('button', { name: /1 unread/ })).toBeVisible();
  await expect(heading).toHaveAccessibleName(/Online/);
  await expect(state.getByText('Delivered', { exact: true })).toBeVisible();
  await back.open();
  await expect(back.reads('Three of them.')).toBeVisible();
  await expect(state.getByText(/^Seen/)).toBeVisible();
});

test('changed and deleted words change for the visitor at once, and stay so', async ({ visitor, agent }) => {
  await visitor.goto('/products/hut-slipper');
  await visitor.open();
  await visitor.say('When do the slippers come back?');
  await agent.comeBack('/inbox/bot');
  await agent.open('/products/hut-slipper');
  await agent.page.keyboard.press('t');
  await agent.say('On Thrusday.');
  await agent.say('The supplier asks for 11 euros.');
  await expect(visitor.reads('On Thrusday.')).toBeVisible();
  await expect(visitor.reads('The supplier asks for 11 euros.')).toBeVisible();

  const message = (words: string) => agent.conversation.getByRole('listitem').filter({ hasText: words });
  const choose = async (words: string, verb: string) => {
    await message(words).hover();
    await message(words).getByRole('button', { name: 'Message actions' }).click();
    await agent.page.getByRole('menuitem', { name: verb }).click();
  };
  await choose('On Thrusday.', 'Edit');
  const editor = agent.page.getByRole('textbox', { name: 'Edit message' });
  await editor.fill('On Thursday.');
  await editor.press('Enter');
  await choose('The supplier asks', 'Delete');
  await agent.page.getByRole('button', { name: 'Delete', exact: true }).click();

  for (const reload of [false, true]) {
    if (reload) {
      await visitor.page.reload();
      await visitor.open();
      await agent.page.reload();
    }
    for (const side of [visitor, agent]) {
      await expect(side.reads('On Thursday.')).toHaveCount(1);
      await expect(side.reads('Edited')).toHaveCount(1);
      await expect(side.reads('Message deleted')).toHaveCount(1);
      await expect(side.reads('On Thrusday.')).toHaveCount(0);
      await expect(side.reads('The supplier asks')).toHaveCount(0);
    }
  }
  const committed = JSON.stringify(await agent.committed());
  expect(committed).not.toContain('11 euros');
});
