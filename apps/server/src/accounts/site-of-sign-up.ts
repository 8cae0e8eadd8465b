/** Whose customer somebody becomes who signs up. Never guessed: where it is not sure, the caller is asked for the slug. */
import { sql } from 'kysely';
import type { Call, Core } from '../core/core.ts';
import { refuse } from '../core/errors.ts';

/**
 * The site that is named; else the installation's only one; else the one that lists the caller's origin, or the host that it
 * came by. Refused: `site_not_found`, and `invalid` where several would do, or none.
 */
export async function siteOfSignUp(core: Core, slug: string | undefined, call: Call): Promise<string> {
  if (slug !== undefined) {
    const site = await core.db.selectFrom('sites').select('id').where('slug', '=', slug).executeTakeFirst();
    if (!site) throw refuse('site_not_found');
    return site.id;
  }
  const [first, second] = await core.db.selectFrom('sites').select('id').limit(2).execute();
  if (first && !second) return first.id;
  const [listed, another] = await core.db
    .selectFrom('sites')
    .select('id')
    .where(sql<boolean>`origins && ${originsOf(call)}::text[]`)
    .limit(2)
    .execute();
  if (!listed || another)
    throw refuse('invalid', { fields: { site: 'say whose customer you are: the name of the site' } });
  return listed.id;
}

function originsOf({ origin, http }: Call): string[] {
  if (origin !== null) return [origin];
  const host = http?.request.host;
  return host ? [`https://${host}`, `http://${host}`] : [];
}
