/** A refused or unanswered call, the same shape whether it came over the socket or over HTTP. */
import type { Challenge, ErrorCode } from '@parley/protocol';

/** `disconnected`: the answer did not arrive; the call may have been carried out. */
export type CallErrorCode = ErrorCode | 'disconnected';

export interface CallProblem {
  code: CallErrorCode;
  message: string;
  /** True: the very same call may succeed later. */
  retry?: boolean;
  fields?: Record<string, string>;
  /** Seconds to wait before trying again. */
  retry_after?: number;
  /** Of `proof_wanted`. */
  challenge?: Challenge;
}

export class CallError extends Error {
  declare readonly code: CallErrorCode;
  declare readonly retry: boolean;
  declare readonly fields: Record<string, string> | undefined;
  declare readonly retryAfter: number | undefined;
  declare readonly challenge: Challenge | undefined;

  constructor(problem: CallProblem) {
    super(problem.message);
    Object.assign(this, problem, { retry: !!problem.retry, retryAfter: problem.retry_after });
  }
}

export function disconnected(): CallError {
  return new CallError({ code: 'disconnected', message: 'No connection right now.', retry: true });
}
