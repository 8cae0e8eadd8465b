/** What an admin does at a visitor's wish, in a real browser: asks, is told what goes, and sees it done. */
import { expect, it } from 'vitest';
import { inBrowser, roomPath } from './browser.ts';
import { Refused } from './fake-site.ts';

const MINE = roomPath('mine', 'acme c_01jd8x53c90');

inBrowser('privacy', (open) => {
  it('erases a person after saying what goes, by keyboard, and shows how far it is', async () => {
    const { page, server } = await open(MINE);
    await page.getByRole('textbox', { name: 'Reply to Priya Raman' }).waitFor();
    server.site.privacy.working = false;
    await page.getByRole('button', { name: 'Actions on this person' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Erase…' }).waitFor();
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Erase Priya Raman?' });
    await dialog.getByText('This cannot be undone').waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    expect(server.site.privacy.requests).toEqual([]);

    await page.getByRole('button', { name: 'Actions on this person' }).click();
    await page.getByRole('menuitem', { name: 'Erase…' }).click();
    server.site.refusals.set('request_erasure', new Refused('overloaded', 'The server is busy.'));
    await page.getByRole('button', { name: 'Erase for good' }).click();
    await page.getByText('Nothing was erased. The server is busy.').waitFor();
    server.site.refusals.clear();
    await page.getByRole('button', { name: 'Erase for good' }).click();
    await page.getByText('Waiting to begin').waitFor();
    server.site.privacy.working = true;
    await page.getByText('1,200 of 2,400 messages').waitFor();
    await page.getByText('Nothing of this person is left here').waitFor();
    expect(server.site.privacy.requests[0]).toMatchObject({ kind: 'erasure', consumer: 'c_01jd8x53c90' });
    await page.getByRole('button', { name: 'Close', exact: true }).last().click();

    await page.getByText('This person was erased at their wish').waitFor();
    await expect.poll(() => page.getByRole('button', { name: 'Actions on this person' }).count()).toBe(0);
    await expect.poll(() => page.getByRole('button', { name: 'Open again' }).count()).toBe(0);
    await expect.poll(() => page.getByText('Priya Raman').count()).toBe(0);
  });

  it('exports what is kept of a person, and fetches each file without leaving the page', async () => {
    const { page, server } = await open(MINE);
    await page.getByRole('button', { name: 'Actions on this person' }).click();
    await page.getByRole('menuitem', { name: 'Export data…' }).click();
    await page.getByRole('dialog', { name: 'Export the data of Priya Raman' }).waitFor();
    await page.getByRole('button', { name: 'Make the files' }).click();
    await page.getByText('1,200 of 2,400 messages').waitFor();
    for (const [name, format] of [
      ['To read (HTML)', 'html'],
      ['For programs (JSON)', 'json'],
    ]) {
      const downloading = page.waitForEvent('download');
      await page.getByRole('button', { name }).click();
      expect((await downloading).suggestedFilename()).toBe(`request-1.${format}`);
    }
    server.site.refusals.set('open_export', new Refused('link_expired', 'This link has expired.'));
    await page.getByRole('button', { name: 'To read (HTML)' }).click();
    await page.getByText('This link has expired.').waitFor();
    server.site.refusals.clear();
    await page.goto(`${server.url}/settings/privacy`);
    await page.getByText('Export of visitor').waitFor();
    await page.getByRole('button', { name: 'For programs (JSON)' }).waitFor();
  });

  it('asks visitors for consent, says what is wrong with a link, and lists what was asked', async () => {
    const { page, server } = await open('/settings/privacy');
    await page.getByText('Nothing was asked yet').waitFor();
    await page.getByLabel('Ask for consent before the first message').check();
    await page.getByLabel('What they agree to').fill('We keep what you write.');
    const policy = page.getByLabel('Address of your privacy policy');
    await policy.fill('https://shop.test/privacy');
    await page.getByLabel('Network addresses').selectOption('none');
    server.site.refusals.set(
      'update_privacy_settings',
      new Refused('invalid', 'Wrong', { 'consent.policy_url': 'This is no web address.' }),
    );
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('This is no web address.').waitFor();
    server.site.refusals.clear();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
    const text = { text: 'We keep what you write.', policy_url: 'https://shop.test/privacy' };
    expect(server.site.call('get_privacy_settings', {} as never)).toEqual({
      privacy: { consent: { version: 1, ...text }, addresses: 'none' },
    });
    await page.getByLabel('What they agree to').fill('We keep it for a year.');
    await page.getByText('everybody is asked again').waitFor();
    await page.getByRole('button', { name: 'Discard the changes' }).click();

    server.site.call('request_erasure', { consumer: 'c_01jd8x53c90' } as never);
    await page.reload();
    await page.getByText('asked by Ada Moreau').waitFor();
  });

  it('shows the menu to who manages the site alone', async () => {
    const { page } = await open(MINE, {}, { role: 'agent' });
    await page.getByRole('complementary', { name: 'Contact' }).waitFor();
    await expect.poll(() => page.getByRole('button', { name: 'Actions on this person' }).count()).toBe(0);
  });
});
