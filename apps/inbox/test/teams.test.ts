/** Named teams: the settings page that makes them, the list of what waits for one, and passing a conversation on. */
import { expect, it } from 'vitest';
import { inBrowser, roomPath } from './browser.ts';
import { Refused } from './refused.ts';

const exact = (name: string) => ({ name, exact: true });
const JONAS = 'acme c_01jd8x4k9a1';
const returns = { id: 'returns', name: 'Returns' };

inBrowser('teams', (open) => {
  it('are made, changed and deleted, and the first one begins with an invitation to make it', async () => {
    const { page, server } = await open('/settings/teams');
    await page.getByText('There are no teams yet').waitFor();
    await page.getByRole('button', exact('New team')).click();
    await page.getByLabel('Name', { exact: true }).waitFor();
    await page.keyboard.type('Returns');
    await page.getByLabel('Ben Okafor').check();
    await page.keyboard.press('Escape');
    // Closed without a word: nothing was made.
    await page.getByText('There are no teams yet').waitFor();
    await page.getByRole('button', exact('New team')).click();
    await page.getByLabel('Name', { exact: true }).fill('Returns');
    await page.getByLabel('Ben Okafor').check();
    await page.keyboard.press('Enter');
    await page.getByText('The team Returns is ready.').waitFor();
    const list = page.getByRole('list', { name: 'Teams' });
    await list.getByText('Ben Okafor').waitFor();
    await page.getByRole('button', exact('Change Returns')).click();
    await page.getByLabel('Name', { exact: true }).fill('Exchanges');
    await page.getByLabel('Ben Okafor').uncheck();
    await page.getByLabel('Ada Moreau (you)').check();
    // A colleague changes it at the same time.
    server.site.call('update_team', { team: server.site.team.teams[0]?.id, add: ['agent-dora'] } as never);
    await page.getByRole('button', exact('Save')).click();
    await list.getByText('Ada Moreau (you) and Dora Quist').waitFor();
    await page.getByRole('button', exact('Delete Exchanges')).click();
    await page.getByText('wait under Unassigned, for everybody').waitFor();
    server.site.refusals.set('delete_team', new Refused('forbidden', 'You may not do this.'));
    await page.getByRole('button', exact('Delete the team')).click();
    await page.getByText('You may not do this.').waitFor();
    server.site.refusals.clear();
    await page.getByRole('button', exact('Delete the team')).click();
    await page.getByText('There are no teams yet').waitFor();
  });

  it('say what is wrong with a name beside it, and offer an agent nothing to change', async () => {
    const teams = { Returns: ['agent-ben'], Billing: ['agent-dora'] };
    const { page } = await open('/settings/teams', {}, { teams });
    // Who is in it may not come in.
    await page.getByText('Nobody can come in').waitFor();
    await page.getByRole('link', exact('Team')).click();
    await page.getByRole('link', exact('Ben Okafor')).click();
    await page
      .getByRole('definition')
      .filter({ hasText: /^Returns$/ })
      .waitFor();
    await page.getByRole('link', exact('Teams')).click();
    await page.getByRole('button', exact('New team')).click();
    await page.getByLabel('Name', { exact: true }).fill('returns');
    await page.keyboard.press('Enter');
    await page.getByText('is the name of another team').waitFor();
    await expect.poll(() => page.getByLabel('Name', { exact: true }).getAttribute('aria-invalid')).toBe('true');
    const agent = await open('/settings/teams', {}, { teams, role: 'agent' });
    await agent.page.getByText('You can look at this.').waitFor();
    await agent.page.getByText('Returns', { exact: true }).waitFor();
    await expect.poll(() => agent.page.getByRole('button', { name: /New|Change|Delete/ }).count()).toBe(0);
  });

  it('a conversation is passed to one by a key, found in its list, taken there, and keeps it', async () => {
    const teams = { Returns: ['agent-ada'], Press: ['agent-ben'] };
    const { page, server } = await open(roomPath('unassigned', JONAS), {}, { teams });
    await page.getByText('My discount code').first().waitFor();
    await page.keyboard.press('a');
    await page.getByRole('option', { name: 'Returns' }).waitFor();
    await expect.poll(() => page.getByRole('option').count()).toBe(4);
    server.site.refusals.set('assign_room', new Refused('not_found', 'It is not there, or no longer.'));
    await page.keyboard.type('ret');
    await page.keyboard.press('Enter');
    await page.getByText('It is not there, or no longer.').waitFor();
    await page.getByText('Waits for a person').waitFor();
    server.site.refusals.clear();
    await page.keyboard.press('Enter');
    await page.getByText('The conversation waits for Returns now.').waitFor();
    await page.getByText(/^Waits for Returns/).waitFor();
    await page.getByRole('complementary', { name: 'Contact' }).getByText('Returns', { exact: true }).waitFor();
    await page.getByText('passed the conversation to Returns').first().waitFor();
    // One's own team has a list; one of others is reached by its address and by the palette.
    const folders = page.getByRole('navigation', { name: 'Lists of conversations' });
    await expect.poll(() => folders.getByRole('link').allInnerTexts()).toEqual(expect.not.arrayContaining(['Press']));
    await folders.getByRole('link', { name: /^Returns/ }).click();
    await page.waitForURL(/\/inbox\/team-returns$/);
    const rows = page.locator('[data-room]');
    await rows.filter({ hasText: 'Jonas Weber' }).waitFor();
    await expect.poll(() => rows.count()).toBe(1);
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.getByLabel('Reply').or(page.getByText('Nobody answers here yet.')).first().waitFor();
    await page.keyboard.press('t');
    await page.getByLabel('Reply to Jonas Weber').waitFor();
    await page.getByText(/^Returns ·/).waitFor();
    await page.getByText('Nobody waits for Returns').waitFor();
    await expect
      .poll(() => server.site.rooms.get(JONAS)?.room)
      .toMatchObject({ owner: { id: 'agent-ada' }, team: returns });
  });

  it('what waits for a team of others stands under Unassigned, says for whom, and does not call', async () => {
    const { page, server } = await open('/inbox/unassigned', {}, { teams: { Press: ['agent-ben'] } });
    await page.getByText('Jonas Weber').waitFor();
    await page.waitForFunction(() => document.title.startsWith('(3)'));
    server.site.change(JONAS, { team: { id: 'press', name: 'Press' } });
    await page.locator('[data-room]').filter({ hasText: 'Jonas Weber' }).getByText('Press', { exact: true }).waitFor();
    await page.waitForFunction(() => document.title.startsWith('(2)'));
    await page.goto(`${server.url}/inbox/team-press`);
    await page.locator('[data-room]').filter({ hasText: 'Jonas Weber' }).waitFor();
    await expect.poll(() => page.title()).toBe('(2) Press · Parley');
  });

  it('one that is gone leads back to the queue; one that is new appears by itself', async () => {
    const { page, server } = await open('/inbox/team-gone');
    await page.getByText('There is no such team').waitFor();
    server.site.team.addTeam('Returns', ['agent-ada']);
    server.site.announce({ command: 'heartbeat', heads: {}, versions: {}, teams: 'another' });
    await page.getByRole('link', { name: /^Returns/ }).waitFor();
    await page.getByRole('link', { name: 'To Unassigned' }).click();
    await page.getByText('Jonas Weber').waitFor();
  });
});
