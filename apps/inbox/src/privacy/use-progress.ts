/** Follows a request about a person's data to its end. */
import type { PrivacyRequest } from '@parley/protocol';
import { useCallback, useEffect, useState } from 'react';
import { useAgent } from '../accounts/use-session.ts';

const EVERY_MS = 700;

export const isOver = ({ state }: PrivacyRequest): boolean => state === 'done' || state === 'failed';

export function useProgress(begun: PrivacyRequest | null): PrivacyRequest | null {
  const agent = useAgent();
  const look = useCallback(
    async (request: string) => (await agent.call('get_privacy_request', { request })).request,
    [agent],
  );
  return useProgressBy(begun, look);
}

/** The request as it is now; null while there is none. A lost connection is waited for. `look` stays the same function. */
export function useProgressBy(
  begun: PrivacyRequest | null,
  look: (request: string) => Promise<PrivacyRequest>,
): PrivacyRequest | null {
  const [latest, setLatest] = useState<PrivacyRequest | null>(null);
  const now = latest && latest.request === begun?.request ? latest : begun;
  useEffect(() => {
    if (!now || isOver(now)) return;
    const timer = setTimeout(() => {
      look(now.request).then(setLatest, () => setLatest({ ...now }));
    }, EVERY_MS);
    return () => clearTimeout(timer);
  }, [look, now]);
  return now;
}
