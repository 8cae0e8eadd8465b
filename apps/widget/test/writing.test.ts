/** The first words and all that follow: what is written arrives, survives, or says why it does not. */
import { describe, expect, it } from 'vitest';
import { browserTests, holdSession, type Visit } from './browser.ts';

const visit = browserTests();

describe('first words', () => {
  it('greets, offers replies, and takes them back once something is said', async () => {
    const v = await visit();
    await v.goto();
    await v.open();
    await v.panel.getByText('Hi! What can I do for you?').waitFor();
    await v.panel.getByText('Assistant · AI').waitFor();
    await v.panel.getByRole('button', { name: 'Shipping' }).click();
    await v.fake.heard(({ command }) => command === 'new_message');
    expect(v.fake.messages[0]).toMatchObject({ content: 'Shipping', role: 'visitor' });
    await v.panel.getByRole('img', { name: 'Sent', exact: true }).waitFor();
    await expect.poll(() => v.panel.getByRole('button', { name: 'Returns' }).count()).toBe(0);
    await expect.poll(() => v.page.evaluate(() => localStorage.getItem('parley:acme'))).toBe('visitor-token');
  });

  it('shows the header from what the server measured, and nothing it did not', async () => {
    const v = await visit();
    await v.goto();
    await v.open();
    await v.panel.getByText('Usually replies in 4 min').waitFor();
    const unmeasured = await visit();
    Object.assign(unmeasured.fake.config, { reply_minutes: null, people_online: false });
    await unmeasured.goto();
    await unmeasured.open();
    await unmeasured.panel.getByText('Hi! What can I do for you?').waitFor();
    await expect.poll(() => unmeasured.panel.locator('.head p').textContent()).toBe('Assistant · AI');
  });

  it('leaves no empty place beside a face, be it one of a team, of two, or of the person who is there', async () => {
    const gap = (v: Visit) =>
      v.panel.evaluate((panel) => {
        const [face, name] = ['.faces i:last-child', 'h2'].map((part) => panel.querySelector(part)) as [
          Element,
          Element,
        ];
        return Math.round(name.getBoundingClientRect().left - face.getBoundingClientRect().right);
      });
    for (const team of [['Ada'], ['Ada', 'Ben']]) {
      const v = await visit({ reducedMotion: 'reduce' });
      v.fake.config.team = team;
      v.fake.say('visitor', 'Hello?');
      await v.goto();
      await v.open();
      await expect.poll(() => v.panel.locator('.faces').innerText()).toBe(team.map(([face]) => face).join('\n'));
      await expect.poll(() => gap(v)).toBe(12);
      v.fake.change({ owner: { kind: 'agent', name: 'Mia' } });
      await v.panel.getByText('You are talking to Mia').waitFor();
      await expect.poll(() => gap(v)).toBe(12);
    }
  });

  it('stands still while the server’s answer fills it', async () => {
    const v = await visit({ reducedMotion: 'reduce' });
    const answer = await holdSession(v.page);
    await v.goto();
    await v.open();
    await v.panel.getByRole('heading', { name: 'Acme Outdoor' }).waitFor();
    const places = () =>
      v.panel.evaluate((panel) =>
        [...panel.querySelectorAll('h2, .head p, .bubble, .standing, textarea')].map((element) => {
          const { x, y } = element.getBoundingClientRect();
          return [element.tagName, x, y];
        }),
      );
    const before = await places();
    expect(before.length).toBe(5);
    answer();
    await v.panel.getByText('Hi! What can I do for you?').waitFor();
    expect(await places()).toEqual(before);
  });
});

describe('writing', () => {
  it('sends with Enter, breaks the line with Shift and Enter, and leaves a composition alone', async () => {
    const v = await visit();
    await v.goto();
    await v.open();
    await v.field.pressSequentially('one');
    await v.field.press('Shift+Enter');
    await v.field.pressSequentially('two');
    await v.field.evaluate((field) => {
      field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true }));
    });
    expect(v.fake.messages).toEqual([]);
    await v.field.press('Enter');
    await v.fake.heard(({ command }) => command === 'new_message');
    expect(v.fake.messages[0]?.content).toBe('one\ntwo');
    await expect.poll(() => v.field.inputValue()).toBe('');
  });

  it('says that it types, rarely, and not by sending empty things', async () => {
    const v = await visit();
    await v.goto();
    await v.open();
    await v.panel.getByText('Usually').waitFor();
    await v.field.pressSequentially('typing away');
    await v.fake.heard(({ command }) => command === 'typing');
    expect(v.fake.frames.filter(({ command }) => command === 'typing')).toHaveLength(1);
    await v.say('   ');
    expect(v.fake.messages).toEqual([]);
  });

  it('takes what nobody would see for nothing: it is not sent, and stays', async () => {
    const v = await visit();
    await v.goto();
    await v.open();
    await v.panel.getByText('Usually').waitFor();
    const send = v.panel.getByRole('button', { name: 'Send' });
    for (const unseen of ['\u200b', '\u2060 \u200d', '\u202e\u2066\ufeff', '\u2800\u3164', '\u00ad\u034f\ufe0f']) {
      await v.field.fill(unseen);
      await expect.poll(() => send.getAttribute('aria-disabled')).toBe('true');
      await v.field.press('Enter');
      await expect.poll(() => v.field.inputValue()).toBe(unseen);
    }
    // Within words they are what was written; and what came before these would have arrived.
    await v.say('\u2067סלם\u2069');
    await v.fake.heard(({ command }) => command === 'new_message');
    expect(v.fake.messages.map(({ content }) => content)).toEqual(['\u2067סלם\u2069']);
  });

  it('keeps the draft over a reload', async () => {
    const v = await visit();
    await v.goto();
    await v.open();
    await v.field.fill('Half a thou');
    await v.page.reload();
    await v.open();
    await expect.poll(() => v.field.inputValue()).toBe('Half a thou');
  });

  it('grows to six lines and no further', async () => {
    const v = await visit();
    await v.goto();
    await v.open();
    const height = async (lines: number) => {
      await v.field.fill(Array(lines).fill('line').join('\n'));
      return (await v.field.boundingBox())?.height ?? 0;
    };
    const [one, three, six, nine] = [await height(1), await height(3), await height(6), await height(9)];
    expect(one).toBe(40);
    expect(three).toBeGreaterThan(one + 30);
    expect(nine).toBe(six);
    expect(six).toBe(144);
  });

  it('counts near the limit and sends nothing above it', async () => {
    const v = await visit();
    await v.goto();
    await v.open();
    await v.field.fill('x'.repeat(7_600));
    await v.panel.locator('output').getByText('400').waitFor();
    await v.field.fill('x'.repeat(8_012));
    await v.panel.getByText('12 too many').waitFor();
    await v.field.press('Enter');
    await expect.poll(() => v.field.getAttribute('aria-invalid')).toBe('true');
    expect((await v.field.inputValue()).length).toBe(8_012);
    expect(v.fake.messages).toEqual([]);
  });

  it('shows a refused message with its reason, to retry or to discard', async () => {
    const v = await visit();
    await v.goto();
    await v.open();
    v.fake.refuse = ({ command }) =>
      command === 'new_message' ? { code: 'forbidden', message: 'You may not do this.', retry: false } : null;
    await v.say('first');
    await v.panel.getByText('Not sent. You may not do this.').waitFor();
    await v.page.reload();
    await v.open();
    await v.panel.getByText('Not sent. You may not do this.').waitFor();
    v.fake.refuse = () => null;
    await v.panel.getByRole('button', { name: 'Retry' }).click();
    await v.panel.getByRole('img', { name: 'Sent', exact: true }).waitFor();
    expect(v.fake.messages.map(({ content }) => content)).toEqual(['first']);
    v.fake.refuse = ({ command }) => (command === 'new_message' ? { code: 'x', message: 'No.', retry: false } : null);
    await v.say('second');
    await v.panel.getByRole('button', { name: 'Discard' }).click();
    await v.panel.getByText('second').waitFor({ state: 'detached' });
  });
});
