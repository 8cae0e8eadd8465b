/** What the widget is told of its site: names, the bot's first words, and an honest word on how fast people answer. */
import type { WidgetConfig } from '@parley/protocol';
import { sql } from 'kysely';
import type { Core } from '../core/core.ts';
import { agentsHere } from '../rooms/channels.ts';
import type { SiteRow } from '../sites/sites.ts';

/** Fewer answers than this over 30 days say nothing about the next one. */
const MIN_MEASURED = 5;
/** Milliseconds that the measured part is kept: it moves slowly and is asked for at every page. */
const MEASURED_FOR = 600_000;

interface Measured {
  readonly at: number;
  readonly minutes: number | null;
}
const KEY = Symbol('reply times');

export async function widgetConfig(core: Core, site: SiteRow): Promise<WidgetConfig> {
  const [bot, team, reply_minutes] = await Promise.all([
    core.db
      .selectFrom('bots')
      .select(['name', 'greeting', 'quick_replies'])
      .where('site_id', '=', site.id)
      .executeTakeFirst(),
    core.db
      .selectFrom('memberships')
      .innerJoin('accounts', 'accounts.id', 'memberships.account_id')
      .select('accounts.name')
      .where('memberships.site_id', '=', site.id)
      .where('accounts.deactivated_at', 'is', null)
      .where('accounts.password_hash', 'is not', null)
      .orderBy('memberships.created_at')
      .limit(3)
      .execute(),
    replyMinutes(core, site.id),
  ]);
  return {
    name: site.name,
    bot_name: bot?.name ?? 'Assistant',
    greeting: bot?.greeting ?? 'Hi! What can I do for you?',
    quick_replies: bot?.quick_replies ?? [],
    team: team.map(({ name }) => name.split(' ')[0] as string),
    reply_minutes,
    people_online: core.presence.members(agentsHere(site.id)).length > 0,
  };
}

async function replyMinutes(core: Core, siteId: string): Promise<number | null> {
  const kept = core.state.get(KEY, () => new Map<string, Measured>());
  const known = kept.get(siteId);
  if (known && known.at + MEASURED_FOR > core.now()) return known.minutes;
  const { rows } = await sql<{ minutes: number | null; n: number }>`
    select percentile_cont(0.5) within group (order by extract(epoch from answered - asked) / 60) as minutes, count(*)::int as n
    from (
      select min(m.created_at) filter (where m.meta->>'event' = 'person_requested') as asked,
        min(m.created_at) filter (where m.role = 'agent') as answered
      from rooms r join messages m on m.site_id = r.site_id and m.room_id = r.id
      where r.site_id = ${siteId} and r.status in ('open', 'closed') and r.updated_at > now() - interval '30 days'
      group by r.id limit 2000) as found
    where answered > asked`.execute(core.db);
  const { minutes = null, n = 0 } = rows[0] ?? {};
  const told = minutes !== null && n >= MIN_MEASURED ? Math.max(1, Math.round(minutes)) : null;
  kept.set(siteId, { at: core.now(), minutes: told });
  return told;
}
