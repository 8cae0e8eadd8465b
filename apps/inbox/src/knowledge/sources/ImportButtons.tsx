/** What may be done with an import now, as buttons. A failure is said where it happened. */
import type { CommandName, KnowledgeSource } from '@parley/protocol';
import { CirclePause, CirclePlay, CircleX, RotateCw } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { failureWords } from '../../accounts/http.ts';
import { useAgent } from '../../accounts/use-session.ts';
import { Button } from '../../ui/Button.tsx';
import { toasts } from '../../ui/toasts.ts';
import { useTakeSource } from './use-sources.ts';

type Deed = Extract<CommandName, `${string}_import`>;

const DEEDS: Record<Deed, [label: string, icon: ReactNode]> = {
  start_import: ['Import again', <RotateCw key="start" aria-hidden="true" />],
  pause_import: ['Pause', <CirclePause key="pause" aria-hidden="true" />],
  resume_import: ['Go on', <CirclePlay key="resume" aria-hidden="true" />],
  cancel_import: ['Cancel', <CircleX key="cancel" aria-hidden="true" />],
  retry_import: ['Try again what failed', <RotateCw key="retry" aria-hidden="true" />],
};

/** In the order in which they are likely wanted. */
function deedsFor({ kind, run }: KnowledgeSource): Deed[] {
  if (!run) return ['start_import'];
  if (run.state === 'queued' || run.state === 'running') return ['pause_import', 'cancel_import'];
  if (run.state === 'paused') return ['resume_import', 'cancel_import'];
  const again: Deed[] = kind === 'website' ? ['start_import'] : [];
  const left = run.state !== 'done' || (kind === 'website' && run.failed > 0);
  return left ? ['retry_import', ...again] : again;
}

export function ImportButtons({ source, size }: { source: KnowledgeSource; size?: 'small' }) {
  const agent = useAgent();
  const take = useTakeSource();
  const [busy, setBusy] = useState<Deed | null>(null);
  const act = async (deed: Deed) => {
    setBusy(deed);
    try {
      take((await agent.call(deed, { source: source.id })).source);
    } catch (error) {
      toasts.show(failureWords(error), { tone: 'failure' });
    } finally {
      setBusy(null);
    }
  };
  return deedsFor(source).map((deed) => (
    <Button key={deed} busy={busy === deed} onClick={() => void act(deed)} {...(size && { size })}>
      {DEEDS[deed][1]} {DEEDS[deed][0]} <span className="visually-hidden">{source.name}</span>
    </Button>
  ));
}
