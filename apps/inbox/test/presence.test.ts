/** Who is in a conversation, in a real browser: the visitor, the colleagues who look, and those who write at the same time. */
import { expect, it } from 'vitest';
import { inBrowser, roomPath } from './browser.ts';

const ROOM = 'acme c_01jd8x53c90';
const MINE = roomPath('mine', ROOM);
const BEN = { id: 'agent-ben', name: 'Ben Okafor' };
const ADA = { id: 'agent-ada', name: 'Ada Moreau' };

inBrowser('presence', (open) => {
  it('shows whether the visitor is there, and which colleagues look', async () => {
    const { page, server } = await open(MINE);
    const name = page.getByRole('heading', { name: /^Priya Raman/ });
    await name.getByText('Away').waitFor({ state: 'attached' });
    server.site.announce({ command: 'presence', rooms: [{ room: ROOM, visitor: 'here', agents: [ADA, BEN] }] });
    await name.getByText('Online').waitFor({ state: 'attached' });
    const lookers = page.getByRole('list', { name: 'Also looking at this conversation' }).getByRole('listitem');
    await lookers.first().waitFor();
    await expect.poll(() => lookers.allTextContents()).toEqual(['Ben Okafor']);
    await expect.poll(() => lookers.first().getAttribute('data-tip')).toBe('Ben Okafor');
    await lookers.first().locator('img[src="/favicon.svg"]').waitFor();
    server.site.announce({
      command: 'heartbeat',
      heads: {},
      versions: {},
      presence: [{ room: ROOM, visitor: 'gone', agents: [ADA] }],
    });
    await lookers.first().waitFor({ state: 'detached' });
    await name.getByText(/Online|Away/).waitFor({ state: 'detached' });
  });

  it('warns before two answer at once, and not of one’s own other window', async () => {
    const { page, server } = await open(MINE);
    const typing = (agent: string, author: string, typing = true) =>
      server.site.announce({ command: 'typing', room: ROOM, role: 'agent', author, typing, agent });
    await page.getByLabel('Reply to Priya Raman').waitFor();
    typing(ADA.id, ADA.name);
    typing(BEN.id, BEN.name);
    await page.getByText('Ben Okafor is writing a reply here too.').waitFor();
    await page.locator(`[data-room="${ROOM}"]`).getByText('Ben Okafor is writing…').waitFor();
    typing('agent-cy', 'Cy Lind');
    await page.getByText('Ben Okafor and Cy Lind are writing a reply here too.').waitFor();
    typing(BEN.id, BEN.name, false);
    typing('agent-cy', 'Cy Lind', false);
    await page.getByText('writing a reply here too').waitFor({ state: 'detached' });
  });

  it('tells colleagues where one looks', async () => {
    const { page, server } = await open(MINE);
    await page.getByLabel('Reply to Priya Raman').waitFor();
    await expect.poll(() => server.site.looks).toEqual([ROOM]);
    await page.getByRole('link', { name: /^Bot/ }).first().click();
    await expect.poll(() => server.site.looks).toEqual([ROOM, null]);
  });
});
