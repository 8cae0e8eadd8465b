/** The look at a page is itself proved: what is wrong in it is told, with its place. */
import { expect, it } from 'vitest';
import { brokenRules } from '../../../e2e/axe.ts';
import { inBrowser } from './browser.ts';

inBrowser('axe', (open) => {
  it('tells what is wrong, and only where and for what it is asked', async () => {
    const { page } = await open('/', { signedIn: false });
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    await page.evaluate(() =>
      document.body.append(Object.assign(document.createElement('button'), { id: 'nameless' })),
    );
    const wrong = expect.stringMatching(/^button-name: .*nameless/);
    expect(await brokenRules(page)).toContainEqual(wrong);
    expect(await brokenRules(page, { rules: ['color-contrast'] })).toEqual([]);
    expect(await brokenRules(page, { butRules: ['button-name'] })).not.toContainEqual(wrong);
    expect(await brokenRules(page, { within: '#root' })).not.toContainEqual(wrong);
  });
});
