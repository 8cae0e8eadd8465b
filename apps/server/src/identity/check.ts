/** Trying an identity out, for whoever builds it into a site. */
import type { checkIdentity, ParamsOf, ResultOf } from '@parley/protocol';
import type { AgentActor } from '../core/actor.ts';
import type { Core } from '../core/core.ts';
import { wasUsed } from './once.ts';
import { readableSecrets } from './secrets.ts';
import { readIdentity, Unsigned } from './signed.ts';

export async function checkIdentityVerb(
  core: Core,
  { siteId }: AgentActor,
  { identity }: ParamsOf<typeof checkIdentity>,
): Promise<ResultOf<typeof checkIdentity>> {
  const signed = readIdentity(identity, await readableSecrets(core, siteId), core.now());
  if (signed instanceof Unsigned)
    return { problem: signed.problem, user_id: null, name: null, email: null, expires: null };
  const { person, late, expiresAt } = signed;
  const problem = late ?? ((await wasUsed(core, siteId, signed)) ? 'it was used before: each one counts once' : null);
  const { userId: user_id, name, email } = person;
  return { problem, user_id, name, email, expires: new Date(expiresAt).toISOString() };
}
