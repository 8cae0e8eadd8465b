/** Users' tokens in memory, with the rules that screens lean on: nothing below what is held, once per client_id. */
import type { TokenAccount, TokenEntry } from '@parley/protocol';
import type { Handlers } from './fake-account.ts';
import { ago } from './fixtures.ts';
import { Refused } from './refused.ts';

const MOST_IN_PAGE = 20;

export class FakeMetering {
  readonly #accounts = new Map<
    string,
    { account: TokenAccount; entries: TokenEntry[]; done: Map<string, TokenEntry> }
  >();
  #prices = { start_tokens: 4_000, answer_tokens: 100 };
  readonly #by: string;

  constructor(by: string, empty: boolean) {
    this.#by = by;
    if (empty) return;
    for (let n = 1; n <= 23; n++) this.#join(n);
    for (let n = 0; n < 24; n++) this.#write('user-23', -100, 'answer');
    this.#write('user-23', 500, 'grant', 'For the trouble with the tent');
    (this.#find('user-23').account as { held: number }).held = 100;
  }

  readonly handlers: Handlers = {
    get_metering: () => ({ metering: this.#prices }),
    update_metering: (prices) => {
      this.#prices = { ...this.#prices, ...prices };
      return { metering: this.#prices };
    },
    list_token_accounts: ({ query = '', cursor = '0' }) => {
      const found = [...this.#accounts.values()]
        .map(({ account }) => account)
        .filter(({ name, email }) => `${name} ${email}`.toLowerCase().includes(query.toLowerCase()))
        .reverse();
      const end = Number(cursor) + MOST_IN_PAGE;
      return { accounts: found.slice(Number(cursor), end), next: end < found.length ? String(end) : null };
    },
    get_token_account: ({ user, before }) => this.#page(user, before),
    get_tokens: () => {
      const { tokens, held } = this.#find('user-23').account;
      return { tokens, held };
    },
    list_token_entries: ({ before }) => {
      const { entries, next } = this.#page('user-23', before);
      return { entries, next };
    },
    deactivate_user: ({ user }) => this.#setDeactivated(user, true),
    reactivate_user: ({ user }) => this.#setDeactivated(user, false),
    send_user_password_reset: () => ({}),
    reset_user_two_factor: () => {
      throw new Refused('not_found', 'It is not there, or no longer.');
    },
    change_tokens: ({ user, amount, note, client_id = '' }) => {
      const { account, done } = this.#find(user);
      const known = done.get(client_id);
      if (known) return { account, entry: known };
      if (account.tokens - account.held + amount < 0) {
        throw new Refused('invalid', 'Wrong', { amount: 'leaves less than is held for answers' });
      }
      const entry = this.#write(user, amount, amount > 0 ? 'grant' : 'correction', note || null);
      done.set(client_id, entry);
      return { account, entry };
    },
  };

  #page(user: string, before = Number.POSITIVE_INFINITY) {
    const { account, entries } = this.#find(user);
    const page = entries.filter(({ seq }) => seq < before).slice(-MOST_IN_PAGE);
    const first = page[0]?.seq ?? 1;
    return { account, entries: page.reverse(), next: first > 1 ? first : null };
  }

  #find(user: string) {
    const found = this.#accounts.get(user);
    if (!found) throw new Refused('not_found', 'It is not there, or no longer.');
    return found;
  }

  #setDeactivated(user: string, deactivated: boolean) {
    const found = this.#find(user);
    found.account = { ...found.account, deactivated };
    return { user, deactivated };
  }

  #join(n: number): void {
    const user = `user-${n}`;
    const username = n === 23 ? 'marisol' : `customer-${n}`;
    const name = n === 23 ? 'Marisol Vega' : username;
    const account = {
      user,
      username,
      name,
      email: `${username}@example.com`,
      tokens: 0,
      held: 0,
      joined: ago(9_000),
      deactivated: false,
    };
    this.#accounts.set(user, { account, entries: [], done: new Map() });
    this.#write(user, 4_000, 'sign_up');
  }

  #write(user: string, amount: number, reason: TokenEntry['reason'], note: string | null = null): TokenEntry {
    const { account, entries } = this.#find(user);
    account.tokens += amount;
    const by = reason === 'grant' || reason === 'correction' ? this.#by : null;
    const created = ago(Math.max(0, 3_000 - entries.length * 90));
    const entry = { seq: entries.length + 1, amount, balance: account.tokens, reason, note, by, created };
    entries.push(entry);
    return entry;
  }
}
