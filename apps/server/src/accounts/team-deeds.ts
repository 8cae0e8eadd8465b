/**
 * What happens to an account whose people other people trust, for the audit logs of all teams that it is on. Of end customers nothing
 * is written down: who signs in to a shop is not its team's business.
 */
import type { AuditAction } from '@parley/protocol';
import type { Call, Core } from '../core/core.ts';
import { audited, type Doer } from '../core/deeds.ts';
import type { Tx } from '../core/events.ts';

/** By the account itself unless said otherwise. Answers with the teams' sites. */
export async function tellTeams(
  core: Core,
  tx: Tx,
  accountId: string,
  { ip }: Pick<Call, 'ip'>,
  action: AuditAction,
  by: Doer = { kind: 'agent', accountId },
): Promise<readonly string[]> {
  const teams = await tx.selectFrom('memberships').select('site_id').where('account_id', '=', accountId).execute();
  const subject = { kind: 'agent', id: accountId };
  for (const { site_id: siteId } of teams) await core.events.emit(audited, tx, { siteId, by, action, subject, ip });
  return teams.map(({ site_id }) => site_id);
}
