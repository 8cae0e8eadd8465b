/**
 * The draft of a bot's settings, one a site, on which several people may work: what differs from the published settings. Whoever
 * saves or publishes names the revision that it has seen; with another one nothing is changed.
 */

import type { BotChoices, BotDraft, getBotDraft, ParamsOf, publishBot, ResultOf, saveBotDraft } from '@parley/protocol';
import { isBlank } from '@parley/protocol/blank';
import { sql } from 'kysely';
import { type AgentActor, may } from '../core/actor.ts';
import type { Call, Core } from '../core/core.ts';
import { refuse } from '../core/errors.ts';
import type { Tx } from '../core/events.ts';
import { requireAvatar } from './avatar.ts';
import { choicesOf, differing, type Field, tidied } from './choices.ts';
import { lockBot, publish } from './publish.ts';
import { openRegressions, settleReplay } from './regressions.ts';
import { botOf } from './settings.ts';

export async function getBotDraftVerb(core: Core, { siteId }: AgentActor): Promise<ResultOf<typeof getBotDraft>> {
  const [row, draft] = await Promise.all([
    botOf(core.db, siteId),
    core.db
      .selectFrom('bot_drafts as d')
      .leftJoin('accounts as a', 'a.id', 'd.changed_by')
      .leftJoin('api_keys as k', (join) => join.onRef('k.site_id', '=', 'd.site_id').onRef('k.id', '=', 'd.changed_by'))
      .select(['d.changes', 'd.revision', 'd.changed_at', sql<string | null>`coalesce(a.name, k.name)`.as('by')])
      .where('d.site_id', '=', siteId)
      .executeTakeFirst(),
  ]);
  const running = choicesOf(row);
  const changed = differing(running, draft?.changes ?? {});
  const view: BotDraft = {
    settings: { ...running, ...draft?.changes },
    revision: draft?.revision ?? 0,
    version: row.version,
    changed,
    changed_by: draft?.by ?? null,
    changed_at: draft?.changed_at.toISOString() ?? null,
  };
  return { draft: view };
}

/** The settings as they would be published now. */
export async function draftOf(core: Core, siteId: string, running: BotChoices): Promise<BotChoices> {
  const draft = await core.db
    .selectFrom('bot_drafts')
    .select('changes')
    .where('site_id', '=', siteId)
    .executeTakeFirst();
  return { ...running, ...draft?.changes };
}

export async function saveBotDraftVerb(
  core: Core,
  actor: AgentActor,
  { revision, settings }: ParamsOf<typeof saveBotDraft>,
): Promise<ResultOf<typeof saveBotDraft>> {
  const values = tidied(core.config, settings);
  await core.db.transaction().execute(async (tx) => {
    await requireAvatar(tx, actor.siteId, values.avatar);
    const running = choicesOf(await lockBot(core, tx, actor.siteId));
    const draft = { ...running, ...(await changesAt(tx, actor.siteId, revision)), ...values };
    await write(core, tx, actor, revision, only(differing(running, draft), draft));
  });
  return getBotDraftVerb(core, actor);
}

export async function publishBotVerb(
  core: Core,
  actor: AgentActor,
  { revision, version, note, in_spite }: ParamsOf<typeof publishBot>,
  call: Call,
): Promise<ResultOf<typeof publishBot>> {
  await core.db.transaction().execute(async (tx) => {
    const row = await lockBot(core, tx, actor.siteId);
    const changes = await changesAt(tx, actor.siteId, revision);
    if (row.version !== version) throw refuse('changed_meanwhile');
    const running = choicesOf(row);
    if (differing(running, changes).length === 0)
      throw refuse('invalid', { fields: { revision: 'the draft is what is published' } });
    const inSpite = await inSpiteOf(tx, actor, in_spite);
    await publish(core, tx, { actor, call, running, settings: { ...running, ...changes }, note, ...inSpite });
    await settleReplay(tx, actor.siteId);
    await write(core, tx, actor, revision, {});
  });
  return getBotDraftVerb(core, actor);
}

/** Of what was marked as a regression, and why it does not matter; nothing where nothing is marked. Throws `regressions_open`, `forbidden`. */
async function inSpiteOf(tx: Tx, actor: AgentActor, reason: string | undefined) {
  const regressions = await openRegressions(tx, actor.siteId);
  if (regressions === 0) return {};
  if (reason === undefined || isBlank(reason)) throw refuse('regressions_open');
  if (!may(actor, 'override_regressions')) throw refuse('forbidden');
  return { inSpite: { regressions, reason: reason.trim() } };
}

/** Throws `changed_meanwhile` where the draft is at another revision. */
export async function changesAt(tx: Tx, siteId: string, revision: number): Promise<Partial<BotChoices>> {
  const draft = await tx
    .selectFrom('bot_drafts')
    .select(['changes', 'revision'])
    .where('site_id', '=', siteId)
    .executeTakeFirst();
  if ((draft?.revision ?? 0) !== revision) throw refuse('changed_meanwhile');
  return draft?.changes ?? {};
}

async function write(
  core: Core,
  tx: Tx,
  { siteId, accountId }: AgentActor,
  revision: number,
  changes: Partial<BotChoices>,
): Promise<void> {
  const row = {
    changes: JSON.stringify(changes),
    revision: revision + 1,
    changed_by: accountId,
    changed_at: new Date(core.now()),
  };
  await tx
    .insertInto('bot_drafts')
    .values({ site_id: siteId, ...row })
    .onConflict((conflict) => conflict.column('site_id').doUpdateSet(row))
    .execute();
}

const only = (fields: readonly Field[], settings: BotChoices): Partial<BotChoices> =>
  Object.fromEntries(fields.map((field) => [field, settings[field]]));
