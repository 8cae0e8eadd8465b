/** Conversations found by words, in every list; what is found stays live. */
import type { CallError } from '@parley/client/agent';
import { SearchX } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import { failureWords } from '../accounts/http.ts';
import { useAgent } from '../accounts/use-session.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { SkeletonRows } from '../ui/Skeleton.tsx';
import { RoomRows } from './RoomRows.tsx';

interface Found {
  names: string[];
  next: string | null;
  status: 'loading' | 'ready' | 'failed';
  error: CallError | null;
}

/** Mounted anew for every query. */
export function RoomSearch({ query, open }: { query: string; open: string | null }) {
  const agent = useAgent();
  const [found, setFound] = useState<Found>({ names: [], next: null, status: 'loading', error: null });

  const load = useCallback(
    async (cursor: string | null) => {
      setFound((before) => ({ ...before, status: 'loading', error: null }));
      try {
        const page = await agent.search(query, cursor ?? undefined);
        const names = page.rooms.map(({ room }) => room);
        setFound((before) => ({
          names: cursor ? [...before.names, ...names] : names,
          next: page.next,
          status: 'ready',
          error: null,
        }));
      } catch (error) {
        setFound((before) => ({ ...before, status: 'failed', error: error as CallError }));
      }
    },
    [agent, query],
  );
  useEffect(() => {
    // After a reload the connection comes a moment later; after a break it comes back.
    if (agent.connection.state.status === 'online') void load(null);
    return agent.connection.onState(({ status }) => status === 'online' && void load(null));
  }, [agent, load]);

  if (found.names.length === 0) {
    if (found.status === 'failed' && found.error?.code !== 'disconnected')
      return (
        <ErrorState title="The search failed" message={failureWords(found.error)} onRetry={() => void load(null)} />
      );
    if (found.status !== 'ready') return <SkeletonRows />;
    return (
      <EmptyState icon={<SearchX />} title={`Nothing with “${query}”`}>
        Whole words are found: in what was said, and in names and emails. Try fewer or other words.
      </EmptyState>
    );
  }
  return (
    <RoomRows
      names={found.names}
      folder={null}
      open={open}
      more={found.next !== null}
      failure={found.status === 'failed' ? failureWords(found.error) : null}
      onMore={() => found.status !== 'loading' && void load(found.next)}
    />
  );
}
