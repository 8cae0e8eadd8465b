/** Blocked by an agent: told in calm words, with nothing left to write in, and the conversation still there to read. */
import { expect, it } from 'vitest';
import { brokenRules } from './axe.ts';
import { browserTests } from './browser.ts';

const visit = browserTests();
const WORDS = 'You cannot write here at the moment.';

it('in mid-conversation the field goes, the words stay, and nobody tries to come back', async () => {
  const v = await visit();
  await v.goto();
  await v.open();
  await v.say('Something rude');
  await v.panel.getByRole('img', { name: 'Sent' }).waitFor();
  v.fake.block();
  await v.panel.getByText(WORDS).waitFor();
  await expect.poll(() => v.field.count()).toBe(0);
  await expect.poll(() => v.panel.getByRole('button').count()).toBe(1);
  await v.panel.getByText('Something rude').waitFor();
  const calls = v.fake.sessions.length;
  await v.page.evaluate(() => window.dispatchEvent(new Event('online')));
  expect(v.fake.sessions).toHaveLength(calls);
  expect(await brokenRules(v.page)).toEqual([]);
});

it('on coming the panel opens, says so, and has the focus', async () => {
  const v = await visit();
  v.fake.blocked = true;
  await v.goto();
  await v.open();
  await v.panel.getByText(WORDS).waitFor();
  await expect.poll(() => v.field.count()).toBe(0);
  await v.page.keyboard.press('Escape');
  await v.panel.waitFor({ state: 'hidden' });
  await v.page.screenshot();
});
