/** The audit log in memory, for tests of its page alone: sixty entries, one each seven hours. */
import type { AuditEntry } from '@parley/protocol';
import type { Handlers } from './fake-account.ts';

const HOUR = 3_600_000;
const PEOPLE = [
  { kind: 'agent', id: 'agent-ada', name: 'Ada Moreau' },
  { kind: 'agent', id: 'agent-dora', name: 'Dora Quist' },
  { kind: 'system', id: null, name: null },
] as const;
const DEEDS: Pick<AuditEntry, 'action' | 'subject' | 'details'>[] = [
  {
    action: 'role_changed',
    subject: { kind: 'agent', id: 'agent-ben', name: 'Ben Okafor' },
    details: { from: 'agent', to: 'admin' },
  },
  { action: 'site_changed', subject: null, details: { fields: ['retention_days', 'origins'] } },
  {
    action: 'agent_invited',
    subject: { kind: 'agent', id: 'agent-cy', name: 'Cy Lind' },
    details: { email: 'c***@parley.test', to: 'agent' },
  },
  { action: 'article_changed', subject: { kind: 'article', id: 'a', name: 'Gift cards' }, details: {} },
];

const someEntries = (): AuditEntry[] =>
  Array.from({ length: 60 }, (_, n) => ({
    id: `entry-${n}`,
    at: new Date(Date.now() - n * 7 * HOUR).toISOString(),
    actor: { ...(PEOPLE[n % PEOPLE.length] as (typeof PEOPLE)[number]) },
    ...(DEEDS[n % DEEDS.length] as (typeof DEEDS)[number]),
    address: n % PEOPLE.length === 2 ? null : '203.0.113.0/24',
  }));

export class FakeAudit {
  entries = someEntries();

  readonly handlers: Handlers = {
    list_audit: ({ actor, action, since = '', until = '9', cursor, limit = 50 }) => {
      const found = this.entries.filter(
        (entry) =>
          (!actor || entry.actor.id === actor || (actor === 'system' && entry.actor.kind === actor)) &&
          (!action || entry.action === action) &&
          entry.at >= since &&
          entry.at < until,
      );
      const from = Number(cursor ?? 0);
      const next = from + limit < found.length ? String(from + limit) : null;
      return { entries: found.slice(from, from + limit), next };
    },
  };
}
