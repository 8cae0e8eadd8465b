/** The bot's picture in the header, under a page's policy that knows no images of ours, and gone while a person answers. */
import { expect, it } from 'vitest';
import { browserTests } from './browser.ts';

const visit = browserTests();

it('[X9] shows the bot’s picture while it answers, and the faces alone when a person does', async () => {
  const v = await visit();
  v.fake.config.avatar = '/bot-avatars/a';
  await v.goto();
  await v.open();
  const picture = v.panel.locator('.head canvas');
  await picture.waitFor();
  const pixel = () =>
    picture.evaluate((canvas: HTMLCanvasElement) => [
      ...(canvas.getContext('2d')?.getImageData(32, 32, 1, 1).data.slice(0, 3) ?? []),
    ]);
  await expect.poll(pixel).toEqual([255, 0, 0]);
  await v.say('Hello');
  v.fake.change({ owner: { kind: 'agent', name: 'Mia' } });
  await picture.waitFor({ state: 'hidden' });
  v.fake.change({ owner: { kind: 'bot', name: null } });
  await picture.waitFor();
  expect(v.complaints).toEqual([]);
});

it('opens as ever where the picture is not to be had', async () => {
  const v = await visit();
  v.fake.config.avatar = '/bot-avatars/gone';
  await v.goto();
  await v.open();
  await v.say('Hello');
  await expect.poll(() => v.panel.locator('.head canvas').count()).toBe(0);
});
