/** Settings and knowledge in a real browser: saving, refusing, deleting with a question, leaving with changes. */
import { expect, it } from 'vitest';
import { inBrowser, roomPath } from './browser.ts';
import { Refused } from './fake-site.ts';

inBrowser('settings', (open) => {
  it('adds an origin, says what is wrong with one, and undoes a removal', async () => {
    const { page, server } = await open('/settings/installation');
    const field = page.getByLabel('Add an origin');
    await field.fill('www.example.com');
    await page.keyboard.press('Enter');
    await page.getByText('Begin with https://').waitFor();
    await field.fill('https://shop.example.com/path');
    await page.keyboard.press('Enter');
    await page.getByText('https://shop.example.com', { exact: true }).waitFor();
    server.site.refusals.set(
      'update_site',
      new Refused('invalid', 'Wrong', { origins: 'The server does not like this one.' }),
    );
    await field.fill('https://other.example.com');
    await page.keyboard.press('Enter');
    await page.getByText('The server does not like this one.').waitFor();
    server.site.refusals.clear();
    await page.getByRole('button', { name: 'Remove http://localhost:4001' }).click();
    await page.getByText('http://localhost:4001', { exact: true }).waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('http://localhost:4001', { exact: true }).waitFor();
  });

  it('tells what a colour means for reading, and asks before changes are lost', async () => {
    const { page } = await open('/settings/appearance');
    await page.getByLabel('Colour', { exact: true }).fill('#ffe066');
    await page.getByText('Words on it will be black').waitFor();
    await page.getByText('hard to find').waitFor();
    await page.getByRole('link', { name: 'Team', exact: true }).click();
    await page.getByText('Leave without saving?').waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await expect.poll(() => page.getByLabel('Colour', { exact: true }).inputValue()).toBe('#ffe066');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved. Pages that are open').waitFor();
    await page.getByRole('link', { name: 'Team', exact: true }).click();
    await page.getByText('Ben Okafor').waitFor();
  });

  it('takes the microphone out of the chat', async () => {
    const { page } = await open('/settings/appearance');
    const voice = page.getByRole('switch', { name: 'Visitors may speak instead of writing' });
    await expect.poll(() => voice.isChecked()).toBe(true);
    await voice.click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved. Pages that are open').waitFor();
    await page.reload();
    await voice.waitFor();
    await expect.poll(() => voice.isChecked()).toBe(false);
  });

  it('writes, changes and deletes a predefined answer', async () => {
    const { page } = await open('/settings/answers', {}, { empty: true });
    await page.getByRole('link', { name: 'Add an answer' }).first().click();
    await page.getByLabel('Title').fill('Parking');
    await page.getByLabel('The answer').fill('Behind the **shop**.');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Write at least one.').waitFor();
    await page.getByLabel('Question 1', { exact: true }).fill('Where can I park?');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('“Where can I park?”').waitFor();
    await page.getByRole('link', { name: 'Parking' }).click();
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('button', { name: 'Delete the answer' }).click();
    await page.getByText('No predefined answer yet').waitFor();
  });

  it('writes an article beside its preview, finds it, and deletes it after asking', async () => {
    const { page } = await open('/knowledge');
    await page.getByRole('link', { name: 'New article' }).click();
    await page.getByLabel('Title').fill('Gift cards');
    await page.getByLabel('Text').fill('## Validity\n\nGood for **three years**.');
    await page.getByRole('region', { name: 'Preview' }).getByRole('heading', { name: 'Validity' }).waitFor();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('link', { name: 'Public page' }).waitFor();
    await page.getByRole('link', { name: 'Knowledge' }).last().click();
    await page.getByLabel('Search articles').fill('gift');
    await page.getByText('Warranty').waitFor({ state: 'hidden' });
    await page.getByRole('link', { name: 'Gift cards', exact: true }).click();
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('button', { name: 'Delete the article' }).click();
    await page.getByRole('heading', { name: 'Knowledge' }).waitFor();
    await page.getByText('Gift cards').waitFor({ state: 'hidden' });
  });

  it('blocks a visitor with the address, says so beside the name, lists both, and lifts them', async () => {
    const { page } = await open(roomPath('mine', 'acme c_01jd8x53c90'));
    const contact = page.getByRole('complementary', { name: 'Contact' });
    await contact.getByRole('button', { name: 'Block…' }).click();
    await page.getByLabel('Reason').fill('Threats');
    await page.getByLabel('For how long').selectOption('A day');
    await page.getByRole('switch', { name: 'Also the address 203.0.113.7' }).check();
    await page.getByRole('button', { name: 'Block', exact: true }).click();
    await contact.getByText('Blocked', { exact: true }).waitFor();
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('link', { name: 'Blocked' }).click();
    const rows = page.getByRole('list', { name: 'Blocked' }).getByRole('listitem');
    await rows.filter({ hasText: 'Priya Raman' }).getByText('Threats').waitFor();
    await expect.poll(() => rows.count()).toBe(2);
    await page.getByRole('button', { name: 'Unblock Priya Raman' }).click();
    await page.getByRole('button', { name: 'Unblock 203.0.113.7' }).click();
    await page.getByText('Nobody is blocked').waitFor();
  });

  it('offers accounts in the chat, and takes that back', async () => {
    const { page, server } = await open('/settings/identity');
    const offer = (checked: boolean) =>
      page.getByRole('switch', { name: 'Visitors may sign up and in within the chat', checked });
    await offer(false).click();
    await offer(true).waitFor();
    await page.reload();
    server.site.refusals.set('update_site', new Refused('internal', 'Something went wrong here.', {}));
    await offer(true).click();
    await page.getByText('Something went wrong here.').waitFor();
    server.site.refusals.clear();
    await offer(true).click();
    await offer(false).waitFor();
  });

  it('shows a new secret once, exchanges and ends it, and says what an identity is worth', async () => {
    const { page } = await open('/settings/identity');
    await page.getByRole('button', { name: 'Make a secret' }).click();
    const first = (await page.getByLabel('The new secret').textContent()) as string;
    await page.getByRole('link', { name: 'Team', exact: true }).click();
    await page.getByText('Ben Okafor').waitFor();
    await page.getByRole('link', { name: 'Identity' }).click();
    await page.getByText('In force').waitFor();
    await expect.poll(() => page.getByText(first).count()).toBe(0);
    await page.getByRole('button', { name: 'Make a new one' }).click();
    const secrets = page.getByRole('list', { name: 'Secrets' }).getByRole('listitem');
    await secrets.nth(1).getByText(/^Ends/).waitFor();
    await secrets.nth(1).getByRole('button').click();
    await page.getByRole('button', { name: 'End the secret', exact: true }).click();
    await secrets.nth(1).waitFor({ state: 'hidden' });
    await page.getByLabel('Language').selectOption('ruby');
    await page.getByText('SecureRandom.uuid').waitFor();
    await page.getByText('data-identity').waitFor();
    await page.getByLabel('A signed identity').fill('good');
    await page.getByRole('button', { name: 'Check', exact: true }).click();
    await page.getByText('It counts.').waitFor();
    await page.getByText('Kim Lee').waitFor();
  });

  it('lets an agent look, and says who may change; the bot’s settings may be changed by everybody', async () => {
    const { page } = await open('/settings/retention', {}, { role: 'agent' });
    await page.getByText('Only owners and admins can change it').waitFor();
    await expect.poll(() => page.getByLabel('Days that a closed conversation is kept').isDisabled()).toBe(true);
    await expect.poll(() => page.getByRole('button', { name: 'Save' }).count()).toBe(0);
    await page.getByRole('link', { name: 'Bot', exact: true }).click();
    await page.getByLabel('Greeting').fill('Good day');
    await page.getByRole('button', { name: 'Save the draft' }).click();
    await page.getByText('Draft saved').waitFor();
  });

  it('says when settings cannot be loaded, and loads them on demand', async () => {
    const { page, server } = await open('/inbox/mine');
    await page.getByText('Priya Raman').waitFor();
    server.site.refusals.set('list_agents', new Refused('forbidden', 'You may not do this.'));
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('link', { name: 'Team', exact: true }).click();
    await page.getByText('The team could not be loaded').waitFor();
    server.site.refusals.clear();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('Ben Okafor').waitFor();
  });
});
