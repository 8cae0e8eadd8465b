/** The published versions of a bot's settings. They are only added to: a roll-back publishes an old one's settings anew. */
import type { BotVersion, getBotVersion, listBotVersions, ParamsOf, ResultOf, rollBackBot } from '@parley/protocol';
import { sql } from 'kysely';
import type { AgentActor } from '../core/actor.ts';
import type { Call, Core } from '../core/core.ts';
import { refuse } from '../core/errors.ts';
import { choicesOf } from './choices.ts';
import { getBotDraftVerb } from './draft.ts';
import { lockBot, publish } from './publish.ts';

const PAGE = 30;

export async function listBotVersionsVerb(
  core: Core,
  { siteId }: AgentActor,
  { before, limit = PAGE }: ParamsOf<typeof listBotVersions>,
): Promise<ResultOf<typeof listBotVersions>> {
  const rows = await versions(core, siteId)
    .$if(before !== undefined, (query) => query.where('v.number', '<', before as number))
    .limit(limit + 1)
    .execute();
  const page = rows.slice(0, limit);
  return { versions: page.map(view), next: rows.length > limit ? (page.at(-1)?.number ?? null) : null };
}

export async function getBotVersionVerb(
  core: Core,
  { siteId }: AgentActor,
  { version }: ParamsOf<typeof getBotVersion>,
): Promise<ResultOf<typeof getBotVersion>> {
  const [row, before] = await versions(core, siteId).where('v.number', '<=', version).limit(2).execute();
  if (row?.number !== version) throw refuse('not_found');
  return {
    version: view(row),
    settings: choicesOf(row.settings),
    before: before ? choicesOf(before.settings) : null,
  };
}

export async function rollBackBotVerb(
  core: Core,
  actor: AgentActor,
  { restore, version, note }: ParamsOf<typeof rollBackBot>,
  call: Call,
): Promise<ResultOf<typeof rollBackBot>> {
  await core.db.transaction().execute(async (tx) => {
    const row = await lockBot(core, tx, actor.siteId);
    const old = await tx
      .selectFrom('bot_versions')
      .select('settings')
      .where('site_id', '=', actor.siteId)
      .where('number', '=', restore)
      .executeTakeFirst();
    if (!old) throw refuse('not_found');
    if (row.version !== version) throw refuse('changed_meanwhile');
    const settings = choicesOf(old.settings);
    await publish(core, tx, { actor, call, running: choicesOf(row), settings, note, restores: restore });
  });
  return getBotDraftVerb(core, actor);
}

/** Newest first, with the names of whoever published them as they are now. */
const versions = (core: Core, siteId: string) =>
  core.db
    .selectFrom('bot_versions as v')
    .leftJoin('accounts as a', 'a.id', 'v.made_by')
    .leftJoin('api_keys as k', (join) => join.onRef('k.site_id', '=', 'v.site_id').onRef('k.id', '=', 'v.made_by'))
    .selectAll('v')
    .select(sql<string | null>`coalesce(a.name, k.name)`.as('by'))
    .where('v.site_id', '=', siteId)
    .orderBy('v.number', 'desc');

type VersionRow = Awaited<ReturnType<ReturnType<typeof versions>['execute']>>[number];

const view = ({ number, published_at, by, note, changed, restores, in_spite }: VersionRow): BotVersion => ({
  version: number,
  published: published_at.toISOString(),
  by,
  note,
  changed,
  restores,
  in_spite,
});
