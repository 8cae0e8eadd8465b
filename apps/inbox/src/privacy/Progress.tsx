/** How far a request is. */
import type { PrivacyRequest } from '@parley/protocol';
import { LOCALE } from '../ui/locale.ts';
import { ProgressBar } from '../ui/ProgressBar.tsx';

export function Progress({ label, request }: { label: string; request: PrivacyRequest }) {
  const { done, total, state } = request;
  const known = state !== 'queued' && total > 0;
  const words = known
    ? `${done.toLocaleString(LOCALE)} of ${total.toLocaleString(LOCALE)} messages`
    : 'Waiting to begin…';
  return <ProgressBar label={label} value={known ? done : null} max={total} words={words} />;
}
