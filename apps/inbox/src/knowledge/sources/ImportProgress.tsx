/** How far an import is: a bar while it goes on, and what came of it. */
import type { KnowledgeSource } from '@parley/protocol';
import { LOCALE } from '../../ui/locale.ts';
import { ProgressBar } from '../../ui/ProgressBar.tsx';
import { figures, isActive, pieces } from './words.ts';

export function ImportProgress({ source }: { source: KnowledgeSource }) {
  const { run, name, kind } = source;
  if (!run || !isActive(run)) return null;
  const known = run.found > 1 || run.done > 0;
  const words =
    run.state === 'queued' && !known
      ? 'Waiting to begin…'
      : `${run.done.toLocaleString(LOCALE)} of ${pieces(kind, run.found)}${kind === 'website' ? ' found so far' : ''} · ${figures(run)}`;
  return (
    <ProgressBar
      label={`Importing ${name}`}
      value={known ? run.done : null}
      max={Math.max(run.found, 1)}
      words={run.state === 'paused' ? `Paused at ${words}` : words}
    />
  );
}
