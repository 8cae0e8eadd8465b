/** The lists a conversation can be in, each with its count. */
import type { RoomFilter } from '@parley/client/agent';
import { ROOM_FILTERS } from '@parley/client/agent';
import { Link } from '@tanstack/react-router';
import { Archive, Bot, Inbox, UserRound, UsersRound } from 'lucide-react';
import type { ReactNode } from 'react';
import { useAgentStore } from '../accounts/use-session.ts';
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
const number = new Intl.NumberFormat();

export function FolderList({ folder: current }: { folder: RoomFilter }) {
  const counts = useAgentStore((agent) => agent.counts);
  return (
    <nav className={styles.folders} aria-label="Lists of conversations">
      {ROOM_FILTERS.map((folder) => {
        const count = counts?.[folder] ?? 0;
        return (
          <Link
            key={folder}
            to="/inbox/$folder"
            params={{ folder }}
            search={{}}
            className={styles.folder}
            aria-current={folder === current ? 'page' : undefined}
            data-urgent={folder === 'unassigned' && count > 0 ? '' : undefined}
          >
            <span className={styles.icon} aria-hidden="true">
              {ICONS[folder]}
            </span>
            <span className={styles.name}>{FOLDER_NAMES[folder]}</span>
            {counts && count > 0 && folder !== 'closed' ? (
              <span className={styles.count} data-figures>
                {count >= MOST_COUNTED ? `${number.format(MOST_COUNTED)}+` : number.format(count)}
              </span>
            ) : null}
          </Link>
        );
      })}
    </nav>
  );
}
