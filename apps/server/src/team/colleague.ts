/** One of the team, as whoever manages it looks at it; and mailing that person a link to a new password. */
import type { getAgent, ParamsOf, ResultOf, sendPasswordReset } from '@parley/protocol';
import { sql } from 'kysely';
import { agentView } from '../accounts/agents.ts';
import { passwordResetRequested } from '../accounts/events.ts';
import { mailsOf } from '../accounts/password-links.ts';
import type { AgentActor } from '../core/actor.ts';
import type { Call, Core } from '../core/core.ts';
import { audited, deedOf } from '../core/deeds.ts';
import { refuse } from '../core/errors.ts';
import { isId } from '../core/place.ts';
import { onColleague } from './standing.ts';

interface Row {
  readonly username: string;
  readonly joined: Date;
  readonly last_seen: Date | null;
  readonly sessions: number;
  readonly open_rooms: number;
}

export async function getAgentVerb(
  core: Core,
  { siteId }: AgentActor,
  { agent: id }: ParamsOf<typeof getAgent>,
): Promise<ResultOf<typeof getAgent>> {
  if (!isId(id)) throw refuse('not_found');
  const { rows } = await sql<Row>`
    select a.username, m.created_at as joined, s.last_seen, s.n as sessions, r.n as open_rooms
    from memberships m join accounts a on a.id = m.account_id,
      lateral (select max(seen_at) as last_seen, (count(*) filter (where expires_at > ${new Date(core.now())}))::int as n
        from sessions where account_id = m.account_id and site_id = m.site_id) s,
      lateral (select count(*)::int as n from (
        select from rooms where site_id = m.site_id and status = 'open' and owner_id = m.account_id limit 1000) held) r
    where m.site_id = ${siteId} and m.account_id = ${id} and a.deactivated_at is null`.execute(core.db);
  const [row] = rows;
  if (!row) throw refuse('not_found');
  return {
    agent: await agentView(core.db, siteId, id),
    username: row.username,
    joined: row.joined.toISOString(),
    last_seen: row.last_seen?.toISOString() ?? null,
    sessions: row.sessions,
    open_rooms: row.open_rooms,
  };
}

/** To the account's own mailbox, as often as anybody could ask for it there. Somebody who was only invited has none to reset: `invalid`. */
export async function sendPasswordResetVerb(
  core: Core,
  actor: AgentActor,
  { agent }: ParamsOf<typeof sendPasswordReset>,
  call: Call,
): Promise<ResultOf<typeof sendPasswordReset>> {
  await onColleague(core, actor, agent, 'manage_team', async (tx, of) => {
    if (of.invited) throw refuse('invalid', { fields: { agent: 'has not come in yet: send the invitation again' } });
    mailsOf(core).mailbox.take(of.email);
    await core.events.emit(passwordResetRequested, tx, { email: of.email });
    const subject = { kind: 'agent', id: of.id };
    await core.events.emit(audited, tx, deedOf(actor, call, 'password_reset_sent', { subject }));
  });
  return {};
}
