/** Conversations in a real browser: streaming, taking over, what fails, what is offline, and a list that keeps still. */
import type { Page } from 'playwright-core';
import { expect, it, vi } from 'vitest';
import { brokenRules } from '../../../e2e/axe.ts';
import { inBrowser, roomPath } from './browser.ts';
import { Refused } from './fake-site.ts';

const BOT_ROOM = 'acme c_01jd8x51b22';
const MINE_ROOM = 'acme c_01jd8x53c90';
const BOT = roomPath('bot', BOT_ROOM);
const MINE = roomPath('mine', MINE_ROOM);
const rowNames = (page: Page) =>
  page.locator('[data-room]').evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset.room));
interface Watched {
  painted: Promise<number[]>;
}
/** Notes where the row with these words stands in every painted frame, until older rows are above it; resolves with the first. */
const watchPaintedPlaces = (list: Element, words: string) =>
  new Promise<void>((started) => {
    const places: number[] = [];
    let left = 5;
    (window as unknown as Watched).painted = new Promise((resolve) => {
      const look = () => {
        const row = [...list.querySelectorAll('li')].find((each) => each.textContent?.includes(words));
        if (!row) return void requestAnimationFrame(look);
        // It tells where things are painted, after all measuring; between two frames rows may stand anywhere.
        const frame = new IntersectionObserver(([seen]) => {
          frame.disconnect();
          if (seen && seen.boundingClientRect.height > 0) places.push(seen.boundingClientRect.y);
          if (places.length > 0) started();
          if (list.scrollTop > 500 && left-- === 0) resolve(places);
          else look();
        });
        frame.observe(row);
      };
      look();
    });
  });
const composer = (page: Page) => page.getByLabel('Reply to Priya Raman');

inBrowser('conversation', (open) => {
  it('shows where a search found something, marked as the text it is, and opens there', async () => {
    const { page, server } = await open('/inbox/unassigned');
    await page.getByText('Jonas Weber').waitFor();
    const { seq } = server.site.say(MINE_ROOM, 'visitor', 'My <b>kayak</b> leaks');
    for (let line = 0; line < 60; line++) server.site.say(MINE_ROOM, 'visitor', `And line ${line}`);
    await page.keyboard.press('/');
    await page.keyboard.type('kayak');
    const row = page.locator(`[data-room="${MINE_ROOM}"]`);
    await row.locator('mark').waitFor();
    expect(await row.locator('mark').allTextContents()).toEqual(['kayak']);
    await row.getByText('My <b>kayak</b> leaks').waitFor();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await brokenRules(page)).toEqual([]);
    }
    const asked = vi.spyOn(server.site, 'call');
    await row.click();
    await page.waitForURL(`**message=${seq}`);
    await page.waitForFunction((place) => document.activeElement?.getAttribute('data-seq') === String(place), seq);
    // The end was no station on the way there, or the page that follows it would have been asked for, and gone to when it came.
    const pages = asked.mock.calls.flatMap(([command, params]) => (command === 'fetch_messages' ? [params] : []));
    expect(pages.filter((bounds) => 'after' in bounds)).toEqual([]);
    expect(pages).toContainEqual(expect.objectContaining({ around: seq }));
    // What is deleted is nowhere.
    server.site.changeMessage(MINE_ROOM, seq, null);
    await row.getByText('And line 59').waitFor();
    expect(await row.locator('mark').count()).toBe(0);
  });

  it('offers no more to undo what one has turned back by another key', async () => {
    const { page } = await open(MINE);
    await composer(page).waitFor();
    await page.keyboard.press('e');
    await page.getByText('Conversation closed').waitFor();
    await page.keyboard.press('e');
    await composer(page).waitFor();
    await expect.poll(() => page.getByText('Conversation closed').count()).toBe(0);
  });

  it('tells times in the language of its words, whatever the browser speaks', async () => {
    const { page } = await open(MINE, { locale: 'ar-EG' });
    const times = page.locator('time');
    await composer(page).waitFor();
    await expect.poll(() => times.count()).toBeGreaterThan(5);
    const told = await times.evaluateAll((all) =>
      all.map((time) => `${time.textContent} ${(time as HTMLElement).title}`),
    );
    expect(told.filter((words) => /[^\p{Script=Latin}\p{Script=Common}]/u.test(words))).toEqual([]);
    expect(told.join()).toMatch(/\d [AP]M/);
  });

  it('shows words in their own direction: in the list, in the conversation, and while one writes', async () => {
    const { page, server } = await open(MINE);
    const direction = (text: string) => getComputedStyle(document.querySelector(text) as Element).direction;
    server.site.announce({ command: 'new_message', message: server.site.say(MINE_ROOM, 'visitor', 'أين طرد DPD؟') });
    const said = page.getByRole('region', { name: /^Conversation with/ }).getByText('أين طرد DPD؟');
    const row = page.locator('[data-room]').getByText('أين طرد DPD؟');
    for (const words of [said, row]) {
      await words.waitFor();
      expect(await words.evaluate((element) => getComputedStyle(element).direction)).toBe('rtl');
    }
    // What is answered too, behind the name: else the beginning of a long line is cut off.
    server.site.say(MINE_ROOM, 'agent', 'وصل الطرد', { author: 'Ben' });
    const answer = page.locator('[data-room]').getByText('وصل الطرد');
    await answer.waitFor();
    expect(await answer.evaluate((element) => getComputedStyle(element).direction)).toBe('rtl');
    expect(await page.evaluate(direction, '[data-room]')).toBe('ltr');
    await composer(page).fill('وصل');
    expect(await composer(page).evaluate((field) => getComputedStyle(field).direction)).toBe('rtl');
  });

  it('shows the answer as it is written, and ends it when one takes over', async () => {
    const { page, server } = await open(BOT);
    await page.getByText('30 days').first().waitFor();
    const delta = (offset: number, text: string) =>
      server.site.announce({ command: 'bot_delta', room: BOT_ROOM, answer: 'a1', author: 'Assistant', offset, text });
    delta(0, '- in its box');
    const item = page.getByRole('listitem').filter({ hasText: /^in its box$/ });
    // It stands where the next word will, not below the list.
    await expect.poll(() => item.evaluate((last) => getComputedStyle(last, '::after').content)).toBe('""');
    delta(0, 'The label is ');
    delta(13, 'free within the EU');
    await page.getByText('The label is free within the EU').waitFor();
    await page.getByText('The bot is answering. Take over to reply.').waitFor();
    await page.getByRole('button', { name: 'Take over' }).first().click();
    server.site.announce({ command: 'bot_ended', room: BOT_ROOM, answer: 'a1', reason: 'taken_over' });
    await page.getByText('The label is free').waitFor({ state: 'hidden' });
    await page.getByText('Ada Moreau joined the conversation.').first().waitFor();
    const reply = page.getByLabel('Reply to Visitor b22');
    await reply.waitFor();
    await expect.poll(() => reply.evaluate((field) => field === document.activeElement)).toBe(true);
    await page.keyboard.type('Hello, I am Ada.');
    await page.keyboard.press('Enter');
    await page.getByText('Sent', { exact: true }).first().waitFor();
    expect(server.site.rooms.get(BOT_ROOM)?.messages.at(-1)?.content).toBe('Hello, I am Ada.');
  });

  it('keeps the newest words in sight above what one writes, however tall it grows', async () => {
    const { page, server } = await open(MINE, { size: 'phone' });
    await composer(page).waitFor();
    for (let line = 0; line < 12; line++) server.site.say(MINE_ROOM, 'visitor', `And line ${line}`);
    const list = page.getByRole('region', { name: /^Conversation with/ });
    await list.getByText('And line 11').waitFor();
    await composer(page).fill('One\nTwo\nThree\nFour\nFive\nSix');
    await expect
      .poll(() => list.evaluate((each) => Math.round(each.scrollHeight - each.scrollTop - each.clientHeight)))
      .toBeLessThanOrEqual(1);
  });

  it('keeps what is written while the connection is away, and sends it once', async () => {
    const { page, server } = await open(MINE);
    await composer(page).waitFor();
    server.cut(true);
    await page.getByText('Reconnecting…').waitFor();
    await composer(page).fill('It ships on Thursday.');
    await page.keyboard.press('Enter');
    await page.getByText('sent when the connection is back').waitFor();
    server.cut(false);
    // The client may be back by itself before the button is reached.
    await page
      .getByRole('button', { name: 'Try now' })
      .click({ timeout: 2_000 })
      .catch(() => undefined);
    await page.getByText('Reconnecting…').waitFor({ state: 'hidden' });
    await page.getByText('sent when the connection is back').waitFor({ state: 'hidden' });
    // The connection is back, and it is on its way.
    await page.getByText('Sending…').waitFor({ state: 'hidden' });
    const sent = () =>
      server.site.rooms.get(MINE_ROOM)?.messages.filter(({ content }) => content === 'It ships on Thursday.');
    await expect.poll(sent).toHaveLength(1);
  });

  it('says a failed deed where it happened, undoes it on the screen, and tries again on demand', async () => {
    const { page, server } = await open(MINE);
    await composer(page).waitFor();
    server.site.refusals.set('close_room', new Refused('internal', 'Something went wrong on our side. Try again.'));
    await page.getByRole('button', { name: 'Close' }).click();
    await page.getByText('Not closed: Something went wrong').waitFor();
    await composer(page).waitFor();
    server.site.refusals.clear();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('This conversation is closed.').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await composer(page).waitFor();
    await expect.poll(() => server.site.rooms.get(MINE_ROOM)?.room.status).toBe('open');
  });

  it('says why a message was refused and sends it again on demand', async () => {
    const { page, server } = await open(MINE);
    server.site.refusals.set(
      'new_message',
      new Refused('not_yours', 'Somebody else holds this conversation now. Take it over first.'),
    );
    await composer(page).fill('Are you there?');
    await page.keyboard.press('Enter');
    await page.getByText('Not sent. Somebody else holds').waitFor();
    server.site.refusals.clear();
    await page.getByRole('button', { name: 'Send again' }).click();
    await page.getByText('Not sent.').waitFor({ state: 'hidden' });
    await expect.poll(() => server.site.rooms.get(MINE_ROOM)?.messages.at(-1)?.content).toBe('Are you there?');
  });

  it('keeps a draft for each room through a reload', async () => {
    const { page } = await open(MINE);
    await composer(page).fill('Dear Priya,');
    await page.reload();
    await composer(page).waitFor();
    await expect.poll(() => composer(page).inputValue()).toBe('Dear Priya,');
  });

  it('tells the tab how many wait, and the visitor’s reading to the agent', async () => {
    const { page, server } = await open(MINE);
    await page.waitForFunction(() => document.title === '(3) Priya Raman · Parley');
    await expect.poll(() => page.locator('link[rel="icon"]').getAttribute('href')).toBe('/favicon-dot.svg');
    await composer(page).fill('Thursday.');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.title === '(2) Priya Raman · Parley');
    await page.getByText('Sent', { exact: true }).first().waitFor();
    const seq = server.site.rooms.get(MINE_ROOM)?.room.head ?? 0;
    const read = { command: 'read', room: MINE_ROOM, role: 'visitor', author: 'Visitor', seq, delivered: seq };
    server.site.announce({ ...read, seq: 0, at: null });
    await page.getByText('Delivered', { exact: true }).waitFor();
    await expect.poll(() => page.getByText('Sent', { exact: true }).count()).toBe(0);
    const at = new Date(2026, 4, 10, 14, 2).toISOString();
    server.site.announce({ command: 'heartbeat', heads: {}, versions: {}, positions: [{ ...read, at }] });
    await page.getByText('Delivered', { exact: true }).waitFor({ state: 'hidden' });
    await page.getByText(/^Seen\s*(14:02|2:02 PM)$/).waitFor();
  });

  it('never moves a row under the hand: a pill tells what waits', async () => {
    const { page, server } = await open('/inbox/bot', {}, { many: { rooms: 30, messages: 2 } });
    await page.getByText('Line 2 of conversation 3.').waitFor();
    const before = await rowNames(page);
    await page.mouse.move(200, 400);
    await page.mouse.move(200, 410);
    server.site.say('acme c_many00003', 'visitor', 'Anybody there?');
    await page.getByRole('button', { name: '1 update' }).waitFor();
    expect((await rowNames(page)).slice(0, 5)).toEqual(before.slice(0, 5));
    await page.getByRole('button', { name: '1 update' }).click();
    await page.waitForFunction(
      () => document.querySelector<HTMLElement>('[data-room]')?.dataset.room === 'acme c_many00003',
    );
  });

  it('draws only the rows in view and fetches older ones while one scrolls', async () => {
    const { page } = await open('/inbox/bot', {}, { many: { rooms: 400, messages: 1 } });
    await page.getByText('Line 1 of conversation 2.').waitFor();
    await expect.poll(() => page.locator('[data-room]').count()).toBeLessThan(40);
    await page.mouse.move(200, 500);
    while ((await page.getByText('Line 1 of conversation 150.').count()) === 0) {
      await page.mouse.wheel(0, 700);
      await page.evaluate(() => new Promise(requestAnimationFrame));
    }
    await expect.poll(() => page.locator('[data-room]').count()).toBeLessThan(40);
  });

  it('brings older messages without moving the one that is read', async () => {
    const { page, server } = await open(roomPath('bot', 'acme c_many00000'), {}, { many: { rooms: 1, messages: 300 } });
    await page.getByText('Line 300 of conversation 1.').last().waitFor();
    server.stalled.add('fetch_messages');
    const list = page.getByRole('region', { name: /^Conversation with/ });
    await list.hover();
    await page.mouse.wheel(0, -20_000);
    await page.waitForFunction(() => document.querySelector('[aria-label^="Conversation with"]')?.scrollTop === 0);
    await list.evaluate(watchPaintedPlaces, 'Line 253 of');
    server.release();
    const places = await page.evaluate(() => (window as unknown as Watched).painted);
    expect(places.length).toBeGreaterThan(1);
    expect(Math.max(...places) - Math.min(...places)).toBeLessThan(3);
  });

  it('stays at the newest message as it comes, and tells of it when one reads further up', async () => {
    const { page, server } = await open(roomPath('bot', 'acme c_many00000'), {}, { many: { rooms: 1, messages: 60 } });
    const list = page.getByRole('region', { name: /^Conversation with/ });
    await list.getByText('Line 60 of conversation 1.').waitFor();
    server.site.say('acme c_many00000', 'visitor', 'One more thing');
    await list.getByText('One more thing').waitFor();
    await page.waitForFunction(() => {
      const element = document.querySelector('[aria-label^="Conversation with"]') as HTMLElement;
      return element.scrollHeight - element.scrollTop - element.clientHeight < 4;
    });
    await list.hover();
    await page.mouse.wheel(0, -900);
    await page.getByRole('button', { name: 'To the newest' }).waitFor();
    server.site.say('acme c_many00000', 'visitor', 'And another');
    await page.getByRole('button', { name: '1 new' }).click();
    await list.getByText('And another').waitFor();
  });
});
