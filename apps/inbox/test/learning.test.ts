/** Learning, as owners meet it: from an open question to its article in two clicks, and from a corrected article to whoever was told the old text. */
import { expect, it } from 'vitest';
import { inBrowser, roomPath } from './browser.ts';
import { TOLD } from './fake-learning.ts';
import { Refused } from './refused.ts';

inBrowser('learning', (open) => {
  it('leads from a topic to its article, begun already; saved, its questions are settled', async () => {
    const { page, server } = await open('/knowledge/questions');
    const topic = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'gift, voucher' }) });
    await topic.getByText('asked 4 times').waitFor();
    await expect.poll(() => topic.getByText('Where is the voucher code entered?').count()).toBe(0);
    await topic.getByRole('button', { name: 'Show all 4' }).click();
    await topic.getByText('Where is the voucher code entered?').waitFor();
    await topic.getByRole('button', { name: 'Write the article' }).click();
    await page.getByText('Taken from a conversation, word for word.').waitFor();
    await expect.poll(() => page.getByLabel('Title').inputValue()).toBe('Gift vouchers');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved. The bot answers from it now.').waitFor();
    await page.getByRole('heading', { level: 1, name: 'Gift vouchers' }).waitFor();
    await expect.poll(() => server.site.learning.settled).toHaveLength(4);
    await page.getByRole('link', { name: 'Knowledge', exact: true }).first().click();
    await page.getByRole('link', { name: 'Open questions' }).click();
    await page.getByRole('heading', { name: 'dog' }).waitFor();
    await expect.poll(() => page.getByRole('heading', { name: 'gift, voucher' }).count()).toBe(0);
  });

  it('takes a topic off the list and puts it back', async () => {
    const { page } = await open('/knowledge/questions');
    const topic = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'dog' }) });
    await topic.getByRole('button', { name: 'Done' }).click();
    await page.getByText('Taken off the list').waitFor();
    await topic.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Undo' }).click();
    await topic.waitFor();
  });

  it('begins an article at a message, in two clicks; one that cannot be begun is written by hand', async () => {
    const { page, server } = await open(roomPath('mine', 'acme c_01jd8x53c90'));
    const message = page.locator('li[data-seq="1"]');
    await message.hover();
    await message.getByRole('button', { name: 'Message' }).click();
    await page.getByRole('menuitem', { name: 'Write an article' }).click();
    await page.getByText('Taken from a conversation').waitFor();
    server.site.refusals.set('draft_article', new Refused('room_not_found', 'There is no such conversation.'));
    await page.goto(`${server.url}/knowledge/new?room=%22acme%20nobody%22&seq=1`);
    await page.getByText('The conversation could not be read. There is no such conversation.').waitFor();
    await expect.poll(() => page.getByLabel('Title').inputValue()).toBe('');
  });

  it('tells whoever was told the old text, after a look at who and what, and once', async () => {
    const { page, server } = await open('/knowledge/article-2');
    await page.getByLabel('Title').waitFor();
    await expect.poll(() => page.getByText('older text').count()).toBe(0);
    server.site.learning.told = TOLD;
    await page.reload();
    await page.getByText('The bot gave 2 answers from an older text of this article.').waitFor();
    await page.getByRole('link', { name: 'See who, and correct it' }).click();
    await page.getByText('Corrected', { exact: true }).waitFor();
    await page.getByLabel('Correct it for Visitor 7f3').uncheck();
    await page.getByLabel('Correction').fill('It is ten years now.');
    await page.getByRole('button', { name: 'Send in one conversation' }).click();
    await page.getByRole('dialog').getByText('It is ten years now.').waitFor();
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByText('Sent in one conversation').waitFor();
    expect(server.site.learning.corrections).toEqual([
      { content: 'It is ten years now.', rooms: ['acme c_01jd8x4k9a1'] },
    ]);
    await expect.poll(() => page.getByText('Corrected', { exact: true }).count()).toBe(2);
  });

  it('shows agents the same, without what is not theirs to do', async () => {
    const { page, server } = await open('/knowledge/questions', {}, { role: 'agent' });
    await page.getByText('asked 4 times').waitFor();
    await expect.poll(() => page.getByRole('button', { name: 'Write the article' }).count()).toBe(0);
    server.site.learning.told = TOLD;
    await page.goto(`${server.url}/knowledge/article-2/told`);
    await page.getByText('Only owners and admins can send corrections.').waitFor();
    await expect.poll(() => page.getByRole('checkbox').count()).toBe(0);
  });
});
