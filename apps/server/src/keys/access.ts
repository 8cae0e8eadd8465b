/** Whom an API key stands for at this moment, and sending its sockets away once it does no longer. */
import { CLOSE, type Scope } from '@parley/protocol';
import type { AgentActor } from '../core/actor.ts';
import type { Authenticated, Core } from '../core/core.ts';
import { EVERY_MS, rounds } from '../core/rounds.ts';
import type { ClientSocket } from '../core/sockets.ts';
import { hashToken } from '../core/tokens.ts';

/** `last_used_at` is written anew when it is older. */
const USED_EVERY_MS = 60_000;
/** No socket lives so long: a key without an end need not be renewed on it. */
const NO_END_MS = 365 * 86_400_000;

const good = (core: Core) =>
  core.db
    .selectFrom('api_keys as k')
    .select(['k.site_id', 'k.id', 'k.name', 'k.scopes', 'k.last_used_at', 'k.expires_at'])
    .where('k.token_hash', 'is not', null)
    .where((eb) => eb.or([eb('k.expires_at', 'is', null), eb('k.expires_at', '>', new Date(core.now()))]));

type Good = Awaited<ReturnType<ReturnType<typeof good>['executeTakeFirstOrThrow']>>;

/** Null for one that is unknown, revoked or expired. */
export async function keyOf(core: Core, key: string): Promise<Authenticated | null> {
  const found = await good(core)
    .innerJoin('sites as s', 's.id', 'k.site_id')
    .select('s.slug as site')
    .where('k.token_hash', '=', hashToken(key))
    .executeTakeFirst();
  if (!found) return null;
  await used(core, [found]);
  const { id, site_id: siteId, site, name } = found;
  const scopes = new Set(found.scopes as Scope[]);
  const actor: AgentActor = {
    kind: 'agent',
    siteId,
    site,
    accountId: id,
    sessionId: id,
    name,
    role: 'agent',
    key: { scopes },
  };
  return { actor, expiresAt: found.expires_at?.getTime() ?? core.now() + NO_END_MS };
}

async function used(core: Core, keys: readonly Good[]): Promise<void> {
  const now = core.now();
  const stale = keys.filter(({ last_used_at: at }) => at === null || now - at.getTime() >= USED_EVERY_MS);
  if (stale.length === 0) return;
  await core.db
    .updateTable('api_keys')
    .set({ last_used_at: new Date(now) })
    .where((eb) => eb.or(stale.map(({ site_id, id }) => eb.and([eb('site_id', '=', site_id), eb('id', '=', id)]))))
    .execute();
}

/** An open socket uses its key all the time. */
export const startKeyGuard = (core: Core): (() => void) =>
  rounds(core, 'API keys could not be checked', EVERY_MS, async () => {
    const here: [ClientSocket, AgentActor][] = [];
    for (const socket of core.sockets.all()) {
      if (socket.actor.kind === 'agent' && socket.actor.key) here.push([socket, socket.actor]);
    }
    if (here.length === 0) return;
    const ids = [...new Set(here.map(([, actor]) => actor.accountId))];
    const allowed = await good(core).where('k.id', 'in', ids).execute();
    const known = new Set(allowed.map(({ id }) => id));
    for (const [socket, actor] of here) {
      if (socket.actor === actor && !known.has(actor.accountId)) socket.close(CLOSE.revoked);
    }
    await used(core, allowed);
  });
