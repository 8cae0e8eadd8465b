/** Whom a visitor's access token stands for at this moment, and whether it may speak; asked for by crowds. */
import { sql } from 'kysely';
import type { VisitorActor } from '../core/actor.ts';
import type { Core } from '../core/core.ts';
import { Gather } from '../core/gather.ts';
import { prepared } from '../core/prepared.ts';
import type { VisitorClaims } from '../core/tokens.ts';

const KEY = Symbol('visitors who come in');

/** Null once the visitor was forgotten. */
export const standing = (core: Core, claims: VisitorClaims): Promise<VisitorActor | null> =>
  core.state.get(KEY, () => new Gather((all: readonly VisitorClaims[]) => standingOf(core, all))).ask(claims);

async function standingOf(core: Core, all: readonly VisitorClaims[]): Promise<(VisitorActor | null)[]> {
  const asked = all.map(({ siteId: site_id, visitorId: id }, n) => ({ n, site_id, id }));
  const rows = await prepared(
    core,
    sql<{ n: number; consented: boolean }>`
      select a.n, s.consent_version is null or exists (
        select from consents c where c.site_id = a.site_id and c.visitor_id = a.id and c.version = s.consent_version) as consented
      from json_to_recordset(${JSON.stringify(asked)}::json) as a(n int, site_id uuid, id uuid)
      join sites s on s.id = a.site_id
      join lateral (select 1 from visitors v where v.site_id = a.site_id and v.id = a.id offset 0) v on true`,
  );
  const known = new Map(rows.map(({ n, consented }) => [n, consented]));
  return all.map(({ siteId, site, visitorId }, n) => {
    const consented = known.get(n);
    return consented === undefined ? null : { kind: 'visitor', siteId, site, visitorId, consented };
  });
}
