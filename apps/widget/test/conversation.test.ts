/** The conversation as a visitor meets it: reading, waiting for a person, and everything that can go wrong between. */
import { describe, expect, it } from 'vitest';
import { browserTests, type Visit } from './browser.ts';

const visit = browserTests();
const history = ({ fake }: Visit, count: number) => {
  for (let i = 1; i <= count; i++) fake.say(i % 2 ? 'visitor' : 'bot', `Line ${i}`);
};
const lastLine = ({ panel }: Visit) => panel.locator('.bubble').last();

describe('answers', () => {
  it('grow where they will stand, and are replaced by the message', async () => {
    const v = await visit();
    await v.goto();
    await v.open();
    await v.say('Do you ship?');
    await v.fake.heard(({ command }) => command === 'new_message');
    v.fake.delta('a1', 'Yes, to **Port');
    await v.panel.getByText('Yes, to **Port').waitFor();
    v.fake.delta('a1', 'ugal**', 14);
    await v.panel.locator('strong', { hasText: 'Portugal' }).waitFor();
    const bubble = await lastLine(v).elementHandle();
    v.fake.say('bot', 'Yes, to **Portugal**.', {
      client_id: 'a1',
      sources: [
        { title: 'Shipping', url: 'https://acme.test/shipping' },
        { title: 'Evil', url: 'javascript:alert(1)' },
      ],
      quick_replies: ['How long?'],
    });
    const source = v.panel.getByRole('link', { name: 'Shipping' });
    await source.waitFor();
    await expect.poll(() => source.getAttribute('rel')).toBe('noopener nofollow');
    await expect.poll(() => source.getAttribute('target')).toBe('_blank');
    await expect.poll(() => v.panel.getByText('Evil').count()).toBe(0);
    expect(await lastLine(v).evaluate((now, before) => now === before, bubble)).toBe(true);
    await v.panel.getByRole('button', { name: 'How long?' }).waitFor();
  });

  it('end visibly when a person takes over in the middle', async () => {
    const v = await visit();
    await v.goto();
    await v.open();
    await v.say('Help');
    await v.fake.heard(({ command }) => command === 'new_message');
    v.fake.delta('a1', 'Let me think');
    await v.panel.getByText('Let me think').waitFor();
    v.fake.announce({ command: 'bot_ended', room: v.fake.roomName, answer: 'a1', reason: 'taken_over' });
    v.fake.say('system', 'Mia joined', { event: 'agent_joined' });
    v.fake.change({ owner: { kind: 'agent', name: 'Mia' } });
    await v.panel.getByText('Mia joined').waitFor();
    await v.panel.getByText('You are talking to Mia').waitFor();
    await expect.poll(() => v.panel.getByText('Let me think').count()).toBe(0);
    await expect.poll(() => v.panel.getByRole('button', { name: 'Talk to a person' }).count()).toBe(0);
  });

  it('are announced to those who cannot see them', async () => {
    const v = await visit();
    await v.goto();
    await v.open();
    await v.say('Help');
    await v.panel.getByRole('img', { name: 'Sent', exact: true }).waitFor();
    v.fake.say('agent', 'I am here');
    await v.page
      .locator('parley-chat .unseen[role=status]', { hasText: 'Mia: I am here' })
      .waitFor({ state: 'attached' });
  });

  it('read as they are now when they were edited or taken back, without a word of it', async () => {
    const v = await visit();
    v.fake.say('agent', 'The code is 4711');
    const { seq } = v.fake.say('agent', 'See yuo');
    await v.goto();
    await v.open();
    await v.panel.getByText('4711').waitFor();
    const { author } = v.fake.say('system', 'Mia edited a message', { event: 'edited', target: seq, text: 'See you' });
    v.fake.say('system', `${author} deleted a message`, { event: 'redacted', target: seq - 1 });
    await v.panel.getByText('See you').waitFor();
    await v.panel.getByText('Edited').waitFor();
    await v.panel.getByText('Message deleted').waitFor();
    await expect.poll(() => v.panel.getByText(/4711|deleted a message|edited a message/).count()).toBe(0);
    await expect
      .poll(() => v.page.locator('parley-chat .unseen[role=status]').textContent())
      .not.toContain('a message');
  });

  it('keep markup that is not Markdown as text', async () => {
    const v = await visit();
    v.fake.say('bot', '<img src=x onerror=alert(1)> and [x](javascript:alert(1))\n\u2028> quoted');
    await v.goto();
    await v.open();
    await v.panel.getByText('<img src=x onerror=alert(1)>').waitFor();
    await expect.poll(() => v.panel.locator('.bubble img, .bubble a').count()).toBe(0);
  });

  it('show that an agent types and has read', async () => {
    const v = await visit();
    await v.goto();
    await v.open();
    await v.say('Hello');
    await v.panel.getByRole('img', { name: 'Sent', exact: true }).waitFor();
    const read = { command: 'read', room: v.fake.roomName, role: 'agent', author: 'Agent', seq: 0, delivered: 1 };
    v.fake.announce(read);
    await v.panel.getByRole('img', { name: 'Delivered' }).waitFor();
    v.fake.announce({ ...read, seq: 1 });
    await v.panel.getByRole('img', { name: 'Seen' }).waitFor();
    // Where the word of it was lost the next heartbeat tells it.
    await v.say('And now?');
    await v.panel.getByRole('img', { name: 'Sent', exact: true }).waitFor();
    const positions = [{ ...read, seq: v.fake.messages.length, delivered: v.fake.messages.length }];
    v.fake.announce({ command: 'heartbeat', heads: {}, versions: {}, positions });
    await v.panel.getByRole('img', { name: 'Sent', exact: true }).waitFor({ state: 'detached' });
    v.fake.announce({ command: 'typing', room: v.fake.roomName, role: 'agent', author: 'Mia', typing: true });
    await v.panel.getByRole('img', { name: 'Mia is typing' }).waitFor();
    v.fake.say('agent', 'Hi');
    await v.panel.getByRole('img', { name: 'Mia is typing' }).waitFor({ state: 'detached' });
  });
});

describe('a person', () => {
  it('can be asked for while the bot answers, also as the first thing', async () => {
    const v = await visit();
    await v.goto();
    await v.open();
    await v.panel.getByRole('button', { name: 'Talk to a person' }).click();
    await v.panel.getByText('Waiting for a person, usually 4 min.').waitFor();
    expect(v.fake.frames.map(({ command }) => command)).toEqual(expect.arrayContaining(['new_room', 'request_person']));
  });

  it('is offered once, also under an answer that did not help', async () => {
    const v = await visit();
    v.fake.say('bot', 'I do not know.', { offer_person: true });
    await v.goto();
    await v.open();
    await v.panel.getByText('I do not know.').waitFor();
    // A strict locator: a second button of that name fails the test.
    await v.panel.getByRole('button', { name: 'Talk to a person' }).click();
    await v.fake.heard(({ command }) => command === 'request_person');
  });

  it('may answer later by email when nobody is there', async () => {
    const v = await visit();
    v.fake.config.people_online = false;
    v.fake.say('visitor', 'Hello?');
    v.fake.change({ owner: { kind: 'queue', name: null } });
    await v.goto();
    await v.open();
    await v.panel.getByText('Nobody is online right now.').waitFor();
    const email = v.panel.getByLabel('Your email');
    await email.fill('not an address');
    await v.panel.getByRole('button', { name: 'Save' }).click();
    await v.panel.getByRole('alert').getByText('does not look like').waitFor();
    await email.fill('kim@example.test');
    await email.press('Enter');
    await v.panel.getByText('Answers also go to kim@example.test').waitFor();
    expect(v.fake.frames.find(({ command }) => command === 'leave_email')).toMatchObject({ email: 'kim@example.test' });
    await v.panel.getByRole('button', { name: 'Change' }).click();
    await expect.poll(() => email.inputValue()).toBe('kim@example.test');
    await v.panel.getByRole('button', { name: 'Not now' }).click();
    await v.panel.getByRole('button', { name: 'Change' }).waitFor();
  });

  it('says outside office hours when somebody answers, by the visitor’s own clock', async () => {
    const v = await visit({ timezoneId: 'America/New_York', locale: 'en-US' });
    v.fake.config.people_online = false;
    v.fake.config.opens_at = '2099-11-30T08:00:00.000Z';
    v.fake.say('visitor', 'Hello?');
    v.fake.change({ owner: { kind: 'queue', name: null } });
    await v.goto();
    await v.open();
    await v.panel.getByText('Someone answers on Monday, November 30 at 3:00 AM, your time.').waitFor();
    await v.panel.getByLabel('Your email').waitFor();
  });

  it('is told of as soon as one is online', async () => {
    const v = await visit();
    v.fake.config.people_online = false;
    v.fake.say('visitor', 'Hello?');
    v.fake.change({ owner: { kind: 'queue', name: null } });
    await v.goto();
    await v.open();
    await v.panel.getByText('Nobody is online right now.').waitFor();
    v.fake.announce({ command: 'presence', people_online: true });
    await v.panel.getByText('Waiting for a person, usually 4 min.').waitFor();
    v.fake.announce({ command: 'heartbeat', heads: {}, versions: {}, people_online: false });
    await v.panel.getByText('Nobody is online right now.').waitFor();
  });

  it('closes the conversation, and writing again reopens it', async () => {
    const v = await visit();
    v.fake.say('visitor', 'Thanks');
    v.fake.change({ status: 'closed' });
    await v.goto();
    await v.open();
    await v.panel.getByText('This conversation was closed. Write again to reopen it.').waitFor();
    v.fake.change({ status: 'open' });
    await v.panel.getByRole('button', { name: 'Talk to a person' }).waitFor();
  });
});

describe('the network', () => {
  it('goes, says so, and everything written meanwhile is sent once, in order', async () => {
    const v = await visit();
    await v.goto();
    await v.open();
    await v.panel.getByText('Usually').waitFor();
    await v.page.context().setOffline(true);
    await v.panel.getByText('You are offline. Messages will be sent when you are back.').waitFor();
    for (const text of ['one', 'two', 'three']) await v.say(text);
    await v.panel.getByRole('img', { name: 'Waiting to be sent' }).waitFor();
    await v.page.context().setOffline(false);
    await v.panel.getByRole('img', { name: 'Waiting to be sent' }).waitFor({ state: 'detached' });
    await v.panel.getByText('You are offline').waitFor({ state: 'detached' });
    expect(v.fake.messages.map(({ content }) => content)).toEqual(['one', 'two', 'three']);
  });

  it('breaks, and what was said meanwhile is there', async () => {
    const v = await visit();
    v.fake.say('visitor', 'one');
    await v.goto();
    await v.open();
    await v.panel.getByText('one', { exact: true }).waitFor();
    v.fake.drop();
    v.fake.say('agent', 'two');
    await v.panel.getByText('two', { exact: true }).waitFor();
  });

  it('brings back everything after a reload', async () => {
    const v = await visit();
    await v.goto();
    await v.open();
    await v.say('Remember me');
    await v.panel.getByRole('img', { name: 'Sent', exact: true }).waitFor();
    v.fake.say('bot', 'I will');
    await v.page.reload();
    await v.open();
    await v.panel.getByText('Remember me').waitFor();
    await v.panel.getByText('I will').waitFor();
  });

  it('shows another tab what this one says', async () => {
    const v = await visit();
    await v.goto();
    await v.open();
    await v.say('From here');
    await v.panel.getByRole('img', { name: 'Sent', exact: true }).waitFor();
    const other = await v.page.context().newPage();
    await other.goto(v.fake.pageUrl());
    await other.locator('parley-widget button[aria-haspopup]').click();
    await other.locator('parley-chat').getByText('From here').waitFor();
    await v.say('And this');
    await other.locator('parley-chat').getByText('And this').waitFor();
  });
});

/** Forty lines, open, and the reader at the first of them. */
const leftAtTheTop = async (v: Visit) => {
  history(v, 40);
  await v.goto();
  await v.open();
  await v.panel.getByText('Line 40', { exact: true }).waitFor();
  const scroller = v.panel.locator('.scroller');
  await scroller.evaluate((s) => {
    s.scrollTop = 0;
  });
  await v.panel.getByRole('button', { name: 'Jump to latest' }).waitFor();
  return scroller;
};

describe('a long conversation', () => {
  it('opens at its end and loads older messages above without a jump', async () => {
    // What rises into its place moves the lines too.
    const v = await visit({ reducedMotion: 'reduce' });
    history(v, 120);
    await v.goto();
    await v.open();
    await v.panel.getByText('Line 120', { exact: true }).waitFor();
    const scroller = v.panel.locator('.scroller');
    await expect.poll(() => scroller.evaluate((s) => s.scrollHeight - s.scrollTop - s.clientHeight)).toBeLessThan(2);
    const line = v.panel.getByText('Line 73', { exact: true });
    await scroller.evaluate((s) => {
      s.scrollTop = 150;
    });
    const top = async () => (await line.boundingBox())?.y ?? 0;
    const before = await top();
    await v.panel.getByText('Line 50', { exact: true }).waitFor({ state: 'attached' });
    expect(Math.abs((await top()) - before)).toBeLessThan(2);
  });

  it('opens at its end also where it was left further up', async () => {
    const v = await visit();
    const scroller = await leftAtTheTop(v);
    await v.field.press('Escape');
    await v.panel.waitFor({ state: 'hidden' });
    v.fake.say('agent', 'News');
    await v.open();
    await v.panel.getByText('News').waitFor();
    await expect.poll(() => scroller.evaluate((s) => s.scrollHeight - s.scrollTop - s.clientHeight)).toBeLessThan(2);
    await expect.poll(() => v.panel.locator('.latest').count()).toBe(0);
  });

  it('does not pull the reader down, and offers the way', async () => {
    const v = await visit();
    const scroller = await leftAtTheTop(v);
    v.fake.say('agent', 'News');
    await v.panel.getByRole('button', { name: '1 new' }).waitFor();
    expect(await scroller.evaluate((s) => s.scrollTop)).toBe(0);
    expect(v.fake.frames.filter(({ command, seq }) => command === 'mark_read' && seq === 41)).toEqual([]);
    await v.panel.getByRole('button', { name: '1 new' }).click();
    await v.fake.heard(({ command, seq }) => command === 'mark_read' && seq === 41);
    await expect.poll(() => v.panel.locator('.latest').count()).toBe(0);
  });
});
