/**
 * Signing up, in and out of an account where one talks. After each the visitor is another one: its session is to be left for a new
 * one, which finds its token in the storage. The account itself stays out of reach of the page.
 */
import type { CommandParams, CommandResult } from '@parley/protocol';
import { PLAIN, postJson } from './http.ts';
import type { VisitorSession } from './visitor-session.ts';

type Credentials<Name extends 'sign_up_visitor' | 'sign_in_visitor'> = Omit<
  CommandParams<Name>,
  'site' | 'visitor_token'
>;

export interface VisitorAccountOptions {
  /** The server's origin. */
  base: string;
  slug: string;
  /** Of the visitor until now. */
  session: VisitorSession;
  post?: typeof postJson;
}

export class VisitorAccount {
  #options: VisitorAccountOptions;

  constructor(options: VisitorAccountOptions) {
    this.#options = options;
  }

  /** The conversation so far is the account's. Rejects with `CallError`. */
  signUp(credentials: Credentials<'sign_up_visitor'>): Promise<void> {
    return this.#enter('sign-up', credentials);
  }

  /** Rejects with `CallError`: `two_factor_required` asks for the same with `code`. */
  signIn(credentials: Credentials<'sign_in_visitor'>): Promise<void> {
    return this.#enter('sign-in', credentials);
  }

  /** Resolves also without the server: nothing of the account is left here, and nothing unsent is anybody else's. */
  async signOut(): Promise<void> {
    const { session } = this.#options;
    const token = session.storage.get(this.#key);
    await session.outbox.load();
    for (const { client_id } of session.unsent) session.outbox.discard(client_id);
    session.stop();
    if (token) await this.#post('sign-out', { visitor_token: token }).catch(() => {});
    // Another tab may be somebody new already.
    if (session.storage.get(this.#key) === token) session.storage.delete(this.#key);
  }

  get #key(): string {
    return `parley:${this.#options.slug}`;
  }

  async #enter(path: string, credentials: object): Promise<void> {
    const { storage } = this.#options.session;
    // Who has not said anything has nothing to take along.
    const visitor_token = storage.get(this.#key) ?? undefined;
    const answer = await this.#post<CommandResult<'sign_in_visitor'>>(path, { ...credentials, visitor_token });
    storage.set(this.#key, answer.visitor_token);
  }

  #post<Result>(path: string, body: object): Promise<Result> {
    const { base, slug, post = postJson } = this.#options;
    return post<Result>(`${base}/api/widget/${slug}/${path}`, body, PLAIN);
  }
}
