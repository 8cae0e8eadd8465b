/** Writes a deed down, in the transaction that does it. Whole addresses, of people and of machines, do not get past here. */
import type { AuditDetails } from '@parley/protocol';
import { sql } from 'kysely';
import { networkOf } from '../core/address.ts';
import type { Core } from '../core/core.ts';
import type { Deed, Doer } from '../core/deeds.ts';
import type { Tx } from '../core/events.ts';
import { uuidv7 } from '../core/ids.ts';
import { withoutSecrets } from '../core/log-safety.ts';

/** Characters of one value: names of roles and settings are shorter, and prose does not belong here. */
const LONGEST = 200;

export async function write(
  core: Core,
  tx: Tx,
  { siteId, by, action, subject, details = {}, ip }: Deed,
): Promise<void> {
  const now = core.now();
  await tx
    .insertInto('audit_log')
    .values({
      site_id: siteId,
      id: uuidv7(now),
      at: new Date(now),
      actor_kind: by.kind === 'agent' && by.key ? 'key' : by.kind,
      actor_id: idOf(by),
      action,
      subject_kind: subject?.kind ?? null,
      subject_id: subject?.id ?? null,
      subject_name: subject?.name === undefined ? null : safe(subject.name),
      details: JSON.stringify(safeDetails(details)),
      address:
        ip === undefined
          ? null
          : sql<string | null>`(select ${networkOf(ip)} from sites where id = ${siteId} and addresses = 'network')`,
    })
    .execute();
}

function idOf(by: Doer): string | null {
  if (by.kind === 'agent' || by.kind === 'user') return by.accountId;
  return by.kind === 'visitor' ? by.visitorId : null;
}

const safeDetails = ({ from, to, email, fields, count }: AuditDetails): AuditDetails => ({
  ...(from !== undefined && { from: safe(from) }),
  ...(to !== undefined && { to: safe(to) }),
  ...(email !== undefined && { email: safe(email) }),
  ...(fields !== undefined && { fields: fields.map(safe) }),
  ...(count !== undefined && { count }),
});

/** `a***@example.com` for whole addresses; what looks like a token is not written at all. */
const safe = (text: string): string => withoutSecrets(text.replace(/([^\s@*])[^\s@]*@/gu, '$1***@')).slice(0, LONGEST);
