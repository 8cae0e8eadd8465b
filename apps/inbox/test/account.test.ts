/** The account page in a real browser: what is one's own, seen and changed. */
import { expect, it } from 'vitest';
import { inBrowser } from './browser.ts';

inBrowser('account', (open) => {
  it('shows where one is signed in, and signs one browser out', async () => {
    const { page, server } = await open('/settings/account');
    const sessions = page.getByRole('list', { name: 'Sessions' }).getByRole('listitem');
    await sessions.filter({ hasText: 'Firefox on Windows' }).getByText('This browser').waitFor();
    await sessions.filter({ hasText: 'Unknown browser' }).getByText('16 days ago').waitFor();
    expect(await sessions.filter({ hasText: 'Firefox' }).getByRole('button').count()).toBe(0);
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
    expect(await field.inputValue()).toBe('');
    await page.getByText('Safari on iOS').waitFor({ state: 'hidden' });
  });
});
