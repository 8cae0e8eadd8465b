/** Changing what was said, and finding one's way in a room of fifty thousand messages, in a real browser. */
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { inBrowser, roomPath } from './browser.ts';

const MINE_ROOM = 'acme c_01jd8x53c90';
const MANY_ROOM = 'acme c_many00000';
const list = (page: Page) => page.getByRole('region', { name: /^Conversation with/ });
const composer = (page: Page) => page.getByRole('textbox', { name: /^Reply to/ });

inBrowser('messages', (open) => {
  const say = async (page: Page, words: string) => {
    await composer(page).fill(words);
    await page.keyboard.press('Enter');
    await list(page).getByText(words).waitFor();
    await page.getByText('Sent', { exact: true }).last().waitFor();
  };
  /** The row of the message with these words. */
  const row = (page: Page, words: string) => page.locator('li[data-seq]', { hasText: words });

  it('are edited from their menu, and say so', async () => {
    const { page, server } = await open(roomPath('mine', MINE_ROOM));
    await say(page, 'It ships on Thrusday.');
    await row(page, 'Thrusday').hover();
    await row(page, 'Thrusday').getByRole('button', { name: 'Message' }).click();
    await page.getByRole('menuitem', { name: 'Edit' }).click();
    const field = page.getByRole('textbox', { name: 'Edit message' });
    await expect.poll(() => field.inputValue()).toBe('It ships on Thrusday.');
    await field.fill('It ships on Thursday.');
    await page.getByRole('button', { name: 'Save' }).click();
    await row(page, 'Thursday.').getByText('Edited').waitFor();
    await expect.poll(() => page.getByText(/Ada Moreau edited/).count()).toBe(0);
    await expect.poll(() => server.site.rooms.get(MINE_ROOM)?.messages.at(-2)?.content).toBe('It ships on Thursday.');
    await page.waitForFunction(() => document.activeElement?.getAttribute('aria-label')?.startsWith('Reply to'));
  });

  it('are not sent of what nobody would see: the server refuses it', async () => {
    const { page, server } = await open(roomPath('mine', MINE_ROOM));
    const before = server.site.rooms.get(MINE_ROOM)?.messages.length;
    await composer(page).fill('\u200b\u2060 \u200e');
    await expect.poll(() => page.getByRole('button', { name: 'Send' }).getAttribute('aria-disabled')).toBe('true');
    await page.keyboard.press('Enter');
    await say(page, 'Something');
    expect(
      server.site.rooms
        .get(MINE_ROOM)
        ?.messages.slice(before)
        .map(({ content }) => content),
    ).toEqual(['Something']);
  });

  it('are edited by the keyboard alone: up, change, Enter; Esc leaves them as they were', async () => {
    const { page } = await open(roomPath('mine', MINE_ROOM));
    await say(page, 'See you tomorow.');
    await page.keyboard.press('ArrowUp');
    const field = page.getByRole('textbox', { name: 'Edit message' });
    await field.waitFor();
    await page.keyboard.type(' Or not.');
    await page.keyboard.press('Escape');
    await row(page, 'See you tomorow.').waitFor();
    await expect.poll(() => page.getByText('Or not.').count()).toBe(0);
    await page.keyboard.press('ArrowUp');
    await field.fill('See you tomorrow.');
    await page.keyboard.press('Enter');
    await row(page, 'See you tomorrow.').getByText('Edited').waitFor();
  });

  it('are deleted after a question, by keyboard too, and a tombstone stays, in the list as well', async () => {
    const { page, server } = await open(roomPath('mine', MINE_ROOM));
    await say(page, 'My password is hunter2.');
    await row(page, 'hunter2').getByRole('button', { name: 'Message' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Delete…' }).waitFor();
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.getByText('It cannot be brought back.').waitFor();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await list(page).getByText('Message deleted').waitFor();
    await page.locator('[data-room]', { hasText: 'You: Message deleted' }).waitFor();
    await expect.poll(() => page.getByText('hunter2').count()).toBe(0);
    server.site.changeMessage(MINE_ROOM, 1, null);
    await list(page).getByText('Message deleted by Ada Moreau').waitFor();
  });

  it('of others can be edited by nobody, and deleted by those who manage the site', async () => {
    for (const [role, verbs] of [
      ['agent', ['Copy link']],
      ['admin', ['Copy link', 'Write an article…', 'Delete…']],
    ] as const) {
      // A finger: there is nothing to hover with.
      const { page } = await open(roomPath('mine', MINE_ROOM), { size: 'phone' }, { role });
      const first = page.locator('li[data-seq="1"]');
      await first.getByRole('button', { name: 'Message' }).tap();
      await page.getByRole('menuitem').first().waitFor();
      await expect.poll(() => page.getByRole('menuitem').allTextContents()).toEqual(verbs);
    }
  });

  it('are found by their address, lit and with the focus, and the way leads back to the newest', async () => {
    const { page, server } = await open(
      `${roomPath('bot', MANY_ROOM)}?message=25000`,
      {},
      { many: { rooms: 1, messages: 50_000 } },
    );
    await page.locator('li[data-seq="25000"][data-lit]').waitFor();
    await page.waitForFunction(() => document.activeElement?.getAttribute('data-seq') === '25000');
    await expect.poll(() => page.locator('li[data-seq="25000"]').isVisible()).toBe(true);
    server.site.say(MANY_ROOM, 'visitor', 'Anybody there?');
    server.site.changeMessage(MANY_ROOM, 25_000, 'as it is now');
    await list(page).getByText('as it is now').waitFor();
    await page.getByRole('button', { name: 'To the newest' }).click();
    await list(page).getByText('Anybody there?').waitFor();
    await expect.poll(() => page.locator('li[data-seq="25000"]').count()).toBe(0);
  });

  it('of a short room are found too, and what is in sight is read', async () => {
    const { page } = await open(`${roomPath('mine', MINE_ROOM)}?message=4`);
    await page.locator('li[data-seq="4"][data-lit]').waitFor();
    await page.getByRole('button', { name: 'To the newest' }).waitFor({ state: 'hidden' });
  });

  it('are found wherever they stand while older ones come in above them', async () => {
    // Side by side: most of it is waiting until the light goes out.
    const find = async (seq: number) => {
      const { page } = await open(
        `${roomPath('bot', MANY_ROOM)}?message=${seq}`,
        {},
        { many: { rooms: 1, messages: 76 } },
      );
      await page.waitForFunction((name) => {
        const row = document.querySelector(`li[data-seq="${name}"]`);
        const { top, bottom } = row?.getBoundingClientRect() ?? { top: -1, bottom: -1 };
        return document.activeElement === row && top > 0 && bottom < innerHeight;
      }, seq);
      // What comes in above moves nothing afterwards.
      await page.locator('li[data-lit]').waitFor({ state: 'detached' });
      await expect.poll(() => page.locator(`li[data-seq="${seq}"]:focus`).count()).toBe(1);
    };
    await Promise.all([5, 20, 40, 60].map(find));
  });

  it('of a long room are scrolled through both ways with a bounded page and a bounded store', async () => {
    const { page } = await open(roomPath('bot', MANY_ROOM), {}, { many: { rooms: 1, messages: 50_000 } });
    await page.locator('li[data-seq="50000"]').waitFor();
    await list(page).hover();
    const look = () =>
      list(page).evaluate((element) => ({
        rows: element.querySelectorAll('li').length,
        height: element.scrollHeight,
        seqs: [...element.querySelectorAll('li[data-seq]')].map((row) => Number((row as HTMLElement).dataset.seq)),
      }));
    let tallest = 0;
    const scroll = async (by: number, until: (seqs: number[]) => boolean) => {
      for (;;) {
        await page.mouse.wheel(0, by);
        await page.evaluate(() => new Promise(requestAnimationFrame));
        const { rows, height, seqs } = await look();
        expect(rows).toBeLessThan(80);
        tallest = Math.max(tallest, height);
        if (until(seqs)) return;
      }
    };
    await scroll(-4_000, (seqs) => Math.min(...seqs) < 48_500);
    await scroll(4_000, (seqs) => Math.max(...seqs) === 50_000);
    // At most 400 messages and what stands between them: what was passed is not held.
    expect(tallest).toBeLessThan(460 * 100);
  });
});
