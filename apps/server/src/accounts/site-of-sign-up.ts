/** Whose customer somebody becomes who signs up. Never guessed: where it is not sure, the caller is asked for the slug. */
import { sql } from 'kysely';
import type { Call, Core } from '../core/core.ts';
import { refuse } from '../core/errors.ts';

interface SignUpSite {
  readonly id: string;
  readonly slug: string;
}

/**
 * The site that is named; else the installation's only one; else the one that lists the caller's origin, or the host that it
 * came by. Refused: `site_not_found`, and `invalid` where several would do, or none.
 */
export async function siteOfSignUp(core: Core, slug: string | undefined, call: Call): Promise<SignUpSite> {
  if (slug !== undefined) {
    const site = await core.db.selectFrom('sites').select(['id', 'slug']).where('slug', '=', slug).executeTakeFirst();
    if (!site) throw refuse('site_not_found');
    return site;
  }
  const [first, second] = await core.db.selectFrom('sites').select(['id', 'slug']).limit(2).execute();
  if (first && !second) return first;
  const [listed, another] = await core.db
    .selectFrom('sites')
    .select(['id', 'slug'])
    .where(sql<boolean>`origins && ${originsOf(call)}::text[]`)
    .limit(2)
    .execute();
  if (!listed || another)
    throw refuse('invalid', { fields: { site: 'say whose customer you are: the name of the site' } });
  return listed;
}

function originsOf({ origin, http }: Call): string[] {
  if (origin !== null) return [origin];
  const host = http?.request.host;
  return host ? [`https://${host}`, `http://${host}`] : [];
}
