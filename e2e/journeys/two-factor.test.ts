/** An agent sets up two-step sign-in, and comes back with a code, with a recovery code, and without any. */
import { passWithRecoveryCode, signIn, signOut, turnOnTwoStep } from '../account.ts';
import { expect, test } from '../journey.ts';

/** Not the one that other journeys sign in as. */
const EMAIL = 'ben@parley.test';
const PASSWORD = 'parley-demo-1234';
const BEN = { email: EMAIL, password: PASSWORD };

test('two-step sign-in, from setting it up to turning it off', async ({ newPage, program, mailbox, complaints }) => {
  // What the inbox hears when nobody is signed in, and when a code is missing or used.
  complaints.tolerate(/status of 401/);
  const page = await newPage();
  const mails = (subject: string) =>
    mailbox.mails.filter((mail) => mail.subject === subject && mail.recipients.includes(EMAIL)).length;
  const codeField = page.getByLabel('Code from the authenticator');
  await page.goto(`${program.url}/settings/two-step`);
  await signIn(page, BEN);

  const { codes, next } = await test.step('set up: password, key, code, recovery codes', async () => {
    const kept = await turnOnTwoStep(page, PASSWORD);
    await expect.poll(() => mails('Two-step sign-in is on')).toBe(1);
    return kept;
  });

  await test.step('sign in with a code, and let the browser be remembered', async () => {
    await signOut(page);
    await signIn(page, BEN);
    await codeField.fill(next);
    await page.getByLabel('Remember this browser').check();
    await page.keyboard.press('Enter');
    await expect(page.getByText('30 days left')).toBeVisible();
  });

  await test.step('here no code is needed any more; elsewhere that code is worth nothing', async () => {
    await signOut(page);
    await signIn(page, BEN);
    await expect(page.getByRole('heading', { name: 'Remembered browsers' })).toBeVisible();
    const elsewhere = await newPage();
    await elsewhere.goto(`${program.url}/settings/two-step`);
    await signIn(elsewhere, BEN);
    await elsewhere.getByLabel('Code from the authenticator').fill(next);
    await elsewhere.keyboard.press('Enter');
    await expect(elsewhere.getByText('was used already')).toBeVisible();

    await passWithRecoveryCode(elsewhere, codes[0]);
    await expect(elsewhere.getByText('9 of 10 are left.')).toBeVisible();
    await expect.poll(() => mails('A recovery code was used to sign in')).toBe(1);
  });

  await test.step('turned off with password and code, the password alone signs in', async () => {
    await page.getByRole('button', { name: 'Turn it off' }).click();
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await passWithRecoveryCode(page, codes[1]);
    await expect(page.getByRole('button', { name: 'Set it up' })).toBeVisible();
    await signOut(page);
    await signIn(page, BEN);
    await expect(page.getByRole('button', { name: 'Set it up' })).toBeVisible();
  });
});
