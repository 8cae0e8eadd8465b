/** Conversations found by words, in every list; what is found stays live. */
import type { CallError } from '@parley/client/agent';
import type { Mention } from '@parley/protocol';
import { SearchX } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import { failureWords } from '../accounts/http.ts';
import { useAgent } from '../accounts/use-session.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { SkeletonRows } from '../ui/Skeleton.tsx';
import styles from './RoomRows.module.css';
import { RoomRows } from './RoomRows.tsx';

interface Found {
  names: string[];
  /** What was said of it there, by the room. */
  mentions: ReadonlyMap<string, Mention>;
  next: string | null;
  status: 'loading' | 'ready' | 'failed';
  error: CallError | null;
}

/** Mounted anew for every query and label. */
interface RoomSearchProps {
  query: string;
  /** Only what bears it. */
  label: string | undefined;
  open: string | null;
}

export function RoomSearch({ query, label, open }: RoomSearchProps) {
  const agent = useAgent();
  const [found, setFound] = useState<Found>({
    names: [],
    mentions: new Map(),
    next: null,
    status: 'loading',
    error: null,
  });

  const fetchPage = useCallback(
    (cursor: string | null) =>
      agent.search(query, { label, cursor: cursor ?? undefined }).then(
        ({ rooms, next, mentions = [] }) => {
          const names = rooms.map(({ room }) => room);
          setFound((before) => ({
            names: cursor ? [...before.names, ...names] : names,
            mentions: new Map([
              ...(cursor ? before.mentions : []),
              ...mentions.map((mention) => [mention.room, mention] as const),
            ]),
            next,
            status: 'ready',
            error: null,
          }));
        },
        (error: CallError) => setFound((before) => ({ ...before, status: 'failed', error })),
      ),
    [agent, query, label],
  );
  const load = (cursor: string | null) => {
    setFound((before) => ({ ...before, status: 'loading', error: null }));
    void fetchPage(cursor);
  };
  useEffect(() => {
    // After a reload the connection comes a moment later; after a break it comes back.
    if (agent.connection.state.status === 'online') void fetchPage(null);
    return agent.connection.onState(({ status }) => status === 'online' && void fetchPage(null));
  }, [agent, fetchPage]);

  // What is edited or deleted is not shown as it was.
  useEffect(
    () =>
      agent.onEvent((frame) => {
        if (frame.command !== 'new_message' || !frame.message.target) return;
        const { room, target } = frame.message;
        setFound((before) => {
          if (before.mentions.get(room)?.seq !== target) return before;
          return { ...before, mentions: new Map([...before.mentions].filter(([name]) => name !== room)) };
        });
      }),
    [agent],
  );

  if (found.names.length === 0) {
    if (found.status === 'failed' && found.error?.code !== 'disconnected')
      return <ErrorState title="The search failed" message={failureWords(found.error)} onRetry={() => load(null)} />;
    if (found.status !== 'ready') return <SkeletonRows />;
    return (
      <EmptyState icon={<SearchX />} title={`Nothing with “${query}”`}>
        Whole words are found: in what was said, and in names and emails. Try fewer or other words.
      </EmptyState>
    );
  }
  return (
    <>
      <p className={styles.scope}>Found in all lists</p>
      <RoomRows
        names={found.names}
        mentions={found.mentions}
        folder={null}
        label={label}
        open={open}
        more={found.next !== null}
        failure={found.status === 'failed' ? failureWords(found.error) : null}
        onMore={() => found.status !== 'loading' && load(found.next)}
      />
    </>
  );
}
