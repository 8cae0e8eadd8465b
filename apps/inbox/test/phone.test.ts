/** What the inbox is on a phone in particular: lines that are wider than the screen, and what stands at its edges. */
import { expect, it } from 'vitest';
import { inBrowser, roomPath } from './browser.ts';

inBrowser('on a phone', (open) => {
  it('the line of lists shows the one that is looked at, also when teams come into it later', async () => {
    const teams = { Returns: ['agent-ada'], 'Wholesale and resellers': ['agent-ada'], Press: ['agent-ada'] };
    const { page } = await open('/inbox/closed', { size: 'phone' }, { teams });
    const lists = page.getByRole('navigation', { name: 'Lists of conversations' });
    await lists.getByRole('link', { name: /Press/ }).waitFor({ state: 'attached' });
    const shown = (name: RegExp) =>
      expect
        .poll(() =>
          lists.getByRole('link', { name }).evaluate((link) => {
            const { left, right } = link.getBoundingClientRect();
            return left >= 0 && right <= innerWidth;
          }),
        )
        .toBe(true);
    await shown(/Closed/);
    await lists.getByRole('link', { name: /Unassigned/ }).click();
    await shown(/Unassigned/);
  });

  it('the pages of the bot stand in one line, which shows the one that is open', async () => {
    const { page } = await open('/settings/bot/versions', { size: 'phone' });
    const pages = page.getByRole('navigation', { name: 'The bot' });
    const last = pages.getByRole('link', { name: 'Versions' });
    await last.waitFor();
    const tops = () =>
      pages.getByRole('link').evaluateAll((links) => links.map((link) => link.getBoundingClientRect().top));
    await expect.poll(async () => new Set(await tops()).size).toBe(1);
    await expect.poll(() => last.evaluate((link) => link.getBoundingClientRect().right)).toBeLessThan(390);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  });

  it('what the bot costs breaks no number and no word in two', async () => {
    const { page } = await open('/settings/bot/costs', { size: 'phone' });
    const table = page.getByRole('table').filter({ hasText: 'Share' });
    await table.waitFor();
    const lines = await table.evaluate((element) =>
      [...element.querySelectorAll('thead th, td')].map((cell) => {
        const words = document.createRange();
        words.selectNodeContents(cell);
        return new Set([...words.getClientRects()].map(({ top }) => Math.round(top))).size;
      }),
    );
    expect(new Set(lines)).toEqual(new Set([1]));
  });

  it('what is done to a team stands side by side', async () => {
    const { page } = await open('/settings/teams', { size: 'phone' }, { teams: { Returns: ['agent-ada'] } });
    const deeds = page.getByRole('button', { name: /^(Change|Delete) Returns$/ });
    await expect.poll(() => deeds.count()).toBe(2);
    const [change, remove] = await deeds.evaluateAll((buttons) =>
      buttons.map((button) => button.getBoundingClientRect().top),
    );
    expect(remove).toBe(change);
  });

  it('the tip of one’s own menu stands on the screen as a whole', async () => {
    const { page } = await open('/inbox', { size: 'phone' });
    const me = page.getByRole('button', { name: /account and theme/ });
    await me.waitFor();
    await page.keyboard.press('Tab');
    await me.focus();
    const [left, right] = await me.evaluate((button) => {
      const { left, right } = button.getBoundingClientRect();
      const tip = getComputedStyle(button, '::after');
      const edge = right - Number.parseFloat(tip.right);
      return [edge - Number.parseFloat(tip.width), Math.max(edge, left)];
    });
    expect(left).toBeGreaterThanOrEqual(0);
    expect(right).toBeLessThanOrEqual(390);
  });

  it('the audit log shows the network below what was done, not below its time', async () => {
    const { page } = await open('/settings/audit', { size: 'phone' });
    const address = page.getByTitle('The network it was done from').first();
    await address.waitFor();
    const [what, network] = await address.evaluate((element) => {
      const text = document.createRange();
      text.selectNodeContents(element);
      const deed = element.previousElementSibling as Element;
      return [deed.getBoundingClientRect(), text.getBoundingClientRect()].map(({ left, bottom, top }) => ({
        left,
        bottom,
        top,
      }));
    });
    expect(network?.left).toBe(what?.left);
    expect(network?.top).toBeGreaterThanOrEqual((what?.bottom ?? 0) - 1);
  });

  it.each([390, 320])('who answers is told in full, and every deed stands on a screen of %i pixels', async (width) => {
    for (const [folder, room, words] of [
      ['mine', 'acme c_01jd8x53c90', 'You are answering'],
      ['unassigned', 'acme c_01jd8x4k7f3', /^Waits for a person · /],
      ['bot', 'acme c_01jd8x51b22', /^Bot is answering$/],
    ] as const) {
      const { page } = await open(roomPath(folder, room), { size: 'phone' });
      await page.setViewportSize({ width, height: 844 });
      const chip = page.getByText(words);
      await chip.waitFor();
      await expect
        .poll(() => chip.evaluate((element) => element.scrollWidth - element.clientWidth))
        .toBeLessThanOrEqual(0);
      const close = await page.getByRole('button', { name: 'Close', exact: true }).boundingBox();
      expect((close?.x ?? width) + (close?.width ?? 0)).toBeLessThanOrEqual(width);
      const deeds = await page.getByRole('button', { name: 'Labels' }).boundingBox();
      expect(deeds?.x).toBeGreaterThanOrEqual(0);
    }
  });

  it('what a deed tells covers no line of the conversation', async () => {
    const { page } = await open(roomPath('mine', 'acme c_01jd8x53c90'), { size: 'phone' });
    await page.getByRole('button', { name: 'Close', exact: true }).click();
    const told = page.getByText('Conversation closed').locator('..');
    const last = page
      .getByRole('region', { name: /^Conversation with/ })
      .getByRole('listitem')
      .last();
    await expect
      .poll(async () => {
        const [toast, line] = await Promise.all([told.boundingBox(), last.boundingBox()]);
        return toast && line && line.y + line.height <= toast.y;
      })
      .toBe(true);
    const below = await page.getByRole('button', { name: 'Open again' }).last().boundingBox();
    const toast = await told.boundingBox();
    expect((toast?.y ?? 0) + (toast?.height ?? 0)).toBeLessThanOrEqual(below?.y ?? 0);
    await told.getByRole('button', { name: 'Dismiss' }).click();
    await expect
      .poll(() => page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--toasts')))
      .toBe('0px');
  });

  it.each([
    [9, '9'],
    [12, '12'],
    [100, '99+'],
  ])('the number of those who wait stands in one line inside its badge: %i', async (waiting, shown) => {
    const { page, server } = await open('/inbox/mine', { size: 'phone' }, { many: { rooms: waiting, messages: 1 } });
    const rail = page.getByRole('navigation', { name: 'Parts of Parley' });
    await rail.waitFor();
    let left = waiting;
    for (const { room } of server.site.rooms.values())
      server.site.change(
        room.room,
        left-- > 0
          ? { status: 'open', owner: { kind: 'queue', id: null, name: null } }
          : { status: 'closed', owner: { kind: 'bot', id: null, name: null } },
      );
    await page.reload();
    const link = rail.getByRole('link', { name: new RegExp(`^Inbox ?, ${waiting} waiting for a person$`) });
    const badge = link.getByText(shown, { exact: true });
    await badge.waitFor();
    const [lines, inside] = await badge.evaluate((element) => {
      const words = document.createRange();
      words.selectNodeContents(element);
      const [text, around] = [words.getBoundingClientRect(), element.getBoundingClientRect()];
      return [words.getClientRects().length, text.left >= around.left && text.right <= around.right];
    });
    expect([lines, inside]).toEqual([1, true]);
  });
});
