/**
 * Who is signed in here, from the first cookie to the last word why it ended.
 *
 *   starting -> signed_in -> signed_out -> signed_in ...      starting -> signed_out | unreachable -> starting
 *   starting -> enrolling -> starting: the site asks for a second step that is not set up yet
 */
import { postJson } from '@parley/client';
import { type AccessToken, AgentSession, CallError } from '@parley/client/agent';
import type { Me } from '@parley/protocol';
import { drafts } from '../rooms/drafts.ts';
import { failureWords, logOut, refreshSession, type SignedIn } from './http.ts';

export type SessionState =
  | { status: 'starting' }
  | { status: 'unreachable'; message: string }
  /** `reason` is for the sign-in page; null when nothing was taken from anybody. */
  | { status: 'signed_out'; reason: string | null }
  | { status: 'enrolling'; me: Me }
  | { status: 'signed_in'; me: Me; agent: AgentSession };

/** A token with less life than this is not worth opening a socket with. */
const WORTHWHILE_MS = 60_000;

export class Session {
  #state: SessionState = { status: 'starting' };
  #access: { token: string; until: number } | null = null;
  readonly #listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  readonly snapshot = (): SessionState => this.#state;

  /** Signs in from the cookie where there is one. Never rejects. */
  async start(): Promise<void> {
    this.#set({ status: 'starting' });
    try {
      this.enter(await refreshSession());
    } catch (error) {
      const nobody = error instanceof CallError && !error.retry;
      this.#set(
        nobody ? { status: 'signed_out', reason: null } : { status: 'unreachable', message: failureWords(error) },
      );
    }
  }

  /** With the answer of a sign-in, an accepted invitation or the set-up. */
  enter(answer: SignedIn): void {
    this.#leave();
    const me = answer.user;
    this.#keep(answer);
    if (me.two_factor === 'required') return this.#set({ status: 'enrolling', me });
    const agent = new AgentSession({ base: location.origin, site: me.site, me, getToken: () => this.#token(me) });
    agent.connection.onState(({ status, reason }) => {
      if (status !== 'stopped' || this.#agent !== agent) return;
      this.#leave();
      this.#set({ status: 'signed_out', reason: reason ? endedWords(reason) : null });
    });
    this.#set({ status: 'signed_in', me, agent });
    agent.start();
  }

  /** What oneself changed of it just now: the screens know it before the next sign-in does. */
  know(changed: Partial<Pick<Me, 'name' | 'photo'>>): void {
    if (this.#state.status !== 'signed_in') return;
    this.#set({ ...this.#state, me: { ...this.#state.me, ...changed } });
  }

  /** Ends the session on the server too. Rejects with `CallError`, and then one is still signed in. */
  async signOut(): Promise<void> {
    const state = this.#state;
    if (state.status !== 'signed_in' && state.status !== 'enrolling') return;
    try {
      await logOut((await this.#token(state.me)).token);
    } catch (error) {
      // Already gone there: nothing is left to end.
      if (!(error instanceof CallError) || error.code !== 'unauthenticated') throw error;
    }
    drafts.clear();
    this.#leave();
    this.#set({ status: 'signed_out', reason: null });
  }

  /** A command over HTTP, for whoever has no socket yet, and for what is too large for one. Rejects with `CallError`. */
  async post<Result>(path: string, params: object, init: Pick<RequestInit, 'method' | 'signal'> = {}): Promise<Result> {
    const state = this.#state;
    if (state.status !== 'enrolling' && state.status !== 'signed_in')
      throw new Error('This is for somebody signed in.');
    const { token } = await this.#token(state.me);
    return postJson(path, params, { ...init, headers: { authorization: `Bearer ${token}` } });
  }

  get #agent(): AgentSession | null {
    return this.#state.status === 'signed_in' ? this.#state.agent : null;
  }

  async #token(me: Me): Promise<AccessToken> {
    if (!this.#access || this.#access.until - Date.now() < WORTHWHILE_MS) {
      const answer = await refreshSession();
      // Somebody else signed in from another tab: this page's rooms are not theirs.
      if (answer.user.id !== me.id || answer.user.site !== me.site) location.reload();
      this.#keep(answer);
    }
    const { token, until } = this.#access as { token: string; until: number };
    // Given out once: the connection asks again when it wants a newer one.
    this.#access = null;
    return { token, expiresIn: (until - Date.now()) / 1_000 };
  }

  #keep({ access_token, expires_in }: SignedIn): void {
    this.#access = { token: access_token, until: Date.now() + expires_in * 1_000 };
  }

  #leave(): void {
    const agent = this.#agent;
    this.#access = null;
    this.#state = { status: 'starting' };
    agent?.stop();
  }

  #set(state: SessionState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

function endedWords(reason: CallError): string {
  return reason.code === 'unauthenticated'
    ? 'You were signed out: the session has ended, or your access was changed. Sign in to go on where you were.'
    : reason.message;
}

export const session = new Session();
