/** Who is signed in on the page: told at once, kept apart from who was nobody in particular, and forgotten when the page signs out. */
import { expect, it } from 'vitest';
import { browserTests, type Visit } from './browser.ts';

const visit = browserTests();
const PATIENCE = { timeout: 15_000, interval: 20 };

const stored = ({ page }: Visit) =>
  page.evaluate(() => Object.entries(localStorage).map(([key, value]) => `${key}=${value}`));
const setIdentity = ({ page }: Visit, identity: string | null) =>
  page.evaluate((now) => {
    const tag = document.querySelector<HTMLElement>('script[src*="/w/"]');
    if (now === null) tag?.removeAttribute('data-identity');
    else tag?.setAttribute('data-identity', now);
  }, identity);
const asked = ({ fake }: Visit) => fake.sessions.map(({ visitor_token, identity }) => [visitor_token, identity]);

it('a signed-in user is known before the first click, and what is unread is shown', async () => {
  const v = await visit();
  v.fake.say('visitor', 'From another device');
  v.fake.say('agent', 'An answer');
  await v.goto({ identity: 'kim-1' });
  await expect.poll(() => asked(v), PATIENCE).toEqual([[undefined, 'kim-1']]);
  await v.page.locator('parley-widget button[data-unread="1"]').waitFor();
  // The next page carries another identity of the same person.
  await v.goto({ identity: 'kim-2' });
  await expect
    .poll(() => asked(v), PATIENCE)
    .toEqual([
      [undefined, 'kim-1'],
      ['token of kim-1', 'kim-2'],
    ]);
  await v.open();
  await v.panel.getByText('From another device').waitFor();
  expect(v.complaints).toEqual([]);
});

it('whoever talked before signing in goes on, with what is not sent yet; signed out, nothing of it is left to the next', async () => {
  const v = await visit();
  await v.goto();
  await v.open();
  await v.say('Before signing in');
  await expect.poll(() => v.fake.messages.length, PATIENCE).toBe(1);
  v.fake.down = true;
  v.fake.drop();
  await v.say('On its way');
  await v.panel.getByRole('img', { name: 'Waiting to be sent' }).waitFor();
  await setIdentity(v, 'kim-1');
  v.fake.down = false;
  await expect.poll(() => asked(v).at(-1), PATIENCE).toEqual(['visitor-token', 'kim-1']);
  // It stays open, with the conversation that the server says is this person's.
  await v.panel.getByText('Before signing in').waitFor();
  await expect
    .poll(() => v.fake.messages.map(({ content }) => content), PATIENCE)
    .toEqual(['Before signing in', 'On its way']);
  await expect.poll(() => stored(v), PATIENCE).toEqual(['parley:acme:me=visitor-token']);
  await setIdentity(v, null);
  await expect.poll(() => asked(v).at(-1), PATIENCE).toEqual([undefined, undefined]);
  await expect.poll(() => v.page.locator('parley-chat').count()).toBe(1);
});

it('a refused identity is told once in the console, and the visitor talks on', async () => {
  const v = await visit();
  v.fake.forged = true;
  await v.goto({ identity: 'forged' });
  await expect
    .poll(() => v.complaints.filter((one) => one.startsWith('Parley:')), PATIENCE)
    .toEqual(['Parley: identity refused, it expired 5 minutes ago']);
  await v.open();
  await v.say('Still here');
  await expect.poll(() => v.fake.messages.map(({ content }) => content), PATIENCE).toEqual(['Still here']);
  expect(asked(v)).toEqual([
    [undefined, 'forged'],
    [undefined, undefined],
  ]);
  expect(v.complaints.filter((one) => one.startsWith('Parley:'))).toHaveLength(1);
});

it('what one person could not send is never sent as another', async () => {
  const v = await visit();
  await v.goto({ identity: 'kim-1' });
  v.fake.say('agent', 'Hello');
  await v.open();
  await v.panel.getByText('Hello').waitFor();
  v.fake.down = true;
  v.fake.drop();
  await v.say('Kim alone may say this');
  await v.panel.getByRole('img', { name: 'Waiting to be sent' }).waitFor();
  await setIdentity(v, null);
  v.fake.down = false;
  await expect.poll(() => asked(v).at(-1)?.[1], PATIENCE).toBeUndefined();
  await v.say('Somebody else');
  await expect.poll(() => v.fake.messages.map(({ content }) => content), PATIENCE).toEqual(['Hello', 'Somebody else']);
});
