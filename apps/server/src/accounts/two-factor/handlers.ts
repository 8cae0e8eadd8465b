/** Ties the commands of the second step to their verbs. */
import {
  beginTwoFactor,
  confirmTwoFactor,
  forgetDevice,
  getTwoFactor,
  renewRecoveryCodes,
  resetTwoFactor,
  turnOffTwoFactor,
} from '@parley/protocol';
import { handle } from '../../core/handler.ts';
import { forgetDeviceVerb } from './remembered-devices.ts';
import { resetTwoFactorVerb } from './reset.ts';
import {
  beginTwoFactorVerb,
  confirmTwoFactorVerb,
  getTwoFactorVerb,
  renewRecoveryCodesVerb,
  turnOffTwoFactorVerb,
} from './set-up.ts';

export const twoFactorHandlers = [
  handle(getTwoFactor, getTwoFactorVerb),
  handle(beginTwoFactor, beginTwoFactorVerb),
  handle(confirmTwoFactor, confirmTwoFactorVerb),
  handle(renewRecoveryCodes, renewRecoveryCodesVerb),
  handle(turnOffTwoFactor, turnOffTwoFactorVerb),
  handle(forgetDevice, forgetDeviceVerb),
  handle(resetTwoFactor, resetTwoFactorVerb),
];
