/** Saying whether an answer helped: under it, kept, and never in the way of the conversation. */
import { expect, it } from 'vitest';
import { browserTests } from './browser.ts';

const visit = browserTests();

it('is asked under an answer that may be asked about, told once, and remembered over a reload', async () => {
  const v = await visit();
  await v.goto();
  await v.open();
  await v.say('How long is the warranty?');
  await v.fake.heard(({ command }) => command === 'new_message');
  v.fake.say('bot', 'Five years', { ask_helped: true });
  v.fake.say('bot', 'Anything else?');
  const group = v.panel.getByRole('group', { name: 'Did this help?' });
  await group.waitFor();
  await expect.poll(() => group.count()).toBe(1);
  const [yes, no] = ['That helped', 'That did not help'].map((name) =>
    v.panel.getByRole('button', { name, exact: true }),
  );
  await no?.click();
  expect(await v.fake.heard(({ command }) => command === 'rate_answer')).toMatchObject({ seq: 2, helped: false });
  await v.panel.getByText('Sorry. Ask in other words').waitFor();
  await expect.poll(() => no?.getAttribute('aria-pressed')).toBe('true');
  // By keyboard, and changed.
  await yes?.focus();
  await v.page.keyboard.press('Enter');
  await v.panel.getByText('Thank you!').waitFor();
  await expect
    .poll(() => Promise.all([yes, no].map((button) => button?.getAttribute('aria-pressed'))))
    .toEqual(['true', 'false']);
  await expect.poll(() => v.field.isVisible()).toBe(true);

  // The thanks come before the server's answer, and what it took is kept then.
  await expect
    .poll(() => v.page.evaluate(() => localStorage.getItem('parley:acme:rated')))
    .toContain(JSON.stringify({ 2: true }));
  await v.page.reload();
  await v.launcher.waitFor();
  await v.open();
  await group.waitFor();
  await v.panel.locator('.rate [aria-pressed="true"][aria-label="That helped"]').waitFor();
  expect(v.complaints).toEqual([]);
});

it('that could not be told says so, and shows what was said before', async () => {
  const v = await visit();
  v.fake.say('visitor', 'How long is the warranty?');
  v.fake.say('bot', 'Five years', { ask_helped: true });
  v.fake.refuse = ({ command }) =>
    command === 'rate_answer' ? { code: 'not_found', message: 'It is not there.', retry: false } : null;
  await v.goto();
  await v.open();
  const no = v.panel.getByRole('button', { name: 'That did not help' });
  await no.click();
  await v.panel.getByText('That was not saved').waitFor();
  await expect.poll(() => no.getAttribute('aria-pressed')).toBe('false');
});
