/** Whom a visitor's access token stands for at this moment, and whether it may speak; asked for by crowds. */
import { sql } from 'kysely';
import type { VisitorActor } from '../core/actor.ts';
import type { Core } from '../core/core.ts';
import { Gather } from '../core/gather.ts';
import { prepared } from '../core/prepared.ts';
import type { VisitorClaims } from '../core/tokens.ts';

const KEY = Symbol('visitors who come in');

/** Null once the visitor was forgotten, or the sign-in that the token is of has ended. */
export const standing = (core: Core, claims: VisitorClaims): Promise<VisitorActor | null> =>
  core.state
    .get(KEY, () => new Gather((all: readonly VisitorClaims[]) => standingOf(core, all), { siteOf }))
    .ask(claims);

const siteOf = ({ siteId }: VisitorClaims): string => siteId;

interface Standing {
  n: number;
  consent: number | null;
  account_id: string | null;
}

async function standingOf(core: Core, all: readonly VisitorClaims[]): Promise<(VisitorActor | null)[]> {
  const asked = all.map(({ siteId: site_id, visitorId: id, sessionId: session = null }, n) => ({
    n,
    site_id,
    id,
    session,
  }));
  const rows = await prepared(
    core,
    sql<Standing>`
      select a.n, case when s.consent_version is null then 0 else (
          select c.version from consents c
          where c.site_id = a.site_id and c.visitor_id = a.id and c.version = s.consent_version) end as consent,
        (select e.account_id from sessions e join accounts c on c.id = e.account_id
          join users u on u.account_id = c.id and u.site_id = e.site_id
          where e.id = a.session and e.site_id = a.site_id and e.audience <> 'agent' and u.visitor_id = a.id
            and e.expires_at > ${new Date(core.now())} and c.deactivated_at is null) as account_id
      from json_to_recordset(${JSON.stringify(asked)}::json) as a(n int, site_id uuid, id uuid, session uuid)
      join sites s on s.id = a.site_id
      join lateral (select 1 from visitors v where v.site_id = a.site_id and v.id = a.id offset 0) v on true`,
  );
  const known = new Map(rows.map((row) => [row.n, row]));
  return all.map(({ siteId, site, visitorId, sessionId, fromBrowser = false }, n) => {
    const found = known.get(n);
    if (!found || (sessionId && !found.account_id)) return null;
    const signIn = sessionId && found.account_id ? { sessionId, accountId: found.account_id } : undefined;
    const { consent } = found;
    return { kind: 'visitor', siteId, site, visitorId, fromBrowser, consent, ...(signIn && { signIn }) };
  });
}
