/** Labels: the settings page that makes them, putting them on by key and taking them off, and the lists narrowed to one. */
import { expect, it } from 'vitest';
import { inBrowser, roomPath } from './browser.ts';
import { LABELS } from './fixtures.ts';
import { Refused } from './refused.ts';

const exact = (name: string) => ({ name, exact: true });
const JONAS = 'acme c_01jd8x4k9a1';
const HIP_BELT = 'acme c_01jd8x4k7f3';
const PRIYA = 'acme c_01jd8x53c90';
const on = (...ids: string[]) => ids.map((id) => ({ id, by: 'Ben Okafor', at: '2026-03-02T09:00:00.000Z' }));

inBrowser('labels', (open) => {
  it('[R17] are made, changed and deleted, and the first one begins with an invitation to make it', async () => {
    const { page, server } = await open('/settings/labels');
    await page.getByText('There are no labels yet').waitFor();
    await page.getByRole('button', exact('New label')).click();
    await page.getByLabel('Name', { exact: true }).waitFor();
    await page.keyboard.type('Delivery');
    await page.getByRole('radio', exact('Blue')).check();
    await page.getByLabel('When it applies').fill('Where a parcel is');
    await page.getByLabel('Name', { exact: true }).press('Enter');
    await page.getByText('The label Delivery is ready.').waitFor();
    expect(server.site.labels.labels).toMatchObject([{ color: 'blue', description: 'Where a parcel is' }]);
    const list = page.getByRole('list', { name: 'Labels' });
    await list.getByText('0 conversations').waitFor();
    await page.getByRole('button', exact('New label')).click();
    await page.getByLabel('Name', { exact: true }).fill('delivery');
    await page.keyboard.press('Enter');
    await page.getByText('is the name of another label').waitFor();
    await expect.poll(() => page.getByLabel('Name', { exact: true }).getAttribute('aria-invalid')).toBe('true');
    await page.getByRole('button', exact('Cancel')).click();
    await page.getByRole('button', exact('Change Delivery')).click();
    await page.getByLabel('Name', { exact: true }).fill('Shipping');
    await page.getByRole('button', exact('Save')).click();
    await list.getByText('Shipping').waitFor();
    const [label] = server.site.labels.labels;
    server.site.change(JONAS, { labels: on(label?.id ?? '') });
    await page.getByRole('button', exact('Delete Shipping')).click();
    await page.getByText('It is taken off 1 conversation, which cannot be undone.').waitFor();
    server.site.refusals.set('delete_label', new Refused('forbidden', 'You may not do this.'));
    await page.getByRole('button', exact('Delete the label')).click();
    await page.getByText('You may not do this.').waitFor();
    server.site.refusals.clear();
    await page.getByRole('button', exact('Delete the label')).click();
    await page.getByText('There are no labels yet').waitFor();
  });

  it('[R17] an agent looks at them, and has nothing to change', async () => {
    const { page } = await open('/settings/labels', {}, { labels: LABELS, role: 'agent' });
    await page.getByText('You can look at this.').waitFor();
    await page.getByText('Product advice').waitFor();
    await expect.poll(() => page.getByRole('button', { name: /New|Change|Delete/ }).count()).toBe(0);
  });

  it('[R18] are put on and taken off by a key and some letters, and what was done is undone', async () => {
    const { page, server } = await open(roomPath('mine', PRIYA), {}, { labels: LABELS });
    await page.getByLabel('Reply to Priya Raman').waitFor();
    const borne = () => server.site.rooms.get(PRIYA)?.room.labels?.map(({ id }) => id);
    await page.keyboard.press('l');
    await page.getByRole('option', { name: 'Returns' }).waitFor();
    await expect.poll(() => page.getByRole('option').count()).toBe(8);
    await page.keyboard.type('vip');
    await expect.poll(() => page.getByRole('option').count()).toBe(1);
    server.site.refusals.set('label_room', new Refused('not_found', 'It is not there, or no longer.'));
    await page.keyboard.press('Enter');
    await page.getByText('Labels not changed: It is not there, or no longer.').waitFor();
    server.site.refusals.clear();
    await page.keyboard.press('Enter');
    await expect.poll(borne).toEqual(['vip']);
    await page.getByRole('combobox').fill('ret');
    await page.keyboard.press('Enter');
    await expect.poll(borne).toEqual(['vip', 'returns']);
    await page.getByRole('combobox').fill('vip');
    await expect.poll(() => page.getByRole('option', { name: 'VIP' }).getAttribute('aria-selected')).toBe('true');
    await page.keyboard.press('Escape');
    await page.getByText('“Returns” and “VIP” put on').waitFor();
    const contact = page.getByRole('complementary', { name: 'Contact' });
    await expect
      .poll(() => contact.getByRole('list', { name: 'Labels' }).getByRole('listitem').allInnerTexts())
      .toEqual(['Returns', 'VIP']);
    await contact.getByRole('button', exact('Take off VIP')).click();
    await expect.poll(borne).toEqual(['returns']);
    const toast = page.getByText('“VIP” taken off').locator('..');
    await toast.getByRole('button', exact('Undo')).click();
    await expect.poll(borne).toEqual(['returns', 'vip']);
    await page.getByText('“Returns” and “VIP” put on').locator('..').getByRole('button', exact('Undo')).click();
    await expect.poll(borne).toEqual([]);
    // A deed of the palette too.
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Search commands' }).fill('labels');
    await page.getByRole('option', { name: /^Labels/ }).click();
    await page.getByRole('option', { name: 'Returns' }).waitFor();
  });

  it('[R18] a row shows two and how many more, live, and says all of them to who listens', async () => {
    const { page, server } = await open('/inbox/unassigned', {}, { labels: LABELS });
    const row = page.locator('[data-room]').filter({ hasText: 'Visitor 7f3' });
    await row.getByText('/products').waitFor();
    for (const room of [HIP_BELT, JONAS]) server.site.change(room, { labels: on('vip', 'returns', 'delivery') });
    await row.getByText('+1').waitFor();
    // Beside why it was passed on there is room for one.
    await page.locator('[data-room]').filter({ hasText: 'Jonas Weber' }).getByText('+2').waitFor();
    await row.getByText('Labels: Delivery, Returns, VIP').waitFor();
    await expect.poll(() => row.getByText('VIP', { exact: true }).count()).toBe(0);
    // Renamed by a colleague, which the heartbeat tells; then gone.
    server.site.labels.put({ id: 'delivery', name: 'Arrival', color: 'blue', description: '' });
    server.site.announce({ command: 'heartbeat', heads: {}, versions: {}, labels: 'other' });
    await row.getByText('Arrival', { exact: true }).waitFor();
    server.site.labels.labels = server.site.labels.labels.filter(({ id }) => id !== 'delivery');
    server.site.announce({ command: 'heartbeat', heads: {}, versions: {}, labels: 'another' });
    await row.getByText('VIP', { exact: true }).waitFor();
  });

  it('[R19] narrow every list and the search to one, which stays in the address until it is let go', async () => {
    const { page, server } = await open('/inbox/unassigned', {}, { labels: LABELS });
    server.site.change(JONAS, { labels: on('vip') });
    server.site.change(PRIYA, { labels: on('vip', 'returns') });
    const rows = page.locator('[data-room]');
    await expect.poll(() => rows.count()).toBe(2);
    await page.getByRole('button', exact('Show one label')).click();
    await page.getByRole('menuitemradio', { ...exact('Any, or none'), checked: true }).waitFor();
    await page.getByRole('menuitemradio', exact('VIP')).click();
    await page.waitForURL(/label=vip$/);
    await page.getByText('Only with').first().waitFor();
    await page.getByRole('button', exact('Show one label')).click();
    await page.getByRole('menuitemradio', { ...exact('VIP'), checked: true }).waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => rows.allInnerTexts()).toEqual([expect.stringContaining('Jonas Weber')]);
    // The numbers are those of what the lists show.
    const lists = page.getByRole('navigation', { name: 'Lists of conversations' });
    const shown = async () => (await lists.getByRole('link').allInnerTexts()).map((text) => text.replace(/\s+/g, ' '));
    await expect.poll(shown).toEqual(['Unassigned 1', 'Mine 1', 'Bot', 'Others', 'Closed']);
    await page.getByRole('link', { name: /^Mine/ }).click();
    await page.waitForURL(/\/inbox\/mine\?label=vip$/);
    await expect.poll(() => rows.allInnerTexts()).toEqual([expect.stringContaining('Priya Raman')]);
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.getByLabel('Reply to Priya Raman').waitFor();
    await page.waitForURL(/label=vip/);
    await page.reload();
    await expect.poll(() => rows.allInnerTexts()).toEqual([expect.stringContaining('Priya Raman')]);
    // Taken off, it stays under the hand, as what has moved on does, and is gone from the list that is fetched anew.
    await page.getByRole('button', exact('Take off VIP')).click();
    await page.getByRole('link', { name: /^Unassigned/ }).click();
    await page.getByRole('link', { name: /^Mine/ }).click();
    await page.getByText('Nothing here bears VIP').waitFor();
    await page.getByRole('link', exact('Show all again')).click();
    await page.waitForURL(/\/inbox\/mine$/);
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Search commands' }).fill('with the label');
    await page.getByRole('option', { name: 'Only with the label: Returns' }).click();
    await page.waitForURL(/\/inbox\/mine\?label=returns$/);
    await page.getByLabel('Search conversations').fill('tent');
    await page.getByText('Found in all lists').waitFor();
    await page.waitForURL(/label=returns/);
    await expect.poll(() => rows.allInnerTexts()).toEqual([expect.stringContaining('Priya Raman')]);
    await page.getByRole('button', exact('Show all again')).click();
    await expect.poll(() => rows.count()).toBeGreaterThan(0);
    await page.goto(`${server.url}/inbox/mine?label=gone`);
    await page.getByText('There is no such label').waitFor();
  });

  it('[R22] the bot’s are marked as such and taken off with a click, and only a model offers that it puts some on', async () => {
    const { page, server } = await open('/settings/labels', {}, { labels: LABELS });
    await page.getByRole('button', exact('Change VIP')).click();
    const auto = page.getByRole('switch', { name: 'The bot puts it on by itself' });
    await auto.waitFor();
    await expect.poll(() => auto.isDisabled()).toBe(true);
    await page.getByLabel('When it applies').fill('Has spent a lot');
    await auto.check();
    await page.getByRole('button', exact('Save')).click();
    await page.getByText('Put on by the bot too').waitFor();
    expect(server.site.labels.labels.find(({ id }) => id === 'vip')).toMatchObject({ auto: true });
    const at = '2026-03-02T09:00:00.000Z';
    server.site.change(JONAS, { labels: [{ id: 'vip', by: null, at, by_bot: true }, ...on('returns')] });
    await page.goto(server.url + roomPath('unassigned', JONAS));
    const borne = page.getByRole('list', { name: 'Labels' }).getByRole('listitem');
    await expect.poll(() => borne.allInnerTexts()).toEqual(['Returns', expect.stringContaining('put on by the bot')]);
    await page.getByRole('button', exact('Take off VIP')).click();
    await expect.poll(() => borne.count()).toBe(1);
    const bare = await open('/settings/labels', {}, { labels: LABELS, noModel: true });
    await bare.page.getByRole('button', exact('Change VIP')).click();
    await bare.page.getByLabel('When it applies').waitFor();
    await expect.poll(() => bare.page.getByRole('switch').count()).toBe(0);
  });

  it('says where there are none how they come to be', async () => {
    const { page } = await open(roomPath('unassigned', JONAS));
    await page.getByText('My discount code').first().waitFor();
    await expect.poll(() => page.getByRole('button', exact('Show one label')).count()).toBe(0);
    await page.keyboard.press('l');
    await page.getByText('There are no labels yet').waitFor();
    await page.getByRole('link', { name: 'Settings, Labels' }).click();
    await page.waitForURL(/\/settings\/labels$/);
  });
});
