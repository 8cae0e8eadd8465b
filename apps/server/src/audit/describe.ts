/** What the audit log tells of a person, in words for that person: its own deeds, and what others did to it, who are not named. */
import { sql } from 'kysely';
import type { AccountAsked, Described } from '../accounts/events.ts';
import type { Tx } from '../core/events.ts';

export async function describeDeeds(tx: Tx, { accountId, visitorId, siteId, add }: AccountAsked): Promise<void> {
  add('what_the_audit_log_tells', await deedsOf(tx, visitorId ? [accountId, visitorId] : [accountId], siteId));
}

/** Of one person, who may be known by several ids. Oldest first. */
export async function deedsOf(tx: Tx, ids: readonly string[], siteId: string | null): Promise<Described[]> {
  const { rows } = await sql<{ at: Date; site: string; own: boolean; action: string; address: string | null }>`
    select e.at, s.name as site, e.actor_id = any(${ids}::uuid[]) is true as own, e.action, e.address
    from audit_log e join sites s on s.id = e.site_id
    where (e.actor_id = any(${ids}::uuid[])
        or (e.subject_kind in ('agent', 'user', 'visitor') and e.subject_id = any(${ids}::text[])))
      ${siteId === null ? sql`` : sql`and e.site_id = ${siteId}`}
    order by e.at, e.id`.execute(tx);
  return rows.map(({ at, site, own, action, address }) => ({
    at: at.toISOString(),
    site,
    by: own ? 'you' : 'another person',
    what: action,
    // From where a colleague did something is that colleague's.
    network: own ? address : null,
  }));
}
