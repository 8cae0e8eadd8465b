/** A customer who signs in on the shop: one conversation on two devices, verified to the agent; and what is left after signing out. */
import { createHmac, randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { expect, test } from '../journey.ts';
import { Visitor } from '../visitor.ts';

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

function signed(secret: string, sub: string): string {
  const exp = Math.floor(Date.now() / 1_000) + 300;
  const text = `${part({ alg: 'HS256' })}.${part({ sub, name: 'Kim Lee', email: 'kim@shop.test', exp, jti: randomUUID() })}`;
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}

/** As the shop's own script does when somebody signs in or out. */
const signIn = (page: Page, identity: string | null) =>
  page.evaluate((now) => {
    const tag = document.querySelector<HTMLElement>('script[src*="/w/"]');
    if (now === null) delete tag?.dataset.identity;
    else if (tag) tag.dataset.identity = now;
  }, identity);

test('talks, signs in, goes on elsewhere, is blocked, and leaves nothing behind on signing out', async ({
  visitor,
  agent,
  newPage,
  program,
  complaints,
}) => {
  complaints.tolerate(/403/);
  await agent.comeBack('/settings/identity');
  await agent.page.getByRole('button', { name: 'Make a secret' }).click();
  const secret = (await agent.page.getByLabel('The new secret').textContent()) as string;

  await visitor.goto();
  await visitor.open();
  await visitor.say('My parcel is late');
  await expect(visitor.panel.getByRole('img', { name: /^(Sent|Delivered|Seen)$/ })).toBeVisible();
  await signIn(visitor.page, signed(secret, '4711'));
  await expect(visitor.reads('Visitor signed in')).toBeVisible();
  await expect(visitor.reads('My parcel is late')).toBeVisible();

  const phone = new Visitor(await newPage(), program.shop);
  await phone.goto();
  await signIn(phone.page, signed(secret, '4711'));
  await phone.open();
  await expect(phone.reads('My parcel is late')).toBeVisible();
  await phone.say('From my phone');
  await expect(visitor.reads('From my phone')).toBeVisible();

  await agent.page
    .getByRole('link', { name: /^Inbox/ })
    .first()
    .click();
  await agent.page.getByRole('link', { name: /^Bot/ }).first().click();
  await agent.open('Kim Lee');
  const contact = agent.page.getByRole('complementary', { name: 'Contact' });
  await expect(contact.getByText('Verified', { exact: true })).toBeVisible();
  await expect(contact.getByText('Verified by your site')).toBeVisible();
  await contact.getByRole('button', { name: 'Block…' }).click();
  await agent.page.getByRole('button', { name: 'Block', exact: true }).click();
  for (const { panel } of [visitor, phone]) await expect(panel.getByText('You cannot write here')).toBeVisible();
  await contact.getByRole('button', { name: 'Unblock' }).click();

  await signIn(visitor.page, null);
  await expect(visitor.field).toBeVisible();
  await expect(visitor.reads('My parcel is late')).toBeHidden();
});
