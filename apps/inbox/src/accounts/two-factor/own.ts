/** Whose second step these screens are about: an agent's over its socket, or a customer's on its own page, over HTTP. */
import type { CommandParams, CommandResult } from '@parley/protocol';
import { createContext, useContext } from 'react';
import type { SetUpCalls } from './SetUpSteps.tsx';

type Proof = CommandParams<'turn_off_two_factor'>;

/** Each rejects with `CallError`. */
export interface TwoFactorCalls extends SetUpCalls {
  renew: (proof: Proof) => Promise<CommandResult<'renew_recovery_codes'>>;
  turnOff: (proof: Proof) => Promise<unknown>;
  forget: (device: string) => Promise<unknown>;
}

export interface Own {
  /** The email: it stands on the sheet of codes, and password managers go by it. */
  account: string;
  calls: TwoFactorCalls;
}

const Given = createContext<Own | null>(null);
export const OwnProvider = Given.Provider;

export function useOwn(): Own {
  const own = useContext(Given);
  if (!own) throw new Error('This needs somebody whose second step it is.');
  return own;
}
