/** The settings that the bot runs on, one row a site; a site without a row has the defaults. Changing them is publishing: `publish.ts`. */
import type { BotSettings, getBot, ParamsOf, ResultOf, updateBot } from '@parley/protocol';
import type { AgentActor } from '../core/actor.ts';
import type { Call, Core } from '../core/core.ts';
import { requireAvatar } from './avatar.ts';
import { choicesOf, DEFAULTS, differing, tidied } from './choices.ts';
import { lockBot, publish } from './publish.ts';
import type { BotRow } from './tables.ts';

export async function botOf(db: Core['db'], siteId: string): Promise<BotRow> {
  const row = await db.selectFrom('bots').selectAll().where('site_id', '=', siteId).executeTakeFirst();
  return row ?? { site_id: siteId, version: 1, ...DEFAULTS };
}

const view = (core: Core, row: BotRow): BotSettings => ({
  ...choicesOf(row),
  has_model: core.config.openai !== null,
  models: [...(core.config.openai?.models ?? [])],
});

export async function getBotVerb(core: Core, { siteId }: AgentActor): Promise<ResultOf<typeof getBot>> {
  return { bot: view(core, await botOf(core.db, siteId)) };
}

/** What older clients call: in force at once. */
export async function updateBotVerb(
  core: Core,
  actor: AgentActor,
  params: ParamsOf<typeof updateBot>,
  call: Call,
): Promise<ResultOf<typeof updateBot>> {
  const values = tidied(core.config, params);
  await core.db.transaction().execute(async (tx) => {
    await requireAvatar(tx, actor.siteId, values.avatar);
    const running = choicesOf(await lockBot(core, tx, actor.siteId));
    if (differing(running, values).length === 0) return;
    await publish(core, tx, { actor, call, running, settings: { ...running, ...values } });
  });
  return getBotVerb(core, actor);
}
