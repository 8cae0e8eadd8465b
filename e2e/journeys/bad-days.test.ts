/** Lines that break and a program that is killed: what was written is kept, arrives once, and the page needs no reload. */
import { expect, test } from '../journey.ts';

const CUT = /WebSocket connection to|Failed to load resource: net::ERR_(INTERNET_DISCONNECTED|CONNECTION_REFUSED)/;

test('a visitor without a network writes on, and it is sent once', async ({ visitor, agent, complaints }) => {
  complaints.tolerate(CUT);
  const network = visitor.page.context();
  await visitor.goto('/products/lee-tarp');
  await visitor.open();
  await visitor.say('Is the tarp waterproof in the mountains?');
  await agent.comeBack('/inbox/bot');
  await agent.open('/products/lee-tarp');

  await network.setOffline(true);
  // Until the page is told, its open socket still carries.
  await expect(visitor.panel.getByText('You are offline.')).toBeVisible();
  await visitor.say('I mean in a thunderstorm.');
  await visitor.say('With hail.');
  await expect(visitor.messages.getByRole('img', { name: 'Waiting to be sent' })).toBeVisible();
  await expect(agent.reads('I mean in a thunderstorm.')).toBeHidden();

  await network.setOffline(false);
  await expect(visitor.panel.getByText('You are offline.')).toBeHidden();
  await expect(agent.reads('With hail.')).toBeVisible();
  await expect(visitor.messages.getByRole('img', { name: 'Waiting to be sent' })).toBeHidden();
  const said = (await agent.committed()).filter(({ role }) => role === 'visitor').map(({ content }) => content);
  expect(said).toEqual(['Is the tarp waterproof in the mountains?', 'I mean in a thunderstorm.', 'With hail.']);
});

test('a killed program comes back with everything, and both sides go on', async ({
  visitor,
  agent,
  program,
  complaints,
}) => {
  complaints.tolerate(CUT);
  await visitor.goto('/products/ember-one');
  await visitor.open();
  await visitor.say('Which gas fits the Ember One in Portugal?');
  await agent.comeBack('/inbox/bot');
  await agent.open('/products/ember-one');
  await agent.page.keyboard.press('t');
  await agent.say('One moment, I am looking it up.');
  await expect(visitor.reads('One moment, I am looking it up.')).toBeVisible();

  await program.kill();
  await expect(visitor.panel.getByText('No connection.')).toBeVisible();
  await expect(agent.page.getByText('Reconnecting…')).toBeVisible();
  await visitor.say('I leave tomorrow.');
  await agent.say('Any screw valve, EN 417.');
  await program.start();

  const patience = { timeout: 45_000 };
  await expect(agent.reads('I leave tomorrow.')).toBeVisible(patience);
  await expect(visitor.reads('Any screw valve, EN 417.')).toBeVisible(patience);
  await expect(visitor.panel.getByText('No connection.')).toBeHidden();
  await expect(agent.page.getByText('Reconnecting…')).toBeHidden();
  await expect(visitor.reads('Which gas fits the Ember One in Portugal?')).toHaveCount(1);

  const committed = await agent.committed();
  expect(committed.map(({ seq }) => seq)).toEqual(committed.map((_, i) => i + 1));
  const spoken = committed.filter(({ role }) => role === 'visitor' || role === 'agent').map(({ content }) => content);
  expect(spoken.toSorted()).toEqual([
    'Any screw valve, EN 417.',
    'I leave tomorrow.',
    'One moment, I am looking it up.',
    'Which gas fits the Ember One in Portugal?',
  ]);
});
