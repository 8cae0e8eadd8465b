/** Signing in and out, in a real browser: the address survives, and the end of a session says why. */
import { expect, it } from 'vitest';
import { inBrowser, roomPath } from './browser.ts';
import { PASSWORD } from './fake-server.ts';

const MINE = roomPath('mine', 'acme c_01jd8x53c90');

inBrowser('session', (open) => {
  it('says a wrong password honestly, then opens the page that was asked for', async () => {
    const { page } = await open(MINE, { signedIn: false });
    await page.getByLabel('Email or username').fill('ada@parley.test');
    await page.getByLabel('Password', { exact: true }).fill('not this one');
    await page.keyboard.press('Enter');
    await page.getByText('The email or the password is not right.').waitFor();
    await page.getByRole('button', { name: 'Show the password' }).click();
    await expect.poll(() => page.getByLabel('Password', { exact: true }).getAttribute('type')).toBe('text');
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Priya Raman' }).waitFor();
    expect(new URL(page.url()).pathname).toBe(MINE);
  });

  it('lands after a reload where one was', async () => {
    const { page } = await open(MINE);
    await page.getByRole('heading', { name: 'Priya Raman' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Priya Raman' }).waitFor();
    expect(new URL(page.url()).pathname).toBe(MINE);
  });

  it('ends with the reason when access ends, and goes on where one was after signing in', async () => {
    const { page, server } = await open(MINE);
    await page.getByRole('heading', { name: 'Priya Raman' }).waitFor();
    server.revoke();
    await page.getByText('You were signed out').waitFor();
    await page.getByLabel('Email or username').fill('ada');
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Priya Raman' }).waitFor();
  });

  it('signs out by the menu and leaves no draft behind', async () => {
    const { page, server } = await open(MINE);
    await page.getByLabel('Reply to Priya Raman').fill('Half a sentence');
    await page.getByRole('button', { name: 'account and theme' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByLabel('Password', { exact: true }).waitFor();
    await expect.poll(() => server.signedIn).toBe(false);
    const drafts = () => page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes('draft')));
    await expect.poll(drafts).toEqual([]);
  });

  it('sends an end customer who chose a password back to where it talks', async () => {
    const { page } = await open('/set-password#customer-token-of-some-length', { signedIn: false });
    await page.getByLabel('New password').fill('velvet harbour sideways');
    await page.keyboard.press('Enter');
    await page.getByText('Go back to the chat of Acme Outdoor').waitFor();
  });

  it('tells that a link was used, and where to get a new one', async () => {
    const { page } = await open('/set-password#expired-token-of-some-length', { signedIn: false });
    await page.getByLabel('New password').fill('a long enough password');
    await page.keyboard.press('Enter');
    await page.getByText('has expired or was used').waitFor();
    expect(page.url()).not.toContain('expired-token');
    await page.getByRole('link', { name: 'Get a new one' }).click();
    await page.getByLabel('Email').fill('ada@parley.test');
    await page.keyboard.press('Enter');
    await page.getByText('a link is on its way').waitFor();
  });
});
