/** Publishing a bot's settings: the next version, and what the bot runs on. Everything that publishes does it here, one after the other. */
import type { BotChoices } from '@parley/protocol';
import type { AgentActor } from '../core/actor.ts';
import type { Call, Core } from '../core/core.ts';
import { audited, deedOf } from '../core/deeds.ts';
import type { Tx } from '../core/events.ts';
import { choicesOf, columnsOf, differing } from './choices.ts';
import type { BotRow } from './tables.ts';

/** The site's row, locked: whoever changes the bot or its draft takes turns here. It is made where there is none, with its first version. */
export async function lockBot(core: Core, tx: Tx, siteId: string): Promise<BotRow> {
  await setUpBot(core, tx, siteId, {});
  return tx.selectFrom('bots').selectAll().where('site_id', '=', siteId).forUpdate().executeTakeFirstOrThrow();
}

/** Nothing where the site has one. */
export async function setUpBot(core: Core, tx: Tx, siteId: string, settings: Partial<BotChoices>): Promise<void> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('bots')
    .values({ site_id: siteId, ...columnsOf(settings) })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (!numInsertedOrUpdatedRows) return;
  await tx
    .insertInto('bot_versions')
    .values({
      site_id: siteId,
      number: 1,
      settings: JSON.stringify(choicesOf(settings)),
      changed: [],
      published_at: new Date(core.now()),
    })
    .execute();
}

export interface Publication {
  readonly actor: AgentActor;
  readonly call: Call;
  /** As locked. */
  readonly running: BotChoices;
  readonly settings: BotChoices;
  readonly note?: string | undefined;
  readonly restores?: number;
  /** An owner's reason to publish what was marked. */
  readonly inSpite?: { readonly regressions: number; readonly reason: string };
}

/** The next version, and what the bot runs on from COMMIT on. Under the lock of `lockBot`. */
export async function publish(core: Core, tx: Tx, publication: Publication): Promise<void> {
  const { actor, call, running, settings, note = '', restores = null, inSpite } = publication;
  const { siteId } = actor;
  const fields = differing(running, settings);
  const { last } = await tx
    .selectFrom('bot_versions')
    .select((eb) => eb.fn.max('number').as('last'))
    .where('site_id', '=', siteId)
    .executeTakeFirstOrThrow();
  const number = (last ?? 0) + 1;
  await tx
    .insertInto('bot_versions')
    .values({
      site_id: siteId,
      number,
      settings: JSON.stringify(settings),
      changed: fields,
      made_by: actor.accountId,
      note: note.trim(),
      restores,
      in_spite: inSpite?.reason ?? null,
      published_at: new Date(core.now()),
    })
    .execute();
  await tx
    .updateTable('bots')
    .set({ ...columnsOf(settings), version: number })
    .where('site_id', '=', siteId)
    .execute();
  const about =
    restores === null
      ? (['bot_changed', { to: String(number), fields }] as const)
      : (['bot_rolled_back', { from: String(number - 1), to: String(restores), fields }] as const);
  await core.events.emit(audited, tx, deedOf(actor, call, about[0], { details: about[1] }));
  if (!inSpite) return;
  const details = { to: String(number), count: inSpite.regressions };
  await core.events.emit(audited, tx, deedOf(actor, call, 'bot_published_in_spite', { details }));
}
