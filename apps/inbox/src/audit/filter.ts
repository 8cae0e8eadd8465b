/** What the audit page is narrowed by. It stands in the address; days are the reader's own. */
import type { CommandParams } from '@parley/protocol';

export interface AuditFilter {
  actor?: string | undefined;
  action?: string | undefined;
  /** Days as the date field gives them: 2026-07-01, both inclusive. */
  from?: string | undefined;
  to?: string | undefined;
}

const DAY = /^\d{4}-\d\d-\d\d$/;
const text = (value: unknown): string | undefined => (typeof value === 'string' && value ? value : undefined);
const day = (value: unknown): string | undefined => (DAY.test(text(value) ?? '') ? (value as string) : undefined);

/** Only what is there: the address holds no empty names. */
export const tidy = (filter: AuditFilter): AuditFilter =>
  Object.fromEntries(Object.entries(filter).filter(([, value]) => value));

export const filterOf = ({ actor, action, from, to }: Record<string, unknown>): AuditFilter =>
  tidy({ actor: text(actor), action: text(action), from: day(from), to: day(to) });

/** The beginning of that day here, `later` days on. */
function midnight(date: string, later = 0): string {
  const [year = 0, month = 1, dayOfMonth = 1] = date.split('-').map(Number);
  return new Date(year, month - 1, dayOfMonth + later).toISOString();
}

export const paramsOf = ({ actor, action, from, to }: AuditFilter): CommandParams<'list_audit'> => ({
  ...(actor && { actor }),
  ...(action && { action }),
  ...(from && { since: midnight(from) }),
  ...(to && { until: midnight(to, 1) }),
});
