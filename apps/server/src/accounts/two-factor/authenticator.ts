/** The authenticator's arithmetic (RFC 6238: SHA-1, 30 seconds, six digits). Knows no account; the secret stays sealed elsewhere. */
import { generateSecret, generateURI, verifySync } from 'otplib';

const STEP_SECONDS = 30;
/** One step either way passes: clocks differ, and people type slowly. */
const DRIFT_SECONDS = STEP_SECONDS;
/**
 * How far a clock is told of that is off. Behind it costs nothing, such a code is over. Ahead it tells a guesser of codes to
 * come: two minutes make guessing twice as likely to pay, which the limits on wrong codes have room for.
 */
const TOLD_BEHIND_SECONDS = 600;
const TOLD_AHEAD_SECONDS = 120;

/** 160 random bits in base32. */
export const newSecret = (): string => generateSecret();

/** What the QR code says. A colon would end the issuer's name. */
export const uriOf = (secret: string, issuer: string, account: string): string =>
  generateURI({ issuer: issuer.replaceAll(':', ' ').trim(), label: account, secret });

export type Reading =
  | { readonly kind: 'right'; readonly step: number }
  /** Of another time: the seconds by which that clock is ahead, or behind (negative). */
  | { readonly kind: 'off'; readonly seconds: number }
  | { readonly kind: 'wrong' };

/** What six digits are at `now` (milliseconds). Whether they were used before is not known here. */
export function read(secret: string, digits: string, now: number): Reading {
  const asked = { secret, token: digits, epoch: Math.floor(now / 1000) };
  const near = verifySync({ ...asked, epochTolerance: DRIFT_SECONDS });
  if (near.valid && 'timeStep' in near) return { kind: 'right', step: near.timeStep };
  const far = verifySync({ ...asked, epochTolerance: [TOLD_BEHIND_SECONDS, TOLD_AHEAD_SECONDS] });
  return far.valid ? { kind: 'off', seconds: far.delta * STEP_SECONDS } : { kind: 'wrong' };
}
