/** What the second step tells other features, inside the transaction. */
import { defineEvent } from '../../core/events.ts';

export type TwoFactorChange = 'on' | 'off' | 'reset' | 'guessed' | 'recovery_code_used' | 'recovery_codes_renewed';

/** Something happened to an account's second factor that its owner should hear of elsewhere than here. */
export const twoFactorChanged = defineEvent<{
  readonly accountId: string;
  readonly change: TwoFactorChange;
  /** The display name of who reset it. */
  readonly by?: string;
  /** Recovery codes that are left. */
  readonly left?: number;
}>('two_factor_changed');
