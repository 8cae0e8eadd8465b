/**
 * Notices that a limit on what the model costs is reached, or that most of a month's is gone, and tells so once: the row is the
 * memory, whoever writes it first tells. A visitor's own limit is never told of, or a flood would be one of mails as well.
 */
import { sql } from 'kysely';
import type { Core } from '../core/core.ts';
import type { Tx } from '../core/events.ts';
import { type LimitMet, spendingLimitMet } from './events.ts';

/** What an ordinary call holds at most, in millionths of a dollar: a dearer one that does not fit says nothing of the limit. */
const ORDINARY = 30_000;
/** Of a month's limit. Of a day's nobody could act in time. */
const NEAR = 0.8;

interface Sums {
  readonly day: number;
  readonly month: number;
}
interface Standing {
  readonly siteId: string;
  /** `2026-11-26`, in UTC. */
  readonly today: string;
  readonly spent: Sums;
  readonly limits: Sums;
  /** The most that the call would cost that is being decided. */
  readonly micros: number;
  readonly refused: boolean;
}

/** In the transaction that decides on a call. What other calls hold does not count: they may end up cheaper. */
export async function noticeLimits(core: Core, tx: Tx, standing: Standing): Promise<void> {
  const met = metIn(standing);
  if (!met) return;
  const { siteId, today, spent, limits } = standing;
  const period = met === 'day_reached' ? 'day' : 'month';
  const limit = limits[period];
  const { since, ends } = periodOf(period, today);
  // Who was told that a limit is reached is not told afterwards that it is near.
  const known: LimitMet[] = met === 'month_reached' ? [met, 'month_near'] : [met];
  const created_at = new Date(core.now());
  const written = await tx
    .insertInto('bot_limit_notices')
    .values(known.map((each) => ({ site_id: siteId, met: each, since, limit_micros: limit, created_at })))
    .onConflict((conflict) => conflict.doNothing())
    .returning('met')
    .execute();
  // A limit of nothing is a wish, and no news.
  if (limit === 0 || !written.some((one) => one.met === met)) return;
  const ofServer = limit === core.config.spending[period];
  const about = { siteId, met, limitMicros: limit, spentMicros: spent[period], ofServer, ends };
  await core.events.emit(spendingLimitMet, tx, about);
}

function metIn({ spent, limits, micros, refused }: Standing): LimitMet | null {
  const fits = (period: keyof Sums) => spent[period] + Math.min(micros, ORDINARY) <= limits[period];
  if (refused && !fits('month')) return 'month_reached';
  if (refused && !fits('day')) return 'day_reached';
  return !refused && spent.month >= limits.month * NEAR ? 'month_near' : null;
}

/** Which of the limits in force was found to be reached, the longer of two. */
export async function reachedNow(
  core: Core,
  siteId: string,
  today: string,
  limits: Sums,
): Promise<'day' | 'month' | null> {
  const { rows } = await sql<{ met: LimitMet }>`
    select met from bot_limit_notices
    where site_id = ${siteId} and (met, since, limit_micros) in (
      ('month_reached', ${periodOf('month', today).since}::date, ${limits.month}::bigint),
      ('day_reached', ${today}::date, ${limits.day}::bigint))
    order by met desc limit 1`.execute(core.db);
  const [row] = rows;
  return row ? (row.met === 'month_reached' ? 'month' : 'day') : null;
}

function periodOf(period: keyof Sums, today: string): { since: string; ends: Date } {
  const since = period === 'day' ? today : `${today.slice(0, 8)}01`;
  const ends = new Date(`${since}T00:00:00Z`);
  if (period === 'day') ends.setUTCDate(ends.getUTCDate() + 1);
  else ends.setUTCMonth(ends.getUTCMonth() + 1);
  return { since, ends };
}
