/** Refusals from the protocol's closed list; everything else that is thrown is a bug or an unreachable database. */
import { type Challenge, ERRORS, type ErrorCode } from '@parley/protocol';

export interface RefusalDetails {
  /** What is wrong, by field. */
  fields?: Record<string, string>;
  /** Seconds to wait before the same may succeed. */
  retryAfter?: number;
  /** What to solve, where that helps. */
  challenge?: Challenge;
}

export class Refused extends Error {
  readonly code: ErrorCode;
  readonly details: RefusalDetails;

  constructor(code: ErrorCode, details: RefusalDetails = {}) {
    super(ERRORS[code].message);
    this.name = 'Refused';
    this.code = code;
    this.details = details;
  }
}

/** `throw refuse('room_not_found')`: the one way to say no. */
export const refuse = (code: ErrorCode, details?: RefusalDetails): Refused => new Refused(code, details);

/** Whether Postgres cannot be reached or cannot write now: the same call may succeed later (SQLSTATE classes 08, 53, 57P, 25006). */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (/^(08|53|57P)/.test(code) || code === '25006' || code === '58030') return true;
  if (/^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN)$/.test(code)) return true;
  // The file of a database's socket; any other that is missing is a bug.
  if (code === 'ENOENT') return 'syscall' in error && error.syscall === 'connect';
  return /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Cannot use a pool after/.test(
    error.message,
  );
}

/**
 * Whether Postgres itself said that the statement failed, on a connection that goes on: then nothing of its transaction is stored.
 * Told in another language (`lc_messages`) it counts as unknown.
 */
export const isAnswered = (error: unknown): boolean =>
  error instanceof Error && 'severity' in error && error.severity === 'ERROR';

/** Whether it had no room: on the disk, in memory, of a kind that another connection would not have either (SQLSTATE class 53). */
export const isOutOfRoom = (error: unknown): boolean =>
  isAnswered(error) && (error as { code?: string }).code?.startsWith('53') === true;

/** Whether another transaction held what this one needed for longer than `lock_timeout`. */
export const isLockHeld = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === '55P03';

/** The refusal that answers whatever was thrown; `internal` and `unavailable` are not the caller's fault. */
export function asRefusal(error: unknown): Refused {
  if (error instanceof Refused) return error;
  return isDatabaseAway(error) ? new Refused('unavailable', { retryAfter: 2 }) : new Refused('internal');
}
