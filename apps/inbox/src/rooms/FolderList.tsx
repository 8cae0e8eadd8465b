/** The lists a conversation can be in, each with how much it shows; below the queue what waits for the agent's own teams. */
import { type ListName, ROOM_FILTERS, type RoomFilter, teamFilter, teamOf } from '@parley/client/agent';
import type { Team } from '@parley/protocol';
import { Link } from '@tanstack/react-router';
import { Archive, Bot, CornerDownRight, Inbox, UserRound, UsersRound } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import { useAgent, useAgentStore } from '../accounts/use-session.ts';
import { useOwnTeams, useTeams } from '../teams/own-teams.ts';
import { LOCALE } from '../ui/locale.ts';
import { useCurrentInView } from '../ui/use-current-in-view.ts';
import styles from './FolderList.module.css';
import { FOLDER_NAMES } from './names.ts';

const ICONS: Record<RoomFilter, ReactNode> = {
  unassigned: <Inbox />,
  mine: <UserRound />,
  bot: <Bot />,
  others: <UsersRound />,
  closed: <Archive />,
};
/** protocol `count_rooms`: counted no further. */
const MOST_COUNTED = 1_000;
const number = new Intl.NumberFormat(LOCALE);

export function FolderList({ folder: current, label }: { folder: ListName; label: string | undefined }) {
  const agent = useAgent();
  const counts = useAgentStore((store) => (label ? store.labelCounts(label) : store.counts));
  useEffect(() => {
    agent.countLabel(label);
    return () => agent.countLabel(undefined);
  }, [agent, label]);
  const teams = useShownTeams(current);
  const nav = useCurrentInView(`/inbox/${current}`, teams.length);
  return (
    <nav ref={nav} className={styles.folders} aria-label="Lists of conversations">
      {ROOM_FILTERS.flatMap((folder) => [
        <Folder
          key={folder}
          folder={folder}
          label={label}
          name={FOLDER_NAMES[folder]}
          icon={ICONS[folder]}
          current={folder === current}
          count={folder === 'closed' ? 0 : (counts?.[folder] ?? 0)}
          urgent={folder === 'unassigned'}
        />,
        ...(folder === 'unassigned' ? teams : []).map(({ id, name }) => (
          <Folder
            key={id}
            folder={teamFilter(id)}
            label={label}
            name={name}
            icon={<CornerDownRight />}
            current={teamFilter(id) === current}
            count={counts?.teams[id] ?? 0}
            urgent
            inner
          />
        )),
      ])}
    </nav>
  );
}

/** One's own, and the one that is looked at. */
function useShownTeams(current: ListName): readonly Team[] {
  const own = useOwnTeams();
  const all = useTeams() ?? [];
  return all.filter((team) => own.includes(team) || team.id === teamOf(current));
}

interface FolderProps {
  folder: ListName;
  /** Stays the one that is looked for from list to list. */
  label: string | undefined;
  name: string;
  icon: ReactNode;
  current: boolean;
  count: number;
  /** What stands in it waits for somebody. */
  urgent: boolean;
  /** A part of the list above. */
  inner?: boolean;
}

function Folder({ folder, label, name, icon, current, count, urgent, inner = false }: FolderProps) {
  return (
    <Link
      to="/inbox/$folder"
      params={{ folder }}
      search={{ label }}
      className={styles.folder}
      aria-current={current ? 'page' : undefined}
      data-urgent={urgent && count > 0 ? '' : undefined}
      data-inner={inner ? '' : undefined}
    >
      <span className={styles.icon} aria-hidden="true">
        {icon}
      </span>
      <span className={styles.name}>{name}</span>
      {count > 0 ? (
        <span className={styles.count} data-figures>
          {count >= MOST_COUNTED ? `${number.format(MOST_COUNTED)}+` : number.format(count)}
        </span>
      ) : null}
    </Link>
  );
}
