/** The audit log as a file for spreadsheets (RFC 4180). A cell that a spreadsheet would take for a formula is made text. */
import type { AuditEntry } from '@parley/protocol';

const COLUMNS: readonly (readonly [heading: string, of: (entry: AuditEntry) => string | null | undefined])[] = [
  ['time', ({ at }) => at],
  ['who', ({ actor }) => actor.name],
  ['who_kind', ({ actor }) => actor.kind],
  ['who_id', ({ actor }) => actor.id],
  ['action', ({ action }) => action],
  ['whom', ({ subject }) => subject?.name],
  ['whom_kind', ({ subject }) => subject?.kind],
  ['whom_id', ({ subject }) => subject?.id],
  ['from', ({ details }) => details.from],
  ['to', ({ details }) => details.to],
  ['email', ({ details }) => details.email],
  ['fields', ({ details }) => details.fields?.join(' ')],
  ['count', ({ details }) => details.count?.toString()],
  ['network', ({ address }) => address],
  ['entry', ({ id }) => id],
];

const cell = (text: string | null | undefined): string => {
  const safe = /^[=+\-@\t\r]/.test(text ?? '') ? `'${text}` : (text ?? '');
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** With a mark at the beginning by which Excel knows that it is UTF-8. */
export const auditCsv = (entries: readonly AuditEntry[]): string =>
  `\uFEFF${[COLUMNS.map(([heading]) => heading), ...entries.map((entry) => COLUMNS.map(([, of]) => cell(of(entry))))]
    .map((row) => `${row.join(',')}\r\n`)
    .join('')}`;
