/** A person's own profile. Colleagues and visitors see the name alone; the rest is the person's own. */

import type { getProfile, ParamsOf, Profile, ResultOf, updateProfile } from '@parley/protocol';
import { isBlank } from '@parley/protocol/blank';
import type { Kysely } from 'kysely';
import type { AgentActor, UserActor } from '../core/actor.ts';
import type { Core } from '../core/core.ts';
import type { Database } from '../core/db.ts';
import { refuse } from '../core/errors.ts';
import { requireName } from './names.ts';
import { photoPath } from './photo.ts';

const DETAILS = ['phone', 'job_title', 'about', 'street', 'postal_code', 'city', 'region', 'country'] as const;
type Detail = (typeof DETAILS)[number];

export const getProfileVerb = async (
  core: Core,
  actor: AgentActor | UserActor,
): Promise<ResultOf<typeof getProfile>> => ({
  profile: await profileOf(core.db, actor.accountId),
});

export async function updateProfileVerb(
  core: Core,
  actor: AgentActor | UserActor,
  params: ParamsOf<typeof updateProfile>,
): Promise<ResultOf<typeof updateProfile>> {
  const account = {
    ...(params.name !== undefined && { name: requireName(params.name, 'name') }),
    ...(params.language !== undefined && { language: params.language }),
    ...(params.time_zone !== undefined && { time_zone: requireTimeZone(params.time_zone) }),
  };
  const details = Object.fromEntries(
    DETAILS.flatMap((detail) => (params[detail] === undefined ? [] : [[detail, detailOf(detail, params[detail])]])),
  ) as Partial<Record<Detail, string>>;
  const { accountId } = actor;
  const profile = await core.db.transaction().execute(async (tx) => {
    if (Object.keys(account).length > 0)
      await tx.updateTable('accounts').set(account).where('id', '=', accountId).execute();
    if (Object.keys(details).length > 0) {
      await tx
        .insertInto('profiles')
        .values({ account_id: accountId, ...details })
        .onConflict((conflict) => conflict.column('account_id').doUpdateSet(details))
        .execute();
    }
    return profileOf(tx, accountId);
  });
  return { profile };
}

async function profileOf(db: Kysely<Database>, accountId: string): Promise<Profile> {
  const { claimed_email, email, key, ...found } = await db
    .selectFrom('accounts as a')
    .leftJoin('profiles as p', 'p.account_id', 'a.id')
    .leftJoin('photos', 'photos.account_id', 'a.id')
    .select(['a.email', 'a.claimed_email', 'a.username', 'a.name', 'a.language', 'a.time_zone', 'photos.key'])
    .select((eb) => DETAILS.map((detail) => eb.fn.coalesce(`p.${detail}`, eb.val('')).as(detail)))
    .where('a.id', '=', accountId)
    .executeTakeFirstOrThrow();
  return {
    ...found,
    photo: key === null ? null : photoPath(key),
    email: email ?? (claimed_email as string),
    email_verified: email !== null,
  };
}

/** By its present name: "Asia/Calcutta" is kept as Intl writes it. Throws `invalid`. */
function requireTimeZone(text: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone;
  } catch {
    throw refuse('invalid', { fields: { time_zone: 'is not a time zone: take one such as Europe/Lisbon' } });
  }
}

/** Trimmed; only `about` may have several lines. */
function detailOf(detail: Detail, text: string): string {
  if (detail === 'about') return text.replace(/[^\P{Cc}\n]/gu, '').trim();
  if (isBlank(text)) return '';
  const line = requireName(text, detail);
  if (detail !== 'country') return line;
  const country = line.toUpperCase();
  if (!isCountry(country))
    throw refuse('invalid', { fields: { country: 'is not a country: take two letters such as PT' } });
  return country;
}

const countries = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
/** A region of its own today: Intl knows those of yesterday by their successors. */
const isCountry = (code: string): boolean =>
  /^[A-Z]{2}$/.test(code) && new Intl.Locale(`und-${code}`).region === code && countries.of(code) !== undefined;
