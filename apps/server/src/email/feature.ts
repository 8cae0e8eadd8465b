/** Wires the mails: what they are sent for, their jobs, and the way back from one. */

import { accountNews, agentInvited, passwordResetRequested } from '../accounts/events.ts';
import { twoFactorChanged } from '../accounts/two-factor/events.ts';
import { spendingLimitMet } from '../bot/events.ts';
import type { Feature } from '../core/feature.ts';
import { messagesAppended } from '../rooms/events.ts';
import { visitorDescribed, visitorEmailLeft, visitorForgotten } from '../visitors/events.ts';
import {
  afterAccountNews,
  afterInvited,
  afterResetRequested,
  EMAIL_ACCOUNT,
  EMAIL_INVITATION,
  EMAIL_PASSWORD_RESET,
  emailAccount,
  emailInvitation,
  emailPasswordReset,
} from './account-mails.ts';
import {
  afterEmailLeft,
  afterForgotten,
  afterMessages,
  describeMails,
  EMAIL_VISITOR,
  emailVisitor,
} from './answers.ts';
import { afterLimitMet, EMAIL_SPENDING, emailSpending } from './spending-mails.ts';
import { afterTwoFactorChanged, EMAIL_TWO_FACTOR, emailTwoFactor } from './two-factor-mails.ts';
import { registerWayBack } from './way-back.ts';

export const email: Feature = {
  name: 'email',
  tasks: {
    [EMAIL_VISITOR]: emailVisitor,
    [EMAIL_INVITATION]: emailInvitation,
    [EMAIL_PASSWORD_RESET]: emailPasswordReset,
    [EMAIL_TWO_FACTOR]: emailTwoFactor,
    [EMAIL_ACCOUNT]: emailAccount,
    [EMAIL_SPENDING]: emailSpending,
  },
  wire: (core) => {
    core.events.on(messagesAppended, (tx, appended) => afterMessages(core, tx, appended));
    core.events.on(visitorEmailLeft, (tx, left) => afterEmailLeft(core, tx, left));
    core.events.on(visitorForgotten, afterForgotten);
    core.events.on(visitorDescribed, describeMails);
    core.events.on(agentInvited, afterInvited);
    core.events.on(passwordResetRequested, afterResetRequested);
    core.events.on(twoFactorChanged, (tx, changed) => afterTwoFactorChanged(core, tx, changed));
    core.events.on(accountNews, afterAccountNews);
    core.events.on(spendingLimitMet, (tx, met) => afterLimitMet(core, tx, met));
  },
  routes: registerWayBack,
};
