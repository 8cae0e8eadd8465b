/** What an agent sees of the bot's work: why it passed on, what it tried, and how each answer came about. */
import { expect, it } from 'vitest';
import { inBrowser, roomPath } from './browser.ts';

inBrowser('handing over', (open) => {
  it('says why, what was asked and what was tried, above the conversation; folds away by the keyboard', async () => {
    const { page } = await open('/inbox/unassigned');
    const row = page.locator('[data-room="acme c_01jd8x4k9a1"]');
    await row.getByText('The bot had no answer').waitFor();
    // Whoever asked for a person needs no reason in the list.
    await expect
      .poll(() => page.locator('[data-room="acme c_01jd8x4k7f3"]').getByText('Asked in words').count())
      .toBe(0);
    await row.click();
    const card = page.locator('details').filter({ hasText: 'Before you answer' });
    await card.getByText('My discount code is refused at checkout.').waitFor();
    await card.getByText('1 message of the visitor · 1 answer of the bot · 1 did not help').waitFor();
    await card.getByRole('link', { name: 'Returns and exchanges' }).waitFor();
    await card.locator('summary').focus();
    await page.keyboard.press('Enter');
    await card.getByText('did not help').waitFor({ state: 'hidden' });
  });

  it.each([3, 8])('leaves the newest of %i messages in sight when it comes above them', async (lines) => {
    const name = 'acme c_01jd8x4k9a1';
    const { page, server } = await open('/inbox/unassigned', { size: 'phone' });
    for (let line = 1; line <= lines; line++) server.site.say(name, 'visitor', `Line ${line}`);
    server.stalled.add('get_hand_over');
    await page.locator(`[data-room="${name}"]`).click();
    const newest = page.getByRole('region', { name: /^Conversation with/ }).getByText(`Line ${lines}`, { exact: true });
    await newest.waitFor();
    server.release();
    await page.getByText('My discount code is refused at checkout.').last().waitFor();
    await page.locator('details').filter({ hasText: 'Before you answer' }).waitFor();
    const end = newest.locator('xpath=ancestor::section[1]');
    await expect
      .poll(() => end.evaluate((list) => Math.round(list.scrollHeight - list.scrollTop - list.clientHeight)))
      .toBeLessThanOrEqual(1);
  });

  it('goes on showing in the list what the visitor wants, not that the bot passed it on', async () => {
    const { page, server } = await open('/inbox/unassigned');
    const row = page.locator('[data-room="acme c_01jd8x4k9a1"]');
    server.site.say('acme c_01jd8x4k9a1', 'visitor', 'A person, please.');
    await row.getByText('A person, please.').waitFor();
    server.site.say('acme c_01jd8x4k9a1', 'bot', 'Here is an answer.');
    await row.getByText('Bot: Here is an answer.').waitFor();
    server.site.say('acme c_01jd8x4k9a1', 'bot', 'I am passing you on.', { hand_over: 'asked' });
    await row.getByText('A person, please.').waitFor();
    await page.reload();
    await row.getByText('A person, please.').waitFor();
  });

  it('shows under an answer whether it helped, and how it came about on demand', async () => {
    const { page } = await open(roomPath('unassigned', 'acme c_01jd8x4k7f3'));
    await page.getByText('It helped').waitFor();
    await page.getByText('How it came about').click();
    await page
      .getByText(/Written by the model · .*82 % .* · gpt-4\.1-mini, 1,204 tokens in and 48 out · \$0\.00056/)
      .waitFor();
    await page.getByText('revision 2, used, changed since').waitFor();
    await page.getByText('revision 1, not used').waitFor();
  });

  it('is not there while the bot has the conversation', async () => {
    const { page } = await open(roomPath('bot', 'acme c_01jd8x51b22'));
    await page.getByText('How it came about').waitFor();
    await expect.poll(() => page.getByText('Before you answer').count()).toBe(0);
  });
});
