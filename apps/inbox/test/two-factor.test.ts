/** Two-step sign-in in a real browser: signing in with it, setting it up, requiring it, and taking it away. */
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { inBrowser, roomPath } from './browser.ts';
import { PASSWORD } from './fake-server.ts';
import { CODE, RECOVERY_CODES, USED_CODE } from './fake-two-factor.ts';

const MINE = roomPath('mine', 'acme c_01jd8x53c90');
const code = (page: Page) => page.getByLabel('Code from the authenticator');

async function password(page: Page): Promise<void> {
  await page.getByLabel('Email or username').fill('ada');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.keyboard.press('Enter');
}

inBrowser('two-step sign-in', (open) => {
  it('asks for a code after the password, says what is wrong with one, and opens the page that was asked for', async () => {
    const { page, server } = await open(MINE, { signedIn: false }, { twoFactor: 'on' });
    await password(page);
    await code(page).waitFor();
    await page.locator('[autocomplete=one-time-code]:focus').waitFor();
    await expect.poll(() => code(page).getAttribute('inputmode')).toBe('numeric');
    await expect.poll(() => page.title()).toContain('Second step');
    await page.keyboard.type(USED_CODE);
    await page.keyboard.press('Enter');
    await page.getByText('This code was used already. Wait until the next one appears.').waitFor();
    await code(page).fill('111111');
    await page.keyboard.press('Enter');
    await page.getByText('This code is not right.').waitFor();
    await code(page).fill(CODE);
    await page.getByLabel('Remember this browser').check();
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Priya Raman' }).waitFor();
    expect(server.remembered).toBe(true);
  });

  it('takes a recovery code instead, and leads back to the password', async () => {
    const { page, server } = await open(MINE, { signedIn: false }, { twoFactor: 'on' });
    await password(page);
    await page.getByRole('button', { name: 'Back to the password' }).click();
    await expect.poll(() => page.getByLabel('Email or username').inputValue()).toBe('ada');
    await expect.poll(() => page.title()).toContain('Sign in');
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Use a recovery code' }).click();
    await page.getByLabel('Recovery code').fill(RECOVERY_CODES[0] as string);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Priya Raman' }).waitFor();
    expect(server.remembered).toBe(false);
  });

  it('asks for a code too where a new password is chosen by a link', async () => {
    const { page } = await open(
      '/set-password#a-token-of-thirty-characters-xx',
      { signedIn: false },
      { twoFactor: 'on' },
    );
    await page.getByLabel('New password').fill('a long enough password');
    await page.keyboard.press('Enter');
    await code(page).fill(CODE);
    await expect.poll(() => page.getByLabel('Remember this browser').count()).toBe(0);
    await page.keyboard.press('Enter');
    await page.getByText('Jonas Weber').waitFor();
  });

  it('is set up with the keyboard: password, key or QR code, code, and ten recovery codes to keep', async () => {
    const { page } = await open('/settings/account');
    await page.getByRole('link', { name: 'Set it up' }).press('Enter');
    await page.getByRole('button', { name: 'Set it up' }).press('Enter');
    await page.keyboard.type('not it');
    await page.keyboard.press('Enter');
    await page.getByText('The password is not right.').waitFor();
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('img', { name: /QR code/ }).waitFor();
    await page.getByText('JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP').waitFor();
    await page.keyboard.type(CODE);
    await page.keyboard.press('Enter');
    const codes = page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem');
    await codes.first().waitFor();
    await expect.poll(() => codes.allTextContents()).toEqual(RECOVERY_CODES);
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download' }).click(),
    ]);
    const text = await readFile(await file.path(), 'utf8');
    for (const each of RECOVERY_CODES) expect(text).toContain(each);
    expect(file.suggestedFilename()).toBe('parley-recovery-codes.txt');
    // On paper the codes alone.
    await page.emulateMedia({ media: 'print' });
    await expect.poll(() => codes.first().isVisible()).toBe(true);
    await expect.poll(() => page.getByText('Parley recovery codes of ada@parley.test').isVisible()).toBe(true);
    await expect.poll(() => page.getByRole('heading', { name: 'Settings' }).isVisible()).toBe(false);
    await page.emulateMedia({ media: 'screen' });
    await page.getByRole('button', { name: 'I have kept them' }).click();
    await page.getByText('10 of 10 are left.').waitFor();
  });

  it('makes codes anew, forgets a browser and turns off, each time with password and code', async () => {
    const { page } = await open('/settings/two-step', {}, { twoFactor: 'on' });
    const prove = async (verb: string) => {
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Password', { exact: true }).fill(PASSWORD);
      await code(page).fill(CODE);
      await dialog.getByRole('button', { name: verb }).click();
    };
    await page.getByRole('button', { name: 'Make new ones' }).click();
    await prove('Make new ones');
    await page.getByRole('button', { name: 'I have kept them' }).click();
    await page.getByRole('button', { name: 'Forget Firefox on Linux' }).click();
    await page.getByText('None. Signing in offers to remember one.').waitFor();
    await page.getByRole('button', { name: 'Turn it off' }).click();
    await prove('Turn it off');
    await page.getByRole('button', { name: 'Set it up' }).waitFor();
  });

  it('leads whoever must have it to set it up, and nowhere else', async () => {
    const { page, server } = await open(MINE, { signedIn: false }, { twoFactor: 'required', role: 'agent' });
    await password(page);
    await page.getByText('Acme Outdoor asks everybody on its team for it.').waitFor();
    await expect.poll(() => page.getByRole('navigation').count()).toBe(0);
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.keyboard.press('Enter');
    await code(page).fill(CODE);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'I have kept them' }).click();
    await page.getByRole('heading', { name: 'Priya Raman' }).waitFor();
    await expect.poll(() => server.site.me.two_factor).toBe('on');
  });

  it('lets whoever must have it leave instead', async () => {
    const { page, server } = await open(MINE, {}, { twoFactor: 'required' });
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('Email or username').waitFor();
    await expect.poll(() => server.signedIn).toBe(false);
  });

  it('shows who has it, resets a colleague’s after asking, and requires it of all once one has it oneself', async () => {
    const { page, server } = await open('/settings/team');
    const row = (name: string) => page.getByRole('listitem').filter({ hasText: name });
    await row('Ben Okafor').getByText('Two-step').waitFor();
    await expect.poll(() => row('Ada Moreau').getByRole('button').count()).toBe(0);
    await page.getByRole('button', { name: 'Reset two-step sign-in of Ben Okafor' }).click();
    await page.getByRole('button', { name: 'Reset it' }).click();
    await row('Ben Okafor').getByText('Password only').waitFor();
    await page.getByLabel('Everybody on the team needs it').click();
    await page.getByText('Set it up for yourself first').waitFor();
    server.site.me.two_factor = 'on';
    await page.getByLabel('Everybody on the team needs it').click();
    await expect.poll(() => page.getByLabel('Everybody on the team needs it').isChecked()).toBe(true);
  });
});
