/** Every screen in every light: no rule of accessibility is broken, nothing runs out of the window. Leaves a picture of each. */
import type { Page, TestInfo } from '@playwright/test';
import { brokenRules } from '../axe.ts';
import { expect, test } from '../journey.ts';

const PHONE = { width: 390, height: 844 };

/** `part`: the rest of the page was inspected before. */
async function inspect(page: Page, name: string, info: TestInfo, part = 'html'): Promise<void> {
  await page.screenshot({ path: info.outputPath(`${name}.png`) });
  expect.soft(await brokenRules(page, { within: part }), name).toEqual([]);
  const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect.soft(tooWide, `${name} is wider than its window`).toBeLessThanOrEqual(0);
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test('the shop with the widget open', async ({ visitor }, info) => {
      await visitor.goto();
      await visitor.open();
      await expect(visitor.reads('a person is one tap away')).toBeVisible();
      await inspect(visitor.page, `widget-greeting-${colorScheme}`, info);
      await visitor.say('Opening hours');
      await expect(visitor.reads('Ghent')).toBeVisible();
      await visitor.say('Can you put new soles on old boots?');
      await expect(visitor.messages.getByRole('list', { name: 'Sources' })).toBeInViewport();
      await inspect(visitor.page, `widget-${colorScheme}`, info, 'parley-widget');
      await visitor.panel.getByRole('button', { name: 'Talk to a person' }).last().click();
      await visitor.leaveEmail('noor@visitor.example');
      await inspect(visitor.page, `widget-waiting-${colorScheme}`, info, 'parley-widget');
    });

    test('the inbox', async ({ agent }, info) => {
      await agent.comeBack('/inbox/unassigned');
      await expect(agent.row('Maren Vos')).toBeVisible();
      await inspect(agent.page, `inbox-list-${colorScheme}`, info);
      await agent.open('Maren Vos');
      await expect(agent.reads('Order AO-418207')).toBeVisible();
      await inspect(agent.page, `inbox-conversation-${colorScheme}`, info);
    });
  });
}

for (const [path, words] of [
  ['settings/installation', /acme\.js/],
  ['settings/appearance', 'Bottom right'],
  ['settings/bot', 'Greeting'],
  ['settings/answers', 'Opening hours'],
  ['settings/retention', 'Days that a closed conversation is kept'],
  ['settings/team', 'Ben Okafor'],
  ['settings/browser', 'Sound'],
  ['knowledge', 'Shipping costs and delivery times'],
] as const) {
  test(path, async ({ agent }, info) => {
    await agent.comeBack(`/${path}`);
    await expect(agent.page.getByRole('main').getByText(words).first()).toBeVisible();
    for (const colorScheme of ['light', 'dark'] as const) {
      await agent.page.emulateMedia({ colorScheme });
      await inspect(agent.page, `${path.replace('/', '-')}-${colorScheme}`, info);
    }
  });
}

test.describe('on a phone', () => {
  test.use({ viewport: PHONE, hasTouch: true, isMobile: true });

  test('the widget fills the screen', async ({ visitor }, info) => {
    await visitor.goto();
    await visitor.open();
    await expect.poll(() => visitor.panel.boundingBox()).toEqual({ x: 0, y: 0, ...PHONE });
    await visitor.say('Opening hours');
    await expect(visitor.reads('Ghent')).toBeVisible();
    await inspect(visitor.page, 'widget-phone', info);
  });

  test('the inbox is one page over the other', async ({ agent }, info) => {
    await agent.comeBack('/inbox/unassigned');
    await expect(agent.row('Maren Vos')).toBeVisible();
    await inspect(agent.page, 'inbox-list-phone', info);
    await agent.open('Maren Vos');
    await expect(agent.list).toBeHidden();
    await inspect(agent.page, 'inbox-conversation-phone', info);
  });
});

test('on a page that reads from right to left', async ({ visitor }, info) => {
  const { page, launcher, panel } = visitor;
  await visitor.goto();
  await page.evaluate(() => {
    document.documentElement.dir = 'rtl';
  });
  await visitor.open();
  await visitor.say('Opening hours');
  await expect(visitor.reads('Ghent')).toBeVisible();
  // The corner is the site owner's choice, whatever the direction.
  for (const part of [launcher, panel]) {
    const { x, width } = (await part.boundingBox()) as { x: number; width: number };
    expect(x).toBeGreaterThan(640);
    expect(x + width).toBeLessThanOrEqual(1280);
  }
  await inspect(page, 'widget-rtl', info);
});
