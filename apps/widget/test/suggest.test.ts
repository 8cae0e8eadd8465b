/** Suggestions while one types: by keyboard and by hand, never in the way of sending, and only while the bot listens. */
import type { Suggestion } from '@parley/protocol';
import { expect, it } from 'vitest';
import { brokenRules } from './axe.ts';
import { browserTests, type Visit } from './browser.ts';

const visit = browserTests();
const SUGGESTIONS: Suggestion[] = [
  { kind: 'answer', title: 'Shipping costs', text: 'How much is shipping?' },
  {
    kind: 'article',
    title: 'Shipping to Switzerland and the UK',
    url: 'https://acme.example/kb/switzerland',
    article: 'switzerland',
  },
];

async function typed(text = 'shipp', context = {}, page = {}): Promise<Visit> {
  const v = await visit(context);
  v.fake.suggest = (asked) => (asked.startsWith('shi') ? SUGGESTIONS : []);
  await v.goto(page);
  await v.open();
  await v.field.pressSequentially(text);
  return v;
}
const options = ({ panel }: Visit) => panel.getByRole('option');
const sent = ({ fake }: Visit) => fake.frames.filter(({ command }) => command === 'new_message');

it('are loaded with the first letters alone, and shown with their number told', async () => {
  const v = await typed('');
  const before = v.fake.requests.length;
  // As fast as anybody types, however busy the machine is.
  await v.field.evaluate((field: HTMLTextAreaElement) => {
    for (const letter of 'shipp') {
      field.value += letter;
      field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    }
  });
  await options(v).first().waitFor();
  expect(v.fake.requests.slice(before).filter((path) => path.includes('suggest'))).toHaveLength(1);
  await expect
    .poll(() => options(v).allInnerTexts())
    .toEqual([
      expect.stringContaining('How much is shipping?'),
      expect.stringContaining('Shipping to Switzerland and the UK'),
    ]);
  await v.panel.getByText('2 suggestions').waitFor({ state: 'attached' });
  // Not a call for each letter.
  expect(v.fake.frames.filter(({ command }) => command === 'suggest').length).toBeLessThan(3);
  await v.field.fill('shipxyz entirely otherwise');
  await v.field.fill('no');
  await options(v).first().waitFor({ state: 'hidden' });
  expect(v.complaints).toEqual([]);
});

it('are chosen by the arrow keys and Enter; a question is sent, and the field is empty', async () => {
  const v = await typed();
  await options(v).first().waitFor();
  await v.field.press('ArrowDown');
  await expect.poll(() => v.field.getAttribute('aria-activedescendant')).toBe('suggest-0');
  await expect.poll(() => options(v).first().getAttribute('aria-selected')).toBe('true');
  await v.field.press('Enter');
  const { message } = (await v.fake.heard(({ command }) => command === 'new_message')) as { message?: unknown };
  expect(message).toMatchObject({ content: 'How much is shipping?' });
  await expect.poll(() => v.field.inputValue()).toBe('');
  await options(v).first().waitFor({ state: 'hidden' });
  expect(sent(v)).toHaveLength(1);
});

it.each(['light', 'dark'] as const)('break no rule of axe: %s', async (scheme) => {
  const v = await typed('shipp', {}, { scheme });
  await options(v).first().waitFor();
  await v.field.press('ArrowDown');
  expect(await brokenRules(v.page)).toEqual([]);
});

it('an article opens apart from the page where somebody wants that, and what was typed stays', async () => {
  const v = await typed();
  await options(v).first().waitFor();
  await v.page.context().route('https://acme.example/**', (route) => route.fulfill({ body: 'The article' }));
  const opened = v.page.context().waitForEvent('page');
  await options(v)
    .nth(1)
    .click({ modifiers: ['ControlOrMeta'] });
  const page = await opened;
  expect(page.url()).toBe('https://acme.example/kb/switzerland');
  expect(await page.evaluate(() => window.opener)).toBe(null);
  await expect.poll(() => v.field.inputValue()).toBe('shipp');
  expect(sent(v)).toEqual([]);
});

it('Enter sends what was typed as long as nothing is pointed at; Escape hides them and leaves the chat open', async () => {
  const v = await typed();
  await options(v).first().waitFor();
  await v.field.press('Escape');
  await options(v).first().waitFor({ state: 'hidden' });
  await expect.poll(() => v.panel.isVisible()).toBe(true);
  await v.field.press('i');
  await options(v).first().waitFor();
  await v.field.press('ArrowUp');
  await expect.poll(() => v.field.getAttribute('aria-activedescendant')).toBe('suggest-1');
  await v.field.press('ArrowDown');
  await expect.poll(() => v.field.getAttribute('aria-activedescendant')).toBe(null);
  await v.field.press('Enter');
  const { message } = (await v.fake.heard(({ command }) => command === 'new_message')) as { message?: unknown };
  expect(message).toMatchObject({ content: 'shippi' });
  await options(v).first().waitFor({ state: 'hidden' });
});

it('are not asked for once a person has the conversation', async () => {
  const v = await typed('');
  v.fake.say('visitor', 'Hello');
  v.fake.change({ owner: { kind: 'agent', name: 'Mia' } });
  await v.panel.getByText('You are talking to Mia').waitFor();
  const loaded = v.page.waitForResponse((response) => response.url().includes('suggest'));
  await v.field.pressSequentially('shipp');
  await loaded;
  await v.field.press('Enter');
  await v.fake.heard(
    ({ command, message }) => command === 'new_message' && (message as { content?: string }).content === 'shipp',
  );
  expect(v.fake.frames.some(({ command }) => command === 'suggest')).toBe(false);
});

it.each([
  ['narrow', { viewport: { width: 320, height: 560 } }, {}],
  ['right to left', {}, { dir: 'rtl' }],
] as const)('fit into the panel: %s', async (_, context, page) => {
  const v = await typed('shipp', context, page);
  await options(v).first().waitFor();
  const list = await v.panel.locator('.suggest').boundingBox();
  const panel = await v.panel.boundingBox();
  const field = await v.field.boundingBox();
  if (!list || !panel || !field) throw new Error('nothing is shown');
  expect(list.x).toBeGreaterThanOrEqual(panel.x);
  expect(list.x + list.width).toBeLessThanOrEqual(panel.x + panel.width);
  expect(list.y + list.height).toBeLessThanOrEqual(field.y);
});
