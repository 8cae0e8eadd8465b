/** Wires the visitors: their sessions, emails and presence. */
import { leaveEmail, openSession } from '@parley/protocol';
import type { Feature } from '../core/feature.ts';
import { handle } from '../core/handler.ts';
import { startPresence } from './presence.ts';
import { leaveEmailVerb, openSessionVerb } from './visitors.ts';

/** A deploy brings everybody back within seconds, thousands of them behind one address perhaps; new ones are counted by the verb. */
const SESSIONS_PER_MINUTE = 30_000;

export const visitors: Feature = {
  name: 'visitors',
  handlers: [
    handle(openSession, openSessionVerb, { perMinute: SESSIONS_PER_MINUTE }),
    handle(leaveEmail, leaveEmailVerb),
  ],
  authenticators: {
    visitor: async (_core, { siteId, site, visitorId }) => ({ kind: 'visitor', siteId, site, visitorId }),
  },
  start: (core) => startPresence(core),
};
