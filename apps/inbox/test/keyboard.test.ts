/** A whole working day without a mouse: moving, opening, taking over, replying, closing, undoing, searching, going places. */
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { inBrowser, roomPath } from './browser.ts';
import { Refused } from './refused.ts';

const focused = (page: Page) =>
  page.evaluate(() => {
    const element = document.activeElement as HTMLElement;
    return element.dataset.room ?? element.getAttribute('aria-label') ?? element.textContent?.trim() ?? element.tagName;
  });

/** Loads the page anew without the palette's code, which comes when this is called. */
async function paletteOnItsWay(page: Page): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  await page.route(/CommandPalette/, async (route) => {
    await promise;
    await route.continue();
  });
  await page.reload();
  return resolve;
}

inBrowser('keyboard', (open) => {
  it('answers somebody from the first key to the last', async () => {
    const { page, server } = await open('/inbox/unassigned');
    await page.getByText('Jonas Weber').waitFor();
    await page.keyboard.press('j');
    await expect.poll(() => focused(page)).toBe('acme c_01jd8x4k7f3');
    await page.keyboard.press('j');
    await expect.poll(() => focused(page)).toBe('acme c_01jd8x4k9a1');
    await page.keyboard.press('k');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Visitor 7f3' }).waitFor();
    // Not one's own yet: r leads to the offer, t takes it.
    await page.keyboard.press('r');
    await expect.poll(() => focused(page)).toContain('Take over');
    await page.keyboard.press('t');
    await page.getByLabel('Reply to Visitor 7f3').waitFor();
    await page.waitForFunction(() => document.activeElement?.tagName === 'TEXTAREA');
    await page.keyboard.type('Hello');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('et cetera: b, e, t and ? are letters here.');
    await page.keyboard.press('Enter');
    await page.getByText('Sent', { exact: true }).first().waitFor();
    const said = server.site.rooms.get('acme c_01jd8x4k7f3')?.messages.at(-1)?.content;
    expect(said).toBe('Hello\net cetera: b, e, t and ? are letters here.');
    await page.keyboard.press('Escape');
    await page.keyboard.press('e');
    await page.getByText('This conversation is closed.').waitFor();
    await page.keyboard.press('e');
    await page.waitForFunction(() => document.activeElement?.tagName === 'TEXTAREA');
    await page.keyboard.press('Escape');
    await page.keyboard.press('b');
    await page.getByText('The bot is answering. Take over to reply.').waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('No conversation is open').waitFor();
    // That one is the bot's now, and gone from the list once its order is let go of.
    await page.keyboard.press('j');
    await expect.poll(() => focused(page)).toMatch(/^acme /);
    const next = await focused(page);
    await page.keyboard.press('Enter');
    await page.getByText('No conversation is open').waitFor({ state: 'hidden' });
    await page.keyboard.press('Escape');
    await page.getByText('No conversation is open').waitFor();
    await expect.poll(() => focused(page)).toBe(next);
  });

  it('takes what is typed right after taking over as the reply, however long the answer is on its way', async () => {
    const { page, server } = await open(roomPath('unassigned', 'acme c_01jd8x4k7f3'));
    await page.getByText('Nobody answers here yet.').waitFor();
    server.stalled.add('take_over');
    await page.keyboard.press('t');
    await page.keyboard.type('Here be letters');
    await expect.poll(() => page.getByLabel('Reply to Visitor 7f3').inputValue()).toBe('Here be letters');
    server.release();
    await page.keyboard.press('Enter');
    await page.getByText('Sent', { exact: true }).first().waitFor();
    const { room, messages } = server.site.rooms.get('acme c_01jd8x4k7f3') ?? {};
    expect(messages?.at(-1)?.content).toBe('Here be letters');
    expect(room?.status).toBe('open');
  });

  it('passes a conversation to a colleague, and says so where it cannot', async () => {
    const { page, server } = await open(roomPath('mine', 'acme c_01jd8x53c90'));
    await page.getByLabel('Reply to Priya Raman').waitFor();
    await page.keyboard.press('a');
    await page.getByRole('option', { name: 'Ben Okafor' }).waitFor();
    // Who was only invited, may not come in or has it already is not offered.
    await expect.poll(() => page.getByRole('option').count()).toBe(1);
    server.site.refusals.set('assign_room', new Refused('not_found', 'It is not there, or no longer.'));
    await page.keyboard.type('okaf');
    await page.keyboard.press('Enter');
    await page.getByText('It is not there, or no longer.').waitFor();
    server.site.refusals.clear();
    await page.keyboard.press('Enter');
    await page.getByText('Ben Okafor has the conversation now.').waitFor();
    await page.getByText('Ben Okafor is answering', { exact: true }).waitFor();
    await page.getByText('passed the conversation to Ben Okafor').first().waitFor();
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
  });

  it('goes places, and tells the keys', async () => {
    const { page } = await open('/inbox/mine');
    await page.getByText('Priya Raman').waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('k');
    await page.getByRole('heading', { name: 'Knowledge' }).waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('s');
    await page.getByRole('heading', { name: 'Installation' }).waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('i');
    await page.getByText('Jonas Weber').waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor({ state: 'hidden' });
  });

  it('finds a conversation and does a deed by the palette', async () => {
    const { page } = await open(roomPath('bot', 'acme c_01jd8x51b22'));
    await page.getByText('30 days').first().waitFor();
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('What do you want to do?').waitFor();
    await page.keyboard.type('take');
    await page.getByRole('option', { name: 'Take over' }).waitFor();
    // What is found a moment later does not come before it.
    await page.getByRole('group', { name: 'Conversations' }).getByRole('option').first().waitFor();
    await page.keyboard.press('Enter');
    await page.getByLabel('Reply to Visitor b22').waitFor();
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('What do you want to do?').waitFor();
    await page.keyboard.type('canary');
    // By the words that were found, and there.
    await page.getByRole('option', { name: /Marta Silva .*canary/i }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Marta Silva' }).waitFor();
    expect(new URL(page.url()).searchParams.get('message')).toBe('1');
  });

  it('finds an article by the palette', async () => {
    const { page } = await open('/inbox/unassigned');
    await page.getByText('Jonas Weber').waitFor();
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('What do you want to do?').fill('shipping times');
    await page.getByRole('group', { name: 'Articles' }).getByRole('option', { name: 'Shipping times' }).click();
    await page.getByRole('heading', { name: 'Shipping times' }).first().waitFor();
  });

  it('has at hand what keys open before they are pressed, so that the letters after them are for it', async () => {
    const { page } = await open(roomPath('bot', 'acme c_01jd8x51b22'));
    for (const part of ['CommandPalette', 'AssignDialog', 'LabelDialog'])
      await page.waitForFunction(
        (name) => performance.getEntriesByType('resource').some((each) => each.name.includes(name)),
        part,
      );
  });

  it('takes what is typed right after Ctrl K as words for the palette, however long its code is on its way', async () => {
    const { page, server } = await open(roomPath('mine', 'acme c_01jd8x53c90'));
    const reply = page.getByLabel('Reply to Priya Raman');
    await reply.waitFor();
    const come = await paletteOnItsWay(page);
    await reply.waitFor();
    await page.keyboard.press('Control+k');
    // As keys these would close the conversation, and hand it back.
    await page.keyboard.type('ebx');
    await page.keyboard.press('Backspace');
    come();
    await expect.poll(() => page.getByPlaceholder('What do you want to do?').inputValue()).toBe('eb');
    await page.keyboard.type(' y');
    await expect.poll(() => page.getByPlaceholder('What do you want to do?').inputValue()).toBe('eb y');
    expect(await reply.inputValue()).toBe('');
    expect(server.site.rooms.get('acme c_01jd8x53c90')?.room).toMatchObject({
      status: 'open',
      owner: { kind: 'agent' },
    });
  });

  it('closes a window that came after Esc, and types into nothing else', async () => {
    const { page } = await open(roomPath('mine', 'acme c_01jd8x53c90'));
    const reply = page.getByLabel('Reply to Priya Raman');
    await reply.waitFor();
    const come = await paletteOnItsWay(page);
    await reply.focus();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('ta');
    await page.keyboard.press('Escape');
    const came = page.evaluate(
      () =>
        new Promise<void>((resolve) => {
          const seen = () => document.querySelector('[role="dialog"]') && resolve();
          new MutationObserver(seen).observe(document.body, { childList: true, subtree: true });
        }),
    );
    // Asked for after it: the browser looks by now.
    await page.evaluate(() => undefined);
    come();
    await came;
    await page.getByPlaceholder('What do you want to do?').waitFor({ state: 'detached' });
    await page.waitForFunction(() => document.activeElement?.tagName === 'TEXTAREA');
    await page.keyboard.type('Hello');
    await expect.poll(() => reply.inputValue()).toBe('Hello');
  });

  it('leaves the keys to a window without a field, and to whoever writes elsewhere before the window comes', async () => {
    const { page } = await open(roomPath('mine', 'acme c_01jd8x53c90'));
    const reply = page.getByLabel('Reply to Priya Raman');
    await reply.waitFor();
    await page.keyboard.press('l');
    await page.getByText('There are no labels yet').waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('There are no labels yet').waitFor({ state: 'detached' });
    const come = await paletteOnItsWay(page);
    await reply.waitFor();
    await page.keyboard.press('Control+k');
    await reply.click();
    await page.keyboard.type('Dear Priya');
    await expect.poll(() => reply.inputValue()).toBe('Dear Priya');
    come();
    await page.getByPlaceholder('What do you want to do?').waitFor();
  });

  it('loses no letter after a key that opens a window on a slow machine', async () => {
    const { page } = await open(roomPath('mine', 'acme c_01jd8x53c90'));
    await page.getByLabel('Reply to Priya Raman').waitFor();
    const throttled = await page.context().newCDPSession(page);
    await throttled.send('Emulation.setCPUThrottlingRate', { rate: 20 });
    for (const [key, field] of [
      ['Control+k', 'What do you want to do?'],
      ['a', 'Who shall answer?'],
    ] as const) {
      await page.keyboard.press(key);
      await page.keyboard.type('beleh');
      await expect.poll(() => page.getByPlaceholder(field).inputValue()).toBe('beleh');
      await page.keyboard.press('Escape');
      await page.getByPlaceholder(field).waitFor({ state: 'detached' });
    }
  });

  it('leads by the palette to every part of the settings and every page of the bot', async () => {
    const { page } = await open('/inbox/unassigned');
    for (const [words, place, path] of [
      ['costs', 'Bot: Costs', '/settings/bot/costs'],
      ['audit', 'Settings: Audit log', '/settings/audit'],
      ['open q', 'Knowledge: Open questions', '/knowledge/questions'],
    ] as const) {
      await page.getByRole('link', { name: 'Inbox' }).first().waitFor();
      await page.keyboard.press('Control+k');
      await page.getByPlaceholder('What do you want to do?').fill(words);
      await page.getByRole('option', { name: place }).waitFor();
      await page.keyboard.press('Enter');
      await page.waitForURL(`**${path}`);
    }
  });

  it('searches by words that stand in the address', async () => {
    const { page } = await open('/inbox/unassigned');
    await page.getByText('Jonas Weber').waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('canary');
    await page.getByText('Found in all lists').waitFor();
    await page.getByText('Marta Silva').waitFor();
    expect(new URL(page.url()).searchParams.get('q')).toBe('canary');
    await page.keyboard.press('Escape');
    await page.getByText('Jonas Weber').waitFor();
    expect(new URL(page.url()).searchParams.get('q')).toBeNull();
  });

  it('reaches everything by Tab, and skips the rail on demand', async () => {
    const { page } = await open('/inbox/unassigned');
    await page.getByText('Jonas Weber').waitFor();
    const seen: string[] = [];
    for (let turn = 0; turn < 16; turn++) {
      await page.keyboard.press('Tab');
      seen.push(await focused(page));
    }
    for (const name of [
      'Skip to the content',
      'Knowledge',
      'Settings',
      'Search and commands',
      'Search conversations',
    ]) {
      expect(seen.join(' | ')).toContain(name);
    }
    expect(seen).toContain('acme c_01jd8x4k7f3');
    // One row is in the tab order; the others are reached by j and k.
    expect(seen).not.toContain('acme c_01jd8x4k9a1');
  });
});
