/** Looking at what the model costs, and limiting it. The limits are held by `budget.ts`. */

import type { BotLimits, getBotSpending, ParamsOf, PriceInForce, ResultOf, updateBotLimits } from '@parley/protocol';
import { isBlank } from '@parley/protocol/blank';
import { sql } from 'kysely';
import type { AgentActor } from '../core/actor.ts';
import type { Call, Core } from '../core/core.ts';
import { audited, deedOf } from '../core/deeds.ts';
import { refuse } from '../core/errors.ts';
import { dayOf, limitsOf } from './budget.ts';
import { reachedNow } from './limit-notices.ts';
import { modelsIn, type Price, priceFor, priceOf } from './prices.ts';

export async function getBotSpendingVerb(core: Core, { siteId }: AgentActor): Promise<ResultOf<typeof getBotSpending>> {
  const today = dayOf(core.now());
  const since = new Date(core.now() - 30 * 86_400_000);
  const [row, inForce, sums, kinds] = await Promise.all([
    core.db.selectFrom('bot_limits').selectAll().where('site_id', '=', siteId).executeTakeFirst(),
    limitsOf(core, core.db, siteId),
    sql<{ today: number; month: number; held: number; refused: number }>`
      select coalesce(sum(spent_micros) filter (where day = ${today}), 0)::bigint as today,
        coalesce(sum(spent_micros), 0)::bigint as month,
        coalesce(sum(refused) filter (where day = ${today}), 0)::int as refused,
        (select coalesce(sum(micros), 0) from bot_holds where site_id = ${siteId})::bigint as held
      from bot_spending
      where site_id = ${siteId} and day between date_trunc('month', ${today}::date)::date and ${today}`.execute(
      core.db,
    ),
    core.db
      .selectFrom('bot_answers')
      .select((eb) => [
        'kind',
        eb.fn.countAll<number>().as('answers'),
        eb.fn.sum<number>('cost_micros').as('cost_micros'),
      ])
      .where('site_id', '=', siteId)
      .where('created_at', '>', since)
      .groupBy('kind')
      .execute(),
  ]);
  const { today: spent = 0, month = 0, held = 0, refused = 0 } = sums.rows[0] ?? {};
  const { limits, prices } = inForce;
  const { day, month: mostMonth, visitorDay } = core.config.spending;
  return {
    spending: {
      limits: {
        day_micros: row?.day_micros ?? null,
        month_micros: row?.month_micros ?? null,
        visitor_day_micros: row?.visitor_day_micros ?? null,
        prices: listed(row?.prices ?? {}),
      },
      most: { day_micros: day, month_micros: mostMonth, visitor_day_micros: visitorDay },
      prices: modelsIn(core.config).map(
        ({ model, for: use }): PriceInForce => ({
          model: model.model,
          ...priceFor(prices, core.config, model),
          for: use,
          otherwise: priceOf(core.config, model),
        }),
      ),
      today_micros: spent,
      month_micros: month,
      held_micros: held,
      refused_today: refused,
      reached: await reachedNow(core, siteId, today, limits),
      kinds: kinds.map(({ kind, answers, cost_micros }) => ({ kind, answers, cost_micros: Number(cost_micros) })),
    },
  };
}

const listed = (prices: Readonly<Record<string, Price>>) =>
  Object.entries(prices).map(([model, { in: a, out }]) => ({ model, in: a, out }));

export async function updateBotLimitsVerb(
  core: Core,
  actor: AgentActor,
  params: ParamsOf<typeof updateBotLimits>,
  call: Call,
): Promise<ResultOf<typeof updateBotLimits>> {
  const { day_micros, month_micros, visitor_day_micros, prices } = params;
  const values = {
    ...(day_micros !== undefined && { day_micros }),
    ...(month_micros !== undefined && { month_micros }),
    ...(visitor_day_micros !== undefined && { visitor_day_micros }),
    ...(prices !== undefined && { prices: JSON.stringify(byModel(prices)) }),
  };
  const fields = Object.keys(values);
  if (fields.length > 0)
    await core.db.transaction().execute(async (tx) => {
      await tx
        .insertInto('bot_limits')
        .values({ site_id: actor.siteId, prices: '{}', ...values })
        .onConflict((conflict) => conflict.column('site_id').doUpdateSet(values))
        .execute();
      await core.events.emit(audited, tx, deedOf(actor, call, 'bot_limits_changed', { details: { fields } }));
    });
  return getBotSpendingVerb(core, actor);
}

/** Refuses `invalid` a name that is blank or given twice. */
function byModel(prices: BotLimits['prices']): Record<string, Price> {
  const known: Record<string, Price> = {};
  for (const { model, in: a, out } of prices) {
    const name = model.trim();
    const wrong = isBlank(name) ? 'one has no model' : Object.hasOwn(known, name) ? `${name} is named twice` : null;
    if (wrong) throw refuse('invalid', { fields: { prices: wrong } });
    known[name] = { in: a, out };
  }
  return known;
}
