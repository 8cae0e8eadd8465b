/** Wires the audit log: it writes down what features tell of, and lists it. */
import { listAudit } from '@parley/protocol';
import { accountDescribed } from '../accounts/events.ts';
import { audited } from '../core/deeds.ts';
import type { Feature } from '../core/feature.ts';
import { handle } from '../core/handler.ts';
import { describeDeeds } from './describe.ts';
import { listAuditVerb } from './list.ts';
import { write } from './write.ts';

export const audit: Feature = {
  name: 'audit',
  handlers: [handle(listAudit, listAuditVerb)],
  wire: (core) => {
    core.events.on(audited, (tx, deed) => write(core, tx, deed));
    core.events.on(accountDescribed, describeDeeds);
  },
};
