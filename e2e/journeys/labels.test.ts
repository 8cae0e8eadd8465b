/** A label from one agent's key to the next one's list, and never to the visitor. */
import { Agent } from '../agent.ts';
import { expect, test } from '../journey.ts';

test('[R21] a label that one agent puts on is in the other’s list at once, is found by, and no visitor hears of it', async ({
  visitor,
  agent,
  newPage,
  program,
}) => {
  const frames: string[] = [];
  visitor.page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => frames.push(String(payload))));
  await visitor.goto('/products/glow-400');
  await visitor.open();
  await visitor.say('Can I send the lamp back after a month?');
  await agent.comeBack('/inbox/bot');
  await agent.open('/products/glow-400');
  const colleague = new Agent(await newPage(), program.url);
  await colleague.comeBack('/inbox/bot');
  await expect(colleague.row('/products/glow-400')).toBeVisible();

  await agent.page.keyboard.press('l');
  await agent.page.getByRole('combobox', { name: 'Labels' }).fill('ret');
  await agent.page.keyboard.press('Enter');
  await agent.page.keyboard.press('Escape');
  await expect(agent.page.getByText('“Returns” put on')).toBeVisible();
  await expect(colleague.row(/Labels: Returns/)).toBeVisible();
  await colleague.page.getByRole('button', { name: 'Show one label' }).click();
  await colleague.page.getByRole('menuitemradio', { name: 'Returns' }).click();
  await expect(colleague.list.getByRole('listitem').filter({ has: colleague.page.locator('time') })).toHaveCount(1);

  await agent.page.keyboard.press('t');
  await agent.say('Yes, within 30 days.');
  await expect(visitor.reads('Yes, within 30 days.')).toBeVisible();
  expect(frames.length).toBeGreaterThan(0);
  expect(frames.filter((frame) => /"labels?"|Returns put on/.test(frame))).toEqual([]);
});
