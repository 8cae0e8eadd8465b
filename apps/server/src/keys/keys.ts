/** Making, listing and revoking a site's API keys. The key itself leaves here once, in the answer that made it. */
import {
  API_KEY_PREFIX,
  type ApiKey,
  type createApiKey,
  type listApiKeys,
  MAX_API_KEYS,
  type ParamsOf,
  type ResultOf,
  type revokeApiKey,
  type Scope,
} from '@parley/protocol';
import { sessionChannel } from '../accounts/channels.ts';
import { requireName } from '../accounts/names.ts';
import type { AgentActor } from '../core/actor.ts';
import type { Call, Core } from '../core/core.ts';
import { audited, deedOf } from '../core/deeds.ts';
import { refuse } from '../core/errors.ts';
import { uuidv7 } from '../core/ids.ts';
import { hashToken, newOpaqueToken } from '../core/tokens.ts';

/** Characters of the key that are shown: 36 of its 256 random bits. */
const SHOWN = API_KEY_PREFIX.length + 6;
const DAY_MS = 86_400_000;

const live = (db: Core['db'], siteId: string) =>
  db
    .selectFrom('api_keys as k')
    .leftJoin('accounts as a', 'a.id', 'k.created_by')
    .select(['k.id', 'k.name', 'k.prefix', 'k.scopes', 'k.created_at', 'k.last_used_at', 'k.expires_at'])
    .select('a.name as created_by')
    .where('k.site_id', '=', siteId)
    .where('k.token_hash', 'is not', null);

type Row = Awaited<ReturnType<ReturnType<typeof live>['executeTakeFirstOrThrow']>>;

const view = (row: Row): ApiKey => ({
  id: row.id,
  name: row.name,
  prefix: row.prefix,
  scopes: row.scopes as Scope[],
  created: row.created_at.toISOString(),
  created_by: row.created_by,
  last_used: row.last_used_at?.toISOString() ?? null,
  expires: row.expires_at?.toISOString() ?? null,
});

export async function listApiKeysVerb(core: Core, { siteId }: AgentActor): Promise<ResultOf<typeof listApiKeys>> {
  const rows = await live(core.db, siteId).orderBy('k.created_at', 'desc').orderBy('k.id', 'desc').execute();
  return { keys: rows.map(view) };
}

/** Refuses a key beyond MAX_API_KEYS, also of two that are made at once. */
export async function createApiKeyVerb(
  core: Core,
  actor: AgentActor,
  params: ParamsOf<typeof createApiKey>,
  call: Call,
): Promise<ResultOf<typeof createApiKey>> {
  const { siteId } = actor;
  const name = requireName(params.name, 'name');
  const secret = API_KEY_PREFIX + newOpaqueToken();
  const now = core.now();
  const id = uuidv7(now);
  const { expires_in_days: days } = params;
  const row = await core.db.transaction().execute(async (tx) => {
    await tx.selectFrom('sites').select('id').where('id', '=', siteId).forUpdate().execute();
    const others = await live(tx, siteId).execute();
    if (others.length >= MAX_API_KEYS) {
      throw refuse('invalid', { fields: { name: `a site has at most ${MAX_API_KEYS} keys: revoke one first` } });
    }
    await tx
      .insertInto('api_keys')
      .values({
        site_id: siteId,
        id,
        name,
        prefix: secret.slice(0, SHOWN),
        token_hash: hashToken(secret),
        scopes: [...new Set(params.scopes)],
        created_by: actor.accountId,
        created_at: new Date(now),
        expires_at: days === undefined ? null : new Date(now + days * DAY_MS),
      })
      .execute();
    const subject = { kind: 'key', id, name };
    await core.events.emit(
      audited,
      tx,
      deedOf(actor, call, 'api_key_created', { subject, details: { fields: params.scopes } }),
    );
    return live(tx, siteId).where('k.id', '=', id).executeTakeFirstOrThrow();
  });
  return { key: view(row), secret };
}

/** Its sockets on every node hear of it at once; where the word was lost the guard closes them. */
export async function revokeApiKeyVerb(
  core: Core,
  actor: AgentActor,
  { key }: ParamsOf<typeof revokeApiKey>,
  call: Call,
): Promise<ResultOf<typeof revokeApiKey>> {
  const { siteId } = actor;
  const id = await core.db.transaction().execute(async (tx) => {
    const revoked = await tx
      .updateTable('api_keys')
      .set({ token_hash: null })
      .where('site_id', '=', siteId)
      .where((eb) => eb(eb.cast<string>('id', 'text'), '=', key))
      .where('token_hash', 'is not', null)
      .returning(['id', 'name'])
      .executeTakeFirst();
    if (!revoked) throw refuse('not_found');
    await core.events.emit(
      audited,
      tx,
      deedOf(actor, call, 'api_key_revoked', { subject: { kind: 'key', id: revoked.id, name: revoked.name } }),
    );
    return revoked.id;
  });
  core.bus.publish({ site: siteId, channels: [sessionChannel(id)], close: 'revoked' });
  return {};
}
