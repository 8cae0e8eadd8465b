/** What an import's state and figures say in words. */
import type { ImportRun, KnowledgeSource } from '@parley/protocol';
import type { Tone } from '../../ui/Chip.tsx';
import { LOCALE } from '../../ui/locale.ts';

export const isActive = (run: ImportRun | null): boolean =>
  run !== null && ['queued', 'running', 'paused'].includes(run.state);

const STATES: Record<ImportRun['state'], [label: string, tone: Tone]> = {
  queued: ['Waiting', 'neutral'],
  running: ['Importing', 'accent'],
  paused: ['Paused', 'amber'],
  done: ['Up to date', 'green'],
  failed: ['Failed', 'red'],
  cancelled: ['Cancelled', 'neutral'],
};

export function stateOf({ run }: KnowledgeSource): { label: string; tone: Tone } {
  if (!run) return { label: 'Never imported', tone: 'neutral' };
  const [label, tone] = STATES[run.state];
  if (run.state === 'done' && run.failed > 0) return { label: 'Done, with gaps', tone: 'amber' };
  return { label, tone };
}

export const pieces = (kind: KnowledgeSource['kind'], n: number): string =>
  kind === 'website' ? counted(n, 'page') : counted(n, 'part');

export const counted = (n: number, what: string): string => `${n.toLocaleString(LOCALE)} ${what}${n === 1 ? '' : 's'}`;

/** "3 new · 1 changed · 120 as before"; what is none is left out. */
export function figures({ added, changed, unchanged, removed, failed, skipped }: ImportRun): string {
  const all: [number, string][] = [
    [added, 'new'],
    [changed, 'changed'],
    [unchanged, 'as before'],
    [removed, 'withdrawn'],
    [failed, 'failed'],
    [skipped, 'left out'],
  ];
  const told = all.filter(([n]) => n > 0).map(([n, what]) => `${n.toLocaleString(LOCALE)} ${what}`);
  return told.join(' · ') || 'Nothing yet';
}

export const SCHEDULES: Record<KnowledgeSource['schedule'], string> = {
  never: 'Only when I say so',
  daily: 'Every day',
  weekly: 'Every week',
};

export const sizeWords = (bytes: number): string =>
  bytes < 1_000_000
    ? `${Math.max(1, Math.round(bytes / 1_000)).toLocaleString(LOCALE)} kB`
    : `${(bytes / 1_000_000).toFixed(1)} MB`;
