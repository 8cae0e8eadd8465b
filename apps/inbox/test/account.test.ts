/** The account page in a real browser: what is one's own, seen and changed. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { inBrowser } from './browser.ts';
import { Refused } from './refused.ts';

inBrowser('account', (open) => {
  it('shows where one is signed in, and signs one browser out', async () => {
    const { page, server } = await open('/settings/account');
    const sessions = page.getByRole('list', { name: 'Sessions' }).getByRole('listitem');
    await sessions.filter({ hasText: 'Firefox on Windows' }).getByText('This browser').waitFor();
    await sessions.filter({ hasText: 'Unknown browser' }).getByText('16 days ago').waitFor();
    await expect.poll(() => sessions.filter({ hasText: 'Firefox' }).getByRole('button').count()).toBe(0);
    await page.getByRole('button', { name: 'Sign out Safari on iOS' }).click();
    await page.getByText('Safari on iOS was signed out.').waitFor();
    await sessions.filter({ hasText: 'Safari' }).waitFor({ state: 'hidden' });
    expect(server.site.account.sessions.map(({ id }) => id)).toEqual(['s-here', 's-old']);
  });

  it('asks before it signs out everywhere else, by the keyboard alone', async () => {
    const { page, server } = await open('/settings/account');
    await page.getByRole('button', { name: 'Sign out everywhere else' }).press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('signed out within seconds').waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).press('Enter');
    await dialog.waitFor({ state: 'hidden' });
    expect(server.site.account.sessions).toHaveLength(3);
    await page.getByRole('button', { name: 'Sign out everywhere else' }).press('Enter');
    await dialog.getByRole('button', { name: 'Sign out everywhere else' }).press('Enter');
    await page.getByText('2 other sessions were ended.').waitFor();
    await page.getByText('Unknown browser').waitFor({ state: 'hidden' });
    expect(server.site.account.sessions).toHaveLength(1);
  });

  it('saves all that is kept about one, as a file', async () => {
    const { page, server } = await open('/settings/account');
    server.site.refusals.set('export_account', new Refused('rate_limited', 'Too often. Wait a while.'));
    await page.getByRole('button', { name: 'Save as JSON' }).click();
    await page.getByText('The file could not be made').waitFor();
    server.site.refusals.delete('export_account');
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save as JSON' }).click();
    const file = await saving;
    expect(file.suggestedFilename()).toMatch(/^account-\d{4}-\d\d-\d\d\.json$/);
    const saved = JSON.parse(readFileSync(await file.path(), 'utf8'));
    expect(saved.your_account).toEqual([{ name: 'Ada Moreau', email: 'ada@parley.test', photo: null }]);
    expect(saved.where_you_are_signed_in).toHaveLength(3);
    await page.getByText('Your data was saved').waitFor();
  });

  it('judges a password while one types, says what the server refused, and changes it', async () => {
    const { page, server } = await open('/settings/account');
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    const field = page.getByLabel('New password');
    await page.getByLabel('Current password').fill('not this one');
    await field.fill('short');
    await page.getByText('7 more characters').waitFor();
    // What judges comes when it is needed.
    expect(requests.filter((url) => url.includes('password-judge'))).toHaveLength(1);
    await field.fill('password1234');
    await page.getByText('Easy to guess').waitFor();
    await field.fill('adamoreau ada');
    await page.getByText('easy to guess', { exact: false }).waitFor();
    await field.fill('a hedgehog under the pear tree');
    await page.getByText('Very strong').waitFor();
    await page.getByRole('button', { name: 'Change the password' }).click();
    await page.getByText('is not right').waitFor();
    await page.getByLabel('Current password').fill(server.site.account.password);
    await field.fill('password1234');
    await page.getByRole('button', { name: 'Change the password' }).click();
    await page.getByText('tried first').waitFor();
    await field.fill('a hedgehog under the pear tree');
    await field.press('Enter');
    await page.getByText('Your password was changed').waitFor();
    expect(server.site.account.password).toBe('a hedgehog under the pear tree');
    await expect.poll(() => field.inputValue()).toBe('');
    await page.getByText('Safari on iOS').waitFor({ state: 'hidden' });
  });

  it('saves what was changed of the profile, and asks before changes are lost', async () => {
    const { page, server } = await open('/settings/account');
    await page.getByLabel('Name', { exact: true }).fill('Ada M. Moreau');
    await page.getByLabel('Language of mails to you').selectOption('de');
    await page.getByLabel('Country').selectOption({ label: 'Germany' });
    await page.getByRole('link', { name: 'This browser' }).click();
    await page.getByText('Leave without saving?').waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Save the profile' }).click();
    await page.getByText('Saved.').waitFor();
    await page.getByRole('button', { name: 'Ada M. Moreau: account and theme' }).waitFor();
    expect(server.site.account.profile).toMatchObject({
      name: 'Ada M. Moreau',
      language: 'de',
      country: 'DE',
      city: 'Lisboa',
    });
    server.site.refusals.set('update_profile', new Refused('invalid', 'Wrong', { phone: 'is not a number' }));
    await page.getByLabel('Phone').fill('none');
    await page.getByRole('button', { name: 'Save the profile' }).click();
    await page.getByText('is not a number').waitFor();
    await page.getByRole('button', { name: 'Discard the changes' }).click();
    await expect.poll(() => page.getByLabel('Phone').inputValue()).toBe('');
  });

  it('has a first address confirmed, and asks for the password before another', async () => {
    const { page, server } = await open('/settings/account');
    await page.getByRole('button', { name: 'Mail me the link' }).click();
    await page.getByText('A mail with a link is on its way.').waitFor();
    await page.getByRole('button', { name: 'Change the address' }).click();
    await page.getByLabel('New address').fill('ada@new.test');
    await page.getByLabel('Your password').fill('not this one');
    await page.getByRole('button', { name: 'Mail a link to the new address' }).click();
    await page.getByText('is not right').waitFor();
    await page.getByLabel('Your password').fill(server.site.account.password);
    await page.keyboard.press('Enter');
    await page.getByText('If ada@new.test is free').waitFor();
    expect(server.site.account.mailed).toEqual(['ada@parley.test', 'ada@new.test']);
  });

  it('uses a mailed link by its button alone', async () => {
    const { page, server } = await open('/confirm-email#a-token-of-thirty-characters-xx', { signedIn: false });
    await page.getByRole('button', { name: 'Confirm the address' }).waitFor();
    expect(page.url()).not.toContain('a-token');
    expect(server.site.account.used).toEqual([]);
    await page.getByRole('button', { name: 'Confirm the address' }).click();
    await page.getByText('ada@parley.test is confirmed.').waitFor();
    expect(server.site.account.used).toEqual(['/api/users/email/confirm a-token-of-thirty-characters-xx']);
  });

  it('tells that a link to take an address back was used', async () => {
    const { page } = await open('/undo-email#expired-token-of-some-length', { signedIn: false });
    await page.getByRole('button', { name: 'Take it back' }).click();
    await page.getByText('has expired or was used').waitFor();
  });

  it('takes a photo, says what is none, and takes it away again', async () => {
    const { page } = await open('/settings/account');
    const file = page.getByLabel('Photo');
    await file.setInputFiles({ name: 'me.png', mimeType: 'image/png', buffer: Buffer.from('<svg/>') });
    await page.getByText('is not a picture that can be used').waitFor();
    const png = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    );
    await file.setInputFiles({ name: 'me.png', mimeType: 'image/png', buffer: png });
    await page.getByRole('img', { name: 'You' }).waitFor();
    const face = page.getByRole('button', { name: 'account and theme' }).locator('img');
    await face.waitFor();
    await page.getByRole('button', { name: 'Remove' }).click();
    await page.getByText('Your photo was taken away.').waitFor();
    await face.waitFor({ state: 'detached' });
    await page.getByRole('img', { name: 'You' }).waitFor({ state: 'hidden' });
  });

  it('asks for the password before it mails a link to leave by', async () => {
    const { page, server } = await open('/settings/account');
    await page.getByRole('button', { name: 'Deactivate the account' }).click();
    await page.getByLabel('Your password').fill(server.site.account.password);
    server.site.refusals.set(
      'request_deactivation',
      new Refused('last_owner', 'A site needs an owner.', { site: 'Acme has no other owner' }),
    );
    await page.getByRole('button', { name: 'Deactivate the account' }).click();
    await page.getByText('Acme has no other owner').waitFor();
    server.site.refusals.clear();
    await page.getByRole('button', { name: 'Deactivate the account' }).click();
    await page.getByText('A mail with a link is on its way.').waitFor();
    expect(server.site.account.mailed).toEqual(['deactivate']);
  });

  it('leaves by the button behind the link, and comes back by signing in', async () => {
    const { page, server } = await open('/confirm-deactivation#a-token-of-thirty-characters-xx', { signedIn: false });
    await page.getByRole('button', { name: 'Deactivate the account' }).click();
    await page.getByText('You can come back until').waitFor();
    server.site.account.deactivated = true;
    await page.getByRole('link', { name: 'To the inbox' }).click();
    await page.getByLabel('Email or username').fill('ada');
    await page.getByLabel('Password', { exact: true }).fill(server.site.account.password);
    await page.keyboard.press('Enter');
    await page.getByText('You deactivated this account.').waitFor();
    await page.getByRole('button', { name: 'Come back and sign in' }).click();
    await page.getByRole('link', { name: 'Settings' }).waitFor();
    expect(server.site.account.deactivated).toBe(false);
  });
});
