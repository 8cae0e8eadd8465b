/**
 * Turning the second step on and off, and making recovery codes anew. Each asks for the password, and while it is on for a
 * code too: an inbox or a page left open is not enough. It is the account's, whether that is an agent's, a customer's or both.
 *
 *   off -> begun -> on -> off
 *          ^___|  again: another secret
 */
import type {
  beginTwoFactor,
  confirmTwoFactor,
  getTwoFactor,
  ParamsOf,
  ResultOf,
  renewRecoveryCodes,
  turnOffTwoFactor,
} from '@parley/protocol';
import type { AgentActor, EnrollingActor, UserActor } from '../../core/actor.ts';
import type { Call, Core } from '../../core/core.ts';
import { refuse } from '../../core/errors.ts';
import type { Tx } from '../../core/events.ts';
import { tell as closeSockets, endSessions } from '../own-sessions.ts';
import { tellTeams } from '../team-deeds.ts';
import { newSecret, uriOf } from './authenticator.ts';
import { makeRecoveryCodes, readCode, recoveryCodesLeft } from './codes.ts';
import { twoFactorChanged } from './events.ts';
import { findFactor, hasSecondStep, sealSecret } from './factor.ts';
import { guessesOf, placeOf, requirePassword } from './guesses.ts';
import { passCode, stepOf } from './pass.ts';
import { devicesOf } from './remembered-devices.ts';

type SignedIn = AgentActor | UserActor;
type Own = SignedIn | EnrollingActor;

export async function getTwoFactorVerb(
  core: Core,
  { kind, accountId, siteId }: Own,
): Promise<ResultOf<typeof getTwoFactor>> {
  const since = (await findFactor(core.db, accountId))?.confirmed_at ?? null;
  const site = await core.db
    .selectFrom('sites')
    .select('require_two_factor')
    .where('id', '=', siteId)
    .executeTakeFirstOrThrow();
  return {
    two_factor: {
      on: since !== null,
      since: since?.toISOString() ?? null,
      required: kind !== 'user' && site.require_two_factor,
      recovery_codes_left: await recoveryCodesLeft(core.db, accountId),
      devices: await devicesOf(core, accountId),
    },
  };
}

export async function beginTwoFactorVerb(
  core: Core,
  { accountId, siteId }: Own,
  { password }: ParamsOf<typeof beginTwoFactor>,
  call: Call,
): Promise<ResultOf<typeof beginTwoFactor>> {
  await requirePassword(core, call, accountId, password);
  const secret = newSecret();
  const sealed = { secret: sealSecret(core, accountId, secret), created_at: new Date(core.now()) };
  const begun = await core.db
    .insertInto('two_factors')
    .values({ account_id: accountId, ...sealed, confirmed_at: null })
    .onConflict((conflict) =>
      conflict.column('account_id').doUpdateSet(sealed).where('two_factors.confirmed_at', 'is', null),
    )
    .returning('account_id')
    .executeTakeFirst();
  if (!begun) throw refuse('already_on');
  const { email, site } = await core.db
    .selectFrom('accounts')
    .innerJoin('sites', (join) => join.on('sites.id', '=', siteId))
    .select('sites.name as site')
    .select((eb) => eb.fn.coalesce('accounts.email', 'accounts.claimed_email').$castTo<string>().as('email'))
    .where('accounts.id', '=', accountId)
    .executeTakeFirstOrThrow();
  return { secret, uri: uriOf(secret, site, email) };
}

/** The code that turned it on does not sign in as well. Other sessions end: they were opened without a second step. */
export async function confirmTwoFactorVerb(
  core: Core,
  { accountId, sessionId }: Own,
  { code }: ParamsOf<typeof confirmTwoFactor>,
  call: Call,
): Promise<ResultOf<typeof confirmTwoFactor>> {
  const factor = await findFactor(core.db, accountId);
  if (!factor) throw refuse('not_found');
  if (factor.confirmed_at) throw refuse('already_on');
  const { here } = guessesOf(core);
  const place = placeOf(call, accountId);
  here.take(place);
  const typed = readCode(code);
  if (typed?.kind !== 'authenticator') throw refuse('wrong_code');
  const step = stepOf(core, accountId, factor.secret, typed.digits);
  here.forgive(place);
  const { recovery_codes, ended } = await core.db.transaction().execute(async (tx) => {
    const confirmed = await tx
      .updateTable('two_factors')
      .set({ confirmed_at: new Date(core.now()), last_step: step })
      .where('account_id', '=', accountId)
      .where('confirmed_at', 'is', null)
      // Not another secret, begun meanwhile elsewhere.
      .where('secret', '=', factor.secret)
      .returning('account_id')
      .executeTakeFirst();
    if (!confirmed) throw refuse('already_on');
    const recovery_codes = await makeRecoveryCodes(core, tx, accountId);
    await tell(core, tx, accountId, call, 'on');
    return { recovery_codes, ended: await endSessions(tx, accountId, sessionId) };
  });
  closeSockets(core, ended);
  return { recovery_codes };
}

export async function renewRecoveryCodesVerb(
  core: Core,
  { accountId }: SignedIn,
  { password, code }: ParamsOf<typeof renewRecoveryCodes>,
  call: Call,
): Promise<ResultOf<typeof renewRecoveryCodes>> {
  await requireBoth(core, call, accountId, password, code);
  return core.db.transaction().execute(async (tx) => {
    await core.events.emit(twoFactorChanged, tx, { accountId, change: 'recovery_codes_renewed' });
    return { recovery_codes: await makeRecoveryCodes(core, tx, accountId) };
  });
}

export async function turnOffTwoFactorVerb(
  core: Core,
  { accountId }: SignedIn,
  { password, code }: ParamsOf<typeof turnOffTwoFactor>,
  call: Call,
): Promise<ResultOf<typeof turnOffTwoFactor>> {
  await requireBoth(core, call, accountId, password, code);
  await core.db.transaction().execute(async (tx) => {
    await tx.deleteFrom('two_factors').where('account_id', '=', accountId).execute();
    await tell(core, tx, accountId, call, 'off');
  });
  return {};
}

/** The owner by mail, and whoever manages a site of the account by its log. */
async function tell(core: Core, tx: Tx, accountId: string, call: Call, change: 'on' | 'off'): Promise<void> {
  await core.events.emit(twoFactorChanged, tx, { accountId, change });
  await tellTeams(core, tx, accountId, call, change === 'on' ? 'two_factor_on' : 'two_factor_off');
}

/** The password first: a code is used up only where the password was right. */
async function requireBoth(core: Core, call: Call, accountId: string, password: string, code: string): Promise<void> {
  if (!(await hasSecondStep(core.db, accountId))) throw refuse('not_found');
  await requirePassword(core, call, accountId, password);
  await passCode(core, call, accountId, code);
}
