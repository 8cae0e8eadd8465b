/**
 * The second step itself: a code, or where that is allowed a remembered device. The only place that decides whether a code
 * passes; signing in, choosing a password by a link, and changing the second factor all come here.
 */
import type { Call, Core } from '../../core/core.ts';
import { Refused, refuse } from '../../core/errors.ts';
import { tellTeams } from '../team-deeds.ts';
import { read } from './authenticator.ts';
import { readCode, recoveryCodesLeft, spendRecoveryCode } from './codes.ts';
import { twoFactorChanged } from './events.ts';
import { findFactor, hasSecondStep, spendStep, unsealSecret } from './factor.ts';
import { countDigits, guessesOf, placeOf } from './guesses.ts';
import { isRemembered, rememberDevice } from './remembered-devices.ts';

interface Step {
  readonly code?: string | undefined;
  readonly remember_device?: boolean | undefined;
}

/**
 * For whoever has just shown the right password. Returns when the account has no second factor, when this browser is
 * remembered, or when the code passed. Throws `two_factor_required` without a code, `wrong_code`, `rate_limited`.
 */
export async function secondStep(core: Core, call: Call, accountId: string, step: Step): Promise<void> {
  if (!(await hasSecondStep(core.db, accountId))) return;
  if (!step.code && (await isRemembered(core, call, accountId))) return;
  await passToComeIn(core, call, accountId, step.code);
  if (step.remember_device) await rememberDevice(core, call, accountId);
}

/** As `secondStep`, where a remembered browser is not enough: whoever reads the owner's mail may sit at it. */
export async function secondStepByCode(core: Core, call: Call, accountId: string, code?: string): Promise<void> {
  if (await hasSecondStep(core.db, accountId)) await passToComeIn(core, call, accountId, code);
}

/** For a deed of somebody who is signed in, after the password: as `passCode`, where the account has a second factor. */
export async function requireCode(core: Core, call: Call, accountId: string, code?: string): Promise<void> {
  if (await hasSecondStep(core.db, accountId)) await passCode(core, call, accountId, code);
}

/** As `passCode`. A wrong one is for the log: whoever typed it has the password, or reads the mails. */
async function passToComeIn(core: Core, call: Call, accountId: string, typed?: string): Promise<void> {
  try {
    await passCode(core, call, accountId, typed);
  } catch (error) {
    if (error instanceof Refused && error.code === 'wrong_code')
      await core.db
        .transaction()
        .execute((tx) => tellTeams(core, tx, accountId, call, 'sign_in_refused', { kind: 'nobody' }));
    throw error;
  }
}

/** Uses the code up, or throws. An account whose second factor is not on has no code that passes. */
export async function passCode(core: Core, call: Call, accountId: string, typed?: string): Promise<void> {
  if (!typed?.trim()) throw refuse('two_factor_required');
  const code = readCode(typed);
  const { here, anywhere } = guessesOf(core);
  const place = placeOf(call, accountId);
  here.take(place);
  if (code?.kind === 'recovery') await passRecoveryCode(core, accountId, code.text);
  else if (code) {
    await countDigits(core, accountId);
    await passDigits(core, accountId, code.digits);
    anywhere.uncount(accountId);
  } else throw refuse('wrong_code');
  here.forgive(place);
}

async function passDigits(core: Core, accountId: string, digits: string): Promise<void> {
  const factor = await findFactor(core.db, accountId);
  if (!factor?.confirmed_at) throw refuse('wrong_code');
  if (!(await spendStep(core.db, accountId, stepOf(core, accountId, factor.secret, digits)))) throw usedBefore();
}

/** The step of a code that is right now. Throws `wrong_code`, and where a clock is off it says so. */
export function stepOf(core: Core, accountId: string, sealed: Buffer, digits: string): number {
  const secret = unsealSecret(core, accountId, sealed);
  const reading = secret === null ? ({ kind: 'wrong' } as const) : read(secret, digits, core.now());
  if (reading.kind === 'right') return reading.step;
  if (reading.kind === 'wrong') throw refuse('wrong_code');
  const minutes = Math.max(1, Math.round(Math.abs(reading.seconds) / 60));
  const off = `${minutes} ${minutes === 1 ? 'minute' : 'minutes'} ${reading.seconds < 0 ? 'behind' : 'ahead'}`;
  throw refuse('wrong_code', {
    fields: {
      code: `is right for another time: the clock of the device that shows it is about ${off}. Let that device set its clock by itself, then type the next code`,
    },
  });
}

const usedBefore = () =>
  refuse('wrong_code', { fields: { code: 'was used already. Wait until the next one appears' } });

async function passRecoveryCode(core: Core, accountId: string, text: string): Promise<void> {
  await core.db.transaction().execute(async (tx) => {
    if (!(await spendRecoveryCode(core, tx, accountId, text))) throw refuse('wrong_code');
    const left = await recoveryCodesLeft(tx, accountId);
    await core.events.emit(twoFactorChanged, tx, { accountId, change: 'recovery_code_used', left });
  });
}
