/** An agent sets up two-step sign-in, and comes back with a code, with a recovery code, and without any. */
import type { Page } from '@playwright/test';
import { generateSync } from 'otplib';
import { expect, test } from '../journey.ts';

/** Not the one that other journeys sign in as. */
const EMAIL = 'ben@parley.test';
const PASSWORD = 'parley-demo-1234';
const STEP_SECONDS = 30;

test('two-step sign-in, from setting it up to turning it off', async ({ newPage, program, mailbox, complaints }) => {
  // What the inbox hears when nobody is signed in, and when a code is missing or used.
  complaints.tolerate(/status of 401/);
  const page = await newPage();
  const mails = (subject: string) =>
    mailbox.mails.filter((mail) => mail.subject === subject && mail.recipients.includes(EMAIL)).length;
  const codeField = page.getByLabel('Code from the authenticator');
  await page.goto(`${program.url}/settings/two-step`);
  await signIn(page);

  const { codes, next } = await test.step('set up: password, key, code, recovery codes', async () => {
    await page.getByRole('button', { name: 'Set it up' }).click();
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('img', { name: /QR code/ })).toBeVisible();
    const secret = (await page.getByText(/^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/).innerText()).replaceAll(' ', '');
    const now = Math.floor(Date.now() / 1_000);
    await codeField.fill(generateSync({ secret, epoch: now }));
    await page.keyboard.press('Enter');
    const codes = await page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem').allInnerTexts();
    expect(codes).toHaveLength(10);
    await page.getByRole('button', { name: 'I have kept them' }).click();
    await expect(page.getByText('10 of 10 are left.')).toBeVisible();
    await expect.poll(() => mails('Two-step sign-in is on')).toBe(1);
    return { codes, next: generateSync({ secret, epoch: now + STEP_SECONDS }) };
  });

  await test.step('sign in with a code, and let the browser be remembered', async () => {
    await signOut(page);
    await signIn(page);
    await codeField.fill(next);
    await page.getByLabel('Remember this browser').check();
    await page.keyboard.press('Enter');
    await expect(page.getByText('30 days left')).toBeVisible();
  });

  await test.step('here no code is needed any more; elsewhere that code is worth nothing', async () => {
    await signOut(page);
    await signIn(page);
    await expect(page.getByRole('heading', { name: 'Remembered browsers' })).toBeVisible();
    const elsewhere = await newPage();
    await elsewhere.goto(`${program.url}/settings/two-step`);
    await signIn(elsewhere);
    await elsewhere.getByLabel('Code from the authenticator').fill(next);
    await elsewhere.keyboard.press('Enter');
    await expect(elsewhere.getByText('was used already')).toBeVisible();

    await elsewhere.getByRole('button', { name: 'Use a recovery code' }).click();
    await elsewhere.getByLabel('Recovery code').fill(codes[0] as string);
    await elsewhere.keyboard.press('Enter');
    await expect(elsewhere.getByText('9 of 10 are left.')).toBeVisible();
    await expect.poll(() => mails('A recovery code was used to sign in')).toBe(1);
  });

  await test.step('turned off with password and code, the password alone signs in', async () => {
    await page.getByRole('button', { name: 'Turn it off' }).click();
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Use a recovery code' }).click();
    await page.getByLabel('Recovery code').fill(codes[1] as string);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('button', { name: 'Set it up' })).toBeVisible();
    await signOut(page);
    await signIn(page);
    await expect(page.getByRole('button', { name: 'Set it up' })).toBeVisible();
  });
});

async function signIn(page: Page): Promise<void> {
  await page.getByLabel('Email or username').fill(EMAIL);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'account and theme' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByLabel('Email or username')).toBeVisible();
}
