/** One list of conversations, live. */
import { type ListName, labelled, type RoomFilter, teamOf } from '@parley/client/agent';
import { Archive, Bot, Inbox, Tag, UserRound, UsersRound } from 'lucide-react';
import { type ReactNode, useEffect, useMemo } from 'react';
import { failureWords } from '../accounts/http.ts';
import { useAgent, useAgentStore } from '../accounts/use-session.ts';
import { useLabels } from '../labels/use-labels.ts';
import { useTeams } from '../teams/own-teams.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { LinkButton } from '../ui/LinkButton.tsx';
import { SkeletonRows } from '../ui/Skeleton.tsx';
import { RoomRows } from './RoomRows.tsx';

interface RoomListProps {
  folder: ListName;
  /** Only what bears it. */
  label: string | undefined;
  open: string | null;
}

export function RoomList({ folder, label, open }: RoomListProps) {
  const agent = useAgent();
  const name = labelled(folder, label);
  const list = useAgentStore((store) => store.list(name));
  useEffect(() => void agent.loadList(name), [agent, name]);
  const names = useMemo(() => list.rooms.map(({ room }) => room), [list.rooms]);

  if (names.length === 0) {
    // Without a connection the bar at the top says so, and the list comes with the connection.
    if (list.status === 'failed' && list.error?.code !== 'disconnected') {
      return (
        <ErrorState
          title="These conversations could not be loaded"
          message={failureWords(list.error)}
          onRetry={() => void agent.loadList(name)}
        />
      );
    }
    if (list.status !== 'ready') return <SkeletonRows />;
    if (label) return <NothingBears label={label} folder={folder} />;
    const team = teamOf(folder);
    if (team !== null) return <NobodyWaitsFor team={team} />;
    const { icon, title, words } = EMPTY[folder as RoomFilter];
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
      label={label}
      open={open}
      more={list.more}
      failure={list.status === 'failed' ? failureWords(list.error) : null}
      onMore={() => void agent.loadMore(name)}
    />
  );
}

function NothingBears({ label: id, folder }: { label: string; folder: ListName }) {
  const labels = useLabels();
  const label = labels?.find((each) => each.id === id);
  if (!labels) return <SkeletonRows />;
  return (
    <EmptyState
      icon={<Tag />}
      title={label ? `Nothing here bears ${label.name}` : 'There is no such label'}
      action={
        <LinkButton to="/inbox/$folder" params={{ folder }} search={{}}>
          Show all again
        </LinkButton>
      }
    >
      {label
        ? 'Look in the other lists too. Press l in a conversation to put the label on.'
        : 'It was deleted, or the address is not complete.'}
    </EmptyState>
  );
}

function NobodyWaitsFor({ team: id }: { team: string }) {
  const teams = useTeams();
  const team = teams?.find((each) => each.id === id);
  if (team) {
    return (
      <EmptyState icon={<UsersRound />} title={`Nobody waits for ${team.name}`}>
        What is passed to the team stands here, and under Unassigned, until somebody takes it over. Press a in a
        conversation to pass it on.
      </EmptyState>
    );
  }
  if (!teams) return <SkeletonRows />;
  return (
    <EmptyState
      icon={<UsersRound />}
      title="There is no such team"
      action={
        <LinkButton to="/inbox/$folder" params={{ folder: 'unassigned' }} search={{}}>
          To Unassigned
        </LinkButton>
      }
    >
      It was deleted, or the address is not complete. What waited for it stands under Unassigned.
    </EmptyState>
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
