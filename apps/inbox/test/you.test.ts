/** An end customer's own page in a real browser: signing in, its tokens, and what it may ask about its data. */
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { brokenRules } from '../../../e2e/axe.ts';
import { inBrowser } from './browser.ts';
import { Refused } from './fake-site.ts';
import { CODE, RECOVERY_CODES } from './fake-two-factor.ts';

const signIn = async (page: Page) => {
  await page.getByLabel('Email or username').fill('marisol');
  await page.getByLabel('Password', { exact: true }).fill('marisol-and-her-tent');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Marisol Vega' }).waitFor();
};

inBrowser('one’s own page', (open) => {
  it('lets a customer in, shows balance and history, and stays signed in after a reload', async () => {
    const { page } = await open('/you', { signedIn: false });
    await page.getByLabel('Email or username').fill('marisol');
    await page.getByLabel('Password', { exact: true }).fill('a guess');
    await page.keyboard.press('Enter');
    await page.getByText('is not right').waitFor();
    await signIn(page);
    await page.getByText('2,100 tokens').waitFor();
    await page.getByText('100 tokens of it are held').waitFor();
    await page.getByText('For the trouble with the tent').waitFor();
    const entries = page.getByRole('row');
    const before = await entries.count();
    await page.getByRole('button', { name: 'Show more' }).click();
    await page.getByText('Signed up').waitFor();
    await expect.poll(() => entries.count()).toBeGreaterThan(before);
    await page.reload();
    await page.getByText('2,100 tokens').waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  });

  it('gathers all data, with progress, and hands the files over', async () => {
    const { page, server } = await open('/you', { signedIn: false });
    await signIn(page);
    server.site.refusals.set('request_export', new Refused('rate_limited', 'Too often. Wait a while.'));
    await page.getByRole('button', { name: 'Get all my data' }).click();
    await page.getByText('Too often').waitFor();
    server.site.refusals.clear();
    await page.getByRole('button', { name: 'Get all my data' }).click();
    await page.getByText('1,200 of 2,400 messages').waitFor();
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'For programs (JSON)' }).click();
    expect((await saving).suggestedFilename()).toMatch(/json$/);
  });

  it('asks before everything is erased, and then is nobody’s page any more', async () => {
    const { page, server } = await open('/you', { signedIn: false });
    await signIn(page);
    await page.getByRole('button', { name: 'Erase all my data…' }).press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Cancel' }).press('Enter');
    await dialog.waitFor({ state: 'hidden' });
    expect(server.site.privacy.requests).toEqual([]);
    await page.getByRole('button', { name: 'Erase all my data…' }).press('Enter');
    await dialog.getByRole('button', { name: 'Erase for good' }).press('Enter');
    await page.getByText('and your account with it').waitFor();
    expect(server.site.privacy.requests).toMatchObject([{ kind: 'erasure', consumer: 'c_user_23' }]);
    await page.reload();
    await page.getByLabel('Email or username').waitFor();
  });

  it('sets up two-step sign-in, asks for the code from then on, and turns it off', async () => {
    const { page } = await open('/you', { signedIn: false });
    await signIn(page);
    await page.getByRole('button', { name: 'Set it up' }).press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Password', { exact: true }).fill('marisol-and-her-tent');
    await page.keyboard.press('Enter');
    await dialog.getByLabel('Code from the authenticator').fill(CODE);
    await page.keyboard.press('Enter');
    await dialog.getByText(RECOVERY_CODES[0] as string).waitFor();
    await dialog.getByRole('button', { name: 'I have kept them' }).press('Enter');
    await page.getByText('10 of 10 are left').waitFor();

    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('Email or username').fill('marisol');
    await page.getByLabel('Password', { exact: true }).fill('marisol-and-her-tent');
    await page.keyboard.press('Enter');
    await page.getByLabel('Code from the authenticator').fill(CODE);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Marisol Vega' }).waitFor();

    await page.getByRole('button', { name: 'Forget Firefox on Linux' }).click();
    await page.getByText('Signing in offers to remember one').waitFor();
    await page.getByRole('button', { name: 'Turn it off' }).click();
    await dialog.getByLabel('Password', { exact: true }).fill('marisol-and-her-tent');
    await dialog.getByLabel('Code from the authenticator').fill(CODE);
    await page.keyboard.press('Enter');
    await page.getByText('It takes two minutes').waitFor();
  });

  it.each(['wide', 'phone'] as const)('breaks no rule of axe and is no wider than the screen: %s', async (size) => {
    for (const dark of [false, true]) {
      const { page } = await open('/you', { signedIn: false, size, dark });
      await signIn(page);
      await page.getByText('2,100 tokens').waitFor();
      expect(await brokenRules(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    }
  });
});
