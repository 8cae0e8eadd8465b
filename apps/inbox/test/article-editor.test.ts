/** Writing an article in a real browser: the buttons and the keys write Markdown, the preview follows, and undo takes it back. */
import { expect, it } from 'vitest';
import { inBrowser } from './browser.ts';

inBrowser('the article editor', (open) => {
  it('writes Markdown by its buttons, which the arrow keys reach, and undo takes it back', async () => {
    const { page } = await open('/knowledge/new');
    const field = page.getByLabel('Text');
    await field.fill('Returns');
    await field.press('ControlOrMeta+a');
    await page.getByRole('button', { name: 'Heading', exact: true }).click();
    await expect.poll(() => field.inputValue()).toBe('## Returns');
    await page.getByRole('region', { name: 'Preview' }).getByRole('heading', { name: 'Returns' }).waitFor();
    await field.press('ControlOrMeta+z');
    await expect.poll(() => field.inputValue()).toBe('Returns');
    const toolbar = page.getByRole('toolbar', { name: 'Format' });
    await toolbar.getByRole('button', { name: 'Heading', exact: true }).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await expect.poll(() => field.inputValue()).toContain('**');
    await expect.poll(() => field.evaluate((element) => element === document.activeElement)).toBe(true);
  });

  it('writes Markdown by keys, and goes on with a list at Enter', async () => {
    const { page, server } = await open('/knowledge/new');
    await page.getByLabel('Title').fill('Returns');
    const field = page.getByLabel('Text');
    await field.focus();
    await page.keyboard.press('ControlOrMeta+b');
    await page.keyboard.type('Free');
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.keyboard.press('ControlOrMeta+Shift+Digit8');
    await page.keyboard.type('one');
    await page.keyboard.press('Enter');
    await page.keyboard.type('two');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await page.keyboard.press('ControlOrMeta+Shift+KeyK');
    await page.keyboard.type('https://acme.test');
    await expect.poll(() => field.inputValue()).toBe('**Free**\n- one\n- two\n[words](https://acme.test)');
    // What they do elsewhere they do not do here.
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
    expect(server.site.refusals.size).toBe(0);
  });
});
