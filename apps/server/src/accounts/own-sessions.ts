/** Where one is signed in, in all of one's sites: the list, and ending one or all others. */
import type { listSessions, ParamsOf, ResultOf, revokeOtherSessions, revokeSession } from '@parley/protocol';
import type { AgentActor, UserActor } from '../core/actor.ts';
import type { Call, Core } from '../core/core.ts';
import { audited } from '../core/deeds.ts';
import { refuse } from '../core/errors.ts';
import type { Tx } from '../core/events.ts';
import { sessionChannel } from './channels.ts';
import { deviceOf } from './devices.ts';
import type { Audience } from './tables.ts';

/** Those in use first. */
export async function listSessionsVerb(
  core: Core,
  actor: AgentActor | UserActor,
): Promise<ResultOf<typeof listSessions>> {
  const found = await core.db
    .selectFrom('sessions')
    .innerJoin('sites', 'sites.id', 'sessions.site_id')
    .select([
      'sessions.id',
      'sessions.user_agent',
      'sessions.created_at',
      'sessions.seen_at',
      'sites.name as site_name',
    ])
    .where('sessions.account_id', '=', actor.accountId)
    .where('sessions.expires_at', '>', new Date(core.now()))
    .orderBy('sessions.seen_at', 'desc')
    .orderBy('sessions.id', 'desc')
    .execute();
  return {
    sessions: found.map(({ id, user_agent, created_at, seen_at, site_name }) => ({
      id,
      ...deviceOf(user_agent),
      site_name,
      current: id === actor.sessionId,
      created: created_at.toISOString(),
      last_seen: seen_at.toISOString(),
    })),
  };
}

/** One's own alone: any other is `not_found`. Its sockets close as by signing out there. */
export async function revokeSessionVerb(
  core: Core,
  actor: AgentActor | UserActor,
  { session }: ParamsOf<typeof revokeSession>,
  call: Call,
): Promise<ResultOf<typeof revokeSession>> {
  const ended = await core.db.transaction().execute(async (tx) => {
    const ended = await tx
      .deleteFrom('sessions')
      .where('account_id', '=', actor.accountId)
      .where((eb) => eb(eb.cast<string>('id', 'text'), '=', session))
      .returning(['id', 'site_id', 'audience'])
      .execute();
    await writeDown(core, tx, actor, ended, call);
    return ended;
  });
  if (ended.length === 0) throw refuse('not_found');
  tell(core, ended);
  return {};
}

export async function revokeOtherSessionsVerb(
  core: Core,
  actor: AgentActor | UserActor,
  _params: object,
  call: Call,
): Promise<ResultOf<typeof revokeOtherSessions>> {
  const ended = await core.db.transaction().execute(async (tx) => {
    const ended = await endSessions(tx, actor.accountId, actor.sessionId);
    await writeDown(core, tx, actor, ended, call);
    return ended;
  });
  tell(core, ended);
  return { ended: ended.length };
}

interface Ended {
  readonly id: string;
  readonly site_id: string;
}

/** Each team hears how many of its own were ended. */
async function writeDown(
  core: Core,
  tx: Tx,
  by: AgentActor | UserActor,
  ended: readonly (Ended & { readonly audience: Audience })[],
  { ip }: Call,
): Promise<void> {
  const subject = { kind: 'agent', id: by.accountId };
  const bySite = Map.groupBy(
    ended.filter(({ audience }) => audience === 'agent'),
    ({ site_id }) => site_id,
  );
  for (const [siteId, { length: count }] of bySite)
    await core.events.emit(audited, tx, { siteId, by, action: 'sessions_ended', subject, details: { count }, ip });
}

/** All of the account's, or all but one. Whoever calls tells the sockets (`tell`) once it is committed. */
export const endSessions = (tx: Tx, accountId: string, except: string | null = null) =>
  tx
    .deleteFrom('sessions')
    .where('account_id', '=', accountId)
    .$if(except !== null, (query) => query.where('id', '!=', except))
    .returning(['id', 'site_id', 'audience'])
    .execute();

/** Those of one site: all, or the customer's alone, who may be an agent there too. As with `endSessions`. */
export const endSessionsAt = (tx: Tx, siteId: string, accountId: string, whose: 'all' | 'customer' = 'all') =>
  tx
    .deleteFrom('sessions')
    .where('account_id', '=', accountId)
    .where('site_id', '=', siteId)
    .$if(whose === 'customer', (query) => query.where('audience', '!=', 'agent'))
    .returning(['id', 'site_id'])
    .execute();

/** Closes the sockets of sessions that were ended. */
export function tell(core: Core, ended: readonly Ended[]): void {
  for (const { id, site_id } of ended) {
    core.bus.publish({ site: site_id, channels: [sessionChannel(id)], close: 'revoked' });
  }
}
