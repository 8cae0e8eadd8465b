/** The bot's settings, one row a site; a site without a row has the defaults. */
import type { BotSettings, getBot, ParamsOf, ResultOf, updateBot } from '@parley/protocol';
import type { AgentActor } from '../core/actor.ts';
import type { Call, Core } from '../core/core.ts';
import { audited, deedOf } from '../core/deeds.ts';
import { refuse } from '../core/errors.ts';
import type { BotRow } from './tables.ts';

/** As the table's own defaults. */
const DEFAULTS: Omit<BotRow, 'site_id'> = {
  enabled: true,
  name: 'Assistant',
  greeting: 'Hi! What can I do for you?',
  quick_replies: [],
  instructions: '',
};

export async function botOf(db: Core['db'], siteId: string): Promise<BotRow> {
  const row = await db.selectFrom('bots').selectAll().where('site_id', '=', siteId).executeTakeFirst();
  return row ?? { site_id: siteId, ...DEFAULTS };
}

function view(core: Core, row: BotRow): BotSettings {
  const { enabled, name, greeting, quick_replies, instructions } = row;
  return { enabled, name, greeting, quick_replies, instructions, has_model: core.config.openai !== null };
}

export async function getBotVerb(core: Core, { siteId }: AgentActor): Promise<ResultOf<typeof getBot>> {
  return { bot: view(core, await botOf(core.db, siteId)) };
}

export async function updateBotVerb(
  core: Core,
  actor: AgentActor,
  params: ParamsOf<typeof updateBot>,
  call: Call,
): Promise<ResultOf<typeof updateBot>> {
  const { siteId } = actor;
  const { enabled, name, greeting, quick_replies, instructions } = params;
  if (name !== undefined && name.trim() === '') throw refuse('invalid', { fields: { name: 'is empty' } });
  const values = {
    ...(enabled !== undefined && { enabled }),
    ...(name !== undefined && { name: name.trim() }),
    ...(greeting !== undefined && { greeting: greeting.trim() }),
    ...(quick_replies !== undefined && { quick_replies: distinct(quick_replies) }),
    ...(instructions !== undefined && { instructions: instructions.trim() }),
  };
  const fields = Object.keys(values);
  if (fields.length > 0) {
    await core.db.transaction().execute(async (tx) => {
      await tx
        .insertInto('bots')
        .values({ site_id: siteId, ...values })
        .onConflict((conflict) => conflict.column('site_id').doUpdateSet(values))
        .execute();
      await core.events.emit(audited, tx, deedOf(actor, call, 'bot_changed', { details: { fields } }));
    });
  }
  return getBotVerb(core, actor);
}

/** Trimmed, without empty ones and repetitions. */
export const distinct = (texts: readonly string[]): string[] => [
  ...new Set(texts.map((text) => text.trim()).filter((text) => text !== '')),
];
