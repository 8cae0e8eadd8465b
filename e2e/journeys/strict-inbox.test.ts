/** The inbox under its own strict policy: from signing in through a conversation to every part of the settings, nothing is refused. */
import type { Page } from '@playwright/test';
import { expect, test } from '../journey.ts';

declare global {
  interface Window {
    refused: string[];
  }
}

/** Frames too; what they refused stays readable from outside. */
const listen = (page: Page) =>
  page.addInitScript(() => {
    window.refused = [];
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) =>
      window.refused.push(`${violatedDirective}: ${blockedURI} ${sample}`),
    );
  });
const refused = async (page: Page) =>
  (await Promise.all(page.frames().map((frame) => frame.evaluate(() => window.refused)))).flat();

test('runs whole under its policy, the preview of the widget too', async ({ visitor, agent, complaints }) => {
  const { page } = agent;
  // Nobody was signed in before.
  complaints.tolerate(/status of 401/);
  await listen(page);
  await visitor.goto();
  await visitor.open();
  await visitor.say('Is anybody there under this policy?');
  await agent.signIn('bot');
  await agent.list.getByRole('listitem').first().getByRole('link').click();
  await expect(agent.reads('under this policy')).toBeVisible();
  await page.keyboard.press('t');
  await agent.say('Yes: **bold**, [a link](https://example.com) and\n- a list');
  await expect(agent.reads('a list')).toBeVisible();

  const parts = ['Installation', 'Team', 'Data retention', 'Bot', 'Predefined answers', 'This browser', 'Appearance'];
  await page.goto(new URL('/settings/installation', page.url()).href);
  for (const part of parts) {
    await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: part, exact: true }).click();
    await expect(page.getByRole('heading', { name: part, exact: true }).first()).toBeVisible();
  }
  const preview = page.frameLocator('iframe[title="The widget on a page"]');
  await preview.getByRole('button', { name: /^Chat with/ }).click();
  await preview.getByRole('textbox').first().fill('Said in the preview');
  await preview.getByRole('textbox').first().press('Enter');
  await expect(preview.getByText('Said in the preview')).toBeVisible();
  expect(await refused(page)).toEqual([]);
});

test('refuses a script that somebody brought in, and markup made of text', async ({ agent, complaints }) => {
  const { page } = agent;
  complaints.tolerate(/Content Security Policy|Trusted ?(HTML|Script|Types)/i);
  await listen(page);
  await agent.comeBack('/inbox/bot');
  const ran = await page.evaluate(async () => {
    const attempts = {
      markup: () => {
        document.body.insertAdjacentHTML('beforeend', '<img src=x onerror="window.ran = 1">');
      },
      inline: () => {
        const script = document.createElement('script');
        script.append('window.ran = 1');
        document.body.append(script);
      },
      own: () => {
        const script = document.createElement('script');
        script.setAttribute('src', '/w/acme.js');
        document.body.append(script);
      },
      policy: () => {
        (globalThis as unknown as { trustedTypes: { createPolicy(name: string, rules: object): void } }).trustedTypes //
          .createPolicy('mine', {});
      },
    };
    const thrown: string[] = [];
    for (const [name, attempt] of Object.entries(attempts)) {
      try {
        attempt();
      } catch {
        thrown.push(name);
      }
    }
    return { thrown, ran: 'ran' in window };
  });
  expect(ran).toEqual({ thrown: ['markup', 'own', 'policy'], ran: false });
  await expect.poll(async () => (await refused(page)).length).toBeGreaterThanOrEqual(4);
});
