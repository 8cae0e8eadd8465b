/** Wires the visitors: their sessions, emails and presence. */
import { leaveEmail, openSession } from '@parley/protocol';
import type { Feature } from '../core/feature.ts';
import { handle } from '../core/handler.ts';
import { startPresence } from './presence.ts';
import { leaveEmailVerb, openSessionVerb } from './visitors.ts';

export const visitors: Feature = {
  name: 'visitors',
  handlers: [handle(openSession, openSessionVerb), handle(leaveEmail, leaveEmailVerb)],
  authenticators: {
    visitor: async (_core, { siteId, site, visitorId }) => ({ kind: 'visitor', siteId, site, visitorId }),
  },
  start: (core) => startPresence(core),
};
