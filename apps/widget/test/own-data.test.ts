/** A visitor's own data: asked for and taken away from where it can be left, and loaded by nobody who does not ask. */
import { expect, it } from 'vitest';
import { brokenRules } from './axe.ts';
import { browserTests, type Visit } from './browser.ts';

const visit = browserTests();
const press = (v: Visit, name: string) => v.panel.getByRole('button', { name, exact: true }).click();

/** With a person already in the conversation. */
async function withPerson(context = {}, options = {}): Promise<Visit> {
  const v = await visit(context);
  v.fake.say('visitor', 'My tent leaks');
  v.fake.change({ owner: { kind: 'agent', name: 'Mia' } });
  await v.goto(options);
  await v.open();
  await v.say('Are you there?');
  await v.panel.getByRole('button', { name: 'Your data' }).waitFor();
  return v;
}

it('[D7] [D8] is gathered, and saved as a file by a link that works once', async () => {
  const v = await withPerson();
  expect(v.fake.requests.filter((request) => /own-data/.test(request))).toEqual([]);
  await press(v, 'Your data');
  await v.panel.getByText('All that is kept about you here').waitFor();
  await expect.poll(() => v.field.isVisible()).toBe(false);
  await press(v, 'Get it all');
  await v.panel.getByText('Gathering your data').waitFor();
  await v.panel.getByText('Here it is, for a day').waitFor();
  for (const [name, format] of [
    ['To read', 'html'],
    ['For programs', 'json'],
  ] as const) {
    const saving = v.page.waitForEvent('download');
    await press(v, name);
    expect((await saving).suggestedFilename()).toBe(`data.${format}`);
  }
  await press(v, 'Back');
  await v.panel.locator('textarea:focus').waitFor();
  expect(v.complaints).toEqual([]);
});

it('[D1] is erased when that was confirmed, and not before', async () => {
  const v = await withPerson();
  await press(v, 'Your data');
  await press(v, 'Erase it all…');
  await v.panel.getByText('It cannot be undone').waitFor();
  await press(v, 'Back');
  await v.panel.getByText('All that is kept about you here').waitFor();
  expect(v.fake.frames.some(({ command }) => command === 'request_erasure')).toBe(false);
  await press(v, 'Erase it all…');
  await press(v, 'Erase for good');
  await v.panel.getByText('Your data is being erased').waitFor();
  await expect.poll(() => v.panel.getByRole('button', { name: 'Back' }).count()).toBe(0);
});

it('says when it did not work, and leaves the conversation as it was', async () => {
  const v = await withPerson();
  v.fake.refuse = ({ command }) =>
    command === 'request_export' ? { code: 'internal', message: 'No', retry: true } : null;
  await press(v, 'Your data');
  await press(v, 'Get it all');
  await v.panel.getByText('That did not work').waitFor();
  await press(v, 'Back');
  await v.say('Never mind');
  await v.panel.getByText('Never mind').waitFor();
});

it('[D10] takes a consent back while the bot answers, and asks anew before the next word', async () => {
  const v = await visit();
  v.fake.config.consented = 3;
  await v.goto();
  await v.open();
  await press(v, 'Your data');
  await press(v, 'Withdraw my consent');
  await v.panel.getByText('We keep what you write.').waitFor();
  await expect.poll(() => v.field.isVisible()).toBe(false);
  await expect.poll(() => v.panel.getByText('All that is kept about you here').count()).toBe(0);
  await press(v, 'Agree and write');
  await v.field.waitFor();
  // And back again, as often as one likes.
  await press(v, 'Your data');
  await press(v, 'Withdraw my consent');
  await v.panel.getByRole('button', { name: 'Agree and write' }).waitFor();
  expect(v.complaints).toEqual([]);
});

it('offers nothing to take back where nothing was agreed to', async () => {
  const v = await withPerson();
  await press(v, 'Your data');
  await v.panel.getByRole('button', { name: 'Get it all' }).waitFor();
  await expect.poll(() => v.panel.getByRole('button', { name: 'Withdraw my consent' }).count()).toBe(0);
});

it('is reached by keyboard, in light and dark, without a complaint of axe', async () => {
  for (const scheme of ['dark', 'light'] as const) {
    const w = await withPerson({}, { scheme });
    await w.panel.getByRole('button', { name: 'Your data' }).press('Enter');
    await w.panel.locator('.own p:focus').waitFor();
    expect(await brokenRules(w.page)).toEqual([]);
  }
  const v = await withPerson();
  await v.panel.getByRole('button', { name: 'Your data' }).press('Enter');
  await v.panel.locator('.own p:focus').waitFor();
  await v.page.keyboard.press('Tab');
  await v.page.keyboard.press('Enter');
  await v.panel.getByText('Gathering your data').waitFor();
});
