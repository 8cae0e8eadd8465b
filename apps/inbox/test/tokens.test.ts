/** What an admin does about users' tokens, in a real browser: prices, finding somebody, granting, taking away, and why it is so. */
import { expect, it } from 'vitest';
import { inBrowser } from './browser.ts';
import { Refused } from './fake-site.ts';

inBrowser('tokens', (open) => {
  it('says what the prices mean before they are saved', async () => {
    const { page } = await open('/settings/tokens');
    await page.getByText('A new account gets 40 answers for that.').waitFor();
    await page.getByLabel('Tokens that an answer costs').fill('4000');
    await page.getByText('A new account gets 1 answer for that.').waitFor();
    await page.getByLabel('Tokens that an answer costs').fill('0');
    await page.getByText('Answers are free').waitFor();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
  });

  it('finds a user, grants by keyboard, and the ledger says so', async () => {
    const { page } = await open('/settings/tokens');
    await page.getByRole('button', { name: 'Show more' }).click();
    await page.getByText('customer-1@example.com').waitFor();
    await expect.poll(() => page.getByRole('list', { name: 'Balances' }).getByRole('listitem').count()).toBe(23);
    await page.getByLabel('Search users').fill('nobody at all');
    await page.getByText('No user with “nobody at all”').waitFor();
    await page.getByLabel('Search users').fill('marisol');
    await page.getByText('2,100 tokens').waitFor();
    await page.getByText('100 tokens held').waitFor();
    expect(new URL(page.url()).searchParams.get('q')).toBe('marisol');
    await page.getByRole('link', { name: 'Marisol Vega' }).focus();
    await page.keyboard.press('Enter');

    await page.getByText('For the trouble with the tent').waitFor();
    await page.getByRole('button', { name: 'Show more' }).click();
    await page.getByText('Signed up').waitFor();
    await page.getByLabel('Tokens', { exact: true }).fill('250');
    await page.getByLabel('Note').fill('Patience');
    await page.keyboard.press('Enter');
    await page.getByText('+250: the balance is 2,350 tokens now.').waitFor();
    await page.getByRole('row', { name: /Granted by Ada Moreau Patience \+250 2,350/ }).waitFor();
    await expect.poll(() => page.getByLabel('Tokens', { exact: true }).inputValue()).toBe('');
  });

  it('takes away what is there, says why not more, and repeats a lost change as the same one', async () => {
    const { page, server } = await open('/settings/tokens/user-23');
    const amount = page.getByLabel('Tokens', { exact: true });
    await amount.fill('-2100');
    await page.getByRole('button', { name: 'Take away' }).click();
    await page.getByText('leaves less than is held for answers').waitFor();
    await amount.fill('-2000');
    server.site.refusals.set('change_tokens', new Refused('overloaded', 'The server is busy.'));
    await page.getByRole('button', { name: 'Take away' }).click();
    await page.getByText('The server is busy.').waitFor();
    server.site.refusals.clear();
    await page.getByRole('button', { name: 'Take away' }).click();
    await page.getByRole('row', { name: /Corrected by Ada Moreau -2,000 100/ }).waitFor();
  });

  it('lets a customer in no more and in again, after asking, and mails a link to a new password', async () => {
    const { page } = await open('/settings/tokens/user-23');
    const answer = async (verb: string) => {
      await page.getByRole('button', { name: verb }).click();
      await page.getByRole('dialog').getByRole('button', { name: verb }).click();
    };
    await answer('Deactivate');
    await page.getByText('Marisol Vega may not come in any more.').waitFor();
    await page.getByText('Deactivated: this customer cannot sign in.').waitFor();
    await page.getByRole('link', { name: 'All balances' }).click();
    const row = page.getByRole('listitem').filter({ hasText: 'Marisol Vega' });
    await row.getByText('Deactivated').waitFor();
    await row.getByRole('link').click();
    await answer('Let in again');
    await page.getByText('Deactivated: this customer cannot sign in.').waitFor({ state: 'hidden' });
    await answer('Mail a link to a new password');
    await page.getByText('The mail is on its way to marisol@example.com.').waitFor();
  });

  it('has nobody’s balance for an agent, and says so of somebody who is not there', async () => {
    const { page } = await open('/settings/tokens', {}, { role: 'agent' });
    await page.getByText('Only owners and admins can change it').waitFor();
    await expect.poll(() => page.getByRole('heading', { name: 'Balances' }).count()).toBe(0);
    const gone = await open('/settings/tokens/nobody');
    await gone.page.getByText('This balance could not be loaded').waitFor();
  });
});
