/** A visitor who makes an account where it talks, finds the conversation on a second device, and leaves nothing there. */
import { readFile } from 'node:fs/promises';
import { passWithRecoveryCode, signIn, turnOnTwoStep } from '../account.ts';
import { expect, test } from '../journey.ts';
import { Visitor } from '../visitor.ts';

const PASSWORD = 'velvet harbour sideways';

test('talks, signs up, comes back on another device, confirms the address, and signs out', async ({
  visitor,
  agent,
  newPage,
  program,
  mailbox,
  complaints,
}) => {
  // Whoever follows the link is not signed in at the inbox.
  complaints.tolerate(/status of 401/);
  await agent.comeBack('/settings/identity');
  await agent.page.getByRole('switch', { name: 'Visitors may sign up and in within the chat' }).click();
  await expect(agent.page.getByRole('switch', { name: /within the chat/, checked: true })).toBeVisible();

  await visitor.goto();
  await visitor.open();
  await visitor.say('My parcel is late');
  await expect(visitor.panel.getByRole('img', { name: /^(Sent|Delivered|Seen)$/ })).toBeVisible();
  await visitor.panel.getByRole('button', { name: 'Sign in to keep this conversation' }).click();
  await visitor.panel.getByRole('button', { name: 'No account yet? Create one' }).click();
  await visitor.panel.getByLabel('Email').fill('rosalind@customer.test');
  await visitor.panel.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await visitor.panel.getByLabel('Password once more').fill(PASSWORD);
  await visitor.panel.getByRole('button', { name: 'Create an account', exact: true }).click();
  await expect(visitor.panel.getByText('Signed in as rosalind@customer.test')).toBeVisible();
  await expect(visitor.reads('My parcel is late')).toBeVisible();
  await expect(visitor.reads('Visitor signed in')).toBeVisible();

  const phone = new Visitor(await newPage(), program.shop);
  await phone.goto();
  await phone.open();
  await phone.panel.getByRole('button', { name: 'Sign in to keep this conversation' }).click();
  await phone.panel.getByLabel('Email').fill('rosalind@customer.test');
  await phone.panel.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await phone.page.keyboard.press('Enter');
  await expect(phone.reads('My parcel is late')).toBeVisible();
  await phone.say('From my phone');
  await expect(visitor.reads('From my phone')).toBeVisible();

  await agent.page
    .getByRole('link', { name: /^Inbox/ })
    .first()
    .click();
  await agent.page.getByRole('link', { name: /^Bot/ }).first().click();
  await agent.open('rosalind');
  const contact = agent.page.getByRole('complementary', { name: 'Contact' });
  await expect(contact.getByText('User', { exact: true })).toBeVisible();
  await expect(contact.getByText('the address is not confirmed')).toBeVisible();
  const mailed = () =>
    mailbox.mails.find(({ recipients }) => recipients.includes('rosalind@customer.test'))?.text ?? '';
  await expect.poll(mailed).toContain('/confirm-email#');
  const link = /http\S+\/confirm-email#\S+/.exec(mailed())?.[0] as string;
  const confirming = await newPage();
  await confirming.goto(link);
  await confirming.getByRole('button', { name: 'Confirm the address' }).click();
  await expect(contact.getByText('the address is confirmed')).toBeVisible();

  await phone.panel.getByRole('button', { name: 'Sign out' }).click();
  await expect(phone.panel.getByRole('button', { name: 'Sign in to keep this conversation' })).toBeVisible();
  await expect(phone.reads('My parcel is late')).toBeHidden();
  // Elsewhere the person is still there.
  await visitor.say('Still me');
  await expect(visitor.reads('Still me')).toBeVisible();
});

test('has a page of its own: a second step that the chat asks for too, its data as a file, and being forgotten', async ({
  agent,
  newPage,
  program,
  mailbox,
  complaints,
}) => {
  complaints.tolerate(/status of 401/);
  await agent.comeBack('/settings/identity');
  const offered = agent.page.getByRole('switch', { name: 'Visitors may sign up and in within the chat' });
  // It shows what is saved: on a moment after the click, or since the journey before.
  if (!(await offered.isChecked())) await offered.click();
  await expect(offered).toBeChecked();
  const kim = { email: 'kim@customer.test', username: 'kim-lee', password: PASSWORD, password_confirm: PASSWORD };
  const joined = await fetch(`${program.url}/api/users/signup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(kim),
  });
  expect(joined.status).toBe(201);
  const page = await newPage();
  await page.goto(`${program.url}/you`);
  await signIn(page, kim);
  await expect(page.getByText('4,000 tokens')).toBeVisible();
  const { codes, next } = await turnOnTwoStep(page, PASSWORD);
  await expect(page.getByText('10 of 10 are left.')).toBeVisible();

  const visitor = new Visitor(await newPage(), program.shop);
  await visitor.goto();
  await visitor.open();
  await visitor.panel.getByRole('button', { name: 'Sign in to keep this conversation' }).click();
  await visitor.panel.getByLabel('Email').fill(kim.email);
  await visitor.panel.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await visitor.page.keyboard.press('Enter');
  await visitor.panel.getByLabel(/code/i).fill(next);
  await visitor.page.keyboard.press('Enter');
  await expect(visitor.panel.getByText(`Signed in as ${kim.email}`)).toBeVisible();
  await visitor.say('Where is my tent?');

  await page.getByRole('button', { name: 'Sign out' }).click();
  await signIn(page, kim);
  await page.getByLabel('Remember this browser').check();
  await passWithRecoveryCode(page, codes[0]);
  await page.getByRole('button', { name: /^Forget / }).click();
  await expect(page.getByText('Signing in offers to remember one')).toBeVisible();

  await page.getByRole('button', { name: 'Get all my data' }).click();
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'For programs (JSON)' }).click();
  expect(await readFile(await (await saving).path(), 'utf8')).toContain('Where is my tent?');

  await page.getByRole('button', { name: 'Erase all my data…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Erase for good' }).click();
  await expect(page.getByText('and your account with it')).toBeVisible();
  // By a job: the account is there until it is done.
  await expect(async () => {
    await agent.page.goto(`${program.url}/settings/privacy`);
    const newest = agent.page.getByRole('listitem').filter({ hasText: 'Erasure of visitor' }).first();
    await expect(newest.getByText('Done', { exact: true })).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await signIn(page, kim);
  await expect(page.getByText('is not right')).toBeVisible();
  // Its address was never proven: nothing about the account went there but the question whether it is.
  const subjects = mailbox.mails
    .filter(({ recipients }) => recipients.includes(kim.email))
    .map(({ subject }) => subject);
  expect(subjects.some((subject) => /step/i.test(subject ?? ''))).toBe(false);
});
