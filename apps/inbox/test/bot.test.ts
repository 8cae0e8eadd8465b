/** The bot's settings on their screen: drafted, compared, published, brought back, and two people at once. */
import { expect, it } from 'vitest';
import { inBrowser } from './browser.ts';
import { Refused } from './refused.ts';

inBrowser('the bot', (open) => {
  it('shows a draft before it is published, what differs, and who saved it; then it is a version with its reason', async () => {
    const { page } = await open('/settings/bot');
    await page.getByText('2 settings are not published yet: Greeting, Tone').waitFor();
    await page.getByText('saved by Ben Okafor').waitFor();
    await page.getByLabel('Name', { exact: true }).fill('Scout');
    const preview = page.getByRole('region', { name: 'Preview of the draft' });
    await preview.getByText('Scout · AI').waitFor();
    await preview.getByText('Good day!').waitFor();
    await expect.poll(() => page.getByRole('button', { name: 'Publish…' }).getAttribute('aria-disabled')).toBe('true');
    await page.getByLabel('Name', { exact: true }).press('Enter');
    await page.getByText('Draft saved').waitFor();
    await page.getByText('3 settings are not published yet').waitFor();
    await page.getByRole('button', { name: 'Publish…' }).click();
    const changes = page.getByRole('region', { name: 'What changes' });
    await expect
      .poll(() => changes.locator('del').allInnerTexts())
      .toContainEqual(expect.stringContaining('Assistant'));
    await expect.poll(() => changes.locator('ins').allInnerTexts()).toContainEqual(expect.stringContaining('Scout'));
    await expect.poll(() => changes.innerText()).toMatch(/What can I do for you\?/);
    await page.getByLabel('Why (for the list of versions)').fill('A name of our own');
    await page.keyboard.press('Enter');
    await page.getByText('Version 4 is published.', { exact: false }).first().waitFor();
    await page.getByRole('link', { name: 'Versions' }).click();
    await page.getByText('A name of our own').waitFor();
  });

  it('refuses to save over what a colleague saved, says what, keeps one’s own words, and saves them on top', async () => {
    const { page, server } = await open('/settings/bot');
    await page.getByLabel('Greeting').fill('Ahoy!');
    server.site.bot.saveAs('Ben Okafor', { greeting: 'Good evening!', name: 'Benbot' });
    await page.getByRole('button', { name: 'Save the draft' }).click();
    await page.getByText('Ben Okafor saved the draft meanwhile (Name, Greeting)').waitFor();
    await expect.poll(() => page.getByLabel('Greeting').inputValue()).toBe('Ahoy!');
    await expect.poll(() => page.getByLabel('Name', { exact: true }).inputValue()).toBe('Benbot');
    await page.getByRole('button', { name: 'Save the draft' }).click();
    await page.getByText('Draft saved').waitFor();
    await expect.poll(() => page.getByLabel('Greeting').inputValue()).toBe('Ahoy!');
  });

  it('answers in the playground, one question after the other, and says how it came to it', async () => {
    const { page, server } = await open('/settings/bot/playground');
    await page.getByLabel('Question').fill('How long is the warranty?');
    await page.keyboard.press('Enter');
    await page.getByText('five years', { exact: true }).waitFor();
    await page.getByText('Worded by the model').waitFor();
    await page.getByText('1,204 tokens in, 88 out · $0.0006 · 1.4 s').waitFor();
    await page.getByText('2 passages found').click();
    await page.getByText('holds 92% of what was asked').waitFor();
    await page.getByLabel('Question').fill('When do you open?');
    await page.keyboard.press('Enter');
    await page.getByText('“Opening hours” by its trigger “opening hours”: other words for the same').waitFor();
    server.site.refusals.set('try_bot', new Refused('rate_limited', 'That was too much at once.'));
    await page.getByLabel('Question').fill('May I talk to a person?');
    await page.getByRole('button', { name: 'Ask' }).click();
    await page.getByText('That was too much at once.').waitFor();
    await expect.poll(() => page.getByLabel('Question').inputValue()).toBe('May I talk to a person?');
    server.site.refusals.clear();
    await page.getByRole('button', { name: 'Ask' }).click();
    await page.getByText('Fetches a person').waitFor();
  });

  it('shows an answer of the playground while it is being written, and what visitors would get instead', async () => {
    const { page, server } = await open('/settings/bot/playground');
    server.stalled.add('try_bot');
    const sockets: string[] = [];
    page.on('websocket', (socket) => socket.on('framesent', ({ payload }) => sockets.push(String(payload))));
    await page.reload();
    await page.getByLabel('Question').fill('How long is the warranty?');
    await page.keyboard.press('Enter');
    await page.getByText('Looking it up …').waitFor();
    const asked = () => sockets.find((frame) => frame.includes('"try_bot"'));
    await expect.poll(asked).toBeTruthy();
    const { watch } = JSON.parse(asked() as string) as { watch: string };
    const piece = (offset: number, text: string) =>
      server.site.announce({ command: 'trial_delta', watch, offset, text });
    piece(0, 'The guarantee');
    await page.getByText('The guarantee').waitFor();
    server.site.announce({ command: 'trial_delta', watch: 'another', offset: 0, text: 'Not this' });
    piece(4, 'warranty is **five** years');
    await page.getByText('The warranty is five years').waitFor();
    await expect.poll(() => page.getByText('Not this').count()).toBe(0);
    server.site.bot.now = {
      answered: false,
      why: 'hours',
      bot_again: '2026-11-30T08:00:00.000Z',
      people_again: '2026-11-30T09:00:00.000Z',
    };
    server.release();
    await page.getByText('2 passages found').waitFor();
    await page.getByText(/With this draft a visitor would not get this: it is outside the bot’s hours until/).waitFor();
    // In whatever time zone the two of us are.
    const day = new Intl.DateTimeFormat('en-US', { dateStyle: 'full' }).format(Date.parse('2026-11-30T09:00:00.000Z'));
    await page.getByText(`waits for a person. People answer again ${day}`).waitFor();
    await page.getByText('The warranty is five years.', { exact: true }).waitFor();
    server.site.bot.now = { answered: false, why: 'off', bot_again: null, people_again: null };
    await page.getByLabel('Answered with').selectOption('published');
    await page.getByLabel('Question').fill('And for tents?');
    await page.keyboard.press('Enter');
    await page.getByText(/At this moment a visitor would not get this: the bot is switched off/).waitFor();
  });

  it('replays real questions, marks what got worse, and an owner alone publishes in spite of it, with a reason', async () => {
    const { page } = await open('/settings/bot/replay');
    await page.getByRole('button', { name: 'Replay', exact: true }).click();
    await page.getByText('3 of 3 answered. 2 answered otherwise.').waitFor();
    const pair = page.getByRole('article', { name: 'Do you ship to Portugal?' });
    await pair.getByText('Does not know').waitFor();
    await expect.poll(() => pair.locator('del').count()).toBeGreaterThan(0);
    await pair.getByRole('button', { name: 'Regression' }).click();
    await page.getByRole('button', { name: 'Regressions (1)' }).click();
    await page.getByRole('article', { name: 'How long is the warranty on tents?' }).waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'Settings', exact: true }).last().click();
    await page.getByRole('button', { name: 'Publish…' }).click();
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    await page.getByText('Answers were marked as regressions.').waitFor();
    await page.getByLabel('Publish all the same, because').fill('We do not ship there any more');
    await page.keyboard.press('Enter');
    await page.getByText('Version 4 is published.', { exact: false }).first().waitFor();
    await page.getByRole('link', { name: 'Versions' }).click();
    await page.getByText('In spite of marked regressions: We do not ship there any more').waitFor();
  });

  it('greets otherwise on some pages and in some languages, and shows what is new of it', async () => {
    const { page } = await open('/settings/bot');
    await page.getByRole('button', { name: 'Add a greeting' }).click();
    await page.getByLabel('Pages of greeting 1').fill('/pricing*');
    await page.getByLabel('Language of greeting 1').selectOption('de');
    await page.getByLabel('Text of greeting 1').fill('Fragen zu den Preisen?');
    await page.getByRole('button', { name: 'Save the draft' }).click();
    await page.getByText('3 settings are not published yet: Greeting, Other greetings, Tone').waitFor();
    await page.getByRole('button', { name: 'Publish…' }).click();
    const changes = page.getByRole('region', { name: 'What changes' });
    await changes.getByText('/pricing*, German: Fragen zu den Preisen?').waitFor();
  });

  it('answers at certain hours, and says which are new', async () => {
    const { page } = await open('/settings/bot');
    await page.getByLabel('Only at certain hours').check();
    await page.getByLabel('Friday').uncheck();
    await page.getByLabel('From', { exact: true }).fill('18:00');
    await page.getByLabel('To', { exact: true }).fill('08:00');
    await page.getByText('They end on the day after.').waitFor();
    const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday'];
    for (const day of days) await page.getByLabel(day).uncheck();
    await page.getByText('Without a day the bot never answers.').waitFor();
    for (const day of days) await page.getByLabel(day).check();
    await page.getByLabel('Time zone').selectOption('Europe/Berlin');
    await page.getByRole('button', { name: 'Save the draft' }).click();
    await page.getByText('3 settings are not published yet: ').waitFor();
    await page.getByRole('button', { name: 'Publish…' }).click();
    const changes = page.getByRole('region', { name: 'What changes' });
    await changes.getByText('Monday, Tuesday, Wednesday, Thursday, 18:00 to 08:00, Europe/Berlin').waitFor();
  });

  it('takes a picture for the bot, shows it, and keeps it with the draft', async () => {
    const { page } = await open('/settings/bot');
    const image = { name: 'bot.png', mimeType: 'image/png', buffer: Buffer.from('iVBOR') };
    await page.getByLabel('Picture of the bot').setInputFiles(image);
    await page.getByRole('img', { name: 'The bot' }).waitFor();
    await page.getByRole('button', { name: 'Save the draft' }).click();
    await page.getByText('3 settings are not published yet: Picture, Greeting, Tone').waitFor();
    await page.getByRole('button', { name: 'Publish…' }).click();
    await page.getByRole('region', { name: 'What changes' }).getByRole('img', { name: 'The bot' }).waitFor();
  });

  it('gives a draft up', async () => {
    const { page } = await open('/settings/bot');
    await page.getByRole('button', { name: 'Give the draft up' }).click();
    await page.getByRole('button', { name: 'Give it up', exact: true }).click();
    await page.getByText('The draft is the same').waitFor();
    await expect.poll(() => page.getByLabel('Greeting').inputValue()).toBe('Hi! What can I do for you?');
  });

  it('goes back to an earlier version as a new one', async () => {
    const { page } = await open('/settings/bot/versions');
    await page.getByText('Version 2', { exact: true }).click();
    await page.getByText('Repairs').waitFor();
    await page.getByRole('button', { name: 'Go back to this version…' }).click();
    await page.getByRole('button', { name: 'Publish version 2 again' }).click();
    await page.getByText('Version 4 is published: version 2 again.').waitFor();
    await page.getByText('Version 2 again', { exact: true }).waitFor();
  });
});
