/** Follows a request about a person's data to its end. */
import type { PrivacyRequest } from '@parley/protocol';
import { useEffect, useState } from 'react';
import { useAgent } from '../accounts/use-session.ts';

const EVERY_MS = 700;

export const isOver = ({ state }: PrivacyRequest): boolean => state === 'done' || state === 'failed';

/** The request as it is now; null while there is none. A lost connection is waited for. */
export function useProgress(begun: PrivacyRequest | null): PrivacyRequest | null {
  const agent = useAgent();
  const [latest, setLatest] = useState<PrivacyRequest | null>(null);
  const now = latest && latest.request === begun?.request ? latest : begun;
  useEffect(() => {
    if (!now || isOver(now)) return;
    const timer = setTimeout(() => {
      agent.call('get_privacy_request', { request: now.request }).then(
        ({ request }) => setLatest(request),
        () => setLatest({ ...now }),
      );
    }, EVERY_MS);
    return () => clearTimeout(timer);
  }, [agent, now]);
  return now;
}
