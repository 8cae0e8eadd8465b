/** Somebody before the doors of the inbox: in and out, the second step, and the links that come by mail. */
import { expect, type Page } from '@playwright/test';
import { generateSync } from 'otplib';
import type { Mailbox } from '../apps/server/test/mailbox.ts';

const STEP_SECONDS = 30;

export interface Login {
  email: string;
  password: string;
}

/** Fills in the form that stands there. */
export async function signIn(page: Page, { email, password }: Login): Promise<void> {
  await page.getByLabel('Email or username').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

export async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'account and theme' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByLabel('Email or username')).toBeVisible();
}

/** On the page of two-step sign-in: password, key, code. Returns the ten recovery codes, and the code that is good next. */
export async function turnOnTwoStep(page: Page, password: string): Promise<{ codes: string[]; next: string }> {
  await page.getByRole('button', { name: 'Set it up' }).click();
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('img', { name: /QR code/ })).toBeVisible();
  const secret = (await page.getByText(/^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/).innerText()).replaceAll(' ', '');
  const now = Math.floor(Date.now() / 1_000);
  await page.getByLabel('Code from the authenticator').fill(generateSync({ secret, epoch: now }));
  await page.keyboard.press('Enter');
  const recovery = page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem');
  await expect(recovery).toHaveCount(10);
  const codes = await recovery.allInnerTexts();
  await page.getByRole('button', { name: 'I have kept them' }).click();
  await expect(page.getByText('10 of 10 are left.')).toBeVisible();
  return { codes, next: generateSync({ secret, epoch: now + STEP_SECONDS }) };
}

/** Where the second step is asked for. */
export async function passWithRecoveryCode(page: Page, code = ''): Promise<void> {
  await page.getByRole('button', { name: 'Use a recovery code' }).click();
  await page.getByLabel('Recovery code').fill(code);
  await page.keyboard.press('Enter');
}

/** The first link in the mail of this subject to `email`, once it is there. */
export async function mailedLink(mailbox: Mailbox, email: string, subject: string | RegExp): Promise<string> {
  const link = () => {
    const mail = mailbox.mails.find((each) => each.recipients.includes(email) && each.subject?.match(subject));
    return /http\S+#\S+/.exec(mail?.text ?? '')?.[0];
  };
  await expect.poll(link).toBeTruthy();
  return link() as string;
}
