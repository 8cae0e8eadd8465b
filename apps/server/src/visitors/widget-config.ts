/** What the widget is told of its site: names, the bot's first words, and an honest word on how fast people answer. */
import type { Greeting, WidgetConfig } from '@parley/protocol';
import { sql } from 'kysely';
import type { Core } from '../core/core.ts';
import { Gather } from '../core/gather.ts';
import { nextOpening } from '../core/hours.ts';
import { peopleOnline } from '../rooms/who-is-here.ts';
import type { SiteRow } from '../sites/sites.ts';
import { greetingFor, type Seen } from './greeting.ts';

/** Fewer answers than this over 30 days say nothing about the next one. */
const MIN_MEASURED = 5;
/** Of each status the newest rooms that an agent holds, and of each the beginning. */
const MEASURED_ROOMS = 200;
const FIRST_MESSAGES = 40;
/** Milliseconds that the measured part is kept: it moves slowly and is asked for at every page. */
const MEASURED_FOR = 600_000;

interface Measured {
  readonly at: number;
  readonly minutes: number | null;
}
const KEY = Symbol('reply times');

const CONFIGS = Symbol('widget configs');

/** With the greeting for whoever sees that page in that language. */
export async function widgetConfig(core: Core, site: SiteRow, seen: Seen): Promise<WidgetConfig> {
  const { greetings, ...config } = await core.state
    .get(CONFIGS, () => new Gather((sites: readonly SiteRow[]) => configsOf(core, sites), { siteOf: ({ id }) => id }))
    .ask(site);
  return { ...config, greeting: greetingFor(greetings, config.greeting, seen) };
}

interface SiteConfig extends WidgetConfig {
  readonly greetings: readonly Greeting[];
}

/** Asked for by everybody at once, a site's is made once. */
async function configsOf(core: Core, sites: readonly SiteRow[]): Promise<SiteConfig[]> {
  const made = new Map<string, Promise<SiteConfig>>();
  for (const site of sites) if (!made.has(site.id)) made.set(site.id, configOf(core, site));
  return Promise.all(sites.map((site) => made.get(site.id) as Promise<SiteConfig>));
}

async function configOf(core: Core, site: SiteRow): Promise<SiteConfig> {
  const [bot, team, reply_minutes] = await Promise.all([
    core.db
      .selectFrom('bots')
      .select(['name', 'avatar', 'greeting', 'greetings', 'quick_replies', 'office_hours', 'mask_personal_data'])
      .where('site_id', '=', site.id)
      .executeTakeFirst(),
    core.db
      .selectFrom('memberships')
      .innerJoin('accounts', 'accounts.id', 'memberships.account_id')
      .select('accounts.name')
      .where('memberships.site_id', '=', site.id)
      .where('memberships.deactivated_at', 'is', null)
      .where('accounts.deactivated_at', 'is', null)
      .where('accounts.password_hash', 'is not', null)
      .orderBy('memberships.created_at')
      .orderBy('memberships.account_id')
      .limit(2)
      .execute(),
    replyMinutes(core, site.id),
  ]);
  const opens = nextOpening(bot?.office_hours ?? null, core.now());
  return {
    name: site.name,
    ...(opens !== null && { opens_at: new Date(opens).toISOString() }),
    bot_name: bot?.name ?? 'Assistant',
    greeting: bot?.greeting ?? 'Hi! What can I do for you?',
    greetings: bot?.greetings ?? [],
    ...(bot?.avatar && { avatar: bot.avatar }),
    quick_replies: bot?.quick_replies ?? [],
    team: team.map(({ name }) => name.split(' ')[0] as string),
    reply_minutes,
    people_online: peopleOnline(core, site.id),
    // Sound cannot be masked.
    ...(site.voice && {
      voice: core.config.openai?.transcriptionModel && !bot?.mask_personal_data ? 'server' : 'browser',
    }),
  };
}

/** Of people: what a program says, or a correction, is nobody's answer to who waits. */
async function replyMinutes(core: Core, siteId: string): Promise<number | null> {
  const kept = core.state.get(KEY, () => new Map<string, Measured>());
  const known = kept.get(siteId);
  if (known && known.at + MEASURED_FOR > core.now()) return known.minutes;
  const { rows } = await sql<{ minutes: number | null; n: number }>`
    select percentile_cont(0.5) within group (order by extract(epoch from answered - asked) / 60) as minutes, count(*)::int as n
    from (
      select min(m.created_at) filter (where m.meta->>'event' = 'person_requested') as asked,
        min(m.created_at) filter (where m.role = 'agent' and m.meta->'aside' is null) as answered
      from ((${lately(siteId, 'open')}) union all (${lately(siteId, 'closed')})) r
      join lateral (
        select * from messages o where o.site_id = ${siteId} and o.room_id = r.id order by o.seq limit ${FIRST_MESSAGES}) m on true
      group by r.id) as found
    where answered > asked`.execute(core.db);
  const { minutes = null, n = 0 } = rows[0] ?? {};
  const told = minutes !== null && n >= MIN_MEASURED ? Math.max(1, Math.round(minutes)) : null;
  kept.set(siteId, { at: core.now(), minutes: told });
  return told;
}

const lately = (siteId: string, status: 'open' | 'closed') => sql`
  select id from rooms
  where site_id = ${siteId} and status = ${status} and owner_kind = 'agent' and updated_at > now() - interval '30 days'
  order by updated_minute desc, updated_at desc limit ${MEASURED_ROOMS}`;
