/** The signed-in person's second step in memory: the password is right, and so are one code and ten recovery codes. */
import type { Me, TwoFactor } from '@parley/protocol';
import type { Handlers } from './fake-account.ts';
import { Refused } from './refused.ts';

export const CODE = '123456';
/** One that was used already. */
export const USED_CODE = '654321';
export const RECOVERY_CODES = Array.from({ length: 10 }, (_, n) => `k3vd-9qm2-x7t${n}`);
const SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';

export class FakeTwoFactor {
  readonly #me: Me;
  readonly #password: string;
  state: TwoFactor = { on: false, since: null, required: false, recovery_codes_left: 0, devices: [] };

  constructor(me: Me, password: string) {
    this.#me = me;
    this.#password = password;
    if (me.two_factor === 'on') this.#turnOn();
    if (me.two_factor === 'required') this.state = { ...this.state, required: true };
  }

  /** Throws `Refused` as the real server does. */
  check(code: unknown): void {
    if (!code) throw new Refused('two_factor_required', 'Two-step sign-in is on.');
    if (code === USED_CODE)
      throw new Refused('wrong_code', 'This code is not right.', {
        code: 'was used already. Wait until the next one appears',
      });
    if (code !== CODE && !RECOVERY_CODES.includes(String(code)))
      throw new Refused('wrong_code', 'This code is not right.');
  }

  #checkPassword(password: string): void {
    if (password !== this.#password)
      throw new Refused('invalid', 'Some fields are missing or wrong.', { password: 'is not right' });
  }

  #turnOn(): void {
    this.#me.two_factor = 'on';
    const day = (n: number) => new Date(Date.now() + n * 86_400_000).toISOString();
    const device = { id: 'device-1', browser: 'Firefox', system: 'Linux' };
    this.state = {
      ...this.state,
      on: true,
      since: day(-40),
      recovery_codes_left: 10,
      devices: [{ ...device, created: day(-4), last_used: day(-1), expires: day(26) }],
    };
  }

  readonly handlers: Handlers = {
    get_two_factor: () => ({ two_factor: this.state }),
    begin_two_factor: ({ password }) => {
      this.#checkPassword(password);
      return { secret: SECRET, uri: `otpauth://totp/Acme:ada@parley.test?secret=${SECRET}&issuer=Acme` };
    },
    confirm_two_factor: ({ code }) => {
      this.check(code);
      this.#turnOn();
      return { recovery_codes: RECOVERY_CODES };
    },
    renew_recovery_codes: ({ password, code }) => {
      this.#checkPassword(password);
      this.check(code);
      return { recovery_codes: RECOVERY_CODES };
    },
    turn_off_two_factor: ({ password, code }) => {
      this.#checkPassword(password);
      this.check(code);
      this.#me.two_factor = this.state.required ? 'required' : 'off';
      this.state = { ...this.state, on: false, since: null, devices: [] };
      return {};
    },
    forget_device: ({ device }) => {
      this.state = { ...this.state, devices: this.state.devices.filter(({ id }) => id !== device) };
      return {};
    },
  };
}
