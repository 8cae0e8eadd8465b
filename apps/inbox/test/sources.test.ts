/** Sources in a real browser: added, followed while they are imported, steered by the keyboard, and what was left out in words. */
import { expect, it } from 'vitest';
import { inBrowser } from './browser.ts';

inBrowser('sources', (open) => {
  it('teach where there are none, and add a website by the keyboard alone', async () => {
    const { page, server } = await open('/knowledge', {}, { empty: true });
    await page.getByRole('link', { name: 'Sources' }).press('Enter');
    await page.getByText('Let the bot read what you have already').waitFor();
    await page.getByRole('button', { name: 'Add a website' }).press('Enter');
    const address = page.getByLabel('Address');
    await address.fill('nowhere');
    await address.press('Enter');
    await page.getByText('is not the address of a website').waitFor();
    await address.fill('https://help.example.com/sitemap.xml');
    await page.getByText('Schedule and limits').click();
    await page.getByLabel('Import again').selectOption('Every day');
    await page.getByLabel('Pages at most').fill('50');
    await page.getByLabel('Pages at most').press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.getByText('Waiting to begin').waitFor();
    expect(server.site.sources.sources[0]).toMatchObject({ schedule: 'daily', max_pages: 50, max_depth: 4 });
  });

  it('show live how far an import is, to its end', async () => {
    const { page, server } = await open('/knowledge/sources');
    const row = page.getByRole('list', { name: 'Sources' }).getByRole('listitem').first();
    await row.getByText('61 of 180 pages found so far').waitFor();
    server.site.sources.move('source-going', { done: 120, added: 117 });
    await row.getByText('120 of 180 pages found so far').waitFor();
    await expect.poll(() => row.getByRole('progressbar').getAttribute('value')).toBe('120');
    await row.getByRole('button', { name: 'Pause' }).press('Enter');
    await row.getByText('Paused at 120').waitFor();
    await row.getByRole('button', { name: 'Go on' }).press('Enter');
    await row.getByRole('button', { name: 'Pause' }).waitFor();
    server.site.sources.move('source-going', { state: 'done', done: 180, finished: new Date().toISOString() }, 177);
    await row.getByText('177 articles').waitFor();
    await expect.poll(() => row.getByRole('progressbar').count()).toBe(0);
  });

  it('take several files, by the button and by dropping them, and say which were not taken', async () => {
    const { page, server } = await open('/knowledge/sources');
    await page.getByText('www.acme-outdoor.example').first().waitFor();
    await page.getByLabel('Files', { exact: true }).setInputFiles([
      { name: 'guide.md', mimeType: 'text/markdown', buffer: Buffer.from('# Guide') },
      { name: 'program.exe', mimeType: 'application/octet-stream', buffer: Buffer.from('MZ') },
      { name: 'empty.txt', mimeType: 'text/plain', buffer: Buffer.alloc(0) },
      { name: 'faq.csv', mimeType: 'text/csv', buffer: Buffer.from('a,b') },
    ]);
    await page.getByText('program.exe was not taken. Its name has to end').waitFor();
    await page.getByText('empty.txt was not taken. It is empty.').waitFor();
    await page.getByRole('link', { name: 'faq.csv' }).waitFor();
    expect(server.site.sources.sources.map(({ name }) => name).slice(0, 2)).toEqual(['faq.csv', 'guide.md']);
    const dropped = await page.evaluateHandle(() => {
      const data = new DataTransfer();
      data.items.add(new File(['# Dropped'], 'dropped.md'));
      return data;
    });
    await page.dispatchEvent('h1', 'dragover', { dataTransfer: dropped });
    await page.getByText('Drop the files to add them').waitFor();
    await page.dispatchEvent('h1', 'drop', { dataTransfer: dropped });
    await page.getByRole('link', { name: 'dropped.md' }).waitFor();
  });

  it('tell what was left out and why, try it again, and are deleted with a question', async () => {
    const { page, server } = await open('/knowledge/sources/source-site');
    const report = page.getByRole('list', { name: 'What was left out' });
    await report.getByText('robots.txt asks programs to stay away').waitFor();
    await expect.poll(() => report.getByRole('listitem').count()).toBe(3);
    await page.getByRole('button', { name: 'Try again what failed' }).click();
    await page.getByText('Waiting', { exact: true }).waitFor();
    await page.getByLabel('Name').fill('Our shop');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Our shop' }).waitFor();
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByText('118 articles').waitFor();
    await page.getByRole('button', { name: 'Delete the source' }).click();
    await page.getByRole('list', { name: 'Sources' }).waitFor();
    await expect.poll(() => server.site.sources.sources.map(({ id }) => id)).not.toContain('source-site');
  });

  it('lead to their articles, which are read-only until they are detached', async () => {
    const { page } = await open('/knowledge/sources/source-site');
    await page.getByRole('link', { name: '118 articles' }).click();
    await page.getByText('Only articles of www.acme-outdoor.example').waitFor();
    await page.getByRole('link', { name: 'Warranty', exact: true }).click();
    await page.getByText('This article follows').waitFor();
    await expect.poll(() => page.getByLabel('Title').isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Detach to edit' }).click();
    await page.getByRole('button', { name: 'Detach it' }).click();
    await page.getByRole('button', { name: 'Save' }).waitFor();
    await expect.poll(() => page.getByLabel('Title').isDisabled()).toBe(false);
  });

  it('are only to be read for who may not manage them', async () => {
    const { page } = await open('/knowledge/sources', {}, { role: 'agent' });
    await page.getByText('61 of 180').waitFor();
    for (const name of ['Add a website', 'Upload files', 'Pause'])
      expect([name, await page.getByRole('button', { name }).count()]).toEqual([name, 0]);
  });
});
