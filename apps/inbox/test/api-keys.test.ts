/** API keys in a real browser: made and shown once, told apart, revoked. */
import { expect, it } from 'vitest';
import { inBrowser } from './browser.ts';

inBrowser('API keys', (open) => {
  it('makes a key by the keyboard alone, shows it this once, and lists it', async () => {
    const { page, server } = await open('/settings/api-keys');
    await page.getByLabel('Name').fill('Night shift');
    const make = page.getByRole('button', { name: 'Make the key' });
    // Without a scope there is nothing to make.
    await make.press('Enter');
    expect(server.site.keys.keys).toHaveLength(2);
    await page.getByRole('switch', { name: 'Read conversations' }).press('Space');
    await page.getByRole('switch', { name: 'Write messages' }).press('Space');
    await page.getByLabel('Good for').selectOption('A year');
    await make.press('Enter');
    await page.getByText('it is not shown again').waitFor();
    await page.getByText(`parley_AbCdEf${'x'.repeat(37)}`).waitFor();
    const row = page
      .getByRole('list', { name: 'API keys' })
      .getByRole('listitem')
      .filter({ hasText: 'Night shift' })
      .first();
    await row.getByText('never used').waitFor();
    expect(server.site.keys.keys[0]).toMatchObject({
      scopes: ['read_rooms', 'write_messages'],
      expires: expect.any(String),
    });
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByText('x'.repeat(37)).waitFor({ state: 'hidden' });
  });

  it('says at the field what the server refused', async () => {
    const { page } = await open('/settings/api-keys');
    await page.getByLabel('Name').fill('Importer');
    await page.getByRole('switch', { name: 'Read articles' }).check();
    await page.getByRole('button', { name: 'Make the key' }).click();
    await page.getByText('at most 100 keys').waitFor();
  });

  it('tells what ran out, and asks before it revokes', async () => {
    const { page, server } = await open('/settings/api-keys');
    const list = page.getByRole('list', { name: 'API keys' });
    await list.getByText('Expired', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Revoke Parcel news' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('refused at once').waitFor();
    await dialog.getByRole('button', { name: 'Revoke the key' }).click();
    await page.getByText('The key Parcel news was revoked.').waitFor();
    expect(server.site.keys.keys.map(({ id }) => id)).toEqual(['key-import']);
  });
});
