/** The audit page in a real browser: reading on, narrowing, saving a file, and what an agent gets of it. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { inBrowser } from './browser.ts';

inBrowser('audit log', (open) => {
  it('reads on by pages, and narrows by who, what and when, in the address', async () => {
    const { page } = await open('/settings/audit');
    const entries = page.getByRole('list', { name: 'Audit log' }).getByRole('listitem');
    await page.getByText('changed the role of Ben Okafor').first().waitFor();
    await page.getByText('agent → admin').first().waitFor();
    await expect.poll(() => entries.count()).toBe(50);
    await page.getByRole('button', { name: 'Show more' }).click();
    await page.getByRole('button', { name: 'Show more' }).waitFor({ state: 'hidden' });
    await expect.poll(() => entries.count()).toBe(60);
    await page.getByLabel('Who').selectOption('Dora Quist');
    await page.getByLabel('What').selectOption('Role changed');
    await page.waitForFunction(() => document.querySelectorAll('[aria-label="Audit log"] > li').length === 5);
    expect(new URL(page.url()).search).toBe('?actor=agent-dora&action=role_changed');
    await page.reload();
    await page.getByText('changed the role of Ben Okafor').first().waitFor();
    await expect.poll(() => page.getByLabel('Who').inputValue()).toBe('agent-dora');
    await page.getByLabel('From').fill('2001-01-01');
    await page.getByLabel('To').fill('2001-01-02');
    await page.getByText('Nothing like that was done').waitFor();
    await page.getByRole('button', { name: 'Show everything' }).click();
    await entries.filter({ hasText: 'Parley itself' }).first().waitFor();
  });

  it('saves all that the filter leaves as a file, not the first page alone', async () => {
    const { page } = await open('/settings/audit');
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save as CSV' }).click();
    const file = await saved;
    expect(file.suggestedFilename()).toMatch(/^audit-\d{4}-\d\d-\d\d\.csv$/);
    const lines = readFileSync(await file.path(), 'utf8')
      .trim()
      .split('\r\n');
    expect(lines).toHaveLength(61);
    expect(lines[1]).toContain('Ada Moreau,agent,agent-ada,role_changed,Ben Okafor');
    await page.getByText('60 entries were saved.').waitFor();
  });

  it('teaches when there is nothing yet, and is not for agents', async () => {
    const { page } = await open('/settings/audit', {}, { empty: true });
    await page.getByText('Nothing was changed yet').waitFor();
    const agent = await open('/settings/audit', {}, { role: 'agent' });
    await agent.page.getByText('Only owners and admins can read this.').waitFor();
    await expect.poll(() => agent.page.getByRole('link', { name: 'Audit log' }).count()).toBe(0);
  });
});
