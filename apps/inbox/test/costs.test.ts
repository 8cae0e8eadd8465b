/** The meter of what the model costs: seen, limited, and honest when a limit is reached. */
import { expect, it } from 'vitest';
import { inBrowser } from './browser.ts';

inBrowser('costs', (open) => {
  it('shows what is spent of what may be, what happens beyond, and where answers came from', async () => {
    const { page } = await open('/settings/bot/costs');
    await page.getByText('The limit of today is reached').waitFor();
    await page.getByText('$4.991 of $5.00').waitFor();
    await page.getByText('$41.20 of $100.00').waitFor();
    await page.getByRole('row', { name: /Written by the model 812 78 % \$41\.20/ }).waitFor();
    await page.getByText('gpt-4.1-mini $0.40 in, $1.60 out').waitFor();
  });

  it('takes another limit, and none', async () => {
    const { page, server } = await open('/settings/bot/costs');
    await page.getByLabel('At most a day, in US dollars').fill('7.5');
    await page.getByLabel('At most for one visitor a day, in US dollars').fill('0.2');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
    await page.getByText('$4.991 of $7.50').waitFor();
    const { spending } = server.site.call('get_bot_spending', {} as never) as { spending: { limits: object } };
    expect(spending.limits).toMatchObject({ day_micros: 7_500_000, month_micros: null, visitor_day_micros: 200_000 });
  });
});
