/** The team's pages in a real browser: finding people, changing what they are, and what is not offered to whom. */
import { expect, it } from 'vitest';
import { inBrowser } from './browser.ts';
import { Refused } from './fake-site.ts';
import { CODE, USED_CODE } from './fake-two-factor.ts';

inBrowser('team', (open) => {
  const row = (name: string) => ({ name, exact: true }) as const;

  it('invites a colleague, shows until when, sends again and withdraws', async () => {
    const { page } = await open('/settings/team');
    await page.getByLabel('Name').fill('Dana Fox');
    await page.getByLabel('Email').fill('dana@parley.test');
    await page.getByRole('button', { name: 'Send the invitation', exact: true }).click();
    const dana = page.getByRole('listitem').filter({ hasText: 'dana@parley.test' });
    await dana.getByText(/Invited · [67] days left/).waitFor();
    const eli = page.getByRole('listitem').filter({ hasText: 'Eli Stone' });
    await eli.getByText('Invited · expired').waitFor();
    await page.getByRole('button', { name: 'Send again to Eli Stone' }).click();
    await eli.getByText(/[67] days left/).waitFor();
    await page.getByRole('button', { name: 'Withdraw the invitation to Dana Fox' }).click();
    await page.getByRole('button', { name: 'Withdraw the invitation', exact: true }).click();
    await dana.waitFor({ state: 'hidden' });
  });

  it('finds people by name, address and role once there are many, and says when there is nobody', async () => {
    const { page, server } = await open('/settings/team?q=okafor');
    await page.getByRole('link', row('Ben Okafor')).waitFor();
    await expect.poll(() => page.getByRole('link', row('Ada Moreau')).count()).toBe(0);
    await page.getByLabel('Search the team').fill('owner');
    await page.getByRole('link', row('Ada Moreau')).waitFor();
    expect(new URL(page.url()).search).toBe('?q=owner');
    await page.getByLabel('Search the team').fill('zeppelin');
    await page.getByText('Nobody with “zeppelin”').waitFor();
    expect(server.site.team.agents.length).toBeLessThan(8);
  });

  it('promotes, deactivates, lets in again and removes, each after a question', async () => {
    const { page, server } = await open('/settings/team');
    await page.getByRole('link', row('Ben Okafor')).click();
    await page.getByText('2 browsers').waitFor();
    const confirm = async (verb: string) => {
      await page.getByRole('button', { name: verb }).click();
      await page.getByRole('dialog').getByRole('button', { name: verb }).click();
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
    };
    await confirm('Make admin');
    await page.getByRole('button', { name: 'Make agent' }).waitFor();
    await page.getByRole('button', { name: 'Deactivate' }).click();
    await page.getByText('go back to the queue').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Deactivate' }).click();
    await page.getByText('Deactivated', { exact: true }).waitFor();
    await confirm('Let in again');
    await page.getByText('May sign in', { exact: true }).waitFor();
    await confirm('Mail a link to a new password');
    server.site.refusals.set('remove_agent', new Refused('forbidden', 'You may not do this.'));
    await page.getByRole('button', { name: 'Remove from the team' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove from the team' }).click();
    await page.getByRole('dialog').getByText('You may not do this.').waitFor();
    server.site.refusals.clear();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove from the team' }).click();
    await page.getByText('is not on the team any more').waitFor();
    await page.getByRole('heading', { name: 'Team', exact: true }).waitFor();
    await page.getByRole('link', row('Ben Okafor')).waitFor({ state: 'hidden' });
  });

  it('hands the site over with the right password alone', async () => {
    const { page } = await open('/settings/team/agent-ben');
    await page.getByRole('button', { name: 'Make owner' }).click();
    await page.getByText('You become an admin').waitFor();
    await page.getByLabel('I stay an owner too').check();
    await page.getByText('can then do all that you can').waitFor();
    await page.getByLabel('Your password', { exact: true }).fill('a guess');
    await page.getByRole('button', { name: 'Share the ownership' }).click();
    await page.getByText('is not right').waitFor();
    await page.getByLabel('Your password', { exact: true }).fill('the right password');
    await page.getByRole('button', { name: 'Share the ownership' }).click();
    await page.getByText('Ben Okafor is an owner too.').waitFor();
    await page.getByRole('button', { name: 'Make owner' }).waitFor({ state: 'hidden' });
  });

  it('asks an owner with a second step for a code too', async () => {
    const { page } = await open('/settings/team/agent-ben', {}, { twoFactor: 'on' });
    await page.getByRole('button', { name: 'Make owner' }).click();
    await page.getByLabel('Your password', { exact: true }).fill('the right password');
    await page.getByLabel('Code from the authenticator').fill(USED_CODE);
    await page.getByRole('button', { name: 'Hand the site over' }).click();
    await page.getByText('was used already').waitFor();
    await page.getByLabel('Code from the authenticator').fill(CODE);
    await page.getByRole('button', { name: 'Hand the site over' }).click();
    await page.getByText('Ben Okafor is the owner now.').waitFor();
  });

  it('offers an admin nothing on an owner, nobody anything on oneself, and an agent no way in', async () => {
    const { page } = await open('/settings/team/agent-ada', {}, { role: 'admin', me: 'agent-dora' });
    await page.getByText('Only an owner can change').waitFor();
    await expect.poll(() => page.getByRole('button', { name: 'Remove from the team' }).count()).toBe(0);
    await page.getByRole('link', row('Team')).first().click();
    await page.getByRole('link', row('Dora Quist')).click();
    await page.getByText('This is you.').waitFor();
    await page.goto(page.url().replace('agent-dora', 'agent-ben'));
    await page.getByRole('button', { name: 'Make admin' }).waitFor();
    await expect.poll(() => page.getByRole('button', { name: 'Make owner' }).count()).toBe(0);
    const agent = await open('/settings/team', {}, { role: 'agent' });
    await agent.page.getByText('Ben Okafor').waitFor();
    await expect.poll(() => agent.page.getByRole('link', row('Ben Okafor')).count()).toBe(0);
    await expect.poll(() => agent.page.getByRole('button', { name: /Send|Withdraw/ }).count()).toBe(0);
  });
});
