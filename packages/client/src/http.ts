/** JSON over HTTP with the product's refusals as `CallError`s. */
import { CallError, type CallProblem, disconnected } from './call-error.ts';

/** An answer that takes longer is given up; the caller tries again. */
const TIMEOUT_MS = 15_000;

/** Posts `body` and returns the answer's JSON. Rejects with `CallError`: of the server, or a retryable `disconnected`. */
export async function postJson<Result>(url: string, body: unknown, init?: RequestInit): Promise<Result> {
  let response: Response;
  let answer: (Result & { error?: CallProblem }) | undefined;
  try {
    response = await fetch(url, {
      method: 'POST',
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...init,
      headers: { 'content-type': 'application/json', ...init?.headers },
    });
    answer = await response.json();
  } catch {
    // Down, blocked, or a proxy's page instead of JSON: all of them may pass.
    throw disconnected();
  }
  const { status } = response;
  if (response.ok) return answer as Result;
  throw answer?.error
    ? new CallError({
        ...answer.error,
        retry: status === 429 || status >= 500,
        retry_after: Number(response.headers.get('retry-after')) || 0,
      })
    : disconnected();
}

/** For the session call: the server takes plain text there, which spares a page of another origin the preflight. */
export const PLAIN = { headers: { 'content-type': 'text/plain' } };
