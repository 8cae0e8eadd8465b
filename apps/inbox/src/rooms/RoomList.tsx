/** One list of conversations, live. */
import type { RoomFilter } from '@parley/client/agent';
import { Archive, Bot, Inbox, UserRound, UsersRound } from 'lucide-react';
import { type ReactNode, useEffect, useMemo } from 'react';
import { failureWords } from '../accounts/http.ts';
import { useAgent, useAgentStore } from '../accounts/use-session.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { SkeletonRows } from '../ui/Skeleton.tsx';
import { RoomRows } from './RoomRows.tsx';

export function RoomList({ folder, open }: { folder: RoomFilter; open: string | null }) {
  const agent = useAgent();
  const list = useAgentStore((store) => store.list(folder));
  useEffect(() => void agent.loadList(folder), [agent, folder]);
  const names = useMemo(() => list.rooms.map(({ room }) => room), [list.rooms]);

  if (names.length === 0) {
    // Without a connection the bar at the top says so, and the list comes with the connection.
    if (list.status === 'failed' && list.error?.code !== 'disconnected') {
      return (
        <ErrorState
          title="These conversations could not be loaded"
          message={failureWords(list.error)}
          onRetry={() => void agent.loadList(folder)}
        />
      );
    }
    if (list.status !== 'ready') return <SkeletonRows />;
    const { icon, title, words } = EMPTY[folder];
    return (
      <EmptyState icon={icon} title={title}>
        {words}
      </EmptyState>
    );
  }
  return (
    <RoomRows
      names={names}
      folder={folder}
      open={open}
      more={list.more}
      failure={list.status === 'failed' ? failureWords(list.error) : null}
      onMore={() => void agent.loadMore(folder)}
    />
  );
}

const EMPTY: Record<RoomFilter, { icon: ReactNode; title: string; words: string }> = {
  unassigned: {
    icon: <Inbox />,
    title: 'Nobody is waiting',
    words: 'Visitors who ask for a person appear here. Until then the bot answers them: you can watch under Bot.',
  },
  mine: {
    icon: <UserRound />,
    title: 'You hold no conversation',
    words: 'Open one and press t to take it over. It stays here until you close it or hand it back.',
  },
  bot: {
    icon: <Bot />,
    title: 'The bot is talking to nobody',
    words:
      'When a visitor writes from your site, the conversation appears here while the bot answers. You can step in at any time.',
  },
  others: {
    icon: <UsersRound />,
    title: 'Your colleagues hold nothing',
    words: 'Conversations that other agents have taken appear here.',
  },
  closed: {
    icon: <Archive />,
    title: 'Nothing is closed yet',
    words:
      'Press e in a conversation that is done. Closed ones stay readable here for as long as your settings keep them.',
  },
};
