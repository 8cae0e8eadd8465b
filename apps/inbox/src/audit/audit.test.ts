/** Holds the audit log's words and its file: no action without a sentence, no cell that a spreadsheet would run. */
import { AUDIT_ACTIONS, type AuditEntry } from '@parley/protocol';
import { describe, expect, it } from 'vitest';
import { auditCsv } from './csv.ts';
import { actorName, detailsLine, KNOWN_ACTIONS, sentence } from './words.ts';

const entry = (extra: Partial<AuditEntry> = {}): AuditEntry => ({
  id: 'e1',
  at: '2026-07-01T10:00:00.000Z',
  actor: { kind: 'agent', id: 'a1', name: 'Ada Moreau' },
  action: 'role_changed',
  subject: { kind: 'agent', id: 'b1', name: 'Ben Okafor' },
  details: { from: 'agent', to: 'admin' },
  address: '203.0.113.0/24',
  ...extra,
});

describe('words', () => {
  it('there are for every action of the protocol', () => {
    expect(AUDIT_ACTIONS.filter((action) => !KNOWN_ACTIONS.includes(action))).toEqual([]);
  });
  it('name people who are gone, the program, and actions that are new, as well as can be', () => {
    expect(`${actorName(entry().actor)} ${sentence(entry())}`).toBe('Ada Moreau changed the role of Ben Okafor');
    expect(detailsLine(entry())).toBe('agent → admin');
    expect(actorName({ kind: 'agent', id: 'x', name: null })).toBe('Somebody whose account is gone');
    expect(actorName({ kind: 'system', id: null, name: null })).toBe('Parley itself');
    const removed = { action: 'agent_removed', subject: { kind: 'agent', id: 'b', name: null } };
    expect(sentence(entry({ ...removed, details: { email: 'b***@x.test' } }))).toBe(
      'removed b***@x.test from the team',
    );
    expect(sentence(entry({ action: 'coffee_made', subject: null, details: {} }))).toBe('Coffee made');
    expect(detailsLine(entry({ details: { fields: ['retention_days', 'name'], count: 3 } }))).toBe(
      'retention days, name · 3',
    );
    expect(detailsLine(entry({ details: { fields: ['visitor_day_micros', 'prices'] } }))).toBe(
      'limit of one visitor a day, prices',
    );
  });
});

describe('the file', () => {
  it('has a line for each entry, quotes what needs it, and disarms formulas', () => {
    const name = '=HYPERLINK("http://evil","x")';
    const lines = auditCsv([entry(), entry({ actor: { kind: 'agent', id: 'a2', name } })]).split('\r\n');
    expect(lines[0]).toMatch(/^\uFEFFtime,who,/);
    expect(lines[1]).toBe(
      '2026-07-01T10:00:00.000Z,Ada Moreau,agent,a1,role_changed,Ben Okafor,agent,b1,agent,admin,,,,203.0.113.0/24,e1',
    );
    expect(lines[2]).toContain(`"'=HYPERLINK(""http://evil"",""x"")"`);
    expect(lines).toHaveLength(4);
  });
});
