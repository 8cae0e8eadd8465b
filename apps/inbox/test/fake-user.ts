/** An end customer's HTTP calls, answered from the fake site: its own page has no socket. */
import type { Me, User } from '@parley/protocol';
import type { FakeSite } from './fake-site.ts';
import { FakeTwoFactor } from './fake-two-factor.ts';
import { Refused } from './refused.ts';

export const USER: User = {
  id: 'user-23',
  email: 'marisol@example.com',
  email_verified: true,
  username: 'marisol',
  name: 'Marisol Vega',
  role: 'user',
  site: 'acme',
  site_name: 'Acme Outdoor',
  consumer: 'c_user_23',
};

const PASSWORD = 'marisol-and-her-tent';

export class FakeUser {
  signedIn = false;
  readonly twoFactor = new FakeTwoFactor({ two_factor: 'off' } as Me, PASSWORD);
  readonly #site: FakeSite;

  constructor(site: FakeSite) {
    this.#site = site;
  }

  readonly session = () => ({ access_token: 'user-token', token: 'user-token', expires_in: 600, user: USER });

  /** Undefined: not one of its paths. Throws `Refused`. */
  answer(method: string, url: URL, body: { as?: string; password?: string; code?: string; format?: 'json' | 'html' }) {
    const call = (name: Parameters<FakeSite['call']>[0], params: object) => this.#site.call(name, params as never);
    const [, , area, what, id, link] = url.pathname.split('/');
    if (area === 'users' && body.as === 'user') {
      if (what === 'login') {
        this.signedIn = body.password === PASSWORD;
        if (this.signedIn && this.twoFactor.state.on) this.twoFactor.check(body.code);
      }
      if (this.signedIn) return this.session();
      throw new Refused('unauthenticated', 'The email or the password is not right.');
    }
    if (area === 'users' && what === 'two_factor' && this.signedIn) return this.#secondStep(method, id, link, body);
    if (area === 'tokens' && what === undefined) return call('get_tokens', {});
    const before = Number(url.searchParams.get('before')) || undefined;
    if (area === 'tokens') return call('list_token_entries', { before });
    if (area !== 'privacy') return undefined;
    if (what === 'exports') return call('request_export', { consumer: USER.consumer });
    if (what === 'requests' && link) return call('open_export', { request: id, format: body.format });
    if (what === 'requests' && method === 'GET') return call('get_privacy_request', { request: id });
    this.signedIn = false;
    return call('request_erasure', { consumer: USER.consumer });
  }

  #secondStep(method: string, what = '', device = '', body: object = {}) {
    const name = (
      { confirm: 'confirm_two_factor', recovery_codes: 'renew_recovery_codes', off: 'turn_off_two_factor' } as const
    )[what];
    const { handlers } = this.twoFactor;
    if (what === 'devices') return handlers.forget_device?.({ device });
    if (name) return handlers[name]?.(body as never);
    return method === 'GET' ? handlers.get_two_factor?.({}) : handlers.begin_two_factor?.(body as never);
  }
}
