/** The site's people: listing them, and inviting one. */
import type { Agent, inviteAgent, listAgents, ParamsOf, ResultOf } from '@parley/protocol';
import { type AgentActor, may } from '../core/actor.ts';
import type { Call, Core } from '../core/core.ts';
import { audited, deedOf } from '../core/deeds.ts';
import { refuse } from '../core/errors.ts';
import type { Tx } from '../core/events.ts';
import { uuidv7 } from '../core/ids.ts';
import { requireAddress } from './email-address.ts';
import { agentInvited } from './events.ts';
import { hasTwoFactor } from './members.ts';
import { requireName } from './names.ts';
import { LIFE_MS } from './one-time-tokens.ts';
import { photoPath } from './photo.ts';
import { usernameFor } from './usernames.ts';

const agents = (db: Core['db'], siteId: string) =>
  db
    .selectFrom('memberships as m')
    .innerJoin('accounts as a', 'a.id', 'm.account_id')
    .leftJoin('photos as f', 'f.account_id', 'a.id')
    .select((eb) => [
      'a.id',
      'a.email',
      'a.name',
      'f.key as photo',
      'm.role',
      'm.invited_at',
      'm.created_at',
      eb('a.password_hash', 'is', null).$castTo<boolean>().as('invited'),
      hasTwoFactor(eb).as('two_factor'),
      eb('m.deactivated_at', 'is not', null).$castTo<boolean>().as('deactivated'),
    ])
    .where('m.site_id', '=', siteId)
    .where('a.deactivated_at', 'is', null)
    .$narrowType<{ email: string }>();

type Row = Awaited<ReturnType<ReturnType<typeof agents>['executeTakeFirstOrThrow']>>;

const view = ({ invited_at, created_at, photo, ...agent }: Row): Agent => ({
  ...agent,
  ...(photo && { photo: photoPath(photo) }),
  invitation_expires: agent.invited ? expiry(invited_at ?? created_at) : null,
});
const expiry = (invitedAt: Date): string => new Date(invitedAt.getTime() + LIFE_MS.invitation).toISOString();

/** One of the site's team, who must be on it. */
export const agentView = async (db: Core['db'], siteId: string, accountId: string): Promise<Agent> =>
  view(await agents(db, siteId).where('a.id', '=', accountId).executeTakeFirstOrThrow());

/** In the order in which they joined. */
export async function listAgentsVerb(core: Core, actor: AgentActor): Promise<ResultOf<typeof listAgents>> {
  const rows = await agents(core.db, actor.siteId).orderBy('m.created_at').orderBy('a.id').execute();
  // Who can be come by with a password alone is not for everybody to know.
  const shown = may(actor, 'manage_team');
  return { agents: rows.map(view).map(({ two_factor, ...agent }) => (shown ? { ...agent, two_factor } : agent)) };
}

/**
 * A new account has no password until its link was used. Inviting somebody again, who has not come yet, mails another
 * link and corrects name and role; somebody who is on the team already is `taken`.
 */
export async function inviteAgentVerb(
  core: Core,
  actor: AgentActor,
  params: ParamsOf<typeof inviteAgent>,
  call: Call,
): Promise<ResultOf<typeof inviteAgent>> {
  const email = requireAddress(params.email);
  const name = requireName(params.name, 'name');
  const agent = await core.db.transaction().execute(async (tx) => {
    const account = await findOrCreate(core, tx, email, name);
    if (account.deactivated_at) throw refuse('taken', { fields: { email: 'belongs to a deactivated account' } });
    const now = new Date(core.now());
    const added = await tx
      .insertInto('memberships')
      .values({
        site_id: actor.siteId,
        account_id: account.id,
        role: params.role,
        created_at: now,
        invited_at: now,
      })
      .onConflict((conflict) => conflict.columns(['site_id', 'account_id']).doNothing())
      .returning('account_id')
      .executeTakeFirst();
    if (!added) await correct(tx, actor, account, { name, role: params.role, invited_at: now });
    await core.events.emit(agentInvited, tx, { siteId: actor.siteId, accountId: account.id, invitedBy: actor.name });
    const about = { subject: { kind: 'agent', id: account.id }, details: { email, to: params.role } };
    await core.events.emit(audited, tx, deedOf(actor, call, 'agent_invited', about));
    return agentView(tx, actor.siteId, account.id);
  });
  return { agent };
}

interface Found {
  readonly id: string;
  readonly password_hash: string | null;
  readonly deactivated_at: Date | null;
}

async function findOrCreate(core: Core, tx: Tx, email: string, name: string): Promise<Found> {
  await tx
    .insertInto('accounts')
    .values({
      id: uuidv7(core.now()),
      email,
      username: usernameFor(email),
      name,
      password_hash: null,
      deactivated_at: null,
      created_at: new Date(core.now()),
    })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .execute();
  return tx
    .selectFrom('accounts')
    .select(['id', 'password_hash', 'deactivated_at'])
    .where('email', '=', email)
    .forUpdate()
    .executeTakeFirstOrThrow();
}

/** Only as long as nobody has come in with it: a person's own name, and an owner's role, are not for an invitation to change. */
async function correct(
  tx: Tx,
  actor: AgentActor,
  account: Found,
  { name, ...changed }: { name: string; role: 'admin' | 'agent'; invited_at: Date },
): Promise<void> {
  if (account.password_hash !== null) throw refuse('taken', { fields: { email: 'is on the team already' } });
  await tx.updateTable('accounts').set({ name }).where('id', '=', account.id).execute();
  await tx
    .updateTable('memberships')
    .set(changed)
    .where('site_id', '=', actor.siteId)
    .where('account_id', '=', account.id)
    .execute();
}
