/** Wires the visitors: their sessions, accounts, emails and presence. */
import {
  giveConsent,
  leaveEmail,
  openSession,
  signInVisitor,
  signOutVisitor,
  signUp,
  signUpVisitor,
  withdrawConsent,
} from '@parley/protocol';
import { userJoined } from '../accounts/events.ts';
import type { Feature } from '../core/feature.ts';
import { handle } from '../core/handler.ts';
import { signInVisitorVerb, signOutVisitorVerb, signUpVisitorVerb } from './accounts.ts';
import { hearOfConsent, startAskingAnew } from './ask-anew.ts';
import { giveConsentVerb, withdrawConsentVerb } from './consent.ts';
import { tellOfContacts } from './contact.ts';
import { describeVisitor } from './describe.ts';
import { visitorDescribed } from './events.ts';
import { sendAwayForgotten } from './forget.ts';
import { visitorMetrics } from './metrics.ts';
import { startPresence } from './presence.ts';
import { signUpVerb } from './sign-up.ts';
import { standing } from './standing.ts';
import { leaveEmailVerb, openSessionVerb, welcomeUser } from './visitors.ts';

export const visitors: Feature = {
  name: 'visitors',
  handlers: [
    handle(openSession, openSessionVerb),
    handle(signUp, signUpVerb),
    handle(signUpVisitor, signUpVisitorVerb),
    handle(signInVisitor, signInVisitorVerb),
    handle(signOutVisitor, signOutVisitorVerb),
    handle(leaveEmail, leaveEmailVerb),
    handle(giveConsent, giveConsentVerb),
    handle(withdrawConsent, withdrawConsentVerb),
  ],
  authenticators: {
    visitor: standing,
  },
  wire: (core) => {
    visitorMetrics(core);
    sendAwayForgotten(core);
    tellOfContacts(core);
    hearOfConsent(core);
    core.events.on(userJoined, welcomeUser);
    core.events.on(visitorDescribed, (tx, asked) => describeVisitor(core, tx, asked));
  },
  start: (core) => {
    const stop = [startPresence(core), startAskingAnew(core)];
    return () => {
      for (const one of stop) one();
    };
  },
};
