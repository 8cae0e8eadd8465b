/** The visitor's account: offered quietly, signed up for and in to without leaving the conversation, and signed out of for good. */
import type { BrowserContextOptions } from 'playwright-core';
import { expect, it } from 'vitest';
import { brokenRules } from './axe.ts';
import { browserTests, type Visit } from './browser.ts';
import type { PageOptions } from './fake-server.ts';

const visit = browserTests();
const PATIENCE = { timeout: 15_000, interval: 20 };
const PASSWORD = 'velvet harbour sideways';

async function offered(context: BrowserContextOptions = {}, options: PageOptions = {}): Promise<Visit> {
  const v = await visit(context);
  v.fake.config.accounts = { me: null };
  await v.goto(options);
  await v.open();
  await offer(v).waitFor();
  return v;
}
const button = ({ panel }: Visit, name: string) => panel.getByRole('button', { name, exact: true });
const offer = (v: Visit) => button(v, 'Sign in to keep this conversation');
const email = ({ panel }: Visit) => panel.getByLabel('Email');
const password = ({ panel }: Visit) => panel.getByLabel('Password', { exact: true });
const again = ({ panel }: Visit) => panel.getByLabel('Password once more');
const code = ({ panel }: Visit) => panel.getByLabel('Code of your authenticator app');
const kept = ({ page }: Visit) =>
  page.evaluate(() => Object.entries(localStorage).map(([key, value]) => `${key}=${value}`));
const said = async (v: Visit) => {
  await v.say('Before');
  await v.panel.getByRole('img', { name: 'Sent', exact: true }).waitFor();
};

it('[J2] signs up in the place of the conversation, which is the account’s from then on', async () => {
  const v = await offered();
  await said(v);
  await offer(v).click();
  await button(v, 'No account yet? Create one').click();
  await expect.poll(() => v.field.isVisible()).toBe(false);
  await email(v).fill(v.fake.address);
  await password(v).fill(PASSWORD);
  await again(v).fill(PASSWORD);
  await button(v, 'Create an account').click();
  await v.panel.getByText(`Signed in as ${v.fake.address}`).waitFor();
  await v.panel.getByText('Confirm your address').waitFor();
  await v.panel.getByText('Before', { exact: true }).waitFor();
  expect(v.fake.accountCalls).toEqual([
    {
      path: 'sign-up',
      visitor_token: 'visitor-token',
      email: v.fake.address,
      password: PASSWORD,
      password_confirm: PASSWORD,
    },
  ]);
  await expect.poll(() => kept(v)).toEqual(['parley:acme=account-1']);
  // The page’s own attribute, by which the chat is made anew, is as the page has it.
  await expect.poll(() => v.page.locator('script[src*="/w/"][data-identity]').count()).toBe(0);
  await v.say('After');
  await v.page.reload();
  await v.open();
  await v.panel.getByText(`Signed in as ${v.fake.address}`).waitFor();
  expect(v.complaints).toEqual([]);
});

it('[J3] signs in by keyboard alone, with the second step where there is one, and the focus is always somewhere', async () => {
  const v = await offered();
  const { keyboard } = v.page;
  v.fake.refuseAccount = ({ code }) =>
    code === '123456' ? null : { status: 401, code: code ? 'wrong_code' : 'two_factor_required' };
  await offer(v).focus();
  await keyboard.press('Enter');
  await v.panel.locator('h3:focus').waitFor();
  await keyboard.press('Tab');
  await keyboard.type(v.fake.address);
  await keyboard.press('Tab');
  await keyboard.type(PASSWORD);
  await keyboard.press('Enter');
  await code(v).waitFor();
  await v.panel.locator('[name=code]:focus').waitFor();
  await expect.poll(() => code(v).getAttribute('autocomplete')).toBe('one-time-code');
  await keyboard.type('000000');
  await keyboard.press('Enter');
  await v.panel.getByText('This code is not right').waitFor();
  await code(v).fill('123456');
  await keyboard.press('Enter');
  await v.panel.getByText(`Signed in as ${v.fake.address}`).waitFor();
  await v.panel.locator('textarea:focus').waitFor();
  // Nobody had said a word here: there was nothing to take along.
  expect(v.fake.accountCalls.at(-1)).toEqual({
    path: 'sign-in',
    email: v.fake.address,
    password: PASSWORD,
    code: '123456',
  });
});

it('leaves the form by Escape or by closing the chat, and the conversation is where it was, with what was begun', async () => {
  const v = await offered();
  await v.field.fill('Half a sen');
  await offer(v).click();
  await email(v).fill('somebody@else.test');
  await v.page.keyboard.press('Escape');
  await v.panel.locator('.line button:focus').waitFor();
  await expect.poll(() => v.field.inputValue()).toBe('Half a sen');
  await offer(v).click();
  await expect.poll(() => email(v).inputValue()).toBe('');
  await button(v, 'Close').click();
  await v.panel.waitFor({ state: 'hidden' });
  await v.open();
  await v.field.waitFor();
  await v.panel.locator('textarea:focus').waitFor();
  await offer(v).click();
  await button(v, 'Not now').click();
  await v.field.waitFor();
});

it('says what is wrong where it is wrong, in words to go by', async () => {
  const v = await offered();
  await offer(v).click();
  await button(v, 'No account yet? Create one').click();
  await button(v, 'Create an account').click();
  await v.panel.locator('[name=email][aria-invalid=true]:focus').waitFor();
  await email(v).fill('kim');
  await password(v).fill('password1234');
  await again(v).fill('password4321');
  await v.page.keyboard.press('Enter');
  await v.panel.locator('[name=again]:focus').waitFor();
  await again(v).fill('password1234');
  const fields = {
    email: 'does not look like an email address',
    password: 'is one of the passwords that are tried first: choose another',
  };
  v.fake.refuseAccount = () => ({ status: 422, code: 'invalid', fields });
  await v.page.keyboard.press('Enter');
  await v.panel.locator('[name=email]:focus').waitFor();
  const about = async (name: string) => {
    const id = await v.panel.locator(`[name=${name}]`).getAttribute('aria-describedby');
    return v.panel.locator(`#${id}`).textContent();
  };
  await expect.poll(() => about('email')).toBe('It does not look like an email address.');
  await expect.poll(() => about('password')).toContain('tried first');
  await expect.poll(() => about('again')).toBe('');
  await button(v, 'You have an account? Sign in').click();
  // Both are kept, in case it was only the wrong form.
  expect([await email(v).inputValue(), await password(v).inputValue()]).toEqual(['kim', 'password1234']);
  for (const [refusal, words] of [
    [{ status: 401, code: 'invalid_credentials' }, 'do not belong together here'],
    [{ status: 429, code: 'rate_limited' }, 'Too many tries'],
    [{ status: 403, code: 'forbidden' }, 'not offered here any more'],
    [{ status: 500, code: 'internal' }, 'Try again in a moment'],
    [{ status: 401, code: 'account_deactivated' }, 'Sign in once more to have it again'],
  ] as const) {
    v.fake.refuseAccount = () => refusal;
    await button(v, 'Sign in').click();
    await v.panel.getByRole('alert').getByText(words).waitFor();
  }
  v.fake.refuseAccount = () => null;
  await button(v, 'Sign in').click();
  await v.panel.getByText('Signed in as').waitFor();
  expect(v.fake.accountCalls.at(-1)).toMatchObject({ come_back: true });
});

it('does not sign in while a message is on its way as somebody else', async () => {
  const v = await offered();
  v.fake.down = true;
  v.fake.drop();
  await v.say('On its way');
  await offer(v).click();
  await email(v).fill(v.fake.address);
  await password(v).fill(PASSWORD);
  await button(v, 'Sign in').click();
  await v.panel.getByText('A message is still on its way').waitFor();
  expect(v.fake.accountCalls).toEqual([]);
});

it('[J4] signed out, the device keeps nothing: no token, no draft, nothing unsent; another tab is somebody new too', async () => {
  const v = await offered();
  await said(v);
  await offer(v).click();
  await email(v).fill(v.fake.address);
  await password(v).fill(PASSWORD);
  await button(v, 'Sign in').click();
  await v.panel.getByText('Signed in as').waitFor();
  const other = await v.page.context().newPage();
  await other.goto(v.fake.pageUrl());
  await other.locator('parley-widget button[aria-haspopup]').click();
  await other.locator('parley-chat').getByText('Signed in as').waitFor();
  await v.field.fill('Only for me');
  await button(v, 'Sign out').click();
  await offer(v).waitFor();
  await other.locator('parley-chat').getByText('Sign in to keep').waitFor();
  await expect.poll(() => v.field.inputValue()).toBe('');
  expect(v.fake.accountCalls.at(-1)).toEqual({ path: 'sign-out', visitor_token: 'account-1' });
  await expect
    .poll(async () => (await kept(v)).filter((one) => /account-|draft|unsent/.test(one)), PATIENCE)
    .toEqual([]);
});

it('[J5] signed out from elsewhere, what was not sent is not said by who comes next', async () => {
  const v = await offered();
  await offer(v).click();
  await email(v).fill(v.fake.address);
  await password(v).fill(PASSWORD);
  await button(v, 'Sign in').click();
  await v.panel.getByText('Signed in as').waitFor();
  await said(v);
  v.fake.down = true;
  v.fake.drop();
  await v.say('Kim alone may say this');
  await v.panel.getByRole('img', { name: 'Waiting to be sent' }).waitFor();
  v.fake.endSignIn();
  await v.page.reload();
  v.fake.down = false;
  await v.page.reload();
  await v.open();
  await v.panel.getByText('You were signed out.').waitFor();
  await v.say('Somebody else');
  await expect.poll(() => v.fake.messages.map(({ content }) => content), PATIENCE).toEqual(['Before', 'Somebody else']);
});

it('names its fields for password managers, and breaks no rule of axe: light, dark, on a phone, right to left', async () => {
  for (const [context, options] of [
    [{ colorScheme: 'light' }, {}],
    [{ colorScheme: 'dark' }, { scheme: 'dark' }],
    [{ viewport: { width: 360, height: 640 } }, {}],
    [{}, { dir: 'rtl' }],
  ] as const) {
    const v = await offered(context, options);
    await said(v);
    expect(await brokenRules(v.page)).toEqual([]);
    await offer(v).click();
    await expect.poll(() => email(v).getAttribute('autocomplete')).toBe('username');
    await expect.poll(() => password(v).getAttribute('autocomplete')).toBe('current-password');
    await button(v, 'Sign in').click();
    expect(await brokenRules(v.page)).toEqual([]);
    await button(v, 'No account yet? Create one').click();
    for (const field of [password(v), again(v)])
      await expect.poll(() => field.getAttribute('autocomplete')).toBe('new-password');
    expect(await brokenRules(v.page)).toEqual([]);
  }
});

it('is loaded by nobody whose site does not offer it, and not shown where the page says who is there', async () => {
  const v = await visit();
  await v.goto();
  await v.open();
  await said(v);
  expect(v.fake.requests.filter((request) => /account/.test(request))).toEqual([]);
  v.fake.config.accounts = { me: null };
  await v.goto({ identity: 'kim-1' });
  await v.open();
  await v.field.waitFor();
  await expect.poll(() => offer(v).count()).toBe(0);
});
