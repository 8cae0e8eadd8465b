/** Help with answering, as agents meet it: one key takes a suggestion, words are rewritten in place, and another language is read and written. */
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { brokenRules } from '../../../e2e/axe.ts';
import { inBrowser, roomPath } from './browser.ts';
import { SUGGESTED } from './fake-assist.ts';
import { Refused } from './refused.ts';

const MINE = 'acme c_01jd8x53c90';
/** Its visitor's browser speaks German. */
const GERMAN = 'acme c_01jd8x4k9a1';
const composer = (page: Page) => page.getByRole('textbox', { name: /^Reply to/ });
const suggestions = (page: Page) => page.getByRole('region', { name: 'Suggested replies' });
const rewrite = async (page: Page, how: string) => {
  await page.getByRole('button', { name: 'Rewrite' }).click();
  await page.getByRole('menuitem', { name: how }).click();
};

inBrowser('help with answering', (open) => {
  it('offers replies over an empty composer; the arrow key takes the first, to be edited', async () => {
    const { page, server } = await open(roomPath('mine', MINE));
    await composer(page).waitFor();
    await expect.poll(() => suggestions(page).count()).toBe(0);
    server.site.assist.replies = SUGGESTED;
    server.site.say(MINE, 'visitor', 'How long does it take?');
    await suggestions(page).getByText('three to five working days').waitFor();
    await composer(page).focus();
    await page.keyboard.press('ArrowRight');
    await expect
      .poll(() => composer(page).inputValue())
      .toBe(
        'It takes **three to five** working days.\n\n[Shipping costs and delivery times](http://localhost:4000/kb/acme/shipping)',
      );
    await expect.poll(() => suggestions(page).count()).toBe(0);
    expect(server.site.rooms.get(MINE)?.messages.at(-1)?.role).toBe('visitor');
    // In a text the key moves, as ever.
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.type('!');
    await expect.poll(() => composer(page).inputValue()).toContain('[!Shipping');
    await composer(page).fill('');
    await suggestions(page).getByRole('button', { name: 'Opening hours' }).click();
    await expect.poll(() => composer(page).inputValue()).toBe('We are open from 9 to 17.');
    await page.waitForFunction(() => document.activeElement?.tagName === 'TEXTAREA');
    await composer(page).fill('');
    await page.getByRole('button', { name: 'Hide suggestions' }).click();
    await expect.poll(() => suggestions(page).count()).toBe(0);
  });

  it('rewrites in place, tells what it did, and takes it back', async () => {
    const { page, server } = await open(roomPath('mine', MINE));
    await composer(page).fill('well it ships tomorow');
    await rewrite(page, 'Correct spelling');
    await page.getByText('Spelling corrected').waitFor();
    await expect.poll(() => composer(page).inputValue()).toBe('correct: well it ships tomorow');
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => composer(page).inputValue()).toBe('well it ships tomorow');
    // By the key for it, as what was typed.
    await rewrite(page, 'Correct spelling');
    await page.waitForFunction(() => document.querySelector('textarea')?.value.startsWith('correct: '));
    await page.keyboard.press('Control+z');
    await expect.poll(() => composer(page).inputValue()).toBe('well it ships tomorow');
    server.site.refusals.set('rewrite_text', new Refused('model_failed', 'The model gave nothing.'));
    await rewrite(page, 'Make it shorter');
    const failure = page.getByRole('alert').filter({ hasText: 'Not rewritten: The model gave nothing.' });
    await failure.waitFor();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await brokenRules(page)).toEqual([]);
    }
    await expect.poll(() => composer(page).inputValue()).toBe('well it ships tomorow');
    // By the keyboard: it stands before the text, where one is again.
    await page.waitForFunction(() => document.activeElement?.tagName === 'TEXTAREA');
    server.site.refusals.clear();
    await page.keyboard.press('Shift+Tab');
    await page.waitForFunction(() => document.activeElement?.textContent === 'Try again');
    await page.keyboard.press('Enter');
    await expect.poll(() => composer(page).inputValue()).toBe('shorter: well it ships tomorow');
    await expect.poll(() => failure.count()).toBe(0);
    await page.waitForFunction(() => document.activeElement?.tagName === 'TEXTAREA');
    // What is written on is another text.
    server.site.refusals.set('rewrite_text', new Refused('model_failed', 'The model gave nothing.'));
    await rewrite(page, 'Make it shorter');
    await failure.waitFor();
    await page.keyboard.type('!');
    await expect.poll(() => failure.count()).toBe(0);
  });

  it('takes nothing back into a composer that holds other words by now, and stands in nobody’s way', async () => {
    const { page, server } = await open(roomPath('mine', MINE));
    await composer(page).fill('It ships');
    await rewrite(page, 'Make it shorter');
    const undo = page.getByRole('button', { name: 'Undo' });
    await undo.waitFor();
    await expect
      .poll(async () => {
        const [toast, below] = await Promise.all([undo.boundingBox(), composer(page).boundingBox()]);
        return toast && below && toast.y + toast.height < below.y;
      })
      .toBe(true);
    await page.keyboard.press('Enter');
    await expect.poll(() => server.site.rooms.get(MINE)?.messages.at(-1)?.content).toBe('shorter: It ships');
    await composer(page).fill('The next one');
    await undo.click();
    await page.getByText('Not undone: that text was changed or sent.').waitFor();
    expect(await composer(page).inputValue()).toBe('The next one');
  });

  it('[Y4] drafts a reply at a key or a click, with what it rests on, to be read and sent by the agent', async () => {
    const { page, server } = await open(roomPath('mine', MINE));
    await composer(page).waitFor();
    const before = server.site.rooms.get(MINE)?.room.head;
    await page.getByRole('button', { name: 'Draft' }).waitFor();
    await page.keyboard.press('d');
    const sources = page.getByRole('link', { name: /^Shipping costs and delivery times/ });
    await sources.waitFor();
    await expect.poll(() => composer(page).inputValue()).toBe('It takes **three to five** working days.');
    await page.waitForFunction(() => document.activeElement?.tagName === 'TEXTAREA');
    expect(server.site.rooms.get(MINE)?.room.head).toBe(before);
    await page.keyboard.type(' Mostly.');
    await sources.waitFor();
    await page.keyboard.press('Enter');
    await expect.poll(() => server.site.rooms.get(MINE)?.messages.at(-1)?.content).toContain('working days. Mostly.');
    await expect.poll(() => sources.count()).toBe(0);
    // By the menu; without an article behind it that is said.
    server.site.assist.drafted = { text: 'You are welcome.', sources: [] };
    await page.getByRole('button', { name: 'Draft' }).click();
    await page.getByRole('menuitem', { name: 'Draft a reply from the articles' }).click();
    await page.getByText('Draft from the conversation alone').waitFor();
    await composer(page).fill('');
    await expect.poll(() => page.getByText('Draft from the conversation alone').count()).toBe(0);
    server.site.assist.drafted = { text: '', sources: [] };
    await page.getByRole('button', { name: 'Draft' }).click();
    await page.getByRole('menuitem', { name: 'Draft a reply from the articles' }).click();
    await page.getByText('No draft: your articles hold nothing about this.').waitFor();
    await expect.poll(() => composer(page).inputValue()).toBe('');
    server.site.refusals.set('draft_reply', new Refused('model_spent', 'What the model may cost is spent for now.'));
    await page.getByRole('button', { name: 'Draft' }).click();
    await page.getByRole('menuitem', { name: 'Draft a reply from the articles' }).click();
    await page.getByText('No draft: What the model may cost is spent for now.').waitFor();
    // Trying again would not help.
    await expect.poll(() => page.getByRole('button', { name: 'Try again' }).count()).toBe(0);
    server.site.refusals.set('draft_reply', new Refused('model_failed', 'The model gave nothing.'));
    await page.getByRole('button', { name: 'Draft' }).click();
    await page.getByRole('menuitem', { name: 'Draft a reply from the articles' }).click();
    await page.getByText('No draft: The model gave nothing.').waitFor();
    server.site.refusals.clear();
    server.site.assist.drafted = { text: 'You are welcome.', sources: [] };
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect.poll(() => composer(page).inputValue()).toBe('You are welcome.');
  });

  it('[Y4] a draft never takes the place of what was begun meanwhile', async () => {
    const { page, server } = await open(roomPath('mine', MINE));
    await composer(page).waitFor();
    await page.getByRole('button', { name: 'Draft' }).waitFor();
    server.stalled.add('draft_reply');
    await page.keyboard.press('d');
    await page.getByText('Drafting…').waitFor({ state: 'attached' });
    await composer(page).fill('My own words');
    server.release();
    await page.getByRole('button', { name: 'Rewrite' }).waitFor();
    await expect.poll(() => composer(page).inputValue()).toBe('My own words');
    await expect.poll(() => page.getByText(/^Draft from/).count()).toBe(0);
  });

  it('never writes over what was typed while it was rewritten', async () => {
    const { page, server } = await open(roomPath('mine', MINE));
    await composer(page).fill('It ships');
    server.stalled.add('rewrite_text');
    await rewrite(page, 'Make it friendlier');
    await page.getByText('Rewriting…').waitFor({ state: 'attached' });
    await composer(page).fill('It ships on Monday');
    server.release();
    await page.getByRole('button', { name: 'Rewrite' }).waitFor();
    await expect.poll(() => composer(page).inputValue()).toBe('It ships on Monday');
  });

  it('reads in one’s own language and answers in the visitor’s, with the original a press away', async () => {
    const { page, server } = await open(roomPath('unassigned', GERMAN));
    const original = server.site.rooms.get(GERMAN)?.messages[0]?.content as string;
    await page.getByRole('button', { name: 'Take over' }).first().click();
    await composer(page).waitFor();
    await page.getByRole('button', { name: 'Translate into' }).click();
    await page.getByText('Words 1 in en').waitFor();
    await page.getByRole('button', { name: 'Translated · Show original' }).first().click();
    await page.getByRole('button', { name: 'Show translation' }).waitFor();
    await expect.poll(() => page.getByText(original.slice(0, 20)).count()).toBeGreaterThan(0);
    server.site.say(GERMAN, 'visitor', 'Und wann kommt es?');
    await page
      .getByText(/^Words \d+ in en$/)
      .last()
      .waitFor();
    await composer(page).fill('On Monday.');
    await page.getByText('translates').waitFor();
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.querySelector('textarea')?.value === 'de-DE: On Monday.');
    expect(server.site.rooms.get(GERMAN)?.messages.at(-1)?.role).toBe('visitor');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.querySelector('textarea')?.value === '');
    await expect.poll(() => server.site.rooms.get(GERMAN)?.messages.at(-1)?.content).toBe('de-DE: On Monday.');
    await page.getByRole('button', { name: 'Translate into' }).click();
    await page.getByText(original.slice(0, 20)).first().waitFor();
  });

  it('without a model keeps the suggestions, and shows nothing that would need one', async () => {
    const { page, server } = await open(roomPath('mine', MINE), {}, { noModel: true });
    server.site.assist.replies = SUGGESTED;
    server.site.say(MINE, 'visitor', 'How long does it take?');
    await suggestions(page).getByText('three to five working days').waitFor();
    await expect.poll(() => page.getByRole('button', { name: /Rewrite|Draft/ }).count()).toBe(0);
    await page.keyboard.press('d');
    expect(server.site.assist.asked).toEqual([]);
    await expect.poll(() => page.getByRole('button', { name: 'Translate into' }).count()).toBe(0);
  });
});
