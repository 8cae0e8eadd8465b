/** A refused or unanswered call, the same shape whether it came over the socket or over HTTP. */
import type { ErrorCode } from '@parley/protocol';

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
}

export class CallError extends Error {
  declare readonly code: CallErrorCode;
  declare readonly retry: boolean;
  declare readonly fields: Record<string, string> | undefined;
  declare readonly retryAfter: number | undefined;

  constructor(problem: CallProblem) {
    super(problem.message);
    this.code = problem.code;
    this.retry = problem.retry ?? false;
    this.fields = problem.fields;
    this.retryAfter = problem.retry_after;
  }
}

export function disconnected(): CallError {
  return new CallError({ code: 'disconnected', message: 'No connection right now.', retry: true });
}
