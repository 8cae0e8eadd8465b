/** Consent before the first message: asked where the site wants it, in the composer's place, and loaded by nobody else. */
import type { Consent } from '@parley/protocol';
import { expect, it } from 'vitest';
import { brokenRules } from './axe.ts';
import { browserTests, type Visit } from './browser.ts';

const visit = browserTests();
const CONSENT: Consent = {
  version: 3,
  text: 'We keep what you write for 30 days.\nNobody else reads it.',
  policy_url: 'https://acme.example/privacy',
};

async function asked(consent: Consent = CONSENT, page = {}): Promise<Visit> {
  const v = await visit();
  v.fake.config.consent = consent;
  await v.goto(page);
  await v.open();
  await agree(v).waitFor();
  return v;
}
const agree = ({ panel }: Visit) => panel.getByRole('button', { name: 'Agree and write' });

it('[D4] shows the text with its link in the composer’s place, and lets one write after agreeing', async () => {
  const v = await asked();
  await v.panel.getByText('Nobody else reads it.').waitFor();
  const policy = v.panel.getByRole('link', { name: 'Privacy policy' });
  await expect.poll(() => policy.getAttribute('href')).toBe('https://acme.example/privacy');
  await expect.poll(() => policy.getAttribute('rel')).toContain('noopener');
  await expect.poll(() => v.field.isVisible()).toBe(false);
  await expect.poll(() => v.panel.getByRole('button', { name: 'Shipping' }).count()).toBe(0);
  await expect.poll(() => v.panel.getByRole('button', { name: 'Talk to a person' }).count()).toBe(0);
  await agree(v).click();
  const { version } = (await v.fake.heard(({ command }) => command === 'give_consent')) as { version?: unknown };
  expect(version).toBe(3);
  await v.say('Hello');
  await v.panel.getByRole('img', { name: 'Sent', exact: true }).waitFor();
  await expect.poll(() => agree(v).count()).toBe(0);
  expect(v.complaints).toEqual([]);
});

it('[D4] is answered by keyboard, moves the focus to the text and back to the field', async () => {
  const v = await asked();
  await v.panel.locator('#consent:focus').waitFor();
  // Whoever was writing already does not agree by the Enter that was to send it.
  await v.page.keyboard.press('Enter');
  await v.page.keyboard.press('Tab');
  await v.page.keyboard.press('Tab');
  expect(v.fake.frames.some(({ command }) => command === 'give_consent')).toBe(false);
  await v.page.keyboard.press('Enter');
  await v.field.waitFor();
  await v.panel.locator('textarea:focus').waitFor();
});

it.each(['light', 'dark'] as const)('breaks no rule of axe: %s', async (scheme) => {
  const v = await asked(CONSENT, { scheme });
  expect(await brokenRules(v.page)).toEqual([]);
});

it('says when it could not be saved, and that the text has changed', async () => {
  const v = await asked({ ...CONSENT, policy_url: 'javascript:alert(1)' });
  await expect.poll(() => v.panel.getByRole('link', { name: 'Privacy policy' }).count()).toBe(0);
  const refuse = (code: string) => {
    v.fake.refuse = ({ command }) => (command === 'give_consent' ? { code, message: '', retry: false } : null);
  };
  refuse('internal');
  await agree(v).click();
  await v.panel.getByText('That was not saved').waitFor();
  refuse('consent_changed');
  await agree(v).click();
  await v.panel.getByText('The text has changed').waitFor();
  refuse('nothing');
  v.fake.refuse = () => null;
  await agree(v).click();
  await v.field.waitFor();
});

it('keeps what was begun to be written', async () => {
  const v = await visit();
  await v.goto();
  await v.open();
  await v.field.fill('Half a sen');
  v.fake.config.consent = CONSENT;
  await v.page.reload();
  await v.open();
  await agree(v).click();
  await expect.poll(() => v.field.inputValue()).toBe('Half a sen');
});

it('is loaded by nobody whose site asks nothing', async () => {
  const v = await visit();
  await v.goto();
  await v.open();
  await v.say('Hello');
  await v.panel.getByRole('img', { name: 'Sent', exact: true }).waitFor();
  v.fake.change({ owner: { kind: 'queue', name: null } });
  await v.panel.getByText('Get the answer by email').waitFor();
  expect(v.fake.requests.filter((request) => /consent/.test(request))).toEqual([]);
});
