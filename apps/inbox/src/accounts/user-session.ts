/** An end customer on its own page: an access token that the cookie renews, and calls over HTTP. Nothing here is live: no socket. */
import { CallError, postJson } from '@parley/client';
import type { CommandParams, CommandResult, User } from '@parley/protocol';
import { logOut } from './http.ts';

type SignedIn = CommandResult<'sign_up'>;

/** A token with less life than this is renewed first. */
const WORTHWHILE_MS = 30_000;

const refresh = (): Promise<SignedIn> =>
  postJson('/api/users/refresh', { as: 'user' }, { headers: { 'x-parley-session': '1' } });

export class UserSession {
  readonly user: User;
  #access: { token: string; until: number };

  private constructor(answer: SignedIn) {
    this.user = answer.user;
    this.#access = accessOf(answer);
  }

  /** Rejects with `CallError`: `two_factor_required` where a code is missing. */
  static signIn = async (params: CommandParams<'login'>): Promise<UserSession> =>
    new UserSession(await postJson<SignedIn>('/api/users/login', { ...params, as: 'user' }));

  /** Null where the cookie is no user's. Rejects with `CallError` where that could not be found out. */
  static async fromCookie(): Promise<UserSession | null> {
    try {
      return new UserSession(await refresh());
    } catch (error) {
      if (error instanceof CallError && !error.retry) return null;
      throw error;
    }
  }

  get = <Result>(path: string): Promise<Result> => this.#call(path, undefined, 'GET');
  post = <Result>(path: string, params: object): Promise<Result> => this.#call(path, params, 'POST');
  remove = <Result>(path: string): Promise<Result> => this.#call(path, {}, 'DELETE');

  async signOut(): Promise<void> {
    await logOut(await this.#token());
  }

  async #call<Result>(path: string, params: object | undefined, method: 'GET' | 'POST' | 'DELETE'): Promise<Result> {
    try {
      const headers = { authorization: `Bearer ${await this.#token()}` };
      return await postJson<Result>(path, params, { method, headers });
    } catch (error) {
      if (error instanceof CallError && error.code === 'unauthenticated') return startAnew();
      throw error;
    }
  }

  async #token(): Promise<string> {
    if (this.#access.until - Date.now() < WORTHWHILE_MS) {
      const answer = await refresh();
      // Somebody else signed in from another tab: what stands here is not theirs.
      if (answer.user.id !== this.user.id) return startAnew();
      this.#access = accessOf(answer);
    }
    return this.#access.token;
  }
}

/** By the cookie alone; whatever waits for an answer goes with the page. */
function startAnew(): Promise<never> {
  location.reload();
  return new Promise(() => undefined);
}

const accessOf = ({ access_token, expires_in }: SignedIn) => ({
  token: access_token,
  until: Date.now() + expires_in * 1_000,
});
