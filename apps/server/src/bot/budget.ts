/**
 * What the model may cost a site: asked before each call, held while it runs, settled by what it used. However many calls begin at
 * once, what is spent and held together never exceeds a limit, because each is decided under the lock of the site's row of today.
 *
 *   call --lock--> spent + held + the most it may cost <= limits? --> hold --> call --> hold gone, cost added
 *                                    \--no--> ModelError `spent`      \--killed--> after a while the hold counts as spent
 */
import { sql } from 'kysely';
import type { Core } from '../core/core.ts';
import type { Tx } from '../core/events.ts';
import { uuidv7 } from '../core/ids.ts';
import { noticeLimits } from './limit-notices.ts';
import { type ChatMessage, ModelError } from './openai.ts';
import { costOf, isFree, type Price, priceFor } from './prices.ts';
import { type Model, noUsage, tokensIn, type Usage } from './usage.ts';

/** Milliseconds that no call outlives. */
const HOLD_MS = 180_000;
/** Tokens are counted by the length of the words before: some languages have more. */
const SPARE = 1.5;

export interface Ask {
  readonly siteId: string;
  /** Null: it is asked for the team. */
  readonly visitorId: string | null;
  readonly model: Model;
  readonly messages: readonly ChatMessage[];
  readonly maxTokens: number;
  /** How often it may be tried: each costs. Once, unless it is said. */
  readonly attempts?: number;
  /** Beside the messages: what sound counts as. */
  readonly soundTokens?: number;
}

/** Runs `work`, which adds to the usage what it used. Throws ModelError (`spent`) without running it where a limit does not allow for it. */
export async function withinBudget<T>(core: Core, ask: Ask, work: (usage: Usage) => Promise<T>): Promise<T> {
  const usage = noUsage();
  const { attempts = 1, soundTokens = 0, maxTokens } = ask;
  const { prices } = await limitsOf(core, core.db, ask.siteId);
  const price = priceFor(prices, core.config, ask.model);
  const most = costOf(price, {
    tokensIn: (Math.ceil(tokensIn(ask.messages) * SPARE) + soundTokens) * attempts,
    tokensOut: maxTokens * attempts,
  });
  const hold = isFree(price) ? null : await reserve(core, ask, most);
  try {
    return await work(usage);
  } finally {
    usage.costMicros = costOf(price, usage);
    await settle(core, ask, hold, usage).catch((error: unknown) => {
      // The hold counts as spent when it runs out.
      core.log.error({ name: (error as Error).name }, 'what the model cost could not be written down');
    });
  }
}

export interface Limits {
  readonly day: number;
  readonly month: number;
  readonly visitorDay: number;
}

/** In force: the site's where they are lower, else the operator's. */
export async function limitsOf(
  core: Core,
  db: Core['db'] | Tx,
  siteId: string,
): Promise<{ limits: Limits; prices: Readonly<Record<string, Price>> }> {
  const row = await db.selectFrom('bot_limits').selectAll().where('site_id', '=', siteId).executeTakeFirst();
  const { day, month, visitorDay } = core.config.spending;
  const lower = (own: number | null | undefined, most: number) => Math.min(own ?? most, most);
  return {
    limits: {
      day: lower(row?.day_micros, day),
      month: lower(row?.month_micros, month),
      visitorDay: lower(row?.visitor_day_micros, visitorDay),
    },
    prices: row?.prices ?? {},
  };
}

export const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

interface Sums {
  day: number;
  month: number;
  held: number;
  visitor: number;
  visitor_held: number;
}

async function reserve(core: Core, { siteId, visitorId }: Ask, micros: number): Promise<string> {
  const now = core.now();
  const today = dayOf(now);
  const refused = await core.db.transaction().execute(async (tx) => {
    await lockToday(tx, siteId, today);
    await sql`
      with gone as (delete from bot_holds where site_id = ${siteId} and expires_at < ${new Date(now)} returning micros)
      update bot_spending set spent_micros = spent_micros + (select sum(micros) from gone)
      where site_id = ${siteId} and day = ${today} and exists (select from gone)`.execute(tx);
    const { limits } = await limitsOf(core, tx, siteId);
    const { rows } = await sql<Sums>`
      select
        coalesce((select spent_micros from bot_spending where site_id = ${siteId} and day = ${today}), 0)::bigint as day,
        (select coalesce(sum(spent_micros), 0) from bot_spending
          where site_id = ${siteId} and day between date_trunc('month', ${today}::date)::date and ${today})::bigint as month,
        (select coalesce(sum(micros), 0) from bot_holds where site_id = ${siteId})::bigint as held,
        (select coalesce(sum(spent_micros), 0) from bot_visitor_spending
          where site_id = ${siteId} and visitor_id = ${visitorId}::uuid and day = ${today})::bigint as visitor,
        (select coalesce(sum(micros), 0) from bot_holds
          where site_id = ${siteId} and visitor_id = ${visitorId}::uuid)::bigint as visitor_held`.execute(tx);
    const sums = rows[0] as Sums;
    const over =
      sums.day + sums.held + micros > limits.day ||
      sums.month + sums.held + micros > limits.month ||
      (visitorId !== null && sums.visitor + sums.visitor_held + micros > limits.visitorDay);
    await noticeLimits(core, tx, { siteId, today, spent: sums, limits, micros, refused: over });
    if (over) {
      await sql`update bot_spending set refused = refused + 1 where site_id = ${siteId} and day = ${today}`.execute(tx);
      return null;
    }
    const id = uuidv7(now);
    const expires_at = new Date(now + HOLD_MS);
    await tx
      .insertInto('bot_holds')
      .values({ site_id: siteId, id, visitor_id: visitorId, micros, expires_at })
      .execute();
    return id;
  });
  if (refused === null) throw new ModelError('the limit of what may be spent is reached', { spent: true });
  return refused;
}

/** A statement of its own: the next one then sees what was committed while it waited. */
async function lockToday(tx: Tx, siteId: string, today: string): Promise<void> {
  await tx
    .insertInto('bot_spending')
    .values({ site_id: siteId, day: today })
    .onConflict((conflict) => conflict.columns(['site_id', 'day']).doNothing())
    .execute();
  await sql`select from bot_spending where site_id = ${siteId} and day = ${today} for no key update`.execute(tx);
}

async function settle(core: Core, { siteId, visitorId }: Ask, hold: string | null, usage: Usage): Promise<void> {
  const today = dayOf(core.now());
  await core.db.transaction().execute(async (tx) => {
    await lockToday(tx, siteId, today);
    const held =
      hold === null ||
      (await tx.deleteFrom('bot_holds').where('site_id', '=', siteId).where('id', '=', hold).executeTakeFirst())
        .numDeletedRows > 0n;
    // A hold that ran out was counted whole.
    const cost = held ? usage.costMicros : 0;
    await sql`
      update bot_spending set spent_micros = spent_micros + ${cost}, calls = calls + 1,
        tokens_in = tokens_in + ${usage.tokensIn}, tokens_out = tokens_out + ${usage.tokensOut}
      where site_id = ${siteId} and day = ${today}`.execute(tx);
    if (visitorId === null || cost === 0) return;
    // Not of one who was forgotten meanwhile.
    await sql`
      insert into bot_visitor_spending (site_id, visitor_id, day, spent_micros)
      select site_id, id, ${today}, ${cost} from visitors where site_id = ${siteId} and id = ${visitorId}
      on conflict (site_id, visitor_id, day)
        do update set spent_micros = bot_visitor_spending.spent_micros + excluded.spent_micros`.execute(tx);
  });
}
