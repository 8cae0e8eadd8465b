/** An account's life: invited and proven, with a second factor, a forgotten password, a leave of absence and a return. */
import { mailedLink, passWithRecoveryCode, signIn, signOut, turnOnTwoStep } from '../account.ts';
import { expect, test } from '../journey.ts';

const EMAIL = 'mira@team.test';
const FIRST = 'nine quiet lamps by the lake';
const SECOND = 'a lighthouse eats no porridge';

test('from an invitation over two steps and a forgotten password to leaving and coming back', async ({
  agent,
  mailbox,
  program,
  newPage,
  complaints,
}) => {
  // What the inbox hears when nobody is signed in, a code is wanted, an account is away or a link used up; and of closed sockets.
  complaints.tolerate(/status of 40[134]|WebSocket connection/);
  await agent.comeBack('/settings/team');
  await agent.page.getByLabel('Name').fill('Mira Lund');
  await agent.page.getByLabel('Email').fill(EMAIL);
  await agent.page.getByRole('button', { name: 'Send the invitation', exact: true }).click();
  const page = await newPage();
  const conversations = page.getByRole('region', { name: 'Conversations' });

  await test.step('the mailed link proves the address; opened again, it is used', async () => {
    const link = await mailedLink(mailbox, EMAIL, /invites you/);
    await page.goto(link);
    await page.getByLabel('New password').fill(FIRST);
    await page.keyboard.press('Enter');
    await expect(conversations).toBeVisible();
    const other = await newPage();
    await other.goto(link);
    await other.getByLabel('New password').fill(SECOND);
    await other.keyboard.press('Enter');
    await expect(other.getByText('expired or was used')).toBeVisible();
  });

  const codes = await test.step('a second factor, and in with a code', async () => {
    await page.goto(`${program.url}/settings/two-step`);
    const { codes, next } = await turnOnTwoStep(page, FIRST);
    await signOut(page);
    await signIn(page, { email: EMAIL, password: FIRST });
    await page.getByLabel('Code from the authenticator').fill(next);
    await page.keyboard.press('Enter');
    await expect(page.getByText('10 of 10 are left.')).toBeVisible();
    return codes;
  });

  await test.step('forgotten: a new password by mail does not go round the second step, and signs out who was in', async () => {
    const elsewhere = await newPage();
    await elsewhere.goto(`${program.url}/forgot`);
    await elsewhere.getByLabel('Email').fill(EMAIL);
    await elsewhere.getByRole('button', { name: 'Mail me a link' }).click();
    await expect(elsewhere.getByText(`If there is an account for ${EMAIL}`)).toBeVisible();
    await elsewhere.goto(await mailedLink(mailbox, EMAIL, 'Choose a new password'));
    await elsewhere.getByLabel('New password').fill(SECOND);
    await elsewhere.keyboard.press('Enter');
    await passWithRecoveryCode(elsewhere, codes[0]);
    await expect(elsewhere.getByRole('region', { name: 'Conversations' })).toBeVisible();
    await expect(page.getByLabel('Email or username')).toBeVisible();
    await signIn(page, { email: EMAIL, password: FIRST });
    await expect(page.getByText(/not right|do not match|wrong/i)).toBeVisible();
  });

  await test.step('deactivated by password and mail, nobody is in; signing in brings everything back', async () => {
    await signIn(page, { email: EMAIL, password: SECOND });
    await passWithRecoveryCode(page, codes[1]);
    await page.getByText('8 of 10 are left.').waitFor();
    await page.goto(`${program.url}/settings/account`);
    await page.getByRole('button', { name: 'Deactivate the account' }).click();
    await page.getByLabel('Your password').fill(SECOND);
    await page.keyboard.press('Enter');
    const link = await mailedLink(mailbox, EMAIL, 'Deactivate your account?');
    const mailed = await newPage();
    await mailed.goto(link);
    await mailed.getByRole('button', { name: 'Deactivate the account' }).click();
    await expect(mailed.getByText('Your account is deactivated. You can come back until')).toBeVisible();
    await expect(page.getByLabel('Email or username')).toBeVisible();
    await expect(agent.page.getByRole('list', { name: 'Team' }).getByText('Mira Lund')).toBeVisible();

    await signIn(page, { email: EMAIL, password: SECOND });
    await expect(page.getByText('You deactivated this account.')).toBeVisible();
    await page.getByRole('button', { name: 'Come back and sign in' }).click();
    await passWithRecoveryCode(page, codes[2]);
    await expect(page.getByRole('heading', { name: 'Your account' })).toBeVisible();
    await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Mira Lund');
  });
});
