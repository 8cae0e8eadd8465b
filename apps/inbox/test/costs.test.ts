/** The meter of what the model costs: seen, limited, and honest when a limit is reached. */
import type { BotSpending } from '@parley/protocol';
import { expect, it, vi } from 'vitest';
import { inBrowser } from './browser.ts';
import { Refused } from './refused.ts';

inBrowser('costs', (open) => {
  it('shows what is spent of what may be, what happens beyond, and where answers came from', async () => {
    const { page } = await open('/settings/bot/costs');
    await page.getByText('The limit of today is reached').waitFor();
    await page.getByText('$4.991 of $5.00').waitFor();
    await page.getByText('$41.20 of $100.00').waitFor();
    await page.getByRole('row', { name: /Written by the model 812 78 % \$41\.20/ }).waitFor();
  });

  it('takes another limit, and none', async () => {
    const { page, server } = await open('/settings/bot/costs');
    const call = vi.spyOn(server.site, 'call');
    await page.getByLabel('At most a day, in US dollars').fill('7.5');
    await page.getByLabel('At most for one visitor a day, in US dollars').fill('0.2');
    await page.getByRole('button', { name: 'Save the limits' }).click();
    await page.getByText('Saved.').waitFor();
    await page.getByText('$4.991 of $7.50').waitFor();
    const { spending } = server.site.call('get_bot_spending', {} as never) as { spending: { limits: object } };
    expect(spending.limits).toMatchObject({ day_micros: 7_500_000, month_micros: null, visitor_day_micros: 200_000 });
    // What was not changed is not sent, or the audit log would name it.
    const sent = call.mock.calls.find(([command]) => command === 'update_bot_limits');
    expect(sent?.[1]).toEqual({ day_micros: 7_500_000, visitor_day_micros: 200_000 });
  });

  it('names what a model costs, says which has no price, and takes a price back', async () => {
    const { page, server } = await open('/settings/bot/costs');
    const limits = () =>
      (server.site.call('get_bot_spending', {} as never) as { spending: BotSpending }).spending.limits;
    const priceOf = (model: string, way: 'in' | 'out') => page.getByLabel(`Price of ${model}, ${way}, in US dollars`);
    const save = page.getByRole('button', { name: 'Save the prices' });
    await page.getByText('Nobody named one: it is counted as $3.00 in, $15.00 out').waitFor();
    await page.getByText('its maker’s price').waitFor();
    await page.getByText('free: it runs on a machine of your own').waitFor();
    await priceOf('house-model', 'in').fill('0.5');
    // Half a price is none.
    await save.click();
    expect(limits().prices).toEqual([]);
    await priceOf('house-model', 'out').fill('1.25');
    await page.getByRole('button', { name: 'Add a model' }).click();
    await page.keyboard.type('gpt-9');
    await priceOf('gpt-9', 'in').fill('2');
    await priceOf('gpt-9', 'out').fill('0');
    await page.keyboard.press('Enter');
    await page.getByText('It counts from the next answer on.').waitFor();
    expect(limits().prices).toEqual([
      { model: 'house-model', in: 0.5, out: 1.25 },
      { model: 'gpt-9', in: 2, out: 0 },
    ]);
    await page.getByText('Nobody named one').waitFor({ state: 'hidden' });
    await page.getByText('Not set up on this server').waitFor();
    await page.getByRole('button', { name: 'Remove your price of house-model' }).click();
    await page.getByRole('button', { name: 'Remove your price of gpt-9' }).click();
    await save.click();
    await page.getByText('Nobody named one').waitFor();
    await expect.poll(limits).toMatchObject({ day_micros: 5_000_000, prices: [] });
  });

  it('says of prices what the server refused', async () => {
    const { page, server } = await open('/settings/bot/costs');
    const words = 'house-model is named twice';
    server.site.refusals.set('update_bot_limits', new Refused('invalid', 'Wrong', { prices: words }));
    await page.getByLabel('Price of gpt-4.1-mini, in, in US dollars').fill('1');
    await page.getByLabel('Price of gpt-4.1-mini, out, in US dollars').fill('1');
    await page.getByRole('button', { name: 'Save the prices' }).click();
    await page.getByText(words).waitFor();
  });

  it('says how a model is set up where there is none, and lets an agent look', async () => {
    const { page } = await open('/settings/bot/costs', {}, { noModel: true });
    await page.getByText('No language model is set up on this server').waitFor();
    await page.getByText('Today', { exact: true }).waitFor();
    const looking = await open('/settings/bot/costs', {}, { role: 'agent' });
    await looking.page.getByText('Only owners and admins can change it').waitFor();
    await expect
      .poll(() => looking.page.getByLabel('Price of gpt-4.1-mini, in, in US dollars').isDisabled())
      .toBe(true);
    await expect.poll(() => looking.page.getByRole('button', { name: /^Save/ }).count()).toBe(0);
  });
});
