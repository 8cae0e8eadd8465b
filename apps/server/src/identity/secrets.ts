/** A site's secrets: made, told once, replaced with a time in which both count, and ended. Kept sealed. */

import { randomBytes } from 'node:crypto';
import type {
  createIdentitySecret,
  deleteIdentitySecret,
  IdentitySecret,
  listIdentitySecrets,
  ParamsOf,
  ResultOf,
} from '@parley/protocol';
import { sql } from 'kysely';
import type { AgentActor } from '../core/actor.ts';
import type { Call, Core } from '../core/core.ts';
import { audited, deedOf } from '../core/deeds.ts';
import { refuse } from '../core/errors.ts';
import { uuidv7 } from '../core/ids.ts';
import { seal, unseal } from '../core/sealed.ts';
import { deriveKey } from '../core/secrets.ts';

const HOUR_MS = 3_600_000;
const OVERLAP_HOURS = 24;
/** Of one site, the newest too: who makes more is changing them in a circle. */
const MOST = 5;
/** Its use is written down no oftener than this. */
const USE_EVERY_MS = 60_000;

export interface ReadableSecret {
  readonly id: string;
  readonly secret: string;
}

const KEY = Symbol('key of the secrets');
const keyOf = (core: Core): Buffer => core.state.get(KEY, () => deriveKey(core.config.secret, 'identity'));
const placeOf = (siteId: string, id: string): string => `identity_secrets ${siteId} ${id}`;

/** Those of one site that count now, the newest first. */
const counting = (core: Core, siteId: string) =>
  core.db
    .selectFrom('identity_secrets')
    .selectAll()
    .where('site_id', '=', siteId)
    .where((eb) => eb.or([eb('ends_at', 'is', null), eb('ends_at', '>', new Date(core.now()))]))
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc');

/** What may have signed an identity of this site. One that cannot be unsealed (SECRET was changed) is left out. */
export async function readableSecrets(core: Core, siteId: string): Promise<ReadableSecret[]> {
  const rows = await counting(core, siteId).execute();
  return rows.flatMap(({ id, sealed }) => {
    const secret = unseal(keyOf(core), placeOf(siteId, id), sealed);
    return secret === null ? [] : [{ id, secret }];
  });
}

/** For the list, so that people see when an old one is not needed any more. */
export async function noteUse(core: Core, siteId: string, id: string): Promise<void> {
  const now = core.now();
  await core.db
    .updateTable('identity_secrets')
    .set({ last_used_at: new Date(now) })
    .where('site_id', '=', siteId)
    .where('id', '=', id)
    .where((eb) => eb.or([eb('last_used_at', 'is', null), eb('last_used_at', '<', new Date(now - USE_EVERY_MS))]))
    .execute();
}

export async function listIdentitySecretsVerb(
  core: Core,
  { siteId }: AgentActor,
): Promise<ResultOf<typeof listIdentitySecrets>> {
  const rows = await counting(core, siteId).execute();
  return {
    secrets: rows.map(
      (row): IdentitySecret => ({
        id: row.id,
        hint: row.hint,
        created: row.created_at.toISOString(),
        last_used: row.last_used_at?.toISOString() ?? null,
        ends: row.ends_at?.toISOString() ?? null,
      }),
    ),
  };
}

export async function createIdentitySecretVerb(
  core: Core,
  actor: AgentActor,
  { overlap_hours = OVERLAP_HOURS }: ParamsOf<typeof createIdentitySecret>,
  call: Call,
): Promise<ResultOf<typeof createIdentitySecret>> {
  const { siteId } = actor;
  const now = core.now();
  // A prefix, so that it is known for what it is when it lies around somewhere it should not.
  const secret = `parley_id_${randomBytes(32).toString('base64url')}`;
  const id = uuidv7(now);
  await core.db.transaction().execute(async (tx) => {
    // One after the other: two that are made at once would both be the newest.
    await sql`select from sites where id = ${siteId} for no key update`.execute(tx);
    await tx
      .updateTable('identity_secrets')
      .set({ ends_at: new Date(now + overlap_hours * HOUR_MS) })
      .where('site_id', '=', siteId)
      .where('ends_at', 'is', null)
      .execute();
    await tx
      .deleteFrom('identity_secrets')
      .where('site_id', '=', siteId)
      .where('ends_at', '<=', new Date(now))
      .execute();
    const { count } = await tx
      .selectFrom('identity_secrets')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('site_id', '=', siteId)
      .executeTakeFirstOrThrow();
    if (count >= MOST) throw refuse('invalid', { fields: { secret: 'end an older one first' } });
    await tx
      .insertInto('identity_secrets')
      .values({
        site_id: siteId,
        id,
        sealed: seal(keyOf(core), placeOf(siteId, id), secret),
        hint: secret.slice(-4),
        created_at: new Date(now),
        last_used_at: null,
        ends_at: null,
      })
      .execute();
    const subject = { kind: 'identity_secret', id };
    await core.events.emit(audited, tx, deedOf(actor, call, 'identity_secret_made', { subject }));
  });
  return { secret, ...(await listIdentitySecretsVerb(core, actor)) };
}

export async function deleteIdentitySecretVerb(
  core: Core,
  actor: AgentActor,
  { secret }: ParamsOf<typeof deleteIdentitySecret>,
  call: Call,
): Promise<ResultOf<typeof deleteIdentitySecret>> {
  await core.db.transaction().execute(async (tx) => {
    const { numDeletedRows } = await tx
      .deleteFrom('identity_secrets')
      .where('site_id', '=', actor.siteId)
      .where(sql<string>`id::text`, '=', secret)
      .executeTakeFirst();
    if (numDeletedRows === 0n) throw refuse('not_found');
    const subject = { kind: 'identity_secret', id: secret };
    await core.events.emit(audited, tx, deedOf(actor, call, 'identity_secret_ended', { subject }));
  });
  return listIdentitySecretsVerb(core, actor);
}
