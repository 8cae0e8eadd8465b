/** What an account starts with and what an answer costs: one row a site; a site without a row has the defaults. */
import type { getMetering, MeteringSettings, ParamsOf, ResultOf, updateMetering } from '@parley/protocol';
import type { AgentActor } from '../core/actor.ts';
import type { Call, Core } from '../core/core.ts';
import { audited, deedOf } from '../core/deeds.ts';

/** As the table's own defaults. */
export const DEFAULTS: MeteringSettings = { start_tokens: 4_000, answer_tokens: 100 };

export async function getMeteringVerb(core: Core, { siteId }: AgentActor): Promise<ResultOf<typeof getMetering>> {
  const row = await core.db
    .selectFrom('metering')
    .select(['start_tokens', 'answer_tokens'])
    .where('site_id', '=', siteId)
    .executeTakeFirst();
  return { metering: row ?? DEFAULTS };
}

export async function updateMeteringVerb(
  core: Core,
  actor: AgentActor,
  { start_tokens, answer_tokens }: ParamsOf<typeof updateMetering>,
  call: Call,
): Promise<ResultOf<typeof updateMetering>> {
  const values = {
    ...(start_tokens !== undefined && { start_tokens }),
    ...(answer_tokens !== undefined && { answer_tokens }),
  };
  const fields = Object.keys(values);
  if (fields.length > 0) {
    await core.db.transaction().execute(async (tx) => {
      await tx
        .insertInto('metering')
        .values({ site_id: actor.siteId, ...values })
        .onConflict((conflict) => conflict.column('site_id').doUpdateSet(values))
        .execute();
      await core.events.emit(audited, tx, deedOf(actor, call, 'metering_changed', { details: { fields } }));
    });
  }
  return getMeteringVerb(core, actor);
}
