/** What the doctor says of one thing: whether it is well, what was seen, and what to do now where it is not. */

/** `warn`: it works, and will hurt one day. `skip`: not set up, or not to be looked at because of an earlier failure. */
export type Verdict = 'ok' | 'warn' | 'fail' | 'skip';

export interface Finding {
  readonly check: string;
  readonly verdict: Verdict;
  readonly found: string;
  /** Present for `warn` and `fail`. */
  readonly fix?: string;
}

export const ok = (check: string, found: string): Finding => ({ check, verdict: 'ok', found });
export const skip = (check: string, found: string): Finding => ({ check, verdict: 'skip', found });
export const warn = (check: string, found: string, fix: string): Finding => ({ check, verdict: 'warn', found, fix });
export const fail = (check: string, found: string, fix: string): Finding => ({ check, verdict: 'fail', found, fix });

/** Resolves with what `work` says, or rejects after `ms` milliseconds in words that name what was waited for. */
export async function within<T>(ms: number, what: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} did not come within ${ms / 1000} s`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
